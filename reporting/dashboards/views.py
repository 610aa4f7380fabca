"""The pages that people read: home, priority group, indicator, and how to get the data."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from indicators import catalogue
from indicators.catalogue import Area, Indicator
from indicators.catalogue.permanent import Key
from priority_groups import content
from priority_groups.content import Framework, Group
from priority_groups.plans.reading import find_plan
from priority_groups.plans.words import counts
from reporting import published
from reporting.addresses import of_one_address
from reporting.dashboards import files, neighbours, scorecards, whole
from reporting.dashboards.columns import columns, examples, feed_address, symbols
from reporting.dashboards.due import actions_due, due
from reporting.dashboards.figure_page import NoSuchFigure, figure_page
from reporting.dashboards.group_page import group_page
from reporting.dashboards.home_page import cards, home_page, totals
from reporting.dashboards.indicator_page import indicator_page, read_address
from reporting.dashboards.matrix import WALES
from reporting.dashboards.methods_page import methods_page
from reporting.dashboards.picture_files import picture_file
from reporting.dashboards.regions_page import (
    find_region,
    plans_of,
    region_languages,
    region_links,
    region_page,
    region_url,
    regions_page,
)
from reporting.dashboards.waiting import waits_for
from reporting.kept import page
from reporting.published import Edition
from reporting.reading import file_of_edition, of_edition, of_named_edition
from wales_framework.access.predicates import may_read_figures
from wales_framework.access.views import allowed


@require_safe
@allowed(may_read_figures)
@of_edition
def home(request: HttpRequest, edition: Edition | None) -> HttpResponse:
    frameworks = cards(edition)
    return page(
        request,
        "dashboards/home.html",
        edition,
        lambda: home_page(edition),
        frameworks=frameworks,
        totals=totals(frameworks),
        due=due(),
        actions_due=actions_due(),
        today=timezone.localdate(),
        coming=published.next_release(),
    )


def _address_of_group(code: str) -> str:
    return reverse("dashboards:group", args=[_group(code)[1].code])


@require_safe
@allowed(may_read_figures)
@of_one_address(_address_of_group)
@of_edition
def group(request: HttpRequest, edition: Edition | None, code: str) -> HttpResponse:
    framework, found = _group(code)
    before, after = neighbours.group_links(framework, found)
    return page(
        request,
        "dashboards/group.html",
        edition,
        lambda: group_page(framework, found, edition),
        framework=framework,
        group=found,
        progress=scorecards.group_progress(framework, found, scorecards.plans_beside(request), edition),
        related=catalogue.related_indicators(found),
        before=before,
        after=after,
    )


@require_safe
@allowed(may_read_figures)
@of_edition
def indicator(request: HttpRequest, edition: Edition | None, code: str) -> HttpResponse:
    """`cohort`, `breakdown` and `category` choose the figures, `from` and `to` the periods."""
    found = _indicator(code)
    group_of_it = neighbours.group_of(found)
    before, after = neighbours.indicator_links(found)
    return page(
        request,
        "dashboards/indicator.html",
        edition,
        lambda: {
            "page": indicator_page(found, edition, request.GET),
            "commentary": edition.commentary(found.group, found.code) if edition else None,
        },
        beside=edition.before if edition else None,
        indicator=found,
        group=group_of_it,
        trail=[(group_of_it.short_title, reverse("dashboards:group", args=[group_of_it.code]))],
        waits_for=waits_for(found),
        before=before,
        after=after,
    )


@require_safe
@allowed(may_read_figures)
@of_edition
def regions(request: HttpRequest, edition: Edition | None) -> HttpResponse:
    return page(request, "dashboards/regions.html", edition, lambda: regions_page(edition))


def _address_of_region(name: str) -> str:
    return region_url(_region(name))


@require_safe
@allowed(may_read_figures)
@of_one_address(_address_of_region)
@of_edition
def region(request: HttpRequest, edition: Edition | None, name: str) -> HttpResponse:
    """`name`: of the region in the reader's language; its code, and its name in the other one, lead there."""
    area = _region(name)
    before, after = region_links(area)
    return page(
        request,
        "dashboards/region.html",
        edition,
        lambda: region_page(area, edition),
        area=area,
        languages=region_languages(request, area),
        wales=catalogue.area(WALES),
        trail=[(_("Regions"), reverse("dashboards:regions"))],
        plans=plans_of(area),
        before=before,
        after=after,
    )


