"""Delimited text -> Arrow columns, in blocks: one thread divides the text into cells, another one codes columns of few values."""

import io
import re
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv

from indicators.extracts.reading.coding import Columns
from indicators.extracts.reading.frames import HEADINGS_ROW
from indicators.extracts.reading.unreadable import Unreadable

BLOCK = 2 << 20  # bytes; no row may be longer
MOST_RAGGED = 100_000  # rows listed; a file with more is wrong as a whole
LINE_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass
class Parser:
    """`repeated`: for each column whether it comes as CODED, else as strings. Use it once."""

    repeated: tuple[bool, ...]
    delimiter: str = ","
    encoding: str = "utf-8"
    is_ours: bool = False  # the text was written by ourselves
    ragged: list[dict[str, int | None]] = field(default_factory=list)
    rows: int = 0  # read so far
    bytes: int = 0
    swallowed: int | None = None  # the first row with others inside one of its cells

    def read(self, stream: BinaryIO, told: Callable[[], None], most_rows: int | None = None) -> pa.Table:
        """The rows under the headings; `told()` after each block. Raises Unreadable, never with a text of the file in it."""
        counted = _Counted(stream)
        names = [str(number) for number in range(len(self.repeated))]
        columns = Columns(self.repeated)
        before: Future[None] | None = None
        whole = True
        with ThreadPoolExecutor(1, thread_name_prefix="coding") as coder:
            try:
                with arrow_csv.open_csv(counted, *self._options(names)) as reader:
                    for batch in reader:
                        self._note_swallowed(batch)
                        self.rows, self.bytes = self.rows + batch.num_rows, counted.count
                        if before is not None:
                            before.result()  # so that no more than two blocks wait
                        before = coder.submit(columns.add, batch)
                        told()
                        if most_rows is not None and self.rows > most_rows:
                            break
            except pa.ArrowInvalid:  # its message quotes the row
                whole = False
        if not whole:
            # What is left after the encoding was proven: a row that does not end within a block.
            raise Unreadable("quote_not_closed" if counted.has_lines else "row_too_long", row=self.rows + HEADINGS_ROW + 1)
        if self.ragged:
            raise Unreadable("rows_ragged", rows=self.ragged, **self.ragged[0])
        if self.swallowed is not None:
            raise Unreadable("quote_not_closed", row=self.swallowed)
        if before is not None:
            before.result()
        body = columns.table()
        if not self.is_ours:
            _refuse_open_quote(body)
        return body

    def _options(self, names: list[str]) -> tuple[arrow_csv.ReadOptions, arrow_csv.ParseOptions, arrow_csv.ConvertOptions]:
        return (
            # One thread: rows come in order and bad ones with their number.
            arrow_csv.ReadOptions(
                column_names=names,
                skip_rows_after_names=1,
                use_threads=False,
                block_size=BLOCK,
                encoding="utf-8" if self.encoding == "utf-8-sig" else self.encoding,
            ),
            arrow_csv.ParseOptions(
                delimiter=self.delimiter, newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=self._note
            ),
            arrow_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False),
        )

    def _note_swallowed(self, batch: pa.RecordBatch) -> None:
        """Note the first row of which a cell holds other rows, in whichever column; a spreadsheet has its cells apart."""
        if self.is_ours or self.swallowed is not None:
            return
        places = [
            place for column in batch.columns if (place := _first_with_rows(column, self.delimiter, len(self.repeated))) >= 0
        ]
        if places:
            self.swallowed = self.rows + min(places) + HEADINGS_ROW + 1

    def _note(self, row: arrow_csv.InvalidRow) -> str:
        """Note where a row is and how many cells it has; its text may be about a person and is not kept."""
        if len(self.ragged) < MOST_RAGGED:
            self.ragged.append({"row": row.number, "expected": row.expected_columns, "actual": row.actual_columns})
        return "skip"


def holds_rows(cell: str, delimiter: str, columns: int) -> bool:
    """Whether two stray quotation marks took what lies between them into one cell: whole rows, or the end of a row and the
    beginning of the next, which have as many delimiters together. Of two columns nobody can tell: a text has commas too."""
    lines = [line.count(delimiter) for line in LINE_BREAK.split(cell)]
    wanted = columns - 1
    return wanted > 1 and len(lines) > 1 and (max(lines) >= wanted or lines[0] + lines[-1] == wanted)


def refuse_swallowed_headings(headings: Sequence[str], delimiter: str) -> None:
    """The same of the headings. Raises Unreadable."""
    if any(holds_rows(heading, delimiter, len(headings)) for heading in headings):
        raise Unreadable("quote_not_closed", row=HEADINGS_ROW)


def _first_with_rows(cells: pa.StringArray, delimiter: str, columns: int) -> int:
    """The place of the first cell that `holds_rows`, -1 where none does. Most blocks have no line break in any cell."""
    data = cells.buffers()[2]
    raw = data.to_pybytes() if data is not None else b""
    if b"\n" not in raw and b"\r" not in raw:
        return -1
    broken = pc.or_(pc.match_substring(cells, "\n"), pc.match_substring(cells, "\r"))
    suspect = pc.and_(broken, pc.greater_equal(pc.count_substring(cells, delimiter), columns - 1))
    for place in pc.indices_nonzero(suspect).to_pylist():
        if holds_rows(cells[place].as_py(), delimiter, columns):
            return int(place)
    return -1


def _refuse_open_quote(body: pa.Table) -> None:
    """A quotation mark that is never closed takes everything after it into the last cell."""
    if not body.num_rows:
        return
    for column in body.columns:
        value = column[body.num_rows - 1].as_py()
        if value.endswith("\n") and value.count("\n") > 1:
            raise Unreadable("quote_not_closed", row=body.num_rows + HEADINGS_ROW)


class _Counted(io.RawIOBase):
    """The file, with how many of its bytes were read, and whether a line ends in the last of them.

    Arrow reads in a thread of its own: it only counts, nobody is told here.
    """

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.count, self.has_lines = file, 0, False

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self.file.read(size)
        self.count += len(data)
        if data:
            self.has_lines = b"\n" in data or b"\r" in data
        return data
