"""Every extract, and one of them with all that there is to say of it."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from indicators import desk
from indicators.extracts import service
from indicators.extracts.forms import AcceptForm
from indicators.extracts.layouts import layouts
from indicators.extracts.models import NUMBERS, Extract, Problem
from indicators.extracts.pages.shown import ShownProblem, plan_rows, shown_problems, title_of
from indicators.extracts.pages.words import trail
from indicators.extracts.workflow import EXTRACT
from wales_framework import audit
from wales_framework.access.predicates import may_load_extracts, may_read_extracts
from wales_framework.access.views import allowed
from wales_framework.audit.models import Event
from wales_framework.audit.words import entry
from wales_framework.jobs.pages import words

PAGE_SIZE = 50
MOVES = ("check", "accept", "undo", "put_back", "discard")


@never_cache
@require_safe
@allowed(may_read_extracts)
def extracts(request: HttpRequest) -> HttpResponse:
    """Newest first; `?source=` narrows, `?discarded=1` shows those that were given up too."""
    chosen = Extract.objects.select_related("uploaded_by", "accepted_by")
    source = request.GET.get("source", "")
    discarded = request.GET.get("discarded") == "1"
    if source:
        chosen = chosen.filter(source=source)
    if not discarded:
        chosen = chosen.exclude(state=Extract.State.DISCARDED)
    page = Paginator(chosen, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [{"extract": extract, "title": title_of(extract)} for extract in page],
        "layouts": layouts(),
        "source": source,
        "discarded": discarded,
        "query": urlencode({"source": source, "discarded": "1" if discarded else ""}),
        "is_filtered": bool(source) or discarded,
    }
    return render(request, "extracts/list.html", context)


@never_cache
@require_safe
@allowed(may_read_extracts)
def extract(request: HttpRequest, pk: str) -> HttpResponseBase:
    found = get_object_or_404(Extract.objects.select_related("uploaded_by", "accepted_by"), pk=pk)
    if found.state == Extract.State.UPLOADED and may_load_extracts(request.user):
        return redirect("extracts:confirm", pk=found.pk)
    return detail(request, found)


def detail(request: HttpRequest, found: Extract, accept_form: AcceptForm | None = None) -> HttpResponse:
    """The page of one extract; `accept_form` with what was wrong in it, when it comes back."""
    job = service.job_of(found)
    exact = desk.alias() if desk.is_here() else None
    if exact is not None:
        audit.reading("rows.read", request.user, found, request.get_full_path())
        vars(found).update(Extract.objects.using(exact).values(*NUMBERS).get(pk=found.pk))
    problems = shown_problems(found, exact)
    if accept_form is None and found.state == Extract.State.NEEDS_ACCEPTANCE and may_load_extracts(request.user):
        accept_form = AcceptForm([shown.problem for shown in problems if _is_open(shown)], request.user)
    context = {
        "extract": found,
        "title": title_of(found),
        "trail": trail(),
        "job": job,
        **(words(job) if job else {}),
        "problems": [(shown, _box(shown, accept_form)) for shown in problems],
        "form": accept_form,
        "plan": plan_rows(found) if exact else {},
        "is_exact": exact is not None,
        "address": desk.address_of(request),
        "can": {move: EXTRACT.allows(found.state, move) for move in MOVES},
        "events": [entry(event) for event in Event.objects.of(found).changes().select_related("user")],
    }
    if problems and exact is not None:  # each with its first rows, as they are in the file
        audit.reading("problem.read", request.user, found, request.get_full_path(), problems=len(problems))
    return render(request, "extracts/detail.html", context)


def _is_open(shown: ShownProblem) -> bool:
    return shown.problem.level == Problem.Level.WARN and shown.problem.accepted_at is None


def _box(shown: ShownProblem, form: AcceptForm | None) -> object:
    name = shown.problem.check_name
    return form[name] if form is not None and name in form.fields else None