@require_safe
@allowed(may_read_figures)
@file_of_edition
def indicator_file(request: HttpRequest, edition: Edition | None, code: str, *, ending: str) -> HttpResponseBase:
    """What the page shows for the same query, as a file."""
    found = _indicator(code)
    file = files.of_indicator(found, edition, read_address(found, edition, request.GET), ending)
    return files.with_description(file, request) if ending == "csv" else file


@require_safe
@allowed(may_read_figures)
@file_of_edition
def described(request: HttpRequest, edition: Edition | None, code: str = "") -> HttpResponse:
    """What the columns of a CSV file are, for programs."""
    return files.description(request, edition)


@require_safe
@allowed(may_read_figures)
@file_of_edition
def chart_file(request: HttpRequest, edition: Edition | None, code: str, *, ending: str) -> HttpResponse:
    """One of the charts that the page shows for the same query, as a picture: `chart` has its key."""
    page = indicator_page(_indicator(code), edition, request.GET)
    if edition is None:
        raise Http404
    return picture_file(edition, page.panels, request.GET.get("chart", code), ending)


@require_safe
@allowed(may_read_figures)
@of_named_edition
def figure(
    request: HttpRequest, edition: Edition, *, number: int, measure: str, cohort: str, period: str, area: str = ""
) -> HttpResponse:
    """How figures came about; `breakdown` and `category` say of which part they are."""
    key = Key(measure, cohort, period, request.GET.get("breakdown", ""), request.GET.get("category", ""))
    try:
        page = figure_page(edition, key, area)
    except NoSuchFigure as unknown:
        raise Http404 from unknown
    address = request.build_absolute_uri(page.address)
    context = {
        "edition": edition,
        "page": page,
        "trail": [(one.code, reverse("dashboards:indicator", args=[one.code])) for one in page.indicators[:1]],
        "disclosure": content.disclosure(),
        "address": address,
        "citation": page.citation(address),
    }
    return render(request, "dashboards/figure.html", context)


@require_safe
@allowed(may_read_figures)
@of_edition
def scorecard(request: HttpRequest, edition: Edition | None, plan: str) -> HttpResponse:
    """What the indicators of a plan's area show, beside the plan's actions."""
    try:
        framework, _plan = find_plan(plan)
    except KeyError as unknown:
        raise Http404 from unknown
    plans = scorecards.plans_beside(request)
    card = scorecards.scorecard(framework, plan, plans, edition)
    others = [(one, catalogue.area(one.area).name) for one in plans if one.framework == framework.slug and one.code != plan]
    context = {
        "edition": edition,
        "card": card,
        "actions": counts(card.plan.actions),
        "others": others,
        "trail": [(_("Delivery plans"), reverse("plans:list")), (card.plan.title, reverse("plans:plan", args=[plan]))],
    }
    return render(request, "dashboards/scorecard.html", context)


@require_safe
@allowed(may_read_figures)
@of_edition
def methods(request: HttpRequest, edition: Edition | None) -> HttpResponse:
    """Every rule and setting in force, with worked examples; whoever reads one release goes on reading it from here."""
    return page(request, "dashboards/methods.html", edition, methods_page)


@require_safe
@allowed(may_read_figures)
@of_edition
def api(request: HttpRequest, edition: Edition | None) -> HttpResponse:
    site = request.build_absolute_uri("/").rstrip("/")
    context = {
        "edition": edition,
        "columns": columns(),
        "symbols": symbols(),
        "examples": examples(),
        "site": site,
        "releases_feed": site + feed_address("feeds:releases"),
        "group_feed": site + feed_address("feeds:group", code=catalogue.indicators()[0].group),
    }
    return render(request, "dashboards/api.html", context)


@require_safe
@allowed(may_read_figures)
@file_of_edition
def all_figures(request: HttpRequest, edition: Edition | None, *, ending: str) -> HttpResponseBase:
    """Every figure of a release; as CSV the bytes that export_observations writes."""
    file = whole.file(edition, ending)
    return files.with_description(file, request) if ending == "csv" else file


def _group(code: str) -> tuple[Framework, Group]:
    try:
        return neighbours.find_group(code)
    except KeyError as unknown:
        raise Http404 from unknown


def _region(name: str) -> Area:
    try:
        return find_region(name)
    except KeyError as unknown:
        raise Http404 from unknown


def _indicator(code: str) -> Indicator:
    try:
        return catalogue.indicator(code)
    except KeyError as unknown:
        raise Http404 from unknown
