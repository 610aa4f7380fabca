"""What was read from a file, whatever its kind: blank columns and rows out, row numbers in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from indicators.extracts.reading.kinds import Kind
from indicators.extracts.reading.unreadable import Unreadable

if TYPE_CHECKING:
    import pandas as pd

HEADINGS_ROW = 1
CODED = pa.dictionary(pa.int32(), pa.string())

# Says of a heading whether its column has few different values, so that it is worth reading as numbers into a list of them.
Repeated = Callable[[str], bool]
# The same of all headings of a file at once, and whoever is told how far the reading has come: done, total, unit.
Ask = Callable[[Sequence[str]], Sequence[bool]]
Told = Callable[[int, int, str], None]


def none_repeated(heading: str) -> bool:
    """For callers that want every column as plain strings."""
    return False


@dataclass(frozen=True, slots=True)
class Hidden:
    """What nobody sees who opens a spreadsheet: rows and columns of a sheet, the first and the last of each stretch, rising."""

    rows: tuple[tuple[int, int], ...] = ()
    columns: tuple[tuple[int, int], ...] = ()

    def without_columns(self, left: int) -> Hidden:
        """The same of a table that begins after so many columns."""
        return Hidden(self.rows, tuple((first - left, last - left) for first, last in self.columns))

    def has_column(self, number: int) -> bool:
        return any(first <= number <= last for first, last in self.columns)

    def among(self, rows: np.ndarray) -> np.ndarray:
        """Which of these rows are hidden: bool, one for each."""
        if not self.rows:
            return np.zeros(len(rows), bool)
        first, last = np.array(self.rows, np.int64).T
        place = np.searchsorted(first, rows, side="right") - 1
        return (place >= 0) & (rows <= last[place])


NOTHING_HIDDEN = Hidden()


@dataclass(frozen=True)
class Document:
    """What stands in a file: headings as written, and a table of strings with a column for each of them ("" is a blank cell).

    `body`: columns named "0", "1", … in the order of `headings` (which may be blank or equal), each of type string or CODED;
    no nulls. `rows`: the row number in the file of each of its rows, int64, rising. `hidden`: whether nobody sees the row who
    opens the spreadsheet, bool, one for each; `hidden_columns`: the same of the columns, as places in `headings`.
    """

    kind: Kind
    headings: tuple[str, ...]
    body: pa.Table
    rows: np.ndarray
    hidden: np.ndarray
    hidden_columns: tuple[int, ...] = ()

    @property
    def is_gapless(self) -> bool:
        """Whether the rows stand one under the other from the headings on."""
        return not len(self.rows) or int(self.rows[-1]) == HEADINGS_ROW + len(self.rows)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The body as a frame of strings; its columns are numbered from 0, its index is the row number in the file."""
        import pandas as pd  # the process that reads files needs none

        plain = pa.table([_plain(column) for column in self.body.columns], names=self.body.column_names)
        frame = plain.to_pandas(types_mapper=pd.ArrowDtype)
        frame.columns = pd.RangeIndex(self.body.num_columns)
        frame.index = pd.Index(self.rows, name="row")
        return frame


def document(kind: Kind, headings: Sequence[str], body: pa.Table, hidden: Hidden = NOTHING_HIDDEN) -> Document:
    """`body` has a string or CODED column for each heading and a row for each row under them. Raises Unreadable."""
    if not any(heading.strip() for heading in headings):
        raise Unreadable("headings_missing", row=HEADINGS_ROW)
    # A spreadsheet often writes empty columns at its right-hand edge.
    kept = [number for number, heading in enumerate(headings) if heading.strip() or not _wholly_blank(body.column(number))]
    body = body.select(kept).rename_columns([str(number) for number in range(len(kept))])
    rows = np.arange(HEADINGS_ROW + 1, HEADINGS_ROW + 1 + body.num_rows, dtype=np.int64)
    if len(blank := _blank_rows(body)):
        filled = np.ones(body.num_rows, bool)
        filled[blank] = False
        body, rows = body.filter(pa.array(filled)), rows[filled]
    if not body.num_rows:
        raise Unreadable("headings_only")
    columns = tuple(place for place, number in enumerate(kept) if hidden.has_column(number + 1))
    return Document(kind, tuple(headings[number] for number in kept), body, rows, hidden.among(rows), columns)


def _wholly_blank(column: pa.ChunkedArray) -> bool:
    return all(_blank(chunk).all() for chunk in column.chunks)


def _blank_rows(body: pa.Table) -> np.ndarray:
    """Places of the rows without any value: each column is asked only about the rows that are blank in those before it."""
    in_order = sorted(
        body.columns, key=lambda column: not pa.types.is_dictionary(column.type)
    )  # a list of values is quick to ask
    blank = None
    for column in in_order:
        if blank is None:
            blank = np.flatnonzero(np.concatenate([np.zeros(0, bool), *(_blank(chunk) for chunk in column.chunks)]))
        else:
            blank = blank[np.concatenate([np.zeros(0, bool), *(_blank(chunk) for chunk in column.take(pa.array(blank)).chunks)])]
        if not len(blank):
            break
    return np.zeros(0, np.int64) if blank is None else blank


def _blank(cells: pa.Array) -> np.ndarray:
    """Where a cell holds nothing but white space: bool, one for each cell."""
    if isinstance(cells, pa.DictionaryArray):
        codes: np.ndarray = cells.indices.to_numpy(zero_copy_only=False)
        return _blank(cells.dictionary)[codes]
    return pc.equal(pc.utf8_trim_whitespace(cells), "").to_numpy(zero_copy_only=False)


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
