"""The latest figure of a series with its trend and its verdict: what a cell of the matrix, and of a region's table, shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils import translation
from django.utils.safestring import SafeString

from indicators import catalogue
from indicators.catalogue import Period
from indicators.catalogue.labels import period_name
from reporting.charts.figures import Figure
from reporting.charts.format import NOT_SHOWN, amount
from reporting.charts.format import ready as ready_in
from reporting.charts.periods import period as period_words
from reporting.charts.periods import without_holes
from reporting.charts.sparks import spark
from reporting.dashboards.verdicts import address
from reporting.published import Edition
from reporting.verdicts import Verdict

YEARS, QUARTERS = 12, 20  # that a trend reaches back
NOT_YET = "x"
Series = tuple[str, str, str, str, str]  # as Verdict.series


@dataclass(frozen=True, slots=True)
class Latest:
    """A series' latest figure: its value in words or the symbol that stands for it, its period, its trend; and its verdict.

    `url` is the page of the indicator with this very series. `symbol`: of a figure that is shown p or r; `ready`: when a figure
    that is not available yet will be.
    """

    verdict: Verdict
    value: str
    symbol: str
    period: str
    ready: str
    trend: SafeString
    url: str


def latest(edition: Edition, verdicts: Iterable[Verdict]) -> dict[Series, Latest]:
    """Of each verdict's series, by one query for them all."""
    every = list(verdicts)
    return latest_of(every, edition.figures_of(wanted(every)))


def latest_of(verdicts: Iterable[Verdict], figures: Iterable[Figure]) -> dict[Series, Latest]:
    """The same from figures that are at hand, in canonical order, among others."""
    found = {one.series: one for one in verdicts}
    asked = {series: _periods_up_to(one.last_period) for series, one in found.items() if one.last_period}
    members: dict[Series, list[Figure]] = {series: [] for series in found}
    for figure in figures:
        series = (figure.cohort, figure.measure, figure.breakdown, figure.category, figure.area_code)
        if series in asked and figure.origin == found[series].origin and figure.period in asked[series]:
            members[series].append(figure)
    return {series: _latest(found[series], of_it) for series, of_it in members.items()}


def wanted(verdicts: Iterable[Verdict]) -> list[dict[str, Any]]:
    """What to ask an edition for: series that are alike together, and each of their periods by its code, so that nothing is read
    that is not shown."""
    alike: dict[tuple[str, str, str, str], dict[str, set[str]]] = {}
    for one in verdicts:
        if not one.last_period:
            continue
        filters = alike.setdefault((one.measure, one.breakdown, one.origin, one.last_period), {})
        for name, value in (("cohort", one.cohort), ("category", one.category), ("area", one.area_code)):
            filters.setdefault(name, set()).add(value)
    return [
        {**filters, "measure": {measure}, "breakdown": {breakdown}, "origin": {origin}, "period": _periods_up_to(last)}
        for (measure, breakdown, origin, last), filters in alike.items()
    ]


@cache
def _periods_up_to(code: str) -> frozenset[str]:
    last = Period.parse(code)
    return frozenset(last.shifted(-steps).code for steps in range(QUARTERS if last.kind == "quarter" else YEARS))


def _latest(verdict: Verdict, figures: Sequence[Figure]) -> Latest:
    """`figures` in the order of their periods. One that is hidden is the latest as well as one that is shown; of those that are
    not ready yet the first is told only where there is nothing before it."""
    there = [figure for figure in figures if figure.symbol != NOT_YET]
    last = there[-1] if there else figures[0] if figures else None
    measure = catalogue.measure(verdict.measure)
    is_shown = last is not None and last.value is not None and not (last.symbol and last.symbol in NOT_SHOWN)
    return Latest(
        verdict=verdict,
        value=amount(last.value, last.unit, measure.decimals) if last and is_shown and last.value is not None else "",
        symbol=last.symbol if last else NOT_YET,
        period=period_name(Period.parse(last.period)) if last else "",
        ready=ready_in(period_words(last.ready, translation).inline, translation) if last and last.ready else "",
        trend=_trend(there),
        url=address(verdict),
    )


def _trend(figures: Sequence[Figure]) -> SafeString:
    """A line over every period from the first to the last. Its numbers are all that is in it: nothing to escape."""
    if not figures:
        return SafeString("")
    shown = {one.period: one.value for one in figures if not (one.symbol and one.symbol in NOT_SHOWN)}
    return SafeString(spark([shown.get(code) for code in without_holes(frozenset(one.period for one in figures))]))
