"""A release's figures as rows: the columns that page, file and API have in common, and the CSV that holds them."""

import csv
from collections.abc import Collection, Iterable
from decimal import Decimal
from functools import cache
from typing import Any, TextIO

from django.db.models import QuerySet

from indicators import catalogue
from indicators.catalogue.periods import Period
from indicators.releases.models import Observation, Release

COLUMNS = [
    "release", "group", "indicator", "cohort", "measure", "area_code", "area_name", "period", "breakdown", "category",
    "numerator", "denominator", "value", "lower", "upper", "unit", "symbol", "vintage",
]  # fmt: skip
Row = dict[str, Any]
Filter = str | Collection[str] | None


def observations(
    release: Release,
    *,
    cohort: Filter = None,
    measure: Filter = None,
    indicator: Filter = None,
    area: Filter = None,
    breakdown: Filter = None,
    category: Filter = None,
    period_from: str | None = None,
    period_to: str | None = None,
) -> list[Observation]:
    """The release's observations that pass every given filter, in canonical order.

    A period bound keeps periods of any kind that end on or after (before) the bound's own end.
    """
    found: QuerySet[Observation] = release.observations.all()
    named = {"cohort": cohort, "measure": measure, "area_code": area, "breakdown": breakdown, "category": category}
    for column, wanted in named.items():
        if wanted is not None:
            found = found.filter(**{f"{column}__in": _several(wanted)})
    rows: Iterable[Observation] = found
    if indicator is not None:
        codes = set(_several(indicator))
        rows = (row for row in rows if codes & set(_indicators(row.cohort, row.measure)))
    if period_from:
        first = Period.parse(period_from).end
        rows = (row for row in rows if _period(row.period).end >= first)
    if period_to:
        last = Period.parse(period_to).end
        rows = (row for row in rows if _period(row.period).end <= last)
    return sorted(rows, key=_order)


def as_row(observation: Observation) -> Row:
    """One observation with the names of COLUMNS; texts in the active language, decimals at the published precision."""
    indicators = catalogue.indicator_for(observation.cohort, observation.measure)
    decimals = catalogue.measure(observation.measure).decimals
    return {
        "release": f"R{observation.release_id}",
        "group": " ".join(dict.fromkeys(indicator.group for indicator in indicators)),
        "indicator": " ".join(indicator.code for indicator in indicators),
        "cohort": observation.cohort,
        "measure": observation.measure,
        "area_code": observation.area_code,
        "area_name": str(catalogue.area(observation.area_code).name),
        "period": observation.period,
        "breakdown": observation.breakdown,
        "category": observation.category,
        "numerator": observation.numerator,
        "denominator": observation.denominator,
        "value": _at(observation.value, decimals),
        "lower": _at(observation.lower, decimals),
        "upper": _at(observation.upper, decimals),
        "unit": observation.unit,
        "symbol": observation.symbol,
        "vintage": observation.vintage,
    }


def write_csv(rows: Iterable[Row], out: TextIO, columns: Collection[str] = tuple(COLUMNS)) -> None:
    """Write rows as CSV (RFC 4180 with \\n line ends); what is missing is an empty field."""
    writer = csv.DictWriter(out, fieldnames=list(columns), extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


def _several(wanted: str | Collection[str]) -> list[str]:
    return [wanted] if isinstance(wanted, str) else list(wanted)


@cache
def _indicators(cohort: str, measure: str) -> tuple[str, ...]:
    return tuple(indicator.code for indicator in catalogue.indicator_for(cohort, measure))


@cache
def _period(code: str) -> Period:
    return Period.parse(code)


@cache
def _positions() -> tuple[dict[str, int], dict[str, int]]:
    measures = {measure.code: at for at, measure in enumerate(catalogue.measures())}
    areas = {area.code: at for at, area in enumerate(catalogue.areas())}
    return measures, areas


def _order(row: Observation) -> tuple[Any, ...]:
    measures, areas = _positions()
    period = _period(row.period)
    return (
        measures[row.measure],
        row.cohort,
        row.breakdown,
        row.category,
        areas[row.area_code],
        period.kind,
        period.end,
    )


def _at(value: Decimal | None, decimals: int) -> Decimal | None:
    return None if value is None else value.quantize(Decimal(1).scaleb(-decimals))
