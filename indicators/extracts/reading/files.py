"""One way to read a file, whatever its kind. In the service `apart.read` does it, in a process that is made for the file."""

from typing import BinaryIO

from indicators.extracts.reading.csv import read_csv
from indicators.extracts.reading.frames import Ask, Document, Told
from indicators.extracts.reading.kinds import Kind, kind_of
from indicators.extracts.reading.sheet import read_sheet


def read_here(file: BinaryIO, size: int, told: Told, most_rows: int | None, repeated: Ask) -> Document:
    """Read the table in `file` (`size` bytes) in this very process. Raises Unreadable."""
    kind = kind_of(file)
    if kind is Kind.CSV:
        return read_csv(file, size, told, most_rows, repeated)
    return read_sheet(file, size, kind, told, most_rows, repeated)
