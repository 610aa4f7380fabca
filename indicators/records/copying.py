"""Frames into tables and out of them by PostgreSQL's COPY."""

import io
import tempfile
from collections.abc import Sequence

import pandas as pd
import pyarrow as pa
import pyarrow.csv as arrow_csv
from django.db import connection
from psycopg2 import sql

from wales_framework.jobs.progress import Progress, silent

ROWS_AT_ONCE = 20_000
KEPT_IN_MEMORY = 64 << 20


def copy_in(table: str, rows: pa.Table, progress: Progress = silent, *, step: str = "loading", unit: str = "rows") -> None:
    """COPY `rows` into `table`, whose columns they name, inside the running transaction.

    The text is made as PostgreSQL asks for it, so that there is never more of it than one piece.
    """
    statement = sql.SQL("COPY {} ({}) FROM STDIN WITH (FORMAT csv)").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, rows.column_names))
    )
    with connection.cursor() as cursor:
        cursor.copy_expert(statement, _Stream(rows, progress, step, unit))


def copy_out(query: str, params: Sequence[object], types: dict[str, pa.DataType]) -> pd.DataFrame:
    """The result of `query` as a frame on Arrow with the columns and types of `types`."""
    with tempfile.SpooledTemporaryFile(max_size=KEPT_IN_MEMORY) as text:
        with connection.cursor() as cursor:
            inner = cursor.mogrify(query, params).decode()
            cursor.copy_expert(f"COPY ({inner}) TO STDOUT WITH (FORMAT csv)", text)
        if not text.tell():
            table = pa.schema(list(types.items())).empty_table()
        else:
            text.seek(0)
            table = arrow_csv.read_csv(
                text,
                read_options=arrow_csv.ReadOptions(column_names=list(types)),
                parse_options=arrow_csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False),
                # PostgreSQL writes NULL as nothing and an empty text as "".
                convert_options=arrow_csv.ConvertOptions(
                    column_types=types, null_values=[""], strings_can_be_null=True, quoted_strings_can_be_null=False
                ),
            )
    return table.to_pandas(types_mapper=pd.ArrowDtype)


class _Stream(io.RawIOBase):
    """The rows as CSV text, made piece by piece."""

    def __init__(self, rows: pa.Table, progress: Progress, step: str, unit: str) -> None:
        self.rows, self.progress, self.step, self.unit = rows, progress, step, unit
        self.sent = 0
        self.piece = memoryview(b"")

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if not self.piece:
            self._next()
        taken = self.piece if size < 0 else self.piece[:size]
        self.piece = self.piece[len(taken) :]
        return bytes(taken)

    def _next(self) -> None:
        part = self.rows.slice(self.sent, ROWS_AT_ONCE)
        self.sent += part.num_rows
        self.progress(self.step, self.sent, self.rows.num_rows, self.unit)
        if part.num_rows:
            text = pa.BufferOutputStream()
            arrow_csv.write_csv(part, text, arrow_csv.WriteOptions(include_header=False))
            self.piece = memoryview(text.getvalue())
