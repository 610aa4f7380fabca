"""A release's figures as rows: the columns that page, file and API have in common, and the CSV that holds them."""

import csv
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from operator import itemgetter
from typing import Any, NamedTuple, TextIO

from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import get_language

from indicators import catalogue
from indicators.catalogue.periods import Period
from indicators.extracts.layouts import layout
from indicators.releases.fields import Number
from indicators.releases.models import Observation, Release
from indicators.releases.series import sizes

COLUMNS = [
    "release", "group", "indicator", "cohort", "measure", "area_code", "area_name", "period", "breakdown", "category",
    "numerator", "denominator", "value", "lower", "upper", "unit", "symbol", "vintage",
]  # fmt: skip
# By which a row is found again, in the order of the rows.
PLACE = ("measure", "cohort", "breakdown", "category", "area_code", "period")
Row = dict[str, Any]
Place = tuple[int, str, str, str, int, str, date]  # where a row stands in the canonical order
FEW, MANY = 1_000, 8_000  # figures read at once, where their series are no larger: first, and then
Filter = str | Collection[str] | None
YEARS = "YE"  # begins the code of a year; of a quarter a digit does, which is ordered before
# What is asked for by codes, and the column that has them.
CODES = {
    "cohort": "cohort", "measure": "measure", "area": "area_code", "breakdown": "breakdown", "category": "category",
    "origin": "origin", "period": "period",
}  # fmt: skip


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
    ready: str


def observations(
    release: Release,
    *,
    cohort: Filter = None,
    measure: Filter = None,
    indicator: Filter = None,
    area: Filter = None,
    breakdown: Filter = None,
    category: Filter = None,
    origin: Filter = None,
    kind: Filter = None,
    period: Filter = None,
    period_from: str | None = None,
    period_to: str | None = None,
    after: tuple[str, ...] | None = None,
) -> Iterator[Told]:
    """The release's observations that pass every given filter, in canonical order; a few thousand at a time are in memory.

    A period bound keeps periods of any kind that end on or after (before) the bound's own end. `kind`: "quarter", or years by
    the month that they end in: "year_03". `after`: the place of an observation, as `place_of` gives it; those that come later are
    told. Raises ValueError for a place that there cannot be.
    """
    start = None if after is None else _start(after)
    filters = {
        "cohort": cohort, "measure": measure, "indicator": indicator, "area": area, "breakdown": breakdown, "category": category,
        "origin": origin, "kind": kind, "period": period, "period_from": period_from, "period_to": period_to,
    }  # fmt: skip
    return _in_order(release, filters, start)


def _in_order(release: Release, filters: Mapping[str, Any], start: Place | None) -> Iterator[Told]:
    passing = _passing(filters)
    for series in _batches(release, filters, start):
        of_them = _any(_all([_one_of("measure", [measure]), _one_of("cohort", [cohort])]) for measure, cohort in series)
        ordered = _sorted(_found_by(release, _all([passing, of_them])))
        yield from ordered if start is None else (row for row in ordered if _order(row) > start)


def _batches(release: Release, filters: Mapping[str, Any], start: Place | None) -> Iterator[list[tuple[str, str]]]:
    """By measure and cohort the series that may hold what passes, in canonical order, as many as are read at once: few for
    whoever wants the first hundred figures, more for whoever goes on."""
    codes = {column: _several(filters[name]) for name, column in CODES.items() if name != "period" and filters[name] is not None}
    # Asked where the figures are read: of a copy of the database, maybe.
    there = sizes(release.pk, codes, release.observations.all().db)
    if filters["indicator"] is not None:
        asked = [one for one in catalogue.indicators() if one.code in _several(filters["indicator"])]
        there = {pair: there[pair] for one in asked for cohort in one.cohorts if (pair := (one.measure, cohort)) in there}
    room, size = FEW, 0
    batch: list[tuple[str, str]] = []
    for place, cohort, measure in sorted((_positions()[0][measure], cohort, measure) for measure, cohort in there):
        if start is not None and (place, cohort) < start[:2]:
            continue
        if batch and size + there[measure, cohort] > room:
            yield batch
            room, size, batch = MANY, 0, []
        batch.append((measure, cohort))
        size += there[measure, cohort]
    if batch:
        yield batch


def place_of(row: Row) -> tuple[str, ...]:
    """The place of a row among the others of its release."""
    return tuple(row[name] for name in PLACE)


def _start(place: tuple[str, ...]) -> Place:
    """The order of a place. Raises ValueError."""
    measure, cohort, breakdown, category, area, period = place
    try:
        return _positions()[0][measure], cohort, breakdown, category, _positions()[1][area], *_time(period)
    except KeyError as unknown:
        raise ValueError(f"no figure stands at {place}") from unknown


def at_once(release: Release, choices: Iterable[Mapping[str, Any]]) -> list[Told]:
    """The release's observations that pass every filter of at least one of the choices, in canonical order, by one query.

    Filters are those of `observations`. All that is found is in memory: for a page, which shows many short series.
    """
    passing = [_passing(filters) for filters in choices]
    if not passing:
        return []
    return _sorted(_found_by(release, _any(passing)))


def in_releases(
    releases: Collection[int], *, measure: str, cohort: str, period: str, breakdown: str = "", category: str = ""
) -> list[Told]:
    """The same figure in every area, of each of these releases; areas in canonical order."""
    key = {"measure": measure, "cohort": cohort, "period": period, "breakdown": breakdown, "category": category}
    found = Observation.objects.filter(release__in=releases, **key).values_list(*Told._fields)
    return sorted(map(Told._make, found), key=lambda row: (row.release_id, _positions()[1][row.area_code]))


