"""Records in and out by COPY in PostgreSQL's binary format: whole columns, no text made of a number and none read again.

Every column of a record has a fixed width and is never null, so a million rows are one block of memory on either side.
As columns of NumPy: a letter is its ASCII code (uint8), a date the days since 1970 (int32), a number its own size, and a
person two 64-bit halves (uint64, shape (rows, 2)).
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection, models
from numpy.typing import NDArray
from psycopg2 import sql

from indicators.records.fields import LetterField
from wales_framework.jobs.progress import Progress, silent

Columns = Mapping[str, Any]  # arrays, or what is made piece by piece: has a length, and gives an array for a slice

SIGNATURE = b"PGCOPY\n\xff\r\n\0" + bytes(8)
END = b"\xff\xff"
EPOCH = 10_957  # days from 1970 to 2000, where PostgreSQL begins to count
PIECE = 5_000  # rows that are made into text of the wire at once


@dataclass(frozen=True, slots=True)
class _Kind:
    wire: str  # how it stands in the file of COPY
    width: int


KINDS: dict[type[models.Field], _Kind] = {
    models.UUIDField: _Kind("(2,)>u8", 16),
    LetterField: _Kind("u1", 1),
    models.SmallIntegerField: _Kind(">i2", 2),
    models.IntegerField: _Kind(">i4", 4),
    models.ForeignKey: _Kind(">i4", 4),  # to a slice
    models.DateField: _Kind(">i4", 4),
}


def kind_of(model: type[models.Model], column: str) -> _Kind:
    """How a column of a record travels. KeyError for a column whose width is not fixed."""
    return KINDS[type(_field(model, column))]


def columns_of(model: type[models.Model]) -> list[str]:
    """The names of a record's columns in its table."""
    return [str(field.column) for field in model._meta.concrete_fields if field.column]


def _field(model: type[models.Model], column: str) -> models.Field:
    return next(field for field in model._meta.concrete_fields if field.column == column)


def copy_in(
    model: type[models.Model],
    columns: Columns,
    progress: Progress = silent,
    *,
    table: str | None = None,
) -> None:
    """COPY rows into a record's table inside the running transaction. `columns`: every column of the table, of one length.

    `table`: another table of the same columns.
    """
    names = columns_of(model)
    statement = sql.SQL("COPY {} ({}) FROM STDIN WITH (FORMAT binary)").format(
        sql.Identifier(table or model._meta.db_table), sql.SQL(", ").join(map(sql.Identifier, names))
    )
    with connection.cursor() as cursor:
        cursor.copy_expert(statement, _Wire(model, names, columns, progress), size=1 << 18)


def copy_out(model: type[models.Model], names: Sequence[str], where: sql.Composable) -> dict[str, NDArray[Any]]:
    """The rows of a record's table for which `where` holds, a column each of `names`, in no order."""
    query = sql.SQL("COPY (SELECT {} FROM {} WHERE {}) TO STDOUT WITH (FORMAT binary)").format(
        sql.SQL(", ").join(map(sql.Identifier, names)), sql.Identifier(model._meta.db_table), where
    )
    text = io.BytesIO()
    with connection.cursor() as cursor:
        cursor.copy_expert(query, text)
    wire = _wire(model, names)
    body = text.getbuffer()[len(SIGNATURE) : -len(END)]
    rows = np.frombuffer(body, dtype=wire)
    return {name: _from_wire(model, name, rows[f"value {name}"]) for name in names}


def _wire(model: type[models.Model], names: Sequence[str]) -> np.dtype[np.void]:
    """A row on the wire: the count of its columns, then for each its length and its value."""
    fields: list[tuple[str, str]] = [("columns", ">i2")]
    for name in names:
        fields += [(f"length {name}", ">i4"), (f"value {name}", kind_of(model, name).wire)]
    return np.dtype(fields)


def _from_wire(model: type[models.Model], name: str, values: NDArray[Any]) -> NDArray[Any]:
    native = values.astype(values.dtype.newbyteorder("="))
    if isinstance(_field(model, name), models.DateField):
        native += EPOCH
    return native


class _Wire(io.RawIOBase):
    """The rows as the file that COPY reads, made piece by piece."""

    def __init__(
        self,
        model: type[models.Model],
        names: Sequence[str],
        columns: Columns,
        progress: Progress,
    ) -> None:
        self.columns = [columns[name] for name in names]
        self.dates = [isinstance(_field(model, name), models.DateField) for name in names]
        if len({len(column) for column in self.columns}) > 1:
            raise ValueError("the columns of a record differ in length")
        self.total = len(self.columns[0])
        self.names, self.progress, self.sent = names, progress, 0
        self.rows = np.zeros(min(PIECE, self.total), dtype=_wire(model, names))
        self.rows["columns"] = len(names)
        for name in names:
            self.rows[f"length {name}"] = kind_of(model, name).width
        self.pieces = self._made()
        self.piece = memoryview(SIGNATURE)

    def _made(self) -> Any:
        while self.sent < self.total:
            part = slice(self.sent, min(self.sent + PIECE, self.total))
            rows = self.rows[: part.stop - part.start]
            for name, column, is_date in zip(self.names, self.columns, self.dates, strict=True):
                rows[f"value {name}"] = column[part] - EPOCH if is_date else column[part]
            self.sent = part.stop
            self.progress("loading", self.sent, self.total, "rows")
            yield memoryview(rows.tobytes())
        yield memoryview(END)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while not self.piece:
            made = next(self.pieces, None)
            if made is None:
                return b""
            self.piece = made
        taken = self.piece if size < 0 else self.piece[:size]
        self.piece = self.piece[len(taken) :]
        return bytes(taken)
