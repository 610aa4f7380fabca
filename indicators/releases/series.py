"""Of each release which series it tells, and for which periods: what pages offer to choose from, without its figures.

A release has hundreds of thousands of figures in a few thousand series. To find out from the figures which series there are the
database reads all of them; so it is written down with them.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from sys import intern
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connection, connections

from indicators.releases.models import Observation, Release, ReleaseSeries

NOT_YET = "x"
KEY = ("measure", "cohort", "breakdown", "category", "area_code", "origin")
COLUMNS = (*KEY, "periods", "waiting")
STORED, FIGURES = ReleaseSeries._meta.db_table, Observation._meta.db_table
MADE = f"""
    SELECT {", ".join(KEY)}, array_agg(period ORDER BY period) AS periods,
        coalesce(array_agg(period ORDER BY period) FILTER (WHERE symbol = '{NOT_YET}'), '{{{{}}}}') AS waiting
    FROM {FIGURES} WHERE release_id = %(release)s AND {{passing}} GROUP BY {", ".join(KEY)}
"""
# What is stored; of a release that a version drafted which stored none, what its figures are: the database does not look at them
# where there is anything of it among the series.
FOUND = f"""
    WITH known AS MATERIALIZED (SELECT EXISTS (SELECT FROM {STORED} WHERE release_id = %(release)s) AS there)
    SELECT {{columns}} FROM {STORED} WHERE release_id = %(release)s AND {{passing}}
    UNION SELECT {{columns}} FROM ({MADE}) AS made WHERE NOT (SELECT there FROM known)
"""
Choice = Mapping[str, Collection[str]]  # columns of KEY, with the codes of each that are let through


class Series(NamedTuple):
    """There is a figure for each of these periods, which are in the order of their codes; for those `waiting` it is not
    available yet."""

    measure: str
    cohort: str
    breakdown: str
    category: str
    area_code: str
    origin: str
    periods: tuple[str, ...]
    waiting: tuple[str, ...]


def store_series(release: Release) -> None:
    """Write the series of a release whose figures are written."""
    columns, made = ", ".join(COLUMNS), MADE.format(passing="true")
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {STORED} (release_id, {columns}) SELECT %(release)s, {columns} FROM ({made}) AS made",
            {"release": release.pk},
        )


def series_of(release: int, choices: Iterable[Choice], using: str = DEFAULT_DB_ALIAS) -> list[Series]:
    """The series of a release that pass every filter of at least one of the choices, by one query, in no particular order."""
    return [_read(row) for row in _found(release, COLUMNS, choices, using)]


def told(release: int, columns: Sequence[str], wanted: Choice, using: str = DEFAULT_DB_ALIAS) -> set[tuple[str, ...]]:
    """Which combinations of these columns of KEY there is at least one figure of, among the series that pass every filter."""
    return set(_found(release, columns, [wanted], using))


def sizes(release: int, wanted: Choice, using: str = DEFAULT_DB_ALIAS) -> dict[tuple[str, str], int]:
    """By measure and cohort how many figures there are in the series that pass every filter."""
    counted = "SELECT measure, cohort, sum(cardinality(periods)) FROM ({}) AS found GROUP BY measure, cohort"
    found = _found(release, COLUMNS, [wanted], using, counted)
    return {(measure, cohort): int(count) for measure, cohort, count in found}


def _found(
    release: int, columns: Sequence[str], choices: Iterable[Choice], using: str, asked: str = "{}"
) -> list[tuple[Any, ...]]:
    """`asked`: what is asked of these columns of the series, instead of all that there are."""
    values: dict[str, Any] = {"release": release}
    any_of_them = []
    for number, wanted in enumerate(choices):
        for name, codes in wanted.items():
            values[f"{name}_{number}"] = list(codes)
        any_of_them.append(" AND ".join(f"{name} = ANY(%({name}_{number})s)" for name in wanted) or "true")
    passing = " OR ".join(f"({every})" for every in any_of_them) or "false"
    with connections[using].cursor() as cursor:
        cursor.execute(asked.format(FOUND.format(columns=", ".join(columns), passing=f"({passing})")), values)
        return cursor.fetchall()


def _read(row: tuple[Any, ...]) -> Series:
    """With each code once in memory: whoever asks keeps them."""
    *codes, periods, waiting = row
    return Series._make([*map(intern, codes), tuple(map(intern, periods)), tuple(map(intern, waiting))])
