"""CSV -> Document: encoding, delimiter and rows, in blocks, with the bytes counted."""

import csv
import io
from typing import BinaryIO

import pyarrow as pa
import pyarrow.csv as arrow_csv

from indicators.extracts.reading.encoding import encoding_of
from indicators.extracts.reading.frames import HEADINGS_ROW, Document, document
from indicators.extracts.reading.kinds import Kind
from indicators.extracts.reading.refusals import Unreadable
from wales_framework.jobs.progress import Progress

DELIMITERS = ",;\t"
BLOCK = 4 << 20
SAMPLE = 1 << 16
MOST_RAGGED = 1000  # rows listed; a file with more is wrong as a whole


def read_csv(file: BinaryIO, size: int, progress: Progress, most_rows: int | None = None) -> Document:
    """Read a delimited text. Raises Unreadable."""
    encoding = encoding_of(file)
    headings, delimiter = _headings(file, encoding)
    counted = _Counted(file)
    file.seek(0)
    ragged: list[arrow_csv.InvalidRow] = []

    def note(row: arrow_csv.InvalidRow) -> str:
        if len(ragged) < MOST_RAGGED:
            ragged.append(row)
        return "skip"

    names = [str(number) for number in range(len(headings))]
    batches, rows = [], 0
    try:
        with arrow_csv.open_csv(
            counted,
            # One thread: rows come in order and bad ones with their number.
            read_options=arrow_csv.ReadOptions(column_names=names, use_threads=False, block_size=BLOCK, encoding=encoding),
            parse_options=arrow_csv.ParseOptions(
                delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=note
            ),
            convert_options=arrow_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False),
        ) as reader:
            for batch in reader:
                batches.append(batch)
                rows += batch.num_rows
                progress("reading", counted.count, size, "bytes")
                if most_rows is not None and rows > most_rows:
                    break
    except pa.ArrowInvalid as error:
        # What is left after the encoding was proven: a row that does not end within a block.
        raise Unreadable("quote_not_closed", row=rows + HEADINGS_ROW) from error
    table = pa.Table.from_batches(batches, schema=pa.schema([(name, pa.string()) for name in names]))
    if ragged:
        raise _ragged(ragged, table)
    _refuse_open_quote(table)
    return document(Kind.CSV, headings, table.slice(1))


def _headings(file: BinaryIO, encoding: str) -> tuple[tuple[str, ...], str]:
    """The first row, and the delimiter that divides it into most parts."""
    file.seek(0)
    sample = file.read(SAMPLE).decode(encoding, errors="ignore")
    best: list[str] = []
    chosen = DELIMITERS[0]
    for delimiter in DELIMITERS:
        found = next(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), [])
        if len(found) > len(best):
            best, chosen = found, delimiter
    if not any(heading.strip() for heading in best):
        raise Unreadable("headings_missing", row=HEADINGS_ROW)
    return tuple(best), chosen


def _ragged(ragged: list[arrow_csv.InvalidRow], table: pa.Table) -> Unreadable:
    first = ragged[0]
    rows = [
        {"row": row.number, "value": row.text[:200], "expected": row.expected_columns, "actual": row.actual_columns}
        for row in ragged
    ]
    return Unreadable(
        "rows_ragged",
        row=first.number,
        value=first.text[:200],
        expected=first.expected_columns,
        actual=first.actual_columns,
        rows=rows,
    )


def _refuse_open_quote(table: pa.Table) -> None:
    """A quotation mark that is never closed takes everything after it into the last cell."""
    if table.num_rows < 2:
        return
    last = table.slice(table.num_rows - 1)
    for column in last.columns:
        value = column[0].as_py()
        if value.endswith("\n") and value.count("\n") > 1:
            raise Unreadable("quote_not_closed", row=table.num_rows, value=value.splitlines()[0][:200])


class _Counted(io.RawIOBase):
    """The file, with how many of its bytes were read. Arrow reads in a thread of its own: it only counts, nobody is told here."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.count = file, 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self.file.read(size)
        self.count += len(data)
        return data
