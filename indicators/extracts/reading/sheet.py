"""XLSX and ODS -> Document: the first sheet, opened by a process of its own (`opener`) after a look into the archive."""

import io
import json
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from indicators.extracts.reading import opener
from indicators.extracts.reading.csv import MOST_COLUMNS
from indicators.extracts.reading.doubts import look_closely
from indicators.extracts.reading.frames import NOTHING_HIDDEN, Ask, Document, Told, document
from indicators.extracts.reading.inside import first_sheet_of
from indicators.extracts.reading.kinds import Kind
from indicators.extracts.reading.parsing import Parser
from indicators.extracts.reading.unreadable import Unreadable

MOST_BYTES = 512 << 20  # as it is uploaded: ten times a full sheet
MOST_TEXT = 1 << 30  # bytes of its cells as CSV
MOST_HEADINGS = 1 << 20  # bytes


def read_sheet(file: BinaryIO, size: int, kind: Kind, told: Told, most_rows: int | None, repeated: Ask) -> Document:
    """Read the first sheet. Raises Unreadable."""
    if size > MOST_BYTES:
        raise Unreadable("file_too_large", size=size, most=MOST_BYTES)
    part, doubtful = first_sheet_of(file, kind, lambda done, total: told(done, total, "bytes"))
    hidden = look_closely(file, kind, part) if doubtful else NOTHING_HIDDEN
    with _opened(file, most_rows) as (total, left, headings, rows):
        parser = Parser(tuple(repeated(headings)), is_ours=True)
        try:
            body = parser.read(rows, lambda: told(parser.rows, total, "rows"))
        except Unreadable:  # the opener's CSV is right: it was cut off
            raise Unreadable("spreadsheet_endless") from None
    return document(kind, headings, body, hidden.without_columns(left))


@contextmanager
def _opened(file: BinaryIO, most_rows: int | None) -> Iterator[tuple[int, int, list[str], BinaryIO]]:
    """How many rows there are, how many blank columns before the first heading, the headings, and the table as CSV. However the
    opener ends, it is gone afterwards.

    It is a copy of this process, made while this has no second thread yet.
    """
    ours, theirs = os.pipe()
    after, found = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(ours)
        os.close(after)
        opener.run(file.fileno(), theirs, found, most_rows)
    os.close(theirs)
    os.close(found)
    code: int | None = None
    try:
        with open(ours, "rb") as stream, open(after, "rb") as places:
            total, left, headings = _told(stream)
            yield total, left, headings, cast("BinaryIO", _Bounded(stream))
            told_after = places.read()
            code = os.waitpid(process, 0)[1]
            if code != 0:
                raise Unreadable("spreadsheet_endless")
            if cut_off := json.loads(told_after):
                raise Unreadable("numbers_cut_off", rows=cut_off, **cut_off[0])
    finally:
        if code is None:
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)


def _told(stream: BinaryIO) -> tuple[int, int, list[str]]:
    """The opener's first line: how many rows there are, blank columns before them, and the headings. Raises Unreadable."""
    line = stream.readline(MOST_HEADINGS)
    if not line.endswith(b"\n"):
        raise Unreadable("row_too_long" if line else "spreadsheet_endless")
    told = json.loads(line)
    if "refused" in told:
        raise Unreadable(str(told["refused"]))
    if len(told["headings"]) > MOST_COLUMNS:
        raise Unreadable("columns_too_many", most=MOST_COLUMNS)
    return told["rows"], told["left"], told["headings"]


class _Bounded(io.RawIOBase):
    """The opener's output, up to MOST_TEXT: a few texts can stand in very many cells."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream, self.left = stream, MOST_TEXT

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self.stream.read(size)
        self.left -= len(data)
        if self.left < 0:
            raise Unreadable("spreadsheet_endless")
        return data
