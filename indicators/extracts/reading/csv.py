"""CSV -> Document: the encoding is proven, the delimiter found, and the rows are read."""

import csv
import io
from typing import BinaryIO

from indicators.extracts.reading.encoding import encoding_of
from indicators.extracts.reading.frames import HEADINGS_ROW, Ask, Document, Told, document
from indicators.extracts.reading.kinds import Kind
from indicators.extracts.reading.parsing import Parser, refuse_swallowed_headings
from indicators.extracts.reading.unreadable import Unreadable

DELIMITERS = ",;\t"
SAMPLE = 1 << 16
MOST_COLUMNS = 1000


def read_csv(file: BinaryIO, size: int, told: Told, most_rows: int | None, repeated: Ask) -> Document:
    """Read a delimited text. Raises Unreadable."""
    encoding = encoding_of(file)
    headings, delimiter = _headings(file, encoding)
    file.seek(0)
    parser = Parser(tuple(repeated(headings)), delimiter, encoding)
    body = parser.read(file, lambda: told(parser.bytes, size, "bytes"), most_rows)
    return document(Kind.CSV, headings, body)


def _headings(file: BinaryIO, encoding: str) -> tuple[tuple[str, ...], str]:
    """The first row, and the delimiter that divides it into most parts."""
    file.seek(0)
    raw = file.read(SAMPLE)
    sample = raw.decode(encoding, errors="ignore")
    rows: list[list[str]] = []
    for delimiter in DELIMITERS:
        reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
        rows.append(next(reader, []))
    best = max(rows, key=len)
    if not any(heading.strip() for heading in best):
        raise Unreadable("headings_missing", row=HEADINGS_ROW)
    if len(best) > MOST_COLUMNS:
        raise Unreadable("columns_too_many", most=MOST_COLUMNS)
    if best[-1].endswith("\n"):
        raise Unreadable("quote_not_closed", row=HEADINGS_ROW)
    if sum(map(len, best)) + len(best) > len(sample) - 2 and len(raw) == SAMPLE:
        raise Unreadable("row_too_long", row=HEADINGS_ROW)
    delimiter = DELIMITERS[rows.index(best)]
    refuse_swallowed_headings(best, delimiter)
    return tuple(best), delimiter
