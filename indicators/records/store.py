"""Rows of extracts: kept for each extract, current for each slice.

A figure of a `published` extract is a slice of its own, known by its `slice_key`. Of every other source a slice is what one
extract says of one quarter (models.Slice): rows are staged under the slices of their extract while it is checked, and count
from the moment in which the extract is loaded, where no other extract of higher precedence has a slice of that quarter.

Whoever changes which rows are current holds the lock of the source first (`lock`), so that one such change of a source
follows another and precedence numbers rise in the order of commits.
"""

import uuid
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from django.db import DEFAULT_DB_ALIAS, OperationalError, connection, connections
from numpy.typing import NDArray
from psycopg2 import sql

from indicators.records import binary
from indicators.records.copying import copy_in, copy_out
from indicators.records.models import (
    BUCKETS,
    Assessment,
    CaseloadPerson,
    EventNumbers,
    IndexEvent,
    Intervention,
    ProsecutionCount,
    ProvenOffence,
    PublishedFigure,
    Referral,
    Row,
    Sentence,
    Slice,
    Termination,
)
from indicators.records.states import IN_RECORDS
from wales_framework.jobs.progress import Progress

LOCK_NOT_AVAILABLE = "55P03"  # PostgreSQL's own code

# Where the rows of a source are kept.
RECORDS: dict[str, type[Row]] = {
    "sentences": Sentence,
    "terminations": Termination,
    "index_events": IndexEvent,
    "proven_offences": ProvenOffence,
    "caseload": CaseloadPerson,
    "assessments": Assessment,
    "interventions": Intervention,
    "referrals": Referral,
}
COUNTS: dict[str, type[Row]] = {"prosecutions": ProsecutionCount}
SLICED: dict[str, type[Row]] = {**RECORDS, **COUNTS}
PUBLISHED = "published"

PUBLISHED_TYPES: dict[str, pa.DataType] = {
    "cohort": pa.string(),
    "measure": pa.string(),
    "period": pa.string(),
    "area_code": pa.string(),
    "breakdown": pa.string(),
    "category": pa.string(),
    "numerator": pa.int64(),
    "denominator": pa.int64(),
    "vintage": pa.string(),
    "source": pa.string(),
    "extract_id": pa.string(),
}

# For each slice the row of the extract whose word counts.
CURRENT = """
    SELECT DISTINCT ON (record.slice_key) {columns}
    FROM {table} AS record JOIN extracts_extract AS extract ON extract.id = record.extract_id
    WHERE extract.source = %s AND extract.state IN %s
    ORDER BY record.slice_key, extract.precedence DESC
"""


def current_published() -> pd.DataFrame:
    """The `published` figures that count now: a column each of PUBLISHED_TYPES, on Arrow; no two have the same key."""
    columns = ", ".join(f"record.{name}" for name in PUBLISHED_TYPES)
    return copy_out(_current(columns), [PUBLISHED, IN_RECORDS], PUBLISHED_TYPES)


def _current(columns: str) -> str:
    return CURRENT.format(columns=columns, table=PublishedFigure._meta.db_table)


class Occupied(Exception):
    """Others are at what is current of a source, and did not come to an end in time."""


def lock(source: str, patience: float | None = None) -> None:
    """Wait until nobody else changes what is current of this source; held to the end of the transaction.

    `patience`: for so many seconds; then Occupied is raised, and the transaction can only be rolled back.
    """
    with connection.cursor() as cursor:
        if patience is not None:
            cursor.execute("SET LOCAL lock_timeout = %s", [f"{patience * 1000:.0f}ms"])
        try:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"records of {source}"])
        except OperationalError as fault:
            if getattr(fault.__cause__, "pgcode", None) == LOCK_NOT_AVAILABLE:
                raise Occupied(source) from fault
            raise
        if patience is not None:
            cursor.execute("SET LOCAL lock_timeout TO DEFAULT")


