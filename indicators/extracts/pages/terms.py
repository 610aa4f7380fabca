"""What words of files mean: what is known, what people told, and the words of one extract that nobody knows."""

from collections import Counter

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from indicators import desk
from indicators.extracts import service
from indicators.extracts.layouts import Layout
from indicators.extracts.layouts.schema import plain
from indicators.extracts.models import Extract, Term
from indicators.extracts.pages.words import trail
from indicators.extracts.terms import telling
from indicators.extracts.terms.forms import TellForm, UnknownForm
from indicators.extracts.terms.known import (
    HEADING,
    PROFILE,
    meanings,
    own_columns,
    spellings,
    told_columns,
    told_for,
    told_layouts,
)
from indicators.extracts.terms.unknown import unknown
from indicators.extracts.workflow import EXTRACT
from wales_framework import audit
from wales_framework.access.predicates import may_load_extracts, may_read_extracts
from wales_framework.access.views import allowed

HEADINGS = "headings"  # stands in addresses for the column of headings, which has no name


@never_cache
@require_safe
@allowed(may_read_extracts)
def terms(request: HttpRequest) -> HttpResponse:
    """Every source with what a word in it can be, and everything that people told."""
    told = Counter(Term.objects.values_list("source", "column"))
    shared = [column.name for column in told_columns(_profile()) if told_for(_profile(), column.name) == PROFILE]
    places = [(PROFILE, shared)]
    places += [(found.source, [HEADINGS, *(column.name for column in own_columns(found))]) for found in told_layouts()]
    sources = [
        {"source": source, "title": _title(source), "columns": [(name, told[source, _column(name)]) for name in names]}
        for source, names in places
    ]
    rows = [_row(term) for source, _names in places for term in _told(source)]
    return render(request, "extracts/terms.html", {"sources": sources, "told": rows, "trail": trail()})


@never_cache
@require_safe
@allowed(may_read_extracts)
def term(request: HttpRequest, source: str, column: str) -> HttpResponse:
    """The words of one column, or the headings; `?change=NUMBER` puts what was told into the form."""
    layout, name = _place(source, column)
    changed = _told(told_for(layout, name)).filter(column=name, pk=_number(request.GET.get("change", ""))).first()
    initial = {"text": changed.text, "meaning": changed.meaning} if changed else None
    return _page(request, layout, name, TellForm(layout, name, initial=initial))


@never_cache
@require_POST
@allowed(may_load_extracts)
def tell(request: HttpRequest, source: str, column: str) -> HttpResponseBase:
    layout, name = _place(source, column)
    form = TellForm(layout, name, request.POST)
    if not form.is_valid():
        return _page(request, layout, name, form)
    told = telling.tell(request.user, layout.source, name, **form.cleaned_data)
    words = {"word": told.text, "meaning": dict(meanings(layout, name))[told.meaning]}
    messages.success(request, _("“%(word)s” now means “%(meaning)s”, in files that are checked from now on.") % words)
    return redirect("extracts:term", source, column)


@require_POST
@allowed(may_load_extracts)
def take_back(request: HttpRequest, pk: int) -> HttpResponseBase:
    found = get_object_or_404(Term, pk=pk)
    telling.take_back(request.user, found)
    messages.success(request, _("“%(word)s” is unknown again, in files that are checked from now on.") % {"word": found.text})
    return redirect("extracts:term", found.source, found.column or HEADINGS)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@allowed(may_load_extracts)
@desk.here
def unknown_terms(request: HttpRequest, pk: str) -> HttpResponseBase:
    """The words of one extract that its check did not know, all on one page; then the file can be checked again."""
    extract = get_object_or_404(Extract, pk=pk)
    words = unknown(extract, desk.alias())
    if not words:
        return redirect("extracts:detail", pk=extract.pk)
    layout, _name = _place(extract.source, HEADINGS)
    form = UnknownForm(layout, words, request.POST if request.method == "POST" else None)
    can_check = EXTRACT.allows(extract.state, "check")
    if request.method == "POST" and form.is_valid():
        for word, meaning in form.told:
            if meaning:
                telling.tell(request.user, extract.source, word.column, word.text, meaning)
            else:
                _forget(request, layout, word.column, word.text)
        messages.success(request, _("The meanings are remembered. They hold for files that are checked from now on."))
        if can_check and "check" in request.POST:
            _check_again(request, extract)
        return redirect("extracts:detail", pk=extract.pk)
    audit.reading("problem.read", request.user, extract, request.get_full_path(), rows=len(words))
    way = [*trail(), (extract.name, reverse("extracts:detail", args=[extract.pk]))]
    context = {"form": form, "extract": extract, "can_check": can_check, "trail": way}
    return render(request, "extracts/terms_unknown.html", context)


def _forget(request: HttpRequest, layout: Layout, column: str, text: str) -> None:
    for found in _told(told_for(layout, column)).filter(column=column, key=plain(text)):
        telling.take_back(request.user, found)


def _check_again(request: HttpRequest, extract: Extract) -> None:
    """Under the same declaration as before."""
    declared = {name: getattr(extract, name) for name in ("source", "first_period", "last_period", "as_at")}
    try:
        service.declare(extract, request.user, **declared)
    except service.MoveRefused:
        messages.warning(request, _("This extract has moved on meanwhile."))


def _page(request: HttpRequest, layout: Layout, column: str, form: TellForm) -> HttpResponse:
    names = dict(meanings(layout, column))
    context = {
        "source": told_for(layout, column),
        "title": _title(told_for(layout, column)),
        "column": column,
        "place": column or HEADINGS,
        "known": [(meaning, names[meaning], words) for meaning, words in spellings(layout, column).items()],
        "told": [_row(term) for term in _told(told_for(layout, column)).filter(column=column)],
        "form": form if may_load_extracts(request.user) else None,
        "trail": [*trail(), (_("What words mean"), reverse("extracts:terms"))],
    }
    return render(request, "extracts/terms_column.html", context)


def _told(source: str) -> QuerySet[Term]:
    return Term.objects.filter(source=source).select_related("set_by")


def _row(term: Term) -> dict[str, object]:
    """What somebody told, in the reader's language."""
    meaning = dict(meanings(_layout(term.source), term.column)).get(term.meaning, term.meaning)
    return {"term": term, "title": _title(term.source), "place": term.column or HEADINGS, "meaning": meaning}


def _profile() -> Layout:
    """A layout with the columns that all profiles share."""
    return next(found for found in told_layouts() if found.about == PROFILE)


def _layout(source: str) -> Layout:
    """The layout that words of a source, or of every profile, are told of. Raises KeyError."""
    return _profile() if source == PROFILE else {found.source: found for found in told_layouts()}[source]


def _title(source: str) -> str:
    return _("What is known of a person, in every source") if source == PROFILE else str(_layout(source).title)


def _column(place: str) -> str:
    """The column that stands in an address."""
    return HEADING if place == HEADINGS else place


def _place(source: str, column: str) -> tuple[Layout, str]:
    """The layout and the column that an address names; 404 where no word's meaning can be told."""
    try:
        layout = _layout(source)
    except KeyError as error:
        raise Http404 from error
    name = _column(column)
    if (name == HEADING and source == PROFILE) or name not in {HEADING, *(found.name for found in told_columns(layout))}:
        raise Http404
    return layout, name


def _number(text: str) -> int:
    """A number of an address; 0, which is no term's, where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
