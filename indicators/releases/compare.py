"""What changed between two releases, found by the database: a release has hundreds of thousands of figures."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from indicators.releases.drafting import KEY
from indicators.releases.models import Observation, Release

ADDED, CHANGED, REMOVED = "added", "changed", "removed"
AT_ONCE = 2_000

# `place`: what was removed and changed comes first, since that is what an approver must look at.
JOINED = """
    SELECT {key}, before.value, before.symbol, after.value, after.symbol,
        CASE WHEN after.release_id IS NULL THEN 0 WHEN before.release_id IS NULL THEN 2
             WHEN ({reads_before}) IS DISTINCT FROM ({reads_after}) THEN 1 END AS place
    FROM (SELECT * FROM {table} WHERE release_id = %s) AS before
    FULL JOIN (SELECT * FROM {table} WHERE release_id = %s) AS after USING ({key})
"""
READS = ("numerator", "denominator", "value", "symbol", "vintage")
KINDS = (REMOVED, CHANGED, ADDED)


@dataclass(frozen=True, slots=True)
class Changes:
    """How many figures were added, changed, removed, and read as before."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0

    @property
    def none(self) -> bool:
        return not (self.added or self.removed or self.changed)


@dataclass(frozen=True, slots=True)
class Change:
    """One figure that was added, changed or removed; a side that is not there has neither value nor symbol."""

    kind: str
    cohort: str
    measure: str
    area_code: str
    period: str
    breakdown: str
    category: str
    value_before: Decimal | None
    symbol_before: str | None
    value_after: Decimal | None
    symbol_after: str | None


class Comparison:
    """The changes from one release to another (from nothing where `before` is None), in pieces as they are asked for."""

    def __init__(self, before: Release | None, after: Release) -> None:
        self.numbers = [None if before is None else before.pk, after.pk]

    def changes(self) -> Changes:
        query = f"SELECT place, count(*) FROM ({_joined()}) AS joined GROUP BY place"
        with connection.cursor() as cursor:
            cursor.execute(query, self.numbers)
            found = dict(cursor.fetchall())
        return Changes(found.get(2, 0), found.get(1, 0), found.get(0, 0), found.get(None, 0))

    def between(self, start: int, stop: int) -> list[Change]:
        """These of the changes: removed ones first, then changed, then added, each in the order of its key."""
        with connection.cursor() as cursor:
            cursor.execute(f"{_ordered()} LIMIT %s OFFSET %s", [*self.numbers, stop - start, start])
            return [_change(row) for row in cursor.fetchall()]

    def __iter__(self) -> Iterator[Change]:
        """All of them, a few at a time in memory."""
        with transaction.atomic(), connection.chunked_cursor() as cursor:
            cursor.execute(_ordered(), self.numbers)
            while rows := cursor.fetchmany(AT_ONCE):
                yield from map(_change, rows)


def _joined() -> str:
    reads = {side: ", ".join(_read(side, column) for column in READS) for side in ("before", "after")}
    table = Observation._meta.db_table
    return JOINED.format(key=", ".join(KEY), reads_before=reads["before"], reads_after=reads["after"], table=table)


def _read(side: str, column: str) -> str:
    """A mark on a figure that is shown says something of the releases, not of the figure."""
    return f"CASE WHEN {side}.symbol IN ('p', 'r') THEN '' ELSE {side}.symbol END" if column == "symbol" else f"{side}.{column}"


def _ordered() -> str:
    return f"SELECT * FROM ({_joined()}) AS joined WHERE place IS NOT NULL ORDER BY place, {', '.join(KEY)}"


def _change(row: tuple[Any, ...]) -> Change:
    return Change(KINDS[row[-1]], *row[:-1])