def state_of(source: str) -> str:
    """A fingerprint of what is current of a source: it differs when an extract came, went or changed its rank."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT md5(coalesce(string_agg(id::text || precedence, ',' ORDER BY precedence), ''))"
            " FROM extracts_extract WHERE source = %s AND state IN %s",
            [source, IN_RECORDS],
        )
        return str(cursor.fetchone()[0])


def next_precedence(source: str) -> int:
    """The rank above all others of the source. Hold its lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(precedence), 0) + 1 FROM extracts_extract WHERE source = %s", [source])
        return int(cursor.fetchone()[0])


@dataclass(frozen=True, slots=True)
class CurrentSlice:
    """A slice that counts: its number, its quarter (of counts also a year), the extract that it is of, and its rows."""

    id: int
    period: str
    extract_id: uuid.UUID
    rows: int


# For each period the slice of the extract whose word counts.
CURRENT_SLICES = """
    SELECT DISTINCT ON (part.period) part.id, part.period, part.extract_id, part.rows
    FROM records_slice AS part JOIN extracts_extract AS extract ON extract.id = part.extract_id
    WHERE part.source = %s AND (extract.state IN %s OR extract.id = %s)
    ORDER BY part.period, (extract.id = %s) IS TRUE DESC, extract.precedence DESC
"""

# The same without numbers of rows, which are not everybody's to read.
CURRENT_HOLDERS = """
    SELECT DISTINCT ON (part.period) part.period, part.extract_id
    FROM records_slice AS part JOIN extracts_extract AS extract ON extract.id = part.extract_id
    WHERE part.source = %s AND extract.state IN %s
    ORDER BY part.period, extract.precedence DESC
"""


def current_slices(source: str, as_if: uuid.UUID | None = None, using: str = DEFAULT_DB_ALIAS) -> list[CurrentSlice]:
    """The slices of a source that count now, by period; with `as_if`, those that would count if this extract came above all."""
    with connections[using].cursor() as cursor:
        cursor.execute(CURRENT_SLICES, [source, IN_RECORDS, as_if, as_if])
        return [CurrentSlice(*row) for row in cursor.fetchall()]


def current_periods(source: str) -> dict[str, uuid.UUID]:
    """The periods of a source that there are slices of now, each with the extract whose slice counts."""
    with connection.cursor() as cursor:
        cursor.execute(CURRENT_HOLDERS, [source, IN_RECORDS])
        return dict(cursor.fetchall())


def stage(source: str, extract_id: uuid.UUID, columns: binary.Columns, periods: Sequence[str], progress: Progress) -> None:
    """COPY the rows of an extract in, under a slice for each of `periods`; they count once the extract is loaded.

    `columns` has every column of the record's table but `slice_id`, and `quarter` (year * 4 + quarter - 1), all of which
    are among the periods.
    """
    numbers = _new_slices(source, extract_id, periods, columns["quarter"])
    binary.copy_in(RECORDS[source], {**columns, "slice_id": numbers}, progress)


PIECE = 1 << 20  # events that are written at once


def stage_events(source: str, extract_id: uuid.UUID, events: NDArray[np.uint64], quarters: NDArray[Any]) -> None:
    """Keep by what the rows of a staged extract are known again. `quarters`: of each row, as for `stage`."""
    order = np.argsort(quarters, kind="stable")
    for part in Slice.objects.filter(extract_id=extract_id, source=source):
        low, high = np.searchsorted(quarters, _quarter_number(part.period) + np.array([0, 1]), sorter=order)
        numbers = np.sort(events[order[low:high]])
        for start in range(0, len(numbers), PIECE):
            EventNumbers.objects.create(slice=part, numbers=numbers[start : start + PIECE].astype("<u8").tobytes())