def as_row(observation: Told, language: str | None = None) -> Row:
    """One observation with the names of COLUMNS; texts in the active language, decimals at the published precision.

    `language` is the active one, where whoever has many rows has asked for it once.
    """
    return dict(zip(COLUMNS, cells(observation, language), strict=True))


def cells(observation: Told, language: str | None = None) -> tuple[Any, ...]:
    """The same without the names, in the order of COLUMNS."""
    (
        release, cohort, measure, area, period, breakdown, category, numerator, denominator, value, lower, upper, unit, symbol,
        vintage, *_rest,
    ) = observation  # fmt: skip
    step = _step(measure)
    return (
        f"R{release}", _groups(cohort, measure), _codes(cohort, measure), cohort, measure, area,
        _area_name(area, language or get_language()), period, breakdown, category, numerator, denominator,
        None if value is None else value.quantize(step), None if lower is None else lower.quantize(step),
        None if upper is None else upper.quantize(step), unit, symbol, vintage,
    )  # fmt: skip


def source_words(observation: Told, language: str | None = None) -> str:
    """Where a figure comes from, in the active language: a publication's own words, or the layouts that it was counted from."""
    if observation.origin != Observation.Origin.COUNTED.value:
        return observation.source
    return _layouts(observation.source, language or get_language())


def write_csv(rows: Iterable[Row], out: TextIO, columns: Collection[str] = tuple(COLUMNS)) -> None:
    """Write rows as CSV (RFC 4180 with \\n line ends); what is missing is an empty field."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(map(itemgetter(*columns), rows))


class Condition(NamedTuple):
    """Of observations, as SQL: to build the same of its own parts Django takes as long as the database to answer."""

    sql: str
    values: tuple[Any, ...] = ()


def _passing(filters: Mapping[str, Any]) -> Condition:
    """The filters as a condition; one that is None does not narrow."""
    given = {name: wanted for name, wanted in filters.items() if wanted is not None}
    passing = [_one_of(column, _several(given[name])) for name, column in CODES.items() if name in given]
    if "indicator" in given:
        passing.append(_any(map(_of_indicator, _several(given["indicator"]))))
    if "kind" in given:
        passing.append(_any(map(_of_kind, _several(given["kind"]))))
    if given.get("period_from"):
        quarter, year = _codes_ending_with(given["period_from"])
        passing.append(Condition("(period >= %s AND period < %s OR period >= %s)", (quarter, YEARS, year)))
    if given.get("period_to"):
        quarter, year = _codes_ending_with(given["period_to"])
        passing.append(Condition("(period <= %s OR period >= %s AND period <= %s)", (quarter, YEARS, year)))
    return _all(passing)


def _found_by(release: Release, passing: Condition) -> QuerySet[Observation]:
    # Nothing of what somebody asks for is in the SQL itself: codes go as values.
    return release.observations.filter(RawSQL(*passing, output_field=BooleanField()))  # noqa: S611


def _one_of(column: str, codes: Collection[str]) -> Condition:
    return Condition(f"{column} = ANY(%s)", (list(codes),))


def _all(conditions: Iterable[Condition]) -> Condition:
    return _joined(" AND ", conditions) or Condition("true")


def _any(conditions: Iterable[Condition]) -> Condition:
    return _joined(" OR ", conditions) or Condition("false")


def _joined(word: str, conditions: Iterable[Condition]) -> Condition | None:
    several = tuple(conditions)
    if not several:
        return None
    return Condition(f"({word.join(one.sql for one in several)})", tuple(value for one in several for value in one.values))


def _of_indicator(code: str) -> Condition:
    indicator = next((one for one in catalogue.indicators() if one.code == code), None)
    if indicator is None:
        return Condition("false")
    return _all([Condition("measure = %s", (indicator.measure,)), _one_of("cohort", indicator.cohorts)])


def _of_kind(kind: str) -> Condition:
    """Codes of one length: a quarter is 2023Q1, a year YE2023-03."""
    if kind == "quarter":
        return Condition("period < %s", (YEARS,))
    return Condition("(period >= %s AND right(period, 3) = %s)", (YEARS, f"-{kind[-2:]}"))


def _codes_ending_with(bound: str) -> tuple[str, str]:
    """The quarter and the year that end with a period: codes of either are ordered as the periods themselves."""
    last = Period.parse(bound).quarters()[-1]
    return last.code, last.year_ending().code


def _several(wanted: str | Collection[str]) -> list[str]:
    return [wanted] if isinstance(wanted, str) else list(wanted)


@cache
def _codes(cohort: str, measure: str) -> str:
    return " ".join(indicator.code for indicator in catalogue.indicator_for(cohort, measure))


@cache
def _groups(cohort: str, measure: str) -> str:
    return " ".join(dict.fromkeys(indicator.group for indicator in catalogue.indicator_for(cohort, measure)))


@cache
def _area_name(code: str, language: str | None) -> str:
    """In the active language, which is given to tell one from another."""
    return str(catalogue.area(code).name)


@cache
def _layouts(codes: str, language: str | None) -> str:
    """Titles in the active language, which is given to tell one from another."""
    return "; ".join(str(layout(code).title) for code in codes.split())


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


def _sorted(found: QuerySet[Observation]) -> list[Told]:
    return sorted(map(Told._make, found.order_by().values_list(*Told._fields)), key=_order)


def _order(row: Told) -> Place:
    """The canonical order."""
    measures, areas = _positions()
    return measures[row.measure], row.cohort, row.breakdown, row.category, areas[row.area_code], *_time(row.period)


@cache
def _time(period: str) -> tuple[str, date]:
    return _period(period).kind, _period(period).end
