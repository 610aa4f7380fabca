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

# For each slice the extract whose word counts.
CURRENT_SLICES = """
    SELECT DISTINCT ON (slice.key) slice.key, slice.extract_id
    FROM records_slice AS slice JOIN extracts_extract AS extract ON extract.id = slice.extract_id
    WHERE slice.source = %s AND extract.state IN %s
    ORDER BY slice.key, extract.precedence DESC
"""


def current_published() -> pd.DataFrame:
    """The `published` figures that count now: a column each of PUBLISHED_TYPES, on Arrow; no two have the same key."""
    columns = ", ".join(f"figure.{name}" for name in PUBLISHED_TYPES)
    return copy_out(
        f"""
        SELECT {columns} FROM ({CURRENT_SLICES}) AS current
        JOIN records_publishedfigure AS figure
          ON figure.extract_id = current.extract_id AND figure.slice_key = current.key
        ORDER BY figure.slice_key
        """,
        ["published", IN_RECORDS],
        PUBLISHED_TYPES,
    )


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
    """COPY the rows of an extract in, and note the slices that it holds.

    `rows` has the columns of the source's table but `extract_id`, with `slice_key` among them. They count as soon as
    the extract is loaded; until this transaction ends nobody sees them.
    """
    table = TABLES[source]._meta.db_table
    copy_in(table, rows.add_column(0, "extract_id", _repeated(extract_id, rows.num_rows)), progress)
    progress("finishing")
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO records_slice (extract_id, source, key, rows)"
            f" SELECT extract_id, %s, slice_key, count(*) FROM {table} WHERE extract_id = %s GROUP BY extract_id, slice_key",
            [source, extract_id],
        )


def holders(source: str) -> set[uuid.UUID]:
    """The extracts that hold at least one current slice of the source."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT extract_id FROM ({CURRENT_SLICES}) AS current", [source, IN_RECORDS])
        return {row[0] for row in cursor.fetchall()}


def _repeated(value: object, count: int) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.repeat(pa.scalar(0, pa.int8()), count), pa.array([str(value)])).cast(
        pa.string()
    )

