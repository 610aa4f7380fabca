"""Rows of extracts: kept for each extract, current for each slice.

Whoever changes which rows are current holds the lock of the source first (`lock`), so that one such change of a source
follows another and precedence numbers rise in the order of commits.
"""

import uuid

import pandas as pd
import pyarrow as pa
from django.db import connection, models

from indicators.records.copying import copy_in, copy_out
from indicators.records.models import PublishedFigure
from indicators.records.states import IN_RECORDS
from wales_framework.jobs.progress import Progress

# Where the rows of a source are kept.
TABLES: dict[str, type[models.Model]] = {"published": PublishedFigure}

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
    return copy_out(_current("published", columns), ["published", IN_RECORDS], PUBLISHED_TYPES)


def _current(source: str, columns: str) -> str:
    return CURRENT.format(columns=columns, table=TABLES[source]._meta.db_table)


def lock(source: str) -> None:
    """Wait until nobody else changes what is current of this source; held to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"records of {source}"])


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


def add(source: str, extract_id: uuid.UUID, rows: pa.Table, progress: Progress) -> None:
    """COPY the rows of an extract in.

    `rows` has the columns of the source's table but `extract_id`, with `slice_key` among them. They count as soon as
    the extract is loaded; until this transaction ends nobody sees them.
    """
    ordered = rows.sort_by("slice_key")
    own = ordered.add_column(0, "extract_id", _repeated(extract_id, rows.num_rows))
    copy_in(TABLES[source]._meta.db_table, own, progress)


def holders(source: str) -> set[uuid.UUID]:
    """The extracts that hold at least one current slice of the source."""
    with connection.cursor() as cursor:
        current = _current(source, "record.slice_key, record.extract_id")
        cursor.execute(f"SELECT DISTINCT extract_id FROM ({current}) AS current", [source, IN_RECORDS])
        return {row[0] for row in cursor.fetchall()}


def _repeated(value: object, count: int) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.repeat(pa.scalar(0, pa.int8()), count), pa.array([str(value)])).cast(pa.string())
