"""XLSX and ODS -> Document: the first sheet, opened by a program of its own (`opener`) after a look into the archive."""

import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO, cast

from django.template.defaultfilters import filesizeformat

from indicators.extracts.reading.csv import MOST_COLUMNS
from indicators.extracts.reading.doubts import refuse_doubtful
from indicators.extracts.reading.frames import Document, Repeated, document, none_repeated
from indicators.extracts.reading.inside import first_sheet_of
from indicators.extracts.reading.kinds import Kind
from indicators.extracts.reading.parsing import Parser
from indicators.extracts.reading.refusals import Unreadable
from wales_framework.jobs.progress import Progress

MOST_BYTES = 512 << 20  # as it is uploaded: ten times a full sheet
MOST_TEXT = 1 << 30  # bytes of its cells as CSV
MOST_HEADINGS = 1 << 20  # bytes
OPENER = Path(__file__).with_name("opener.py")
KEPT = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT")  # of the environment; no secret reaches the opener


def read_sheet(
    file: BinaryIO,
    size: int,
    kind: Kind,
    progress: Progress,
    most_rows: int | None = None,
    repeated: Repeated = none_repeated,
) -> Document:
    """Read the first sheet. Raises Unreadable."""
    if size > MOST_BYTES:
        raise Unreadable("file_too_large", size=filesizeformat(size), most=filesizeformat(MOST_BYTES))
    part, doubtful = first_sheet_of(file, kind, lambda done, total: progress("reading", done, total, "bytes"))
    if doubtful:
        refuse_doubtful(file, kind, part)
    with _opened(file, most_rows) as (total, headings, rows):
        parser = Parser(tuple(repeated(heading) for heading in headings), is_ours=True)
        try:
            body = parser.read(rows, lambda: progress("reading", parser.rows, total, "rows"))
        except Unreadable:  # the opener's CSV is right: it was cut off
            raise Unreadable("spreadsheet_endless") from None
    return document(kind, headings, body)


@contextmanager
def _opened(file: BinaryIO, most_rows: int | None) -> Iterator[tuple[int, list[str], BinaryIO]]:
    """How many rows there are, the headings, and the table as CSV. However the opener ends, it is gone afterwards."""
    arguments = [sys.executable, "-I", str(OPENER), *([str(most_rows)] if most_rows is not None else [])]
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    with (
        _real(file) as real,
        subprocess.Popen(arguments, stdin=real, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=kept) as opener,
    ):
        stream = cast("IO[bytes]", opener.stdout)
        try:
            total, headings = _told(stream)
            yield total, headings, cast("BinaryIO", _Bounded(stream))
            if opener.wait() != 0:
                raise Unreadable("spreadsheet_endless")
        finally:
            opener.kill()


def _told(stream: IO[bytes]) -> tuple[int, list[str]]:
    """The opener's first line: how many rows there are, and the headings. Raises Unreadable."""
    line = stream.readline(MOST_HEADINGS)
    if not line.endswith(b"\n"):
        raise Unreadable("row_too_long" if line else "spreadsheet_endless")
    told = json.loads(line)
    if "refused" in told:
        raise Unreadable(str(told["refused"]))
    if len(told["headings"]) > MOST_COLUMNS:
        raise Unreadable("columns_too_many", most=MOST_COLUMNS)
    return told["rows"], told["headings"]


@contextmanager
def _real(file: BinaryIO) -> Iterator[IO[bytes]]:
    """The file as one that another program can be given, at its beginning.

    The two share the place in it: ours is restored, as what we have read ahead of it does not know of another.
    """
    file.seek(0)
    try:
        number = file.fileno()
    except (OSError, AttributeError):
        with tempfile.TemporaryFile() as copy:
            shutil.copyfileobj(file, copy)
            copy.seek(0)
            yield copy
    else:
        place = os.lseek(number, 0, os.SEEK_CUR)
        os.lseek(number, 0, os.SEEK_SET)
        try:
            yield file
        finally:
            os.lseek(number, place, os.SEEK_SET)


class _Bounded(io.RawIOBase):
    """The opener's output, up to MOST_TEXT: a few texts can stand in very many cells."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream, self.left = stream, MOST_TEXT

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self.stream.read(size)
        self.left -= len(data)
        if self.left < 0:
            raise Unreadable("spreadsheet_endless")
        return data
