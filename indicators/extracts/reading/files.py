"""One way to read a file, whatever its kind."""

from typing import BinaryIO

from indicators.extracts.reading.csv import read_csv
from indicators.extracts.reading.frames import Document, Repeated, none_repeated
from indicators.extracts.reading.kinds import Kind, kind_of
from indicators.extracts.reading.sheet import read_sheet
from wales_framework.jobs.progress import Progress, silent


def read(
    file: BinaryIO,
    size: int,
    progress: Progress = silent,
    *,
    most_rows: int | None = None,
    repeated: Repeated = none_repeated,
) -> Document:
    """Read the table in `file` (`size` bytes); rows without any value are left out, the numbers of the others stay.

    With `most_rows` only about so many are read: enough to see what a file is. `repeated(heading)` says which columns have few
    different values; they come as CODED, with one list of values for the whole file. Raises Unreadable.
    """
    kind = kind_of(file)
    if kind is Kind.CSV:
        return read_csv(file, size, progress, most_rows, repeated)
    return read_sheet(file, size, kind, progress, most_rows, repeated)