def events_beside(source: str, periods: Collection[str]) -> Iterator[tuple[CurrentSlice, NDArray[np.uint64]]]:
    """Of the slices of a source that count now and are of other quarters than these, the events, rising, piece by piece."""
    others = {found.id: found for found in current_slices(source) if found.period not in periods}
    pieces = EventNumbers.objects.filter(slice_id__in=others)
    for number in list(pieces.order_by("pk").values_list("pk", flat=True)):
        for part in pieces.filter(pk=number):  # none where it was removed meanwhile
            yield others[part.slice_id], np.frombuffer(part.numbers, "<u8")


def change_events(source: str, changed: Callable[[NDArray[np.uint64]], NDArray[np.uint64]]) -> None:
    """Put `changed(events)` in the place of every event of a source. Call inside a transaction."""
    pieces = EventNumbers.objects.filter(slice__source=source)
    for number in list(pieces.values_list("pk", flat=True)):
        part = pieces.get(pk=number)
        part.numbers = np.sort(changed(np.frombuffer(part.numbers, "<u8").astype(np.uint64))).astype("<u8").tobytes()
        part.save(update_fields=["numbers"])


def stage_counts(source: str, extract_id: uuid.UUID, rows: pa.Table, periods: Sequence[str], progress: Progress) -> None:
    """The same for counts, which are about nobody: `rows` has the columns of their table but `slice_id`."""
    given = rows["period"].to_numpy(zero_copy_only=False)
    slices = Slice.objects.bulk_create(
        [
            Slice(extract_id=extract_id, source=source, period=period, rows=int((given == period).sum()))
            for period in dict.fromkeys([*periods, *sorted(given)])
        ]
    )
    number = {found.period: found.pk for found in slices}
    own = rows.add_column(0, "slice_id", pa.array([number[period] for period in given], pa.int32()))
    copy_in(COUNTS[source]._meta.db_table, own, progress)


def _new_slices(source: str, extract_id: uuid.UUID, periods: Sequence[str], quarters: NDArray[Any]) -> NDArray[np.int32]:
    """Make a slice for each period; for each row the number of its slice."""
    places = {_quarter_number(period): period for period in periods}
    first = min(places)
    counts = np.bincount(quarters - first, minlength=max(places) - first + 1)
    if len(quarters) and (quarters.min() < first or quarters.max() > max(places)):
        raise ValueError("a row lies outside the periods of its extract")
    slices = Slice.objects.bulk_create(
        [
            Slice(extract_id=extract_id, source=source, period=period, rows=int(counts[place - first]))
            for place, period in sorted(places.items())
        ]
    )
    numbers = np.zeros(len(counts), dtype=np.int32)
    for found, place in zip(slices, sorted(places), strict=True):
        numbers[place - first] = found.pk
    return numbers[quarters - first]


def _quarter_number(period: str) -> int:
    year, quarter = period.split("Q")
    return int(year) * 4 + int(quarter) - 1


def unstage(extract_id: uuid.UUID) -> None:
    """Remove the rows of an extract: it was discarded, is checked anew, or its rows have been kept long enough."""
    PublishedFigure.objects.filter(extract_id=extract_id).delete()
    for source in Slice.objects.filter(extract_id=extract_id).values_list("source", flat=True).distinct().order_by():
        remove_slices(source, list(Slice.objects.filter(extract_id=extract_id, source=source).values_list("pk", flat=True)))


