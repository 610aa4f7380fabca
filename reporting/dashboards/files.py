"""Figures as a file to take away: the columns and the bytes that the API and export_observations give."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse

from indicators.catalogue import Indicator
from reporting.dashboards.choosing import Choice
from reporting.dashboards.described import described
from reporting.dashboards.workbooks import WRITERS, workbook_file
from reporting.published import Edition
from reporting.selection import Selection
from reporting.streaming import answer, csv_chunks

DESCRIPTION = "-metadata.json"
TYPES = {"csv": "text/csv; charset=utf-8", **{ending: content_type for ending, (_writer, content_type) in WRITERS.items()}}


def csv_file(name: str, edition: Edition | None, selections: Iterable[Selection]) -> HttpResponseBase:
    """What the selections find, one after the other under one heading; the heading alone before the first release."""
    rows = (row for one in selections if edition for row in edition.rows(**one.to_filters()))
    response = answer(csv_chunks(rows), TYPES["csv"])
    response["Content-Disposition"] = f'attachment; filename="{name}{"-" + edition.name if edition else ""}.csv"'
    return response


def of_indicator(indicator: Indicator, edition: Edition | None, choice: Choice, ending: str) -> HttpResponseBase:
    """Exactly what the indicator's page shows for the same address: its own figures, then those for everyone."""
    shown = [choice.own] if choice.division else []
    return file_of(indicator.code, edition, [*shown, *choice.comparison], ending)


def file_of(name: str, edition: Edition | None, selections: Iterable[Selection], ending: str) -> HttpResponseBase:
    """CSV or a workbook; of a workbook there is none before the first release. Raises Http404."""
    if ending == "csv":
        return csv_file(name, edition, selections)
    if edition is None:
        raise Http404
    return workbook_file(name, edition, selections, ending)


def with_description(response: HttpResponseBase, request: HttpRequest) -> HttpResponseBase:
    """Name the description that stands beside a CSV file (CSV on the Web)."""
    address = request.get_full_path().replace(".csv", f".csv{DESCRIPTION}", 1)
    response["Link"] = f'<{address}>; rel="describedby"; type="application/csvm+json"'
    return response


def description(request: HttpRequest, edition: Edition | None) -> HttpResponse:
    """The description of the CSV file beside which it stands."""
    file = request.get_full_path().replace(DESCRIPTION, "", 1)
    response = JsonResponse(described(edition, file), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Type"] = "application/csvm+json"
    return response
