"""Figures as a file to take away: the columns and the bytes that the API and export_observations give."""

from collections.abc import Iterable

from django.http import HttpResponseBase

from indicators.catalogue import Indicator
from reporting.dashboards.choosing import Choice
from reporting.published import Edition
from reporting.selection import Selection
from reporting.streaming import answer, csv_chunks


def csv_file(name: str, edition: Edition | None, selections: Iterable[Selection]) -> HttpResponseBase:
    """What the selections find, one after the other under one heading; the heading alone before the first release."""
    rows = (row for one in selections if edition for row in edition.rows(**one.to_filters()))
    response = answer(csv_chunks(rows), "text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}{"-" + edition.name if edition else ""}.csv"'
    return response


def of_indicator(indicator: Indicator, edition: Edition | None, choice: Choice) -> HttpResponseBase:
    """Exactly what the indicator's page shows for the same address: its own figures, then those for everyone."""
    shown = [choice.own] if choice.division else []
    return csv_file(indicator.code, edition, [*shown, *choice.comparison])
