"""The pages on which figures are held against each other: groups and areas, needs, overlaps, disproportionality."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from indicators import catalogue
from reporting.charts.dots import svg as dots_svg
from reporting.charts.dots.spec import shown_symbol
from reporting.charts.poster import framed, symbols_told
from reporting.charts.sets import svg as sets_svg
from reporting.dashboards import compare_page, disproportion_page, files, needs_page, overlaps_page
from reporting.dashboards.dot_panels import DotPanel, data_table
from reporting.dashboards.picture_files import credits_of, picture
from reporting.kept import page
from reporting.published import Edition
from reporting.reading import file_of_edition, of_edition
from wales_framework.access.predicates import may_read_figures
from wales_framework.access.views import allowed


@require_safe
@allowed(may_read_figures)
@of_edition
def compare(request: HttpRequest, edition: Edition | None) -> HttpResponse:
    """`measure`, `part` and `period` choose the figures, `rows` what stands down the side, `area` or `cohort` the rest."""

    def make() -> Mapping[str, Any]:
        shown = compare_page.compare_page(edition, request.GET)
        return {"page": shown, "selections": [shown.asking.selection], "measures": [shown.asking.measure]} if shown else {}

    return page(request, "dashboards/compare.html", edition, make)


@require_safe
@allowed(may_read_figures)
@file_of_edition
def compare_file(request: HttpRequest, edition: Edition | None, *, ending: str) -> HttpResponseBase:
    """What the page shows for the same query, as CSV or a workbook."""
    asking = compare_page.read_address(edition, request.GET)
    return files.file_of("compare", edition, [asking.selection] if asking else [], ending)


@require_safe
@allowed(may_read_figures)
@file_of_edition
def compare_picture(request: HttpRequest, edition: Edition | None, *, ending: str) -> HttpResponse:
    """The chart of the page for the same query, as a file."""
    shown = compare_page.compare_page(edition, request.GET)
    if edition is None or shown is None:
        raise Http404
    return _picture_of_dots(edition, shown.panel, shown.asking.period, ending)


@require_safe
@allowed(may_read_figures)
@of_edition
def needs(request: HttpRequest, edition: Edition | None) -> HttpResponse:
    """`by` chooses what stands down the side, `period` or `cohort` when or of whom, `setting` and `area` where."""

    def make() -> Mapping[str, Any]:
        measures = [catalogue.measure(code) for code in (needs_page.MEASURE, needs_page.COVERAGE)]
        return {"page": needs_page.needs_page(edition, request.GET), "measures": measures}

    return page(request, "dashboards/needs.html", edition, make, trail=_trail())


@require_safe
@allowed(may_read_figures)
@file_of_edition
def needs_file(request: HttpRequest, edition: Edition | None, *, ending: str) -> HttpResponseBase:
    """What the table shows for the same query, as CSV or a workbook."""
    asking = needs_page.read_address(edition, request.GET)
    return files.file_of("needs", edition, asking.selections if asking else [], ending)


@require_safe
@allowed(may_read_figures)
@of_edition
def overlaps(request: HttpRequest, edition: Edition | None) -> HttpResponse:
    """`measure` and `period` choose the figures."""

    def make() -> Mapping[str, Any]:
        shown = overlaps_page.overlaps_page(edition, request.GET)
        return {"page": shown, "measures": [shown.asking.measure]} if shown else {}

    return page(request, "dashboards/overlaps.html", edition, make, trail=_trail())


@require_safe
@allowed(may_read_figures)
@file_of_edition
def overlaps_file(request: HttpRequest, edition: Edition | None, *, ending: str) -> HttpResponseBase:
    """What the tables show for the same query, as CSV or a workbook."""
    asking = overlaps_page.read_address(edition, request.GET)
    return files.file_of("overlaps", edition, asking.selections if asking else [], ending)


@require_safe
@allowed(may_read_figures)
@file_of_edition
def overlaps_picture(request: HttpRequest, edition: Edition | None, *, ending: str) -> HttpResponse:
    """The picture of the page for the same query, as a file."""
    shown = overlaps_page.overlaps_page(edition, request.GET)
    if edition is None or shown is None:
        raise Http404
    drawn = framed(sets_svg.drawing(shown.sets, translation), shown.sets, credits_of(edition))
    return picture(edition, drawn, shown.sets, ("overlaps", shown.asking.period), ending)


@require_safe
@allowed(may_read_figures)
@of_edition
def disproportionality(request: HttpRequest, edition: Edition | None) -> HttpResponse:
    """`measure`, `part` and `period` choose the rates, `by` whose they are, `reference` what they are held against."""

    def make() -> Mapping[str, Any]:
        shown = disproportion_page.disproportion_page(edition, request.GET)
        if shown is None:
            return {}
        return {
            "page": shown,
            "table": data_table(shown.panel.table_id, shown.table, shown.panel.addresses, with_details=False),
            "selections": [shown.asking.selection],
            "measures": [shown.asking.measure],
        }

    return page(request, "dashboards/disproportionality.html", edition, make, trail=_trail())


@require_safe
@allowed(may_read_figures)
@file_of_edition
def disproportionality_file(request: HttpRequest, edition: Edition | None, *, ending: str) -> HttpResponseBase:
    """The figures that the indexes of the page are worked out from, as CSV or a workbook."""
    asking = disproportion_page.read_address(edition, request.GET)
    return files.file_of("disproportionality", edition, [asking.selection] if asking else [], ending)


@require_safe
@allowed(may_read_figures)
@file_of_edition
def disproportionality_picture(request: HttpRequest, edition: Edition | None, *, ending: str) -> HttpResponse:
    """The chart of the page for the same query, as a file."""
    shown = disproportion_page.disproportion_page(edition, request.GET)
    if edition is None or shown is None:
        raise Http404
    return _picture_of_dots(edition, shown.panel, shown.asking.period, ending)


def _picture_of_dots(edition: Edition, panel: DotPanel, period: str, ending: str) -> HttpResponse:
    dots = panel.dots
    used = {shown_symbol(point) for series in dots.series for point in series.points}
    lines = (symbols_told(used, translation), panel.note, *credits_of(edition))
    return picture(edition, framed(dots_svg.drawing(dots, translation), dots, lines), dots, (panel.key, period), ending)


def _trail() -> list[tuple[str, str]]:
    """The page of the menu under which the others stand."""
    return [(_("Compare"), reverse("dashboards:compare"))]
