"""What a workbook is made of, whatever the format."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

Cell = str | int | Decimal | None
# What XML cannot hold; a lone carriage return would come back as another line end.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\r\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Column:
    """The heading of a column, unlike all others of its sheet, and how wide it is, in letters."""

    heading: str
    width: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with one row of headings, which stays in sight, and nothing merged. Rows are asked for once, as they are written.

    `name` has at most 31 letters and none of []:*?/\\, as spreadsheets demand; `code` names it for the program.
    """

    code: str
    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    wraps: bool = False  # long texts go over several lines


@dataclass(frozen=True, slots=True)
class Workbook:
    """Sheets, with what the file says of itself. `made`: the moment that it bears, so that equal figures give equal bytes."""

    title: str
    language: str
    made: datetime
    sheets: Sequence[Sheet]


def escaped(text: str) -> str:
    """A text between XML tags."""
    if UNWRITABLE.search(text):
        text = UNWRITABLE.sub("\ufffd", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def quoted(text: str) -> str:
    """A text in an XML attribute."""
    return escaped(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")
