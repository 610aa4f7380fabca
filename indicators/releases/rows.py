"""A release's figures as rows: the columns that page, file and API have in common, and the CSV that holds them."""

import csv
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache, reduce
from operator import itemgetter, or_
from typing import Any, NamedTuple, TextIO

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from indicators import catalogue
from indicators.catalogue.periods import Period
from indicators.extracts.layouts import layout
from indicators.releases.fields import Number
from indicators.releases.models import Observation, Release
from priority_groups import content

COLUMNS = [
    "release", "group", "indicator", "cohort", "measure", "area_code", "area_name", "period", "breakdown", "category",
    "numerator", "denominator", "value", "lower", "upper", "unit", "symbol", "vintage",
]  # fmt: skip
# By which a row is found again, in the order of the rows.
PLACE = ("measure", "cohort", "breakdown", "category", "area_code", "period")
Row = dict[str, Any]
Start = tuple[tuple[int, str], tuple[Any, ...]]  # the order of a place: of its series, and within that
Filter = str | Collection[str] | None
YEARS = "YE"  # begins the code of a year; of a quarter a digit does, which is ordered before
NOTHING = Q(pk__in=[])


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
    return _in_order(release.observations.filter(_passing(filters)), start)


def _in_order(found: QuerySet[Observation], start: Start | None) -> Iterator[Told]:
    series = found.order_by().values_list("measure", "cohort").distinct()
    for place, one_measure, one_cohort in sorted((_positions()[0][measure], measure, cohort) for measure, cohort in series):
        if start is not None and (place, one_cohort) < start[0]:
            continue
        rows = map(Told._make, found.filter(measure=one_measure, cohort=one_cohort).values_list(*Told._fields))
        ordered = sorted(rows, key=_order)
        if start is not None and (place, one_cohort) == start[0]:
            ordered = [row for row in ordered if _order(row) > start[1]]
        yield from ordered


def place_of(row: Row) -> tuple[str, ...]:
    """The place of a row among the others of its release."""
    return tuple(row[name] for name in PLACE)


def _start(place: tuple[str, ...]) -> Start:
    """The order of a place: of its series, and within that. Raises ValueError."""
    measure, cohort, breakdown, category, area, period = place
    try:
        series = _positions()[0][measure], cohort
        return series, (breakdown, category, _positions()[1][area], *_place(period))
    except KeyError as unknown:
        raise ValueError(f"no figure stands at {place}") from unknown


def at_once(release: Release, choices: Iterable[Mapping[str, Any]]) -> list[Told]:
    """The release's observations that pass every filter of at least one of the choices, in canonical order, by one query.

    Filters are those of `observations`. All that is found is in memory: for a page, which shows many short series.
    """
    passing = [_passing(filters) for filters in choices]
    if not passing:
        return []
    # A choice without filters lets everything through; joined to another one Django would leave it out.
    any_of_them = reduce(or_, passing) if all(passing) else Q()
    found = release.observations.filter(any_of_them).order_by().values_list(*Told._fields)
    return sorted(map(Told._make, found), key=lambda row: (_positions()[0][row.measure], row.cohort, *_order(row)))


def pairs_told(release: int, using: str = DEFAULT_DB_ALIAS) -> list[tuple[str, str]]:
    """The cohorts and measures that a release has at least one figure of: a look into the index for each that there can be,
    since to read all the figures for it would take a hundred times as long."""
    pairs = [(cohort.code, measure.code) for cohort in content.cohorts() for measure in catalogue.measures()]
    query = f"""
        SELECT pair.cohort, pair.measure FROM unnest(%s::text[], %s::text[]) AS pair (cohort, measure)
        CROSS JOIN LATERAL (SELECT FROM {Observation._meta.db_table} AS told WHERE told.release_id = %s
                            AND told.cohort = pair.cohort AND told.measure = pair.measure LIMIT 1) AS any_of_them
    """
    with connections[using].cursor() as cursor:
        cursor.execute(query, [[cohort for cohort, _ in pairs], [measure for _, measure in pairs], release])
        return cursor.fetchall()


def in_releases(
    releases: Collection[int], *, measure: str, cohort: str, period: str, breakdown: str = "", category: str = ""
) -> list[Told]:
    """The same figure in every area, of each of these releases; areas in canonical order."""
    key = {"measure": measure, "cohort": cohort, "period": period, "breakdown": breakdown, "category": category}
    found = Observation.objects.filter(release__in=releases, **key).values_list(*Told._fields)
    return sorted(map(Told._make, found), key=lambda row: (row.release_id, _positions()[1][row.area_code]))


def parts_told(
    release: int, measure: str, cohorts: Collection[str], areas: Collection[str], using: str = DEFAULT_DB_ALIAS
) -> list[tuple[str, str]]:
    """The breakdowns and categories that these cohorts and areas have at least one figure of, ("", "") for the total: likewise a
    look for each that there can be."""
    divided = catalogue.breakdowns_of(catalogue.measure(measure))
    parts = [("", ""), *((one.code, category.code) for one, _adds_up in divided for category in one.categories)]
    query = f"""
        SELECT part.breakdown, part.category FROM unnest(%s::text[], %s::text[]) AS part (breakdown, category)
        WHERE EXISTS (SELECT FROM {Observation._meta.db_table} AS told WHERE told.release_id = %s AND told.measure = %s
                      AND told.cohort = ANY(%s) AND told.area_code = ANY(%s)
                      AND told.breakdown = part.breakdown AND told.category = part.category)
    """
    breakdowns, categories = ([part[side] for part in parts] for side in (0, 1))
    with connections[using].cursor() as cursor:
        cursor.execute(query, [breakdowns, categories, release, measure, list(cohorts), list(areas)])
        return cursor.fetchall()


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


def _passing(filters: Mapping[str, Any]) -> Q:
    """The filters as a condition; one that is None does not narrow."""
    given = {name: wanted for name, wanted in filters.items() if wanted is not None}
    passing = Q()
    for name in ("cohort", "measure", "area", "breakdown", "category", "origin", "period"):
        if name in given:
            passing &= Q(**{f"{'area_code' if name == 'area' else name}__in": _several(given[name])})
    if "indicator" in given:
        passing &= _of_indicators(_several(given["indicator"]))
    if "kind" in given:
        passing &= reduce(or_, map(_of_kind, _several(given["kind"])), NOTHING)
    if given.get("period_from"):
        quarter, year = _codes_ending_with(given["period_from"])
        passing &= Q(period__gte=quarter, period__lt=YEARS) | Q(period__gte=year)
    if given.get("period_to"):
        quarter, year = _codes_ending_with(given["period_to"])
        passing &= Q(period__lte=quarter) | Q(period__gte=YEARS, period__lte=year)
    return passing


def _of_indicators(codes: Collection[str]) -> Q:
    of_them = (one for one in catalogue.indicators() if one.code in codes)
    return reduce(or_, (Q(measure=one.measure, cohort__in=one.cohorts) for one in of_them), NOTHING)


def _of_kind(kind: str) -> Q:
    """Codes of one length: a quarter is 2023Q1, a year YE2023-03."""
    return Q(period__lt=YEARS) if kind == "quarter" else Q(period__startswith=YEARS, period__endswith=f"-{kind[-2:]}")


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


def _order(row: Told) -> tuple[Any, ...]:
    """The canonical order within a measure and cohort."""
    return row.breakdown, row.category, _positions()[1][row.area_code], *_place(row.period)


@cache
def _place(period: str) -> tuple[str, date]:
    return _period(period).kind, _period(period).end
