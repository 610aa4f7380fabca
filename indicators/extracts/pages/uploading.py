"""From a chosen file to a declared extract."""

from pathlib import Path

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from indicators.extracts import service
from indicators.extracts.codes import named_codes
from indicators.extracts.forms import DeclareForm, UploadForm
from indicators.extracts.layouts import Layout, layout, layouts
from indicators.extracts.layouts.schema import PRIVATE
from indicators.extracts.models import Extract
from indicators.extracts.pages.words import already_here, refusal, trail
from indicators.extracts.reading import Unreadable
from indicators.extracts.terms.known import told_columns, told_layouts
from indicators.extracts.workflow import EXTRACT
from wales_framework.access.predicates import may_load_extracts, may_read_extracts
from wales_framework.access.views import allowed

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@allowed(may_load_extracts)
def upload(request: HttpRequest) -> HttpResponseBase:
    """Choose or drop a file; a refused one leaves nothing behind."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            return _go(request, service.receive(file, file.name, request.user))
        except service.AlreadyHere as known:
            messages.warning(request, already_here(known.extract))
            return _go(request, known.extract)
        except Unreadable as error:
            form.add_error("file", refusal(error))
    return render(request, "extracts/upload.html", {"form": form, "layouts": layouts(), "trail": trail()})


def _go(request: HttpRequest, extract: Extract) -> HttpResponseBase:
    """On to the extract. The script that sends files is told the address, or it would read the page (and its messages) itself."""
    address = _address(extract)
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        return HttpResponse(status=201, headers={"Location": address})
    return redirect(address)


def _address(extract: Extract) -> str:
    name = "extracts:confirm" if extract.state == Extract.State.UPLOADED else "extracts:detail"
    return reverse(name, args=[extract.pk])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@allowed(may_load_extracts)
def confirm(request: HttpRequest, pk: str) -> HttpResponseBase:
    """What we understood of a file, for the analyst to correct; also later, to have it checked under another declaration."""
    extract = get_object_or_404(Extract, pk=pk)
    if not EXTRACT.allows(extract.state, "check"):
        return redirect("extracts:detail", pk=extract.pk)
    found = service.guess(extract)
    form = DeclareForm(request.POST or None, initial=_initial(extract, found))
    if request.method == "POST" and form.is_valid():
        try:
            service.declare(extract, request.user, **form.cleaned_data)
        except service.MoveRefused:
            messages.warning(request, _("This extract has moved on meanwhile."))
        return redirect("extracts:detail", pk=extract.pk)
    return render(request, "extracts/confirm.html", {"form": form, "extract": extract, "guess": found, "trail": trail()})


def _initial(extract: Extract, found: service.Guess) -> dict[str, object]:
    """What was declared before, else what the file seems to be."""
    declared = extract if extract.source else found
    return {name: getattr(declared, name) for name in ("source", "first_period", "last_period", "as_at")}


@require_safe
@allowed(may_read_extracts)
def layouts_page(request: HttpRequest) -> HttpResponse:
    """Every source, with its columns and codes a step further."""
    return render(request, "extracts/layouts.html", {"layouts": layouts(), "trail": trail()})


@require_safe
@allowed(may_read_extracts)
def layout_page(request: HttpRequest, source: str) -> HttpResponse:
    chosen = _layout(source)
    context = {
        "layout": chosen,
        "columns": [(column, column.type in PRIVATE) for column in chosen.columns],
        "codes": _codes(chosen),
        "terms": [column.name for column in told_columns(chosen)] if chosen in told_layouts() else [],
        "trail": [*trail(), (_("What a file looks like"), reverse("extracts:layouts"))],
    }
    return render(request, "extracts/layout.html", context)


def _codes(chosen: Layout) -> dict[str, list[tuple[str, str]]]:
    """Code lists of the layout's columns: code and name."""
    return {column.name: named_codes(column) for column in chosen.columns}


@require_safe
@allowed(may_read_extracts)
def example(request: HttpRequest, source: str, name: str) -> FileResponse:
    path = _example(source, name)
    return FileResponse(path.open("rb"), as_attachment=True, filename=path.name, content_type="text/csv; charset=utf-8")


@require_POST
@allowed(may_load_extracts)
def try_example(request: HttpRequest, source: str, name: str) -> HttpResponseBase:
    """Upload an example as if the analyst had chosen it."""
    with _example(source, name).open("rb") as file:
        try:
            return redirect(_address(service.receive(file, name, request.user)))
        except service.AlreadyHere as known:
            messages.warning(request, already_here(known.extract))
            return redirect(_address(known.extract))


def _layout(source: str) -> Layout:
    try:
        return layout(source)
    except KeyError as error:
        raise Http404 from error


def _example(source: str, name: str) -> Path:
    """The file of an example that the layout names; nothing else can be asked for."""
    if name not in {known.file for known in _layout(source).examples}:
        raise Http404
    return EXAMPLES / name