def remove_slices(source: str, numbers: Sequence[int]) -> None:
    """Remove these slices of a source with their rows."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {SLICED[source]._meta.db_table} WHERE slice_id = ANY(%s)", [list(numbers)])
    Slice.objects.filter(pk__in=numbers).delete()


def read(source: str, slices: Collection[int], names: Sequence[str], part: tuple[int, int] = (0, 1)) -> dict[str, NDArray[Any]]:
    """Columns of the rows in these slices, for one share of the people: `part` (0, 4) is the first of four.

    Shares go by the first bits of a person's pseudonym, so a person's rows are in the same share of every source. Where
    the number of shares is BUCKETS, or several times as many, no row is looked at that is not in the share.
    """
    number, parts = part
    low, high = (uuid.UUID(int=min(place * (1 << 128) // parts, (1 << 128) - 1)) for place in (number, number + 1))
    above = sql.SQL("<=") if number == parts - 1 else sql.SQL("<")
    where = sql.SQL("slice_id = ANY({}) AND person >= {} AND person {} {}").format(
        sql.Literal(sorted(slices)), sql.Literal(str(low)), above, sql.Literal(str(high))
    )
    return binary.copy_out(RECORDS[source], names, where)


def change_persons(source: str, changed: Callable[[NDArray[Any]], NDArray[Any]], progress: Progress) -> int:
    """Put `changed(persons)` in the place of every person of a source; returns the count of rows. Call inside a transaction.

    The rows are written anew, in the order in which a load leaves them, and the table is exchanged for them at the end.
    """
    model = RECORDS[source]
    names = binary.columns_of(model)
    table = sql.Identifier(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(table))
        cursor.execute(sql.SQL("CREATE TEMPORARY TABLE changed (LIKE {}) ON COMMIT DROP").format(table))
        slices = list(Slice.objects.filter(source=source).values_list("pk", flat=True))
        done = 0
        for number in range(BUCKETS):
            rows = read(source, slices, names, (number, BUCKETS))
            persons, places = np.unique(rows["person"], axis=0, return_inverse=True)
            rows["person"] = changed(persons)[places.reshape(-1)]
            binary.copy_in(model, rows, table="changed")
            done += len(rows["row"])
            progress("rewriting", number + 1, BUCKETS, "parts")
        cursor.execute(sql.SQL("TRUNCATE {}").format(table))
        cursor.execute(
            sql.SQL(
                "INSERT INTO {} SELECT changed.* FROM changed JOIN records_slice AS part ON part.id = changed.slice_id"
                " ORDER BY part.extract_id"
            ).format(table)
        )
        cursor.execute("DROP TABLE changed")
    return done


COUNT_TYPES: dict[str, pa.DataType] = {
    "period": pa.string(),
    "area_code": pa.string(),
    "strand": pa.string(),
    "prosecutions": pa.int64(),
    "convictions": pa.int64(),
    "extract_id": pa.string(),
}


def current_counts(slices: Collection[int]) -> pd.DataFrame:
    """The prosecutions in these slices: a column each of COUNT_TYPES, on Arrow."""
    query = """
        SELECT record.period, record.area_code, record.strand, record.prosecutions, record.convictions, part.extract_id
        FROM records_prosecutioncount AS record JOIN records_slice AS part ON part.id = record.slice_id
        WHERE record.slice_id = ANY(%s) ORDER BY 1, 2, 3
    """
    return copy_out(query, [sorted(slices)], COUNT_TYPES)


def add(extract_id: uuid.UUID, rows: pa.Table, progress: Progress) -> None:
    """COPY the figures of a `published` extract in; they count once the extract is loaded.

    `rows` has the columns of PublishedFigure but `extract_id`, with `slice_key` among them.
    """
    ordered = rows.sort_by("slice_key")
    own = ordered.add_column(0, "extract_id", _repeated(extract_id, rows.num_rows))
    copy_in(PublishedFigure._meta.db_table, own, progress)


def holders(source: str) -> set[uuid.UUID]:
    """The extracts that hold at least one current slice of the source."""
    if source in SLICED:
        return set(current_periods(source).values())
    with connection.cursor() as cursor:
        current = _current("record.slice_key, record.extract_id")
        cursor.execute(f"SELECT DISTINCT extract_id FROM ({current}) AS current", [source, IN_RECORDS])
        return {row[0] for row in cursor.fetchall()}


def _repeated(value: object, count: int) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.repeat(pa.scalar(0, pa.int8()), count), pa.array([str(value)])).cast(pa.string())
