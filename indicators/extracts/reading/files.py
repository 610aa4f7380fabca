"""One way to read a file, whatever its kind."""

from typing import BinaryIO

from indicators.extracts.reading.csv import read_csv
from indicators.extracts.reading.frames import Document
from indicators.extracts.reading.kinds import Kind, kind_of
from indicators.extracts.reading.sheet import read_sheet
from wales_framework.jobs.progress import Progress, silent


def read(file: BinaryIO, size: int, progress: Progress = silent, *, most_rows: int | None = None) -> Document:
    """Read the table in `file` (`size` bytes); rows without any value are left out, the numbers of the others stay.

    With `most_rows` only about so many are read: enough to see what a file is. Raises Unreadable.
    """
    kind = kind_of(file)
    if kind is Kind.CSV:
        return read_csv(file, size, progress, most_rows)
    return read_sheet(file, kind, progress, most_rows)
