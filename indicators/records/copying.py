"""Rows into PostgreSQL by COPY, a batch at a time, without holding the file twice in memory."""

import io
from typing import Any

import pandas as pd
import pyarrow as pa
from psycopg2 import sql
from pyarrow import csv

from wales_framework.jobs.progress import Progress, silent

BATCH = 20_000  # rows; small enough for a live progress, large enough to cost nothing
# Strings are quoted and missing values are not, which is how COPY tells an empty text from NULL.
OPTIONS = csv.WriteOptions(include_header=False, quoting_style="needed")


def copy_in(cursor: Any, table: str, frame: pd.DataFrame, progress: Progress = silent, step: str = "loading") -> int:
    """COPY the frame's columns, which bear the table's column names, into `table`; missing values become NULL.

    `cursor` is Django's cursor, inside the caller's transaction. Returns the number of rows; reports rows of total.
    """
    names = sql.SQL(", ").join(sql.Identifier(column) for column in frame.columns)
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv)").format(sql.Identifier(table), names)
    rows = pa.Table.from_pandas(frame, preserve_index=False)
    stream = _Batches(rows, progress, step)
    cursor.copy_expert(statement.as_string(cursor.connection), stream)
    progress(step, rows.num_rows, rows.num_rows, "rows")
    return rows.num_rows


class _Batches(io.RawIOBase):
    """What psycopg2 reads from: the table's rows as CSV, made when they are asked for."""

    def __init__(self, rows: pa.Table, progress: Progress, step: str) -> None:
        self.batches = iter(rows.to_batches(max_chunksize=BATCH))
        self.progress, self.step, self.total = progress, step, rows.num_rows
        self.done = 0
        self.pending = memoryview(b"")

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if not self.pending:
            batch = next(self.batches, None)
            if batch is None:
                return b""
            self.progress(self.step, self.done, self.total, "rows")
            self.done += batch.num_rows
            sink = io.BytesIO()
            csv.write_csv(batch, sink, OPTIONS)
            self.pending = sink.getbuffer()
        cut = len(self.pending) if size < 0 else size
        piece, self.pending = self.pending[:cut], self.pending[cut:]
        return bytes(piece)
