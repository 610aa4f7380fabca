"""The figures of a release that readers do not see, with the exact numbers: for analysts and approvers only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import connections

from indicators.releases.joining import all_at_once
from indicators.releases.models import KEY, ExactObservation, Observation, Release

EXACT, SHOWN = ExactObservation._meta.db_table, Observation._meta.db_table
SAME = " AND ".join(f"exact.{name} = shown.{name}" for name in ("release_id", *KEY))
# Something that there is does not stand in the published table.
IS_HIDDEN = (
    "exact.release_id = %s AND shown.symbol <> 'x' AND ((shown.numerator IS NULL AND exact.numerator IS NOT NULL) "
    "OR (shown.denominator IS NULL AND exact.denominator IS NOT NULL))"
)
FROM = f"FROM {EXACT} AS exact JOIN {SHOWN} AS shown ON {SAME}"
KIND = "CASE WHEN exact.period LIKE 'YE%%' THEN 'year' ELSE 'quarter' END"
# A reason is kept of what is hidden whole; some figures are shown, and no more than their denominators are hidden.
DENOMINATOR = "denominator"
REASON = f"CASE WHEN exact.hidden = '' AND shown.numerator IS NOT NULL THEN '{DENOMINATOR}' ELSE exact.hidden END"
COLUMNS = {"reason": REASON, "measure": "exact.measure", "cohort": "exact.cohort", "kind": KIND}


@dataclass(frozen=True)
class HiddenFigure:
    """A figure with what is behind it and what readers see in its place."""

    cohort: str
    measure: str
    area_code: str
    period: str
    breakdown: str
    category: str
    numerator: Decimal | None
    denominator: Decimal | None
    reason: str
    shown_numerator: Decimal | None
    shown_denominator: Decimal | None
    symbol: str


def hidden_counts(release: Release, using: str) -> list[tuple[str, str, str, str, int]]:
    """How many figures are hidden, by reason, measure, cohort and kind of period. `using`: see indicators.desk."""
    columns = ", ".join(COLUMNS.values())
    query = f"SELECT {columns}, count(*) {FROM} WHERE {IS_HIDDEN} GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4"
    with all_at_once(using), connections[using].cursor() as cursor:
        cursor.execute(query, [release.pk])
        return cursor.fetchall()


def hidden_figures(release: Release, chosen: Mapping[str, str], start: int, end: int, using: str) -> list[HiddenFigure]:
    """Those that pass the filters (`chosen`: of COLUMNS), in the order of their keys, from one place up to another."""
    passed = {name: value for name, value in chosen.items() if name in COLUMNS}
    where = "".join(f" AND {COLUMNS[name]} = %s" for name in passed)
    keys = ", ".join(f"exact.{name}" for name in KEY)
    query = (
        f"SELECT {keys}, exact.numerator, exact.denominator, {REASON}, shown.numerator, shown.denominator, shown.symbol "
        f"{FROM} WHERE {IS_HIDDEN}{where} ORDER BY {keys} LIMIT %s OFFSET %s"
    )
    with all_at_once(using), connections[using].cursor() as cursor:
        cursor.execute(query, [release.pk, *passed.values(), max(end - start, 0), start])
        return [HiddenFigure(*row) for row in cursor.fetchall()]


def how_many(counts: Iterable[tuple[str, str, str, str, int]], chosen: Mapping[str, str]) -> int:
    """How many of the counted figures pass the filters."""
    places = {name: place for place, name in enumerate(COLUMNS)}
    return sum(row[-1] for row in counts if all(row[places[name]] == value for name, value in chosen.items()))
