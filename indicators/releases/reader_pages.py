"""Pages about releases for every reader: the calendar, corrections, and what changed between two releases."""

from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from indicators.releases import correcting, planning, prerelease, workflow
from indicators.releases.checklist import CHECKS
from indicators.releases.compare import Comparison
from indicators.releases.display import ChangedFigure, changes_file
from indicators.releases.forms import CompareForm, PlanForm
from indicators.releases.models import PlannedRelease, Release
from indicators.releases.refusals import ReleaseRefused
from wales_framework.access.predicates import may_plan_releases, may_read_drafts, may_read_figures
from wales_framework.access.views import allowed
from wales_framework.kept import keeping

CHANGES_A_PAGE = 100


@require_safe
@allowed(may_read_figures)
def calendar(request: HttpRequest) -> HttpResponse:
    return _calendar(request, PlanForm())


@require_POST
@allowed(may_plan_releases)
def announce(request: HttpRequest) -> HttpResponseBase:
    form = PlanForm(request.POST)
    if form.is_valid():
        try:
            planning.announce(
                form.cleaned_data["day"], request.user, form.cleaned_data["title_en"], form.cleaned_data["title_cy"]
            )
        except ReleaseRefused as refused:
            form.add_error("day", str(refused))
        else:
            return redirect("releases:calendar")
    return _calendar(request, form)


@require_POST
@allowed(may_plan_releases)
def drop(request: HttpRequest, pk: int) -> HttpResponseBase:
    planning.drop(get_object_or_404(PlannedRelease, pk=pk), request.user)
    return redirect("releases:calendar")


@require_safe
@allowed(may_read_figures)
def corrections(request: HttpRequest) -> HttpResponse:
    return render(request, "releases/corrections.html", {"corrections": correcting.published_corrections()})


@require_safe
@allowed(may_read_figures)
def compare(request: HttpRequest) -> HttpResponse:
    """`before` and `after` are the numbers of two published releases; without them the two latest."""
    published = list(Release.objects.standing().order_by("-published_at", "-pk"))
    # Without two there is nothing to ask for, and a form that was not asked has nothing to complain of.
    latest = {"before": published[1].pk, "after": published[0].pk} if len(published) > 1 else None
    form = CompareForm(request.GET if latest and "before" in request.GET else latest)
    version = ""
    make: keeping.Make = dict
    if len(published) > 1 and form.is_valid():
        before, after = form.cleaned_data["before"], form.cleaned_data["after"]
        # Neither ever changes, so what is between them is looked for once.
        version = " ".join(f"{one.pk} {one.content_hash}" for one in (before, after))
        make = partial(_compared, before, after, request.GET.get("page"))
    response = keeping.page(request, "releases/compare.html", version, make, form=form, count=len(published))
    response.status_code = 422 if len(published) > 1 and form.errors else 200
    return response


def _compared(before: Release, after: Release, number: str | None) -> dict[str, Any]:
    """One page of what changed, by one look through both where nothing did."""
    comparison = Comparison(before, after)
    changes = comparison.changes()
    page = Paginator(range(changes.removed + changes.changed + changes.added), CHANGES_A_PAGE).get_page(number)
    figures = [] if changes.none else comparison.between(page.start_index() - 1, page.end_index())
    return {
        "before": before,
        "after": after,
        "changes": changes,
        "page": page,
        "figures": [ChangedFigure(one, comparison.releases) for one in figures],
        "query": f"before={before.pk}&after={after.pk}",
    }


@require_safe
@allowed(may_read_figures)
def compare_csv(request: HttpRequest) -> HttpResponseBase:
    form = CompareForm(request.GET)
    if not form.is_valid():
        raise Http404
    before, after = form.cleaned_data["before"], form.cleaned_data["after"]
    return changes_file(Comparison(before, after), f"{before}-{after}-changes.csv")


@require_safe
@allowed(may_read_drafts)
def checks(request: HttpRequest) -> HttpResponse:
    """Everything that the checklist looks at."""
    context = {"checks": sorted(CHECKS.values(), key=lambda one: one.level != "error"), "here": _("Checklist of a release")}
    return render(request, "releases/checks.html", context)


def _calendar(request: HttpRequest, form: PlanForm) -> HttpResponse:
    now = timezone.now()
    coming = planning.coming(now)
    past = Release.objects.published().order_by("-published_at", "-pk")
    withdrawn = dict(past.filter(withdrawals__state=workflow.CONFIRMED).values_list("pk", "withdrawals__pk"))
    context = {
        "coming": coming,
        "countdown": planning.countdown(coming[0].moment, now) if coming else "",
        "past": [(one, prerelease.roles_of_readers(one), one.pk in withdrawn) for one in past],
        "form": form,
    }
    return render(request, "releases/calendar.html", context, status=422 if form.is_bound else 200)
