"""A release's figures as rows: the columns that page, file and API have in common, and the CSV that holds them."""

import csv
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from operator import itemgetter
from typing import Any, NamedTuple, TextIO

from django.db.models import QuerySet
from django.utils.translation import get_language

from indicators import catalogue
from indicators.catalogue.periods import Period
from indicators.extracts.layouts import layout
from indicators.releases.fields import Number
from indicators.releases.models import Observation, Release

COLUMNS = [
    "release", "group", "indicator", "cohort", "measure", "area_code", "area_name", "period", "breakdown", "category",
    "numerator", "denominator", "value", "lower", "upper", "unit", "symbol", "vintage",
]  # fmt: skip
Row = dict[str, Any]
Filter = str | Collection[str] | None


class Told(NamedTuple):
    """An observation as it is read: a release has hundreds of thousands, and a model's object takes four times as long."""

    release_id: int
    cohort: str
    measure: str
    area_code: str
    period: str
    breakdown: str
    category: str
    numerator: Number | None
    denominator: Number | None
    value: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    unit: str
    symbol: str
    vintage: str
    source: str
    origin: str
    derived: str


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
) -> Iterator[Told]:
    """The release's observations that pass every given filter, in canonical order; a few thousand at a time are in memory.

    A period bound keeps periods of any kind that end on or after (before) the bound's own end.
    """
    found: QuerySet[Observation] = release.observations.all()
    named = {"cohort": cohort, "measure": measure, "area_code": area, "breakdown": breakdown, "category": category}
    for column, wanted in named.items():
        if wanted is not None:
            found = found.filter(**{f"{column}__in": _several(wanted)})
    codes = None if indicator is None else set(_several(indicator))
    first = Period.parse(period_from).end if period_from else date.min
    last = Period.parse(period_to).end if period_to else date.max
    series = found.order_by().values_list("measure", "cohort").distinct()
    for one_measure, one_cohort in sorted(series, key=lambda one: (_positions()[0][one[0]], one[1])):
        if codes is not None and not codes & set(_indicators(one_cohort, one_measure)):
            continue
        rows = map(Told._make, found.filter(measure=one_measure, cohort=one_cohort).values_list(*Told._fields))
        yield from sorted((row for row in rows if first <= _place(row.period)[1] <= last), key=_order)


def as_row(observation: Told) -> Row:
    """One observation with the names of COLUMNS; texts in the active language, decimals at the published precision."""
    measure, cohort = observation.measure, observation.cohort
    step = _step(measure)
    return {
        "release": f"R{observation.release_id}",
        "group": _groups(cohort, measure),
        "indicator": " ".join(_indicators(cohort, measure)),
        "cohort": cohort,
        "measure": measure,
        "area_code": observation.area_code,
        "area_name": _area_name(observation.area_code, get_language()),
        "period": observation.period,
        "breakdown": observation.breakdown,
        "category": observation.category,
        "numerator": observation.numerator,
        "denominator": observation.denominator,
        "value": _at(observation.value, step),
        "lower": _at(observation.lower, step),
        "upper": _at(observation.upper, step),
        "unit": observation.unit,
        "symbol": observation.symbol,
        "vintage": observation.vintage,
    }


def source_words(observation: Told) -> str:
    """Where a figure comes from, in the active language: a publication's own words, or the layouts that it was counted from."""
    if observation.origin != Observation.Origin.COUNTED:
        return observation.source
    return "; ".join(str(layout(code).title) for code in observation.source.split())


def write_csv(rows: Iterable[Row], out: TextIO, columns: Collection[str] = tuple(COLUMNS)) -> None:
    """Write rows as CSV (RFC 4180 with \\n line ends); what is missing is an empty field."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(map(itemgetter(*columns), rows))


def _several(wanted: str | Collection[str]) -> list[str]:
    return [wanted] if isinstance(wanted, str) else list(wanted)


@cache
def _indicators(cohort: str, measure: str) -> tuple[str, ...]:
    return tuple(indicator.code for indicator in catalogue.indicator_for(cohort, measure))


@cache
def _groups(cohort: str, measure: str) -> str:
    return " ".join(dict.fromkeys(indicator.group for indicator in catalogue.indicator_for(cohort, measure)))


@cache
def _area_name(code: str, language: str | None) -> str:
    """In the active language, which is given to tell one from another."""
    return str(catalogue.area(code).name)


@cache
def _step(measure: str) -> Decimal:
    """The last decimal place that a measure is published with."""
    return Decimal(1).scaleb(-catalogue.measure(measure).decimals)


@cache
def _period(code: str) -> Period:
    return Period.parse(code)


@cache
def _positions() -> tuple[dict[str, int], dict[str, int]]:
    measures = {measure.code: at for at, measure in enumerate(catalogue.measures())}
    areas = {area.code: at for at, area in enumerate(catalogue.areas())}
    return measures, areas


def _order(row: Told) -> tuple[Any, ...]:
    """The canonical order within a measure and cohort."""
    return row.breakdown, row.category, _positions()[1][row.area_code], *_place(row.period)


@cache
def _place(period: str) -> tuple[str, date]:
    return _period(period).kind, _period(period).end


def _at(value: Decimal | None, step: Decimal) -> Decimal | None:
    return None if value is None else value.quantize(step)
