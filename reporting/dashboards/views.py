"""The pages that people read: home, priority group, indicator, and how to get the data."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from indicators import catalogue
from indicators.catalogue import Indicator
from reporting import published
from reporting.dashboards import files, neighbours
from reporting.dashboards.columns import columns, examples, symbols
from reporting.dashboards.group_page import indicators_of
from reporting.dashboards.home_page import cards, headlines, totals
from reporting.dashboards.indicator_page import indicator_page, read_address
from reporting.dashboards.waiting import waits_for
from reporting.selection import Selection
from wales_framework.access.predicates import may_read_figures
from wales_framework.access.views import allowed


@require_safe
@allowed(may_read_figures)
def home(request: HttpRequest) -> HttpResponse:
    edition = published.latest()
    frameworks = cards(edition)
    context = {
        "edition": edition,
        "frameworks": frameworks,
        "totals": totals(frameworks),
        "headlines": headlines(edition),
    }
    return render(request, "dashboards/home.html", context)


@require_safe
@allowed(may_read_figures)
def group(request: HttpRequest, code: str) -> HttpResponse:
    try:
        framework, found = neighbours.find_group(code)
    except KeyError as unknown:
        raise Http404 from unknown
    edition = published.latest()
    with_figures, waiting = indicators_of(framework, found, edition)
    before, after = neighbours.group_links(framework, found)
    context = {
        "edition": edition,
        "framework": framework,
        "group": found,
        "with_figures": with_figures,
        "waiting": waiting,
        "related": catalogue.related_indicators(found),
        "before": before,
        "after": after,
    }
    return render(request, "dashboards/group.html", context)


@require_safe
@allowed(may_read_figures)
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """`cohort`, `breakdown` and `category` choose the figures, `from` and `to` the periods."""
    found = _indicator(code)
    edition = published.latest()
    page = indicator_page(found, edition, request.GET)
    for message in page.choice.messages:
        messages.warning(request, message)
    group_of_it = neighbours.group_of(found)
    before, after = neighbours.indicator_links(found)
    context = {
        "edition": edition,
        "indicator": found,
        "group": group_of_it,
        "trail": [(group_of_it.short_title, reverse("dashboards:group", args=[group_of_it.code]))],
        "page": page,
        "waits_for": waits_for(found),
        "before": before,
        "after": after,
    }
    return render(request, "dashboards/indicator.html", context)


@require_safe
@allowed(may_read_figures)
def indicator_file(request: HttpRequest, code: str) -> HttpResponseBase:
    """What the page shows for the same query, as CSV."""
    found = _indicator(code)
    edition = published.latest()
    return files.of_indicator(found, edition, read_address(found, edition, request.GET))


@require_safe
@allowed(may_read_figures)
def api(request: HttpRequest) -> HttpResponse:
    edition = published.latest()
    context = {"edition": edition, "columns": columns(), "symbols": symbols(), "examples": examples()}
    return render(request, "dashboards/api.html", context)


@require_safe
@allowed(may_read_figures)
def all_figures(request: HttpRequest) -> HttpResponseBase:
    """Every figure of the latest release, as export_observations writes it."""
    return files.csv_file("positive-change", published.latest(), [Selection()])


def _indicator(code: str) -> Indicator:
    try:
        return catalogue.indicator(code)
    except KeyError as unknown:
        raise Http404 from unknown
