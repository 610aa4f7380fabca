"""A closer look at a sheet: cells that would be read as blank although something stands in them (errors, formulas never worked
out), rows and cells that stand there twice or out of order, and what is hidden.

Only for sheets that have such a thing, or may have: this goes through every cell.
"""

import re
import zipfile
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.parsers import expat

from indicators.extracts.reading.frames import Hidden
from indicators.extracts.reading.inside import BLOCK, damage_told
from indicators.extracts.reading.kinds import Kind
from indicators.extracts.reading.unreadable import Unreadable

MOST_NAMED = 1000
MOST_ROWS, MOST_COLUMNS = 1 << 20, 1 << 14  # of every spreadsheet program
REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,10})")
MOST_CELLS = 1 << 26  # that an ODS may stand for by repeating


@dataclass
class Doubts:
    """What was found: places as dicts of `row` and `cell`, at most MOST_NAMED of each."""

    in_error: list[dict[str, object]] = field(default_factory=list)
    not_worked_out: list[dict[str, object]] = field(default_factory=list)
    out_of_order: list[dict[str, object]] = field(default_factory=list)
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)  # first and last, rising
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    row: int = 0
    column: int = 0

    def note(self, places: list[dict[str, object]], cell: str = "") -> None:
        if len(places) < MOST_NAMED:
            places.append({"row": self.row, "cell": cell or f"{letters(self.column)}{self.row}"})


def look_closely(file: BinaryIO, kind: Kind, part: str) -> Hidden:
    """Go through the sheet in this part of the archive; what of it is hidden. Raises Unreadable with the places."""
    doubts = Doubts()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    (_Xlsx if kind is Kind.XLSX else _Ods)(doubts).listen(parser)
    try:
        with damage_told(), zipfile.ZipFile(file) as archive, archive.open(part) as unpacked:
            while block := unpacked.read(BLOCK):
                parser.Parse(block, False)
            parser.Parse(b"", True)
    except expat.ExpatError:
        raise Unreadable("spreadsheet_damaged") from None
    finally:
        file.seek(0)
    for name, places in (
        ("cells_out_of_order", doubts.out_of_order),
        ("cells_in_error", doubts.in_error),
        ("formulas_not_worked_out", doubts.not_worked_out),
    ):
        if places:
            first = places[0]
            raise Unreadable(name, row=int(str(first["row"])), cell=first["cell"], rows=places)
    return Hidden(tuple(doubts.hidden_rows), tuple(doubts.hidden_columns))


def column_of(text: str) -> int:
    """A column's number, from its letters: A is 1."""
    number = 0
    for letter in text.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def letters(column: int) -> str:
    """A column's letters, from 1: A … Z, AA …"""
    text = ""
    while column > 0:
        column, letter = divmod(column - 1, 26)
        text = chr(ord("A") + letter) + text
    return text


class _Xlsx:
    """<row r><c r t><f>…</f><v>…</v></c>: a cell with `f` needs a `v`; type `e` is an error."""

    def __init__(self, doubts: Doubts) -> None:
        self.doubts = doubts
        self.place, self.type, self.has_formula, self.value, self.in_value = "", "", False, "", False

    def listen(self, parser: expat.XMLParserType) -> None:
        parser.StartElementHandler, parser.EndElementHandler = self.start, self.end
        parser.CharacterDataHandler = self.text

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name, doubts = tag.rpartition(":")[2], self.doubts
        if name == "row":
            self._row(attributes)
        elif name == "col" and _is_true(attributes.get("hidden")):
            doubts.hidden_columns.append((_number(attributes.get("min"), 1), _number(attributes.get("max"), 1)))
        elif name == "c":
            self._cell(attributes.get("r", ""))
            self.type = attributes.get("t", "n")
            self.has_formula, self.value = False, ""
        elif name == "f":
            self.has_formula = True
        elif name == "v":
            self.in_value = True
            if self.type == "str":
                self.value = "blank"  # worked out to a text, maybe an empty one

    def _row(self, attributes: dict[str, str]) -> None:
        doubts = self.doubts
        number = _number(attributes.get("r"), doubts.row + 1)
        is_below = number > doubts.row
        doubts.row, doubts.column = number, 0
        if not is_below:
            doubts.note(doubts.out_of_order, f"A{number}")
        elif _is_true(attributes.get("hidden")):
            doubts.hidden_rows.append((number, number))

    def _cell(self, place: str) -> None:
        """In its row, to the right of the one before it."""
        doubts = self.doubts
        self.place = place
        if (reference := REFERENCE.fullmatch(place)) is None:
            doubts.column += 1
            return
        column, row = column_of(reference[1]), int(reference[2])
        if row != doubts.row or column <= doubts.column:
            doubts.note(doubts.out_of_order, place)
        doubts.column = column

    def text(self, text: str) -> None:
        if self.in_value:
            self.value = "filled" if text.strip() else self.value

    def end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name == "v":
            self.in_value = False
        elif name == "c" and self.type == "e":
            self.doubts.note(self.doubts.in_error, _plain_place(self.place))
        elif name == "c" and self.has_formula and not self.value:
            self.doubts.note(self.doubts.not_worked_out, _plain_place(self.place))


class _Ods:
    """Cells of the first <table:table>. Rows and cells may be repeated by number; what they then stand for is bounded."""

    def __init__(self, doubts: Doubts) -> None:
        self.doubts = doubts
        self.tables, self.depth, self.next_row, self.next_column, self.cells, self.width = 0, 0, 1, 1, 0, 0
        self.repeated = 1

    def listen(self, parser: expat.XMLParserType) -> None:
        parser.StartElementHandler, parser.EndElementHandler = self.start, self.end

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "table":
            self.tables += 1
        if self.tables != 1:
            return
        if name == "table-row":
            self._row(_number(attributes.get("table:number-rows-repeated"), 1))
            if self._is_hidden(attributes):
                self.doubts.hidden_rows.append((self.doubts.row, self.next_row - 1))
        elif name == "table-column":
            first = self.next_column
            self.next_column += _number(attributes.get("table:number-columns-repeated"), 1)
            if self._is_hidden(attributes):
                self.doubts.hidden_columns.append((first, self.next_column - 1))
        elif name == "covered-table-cell":
            raise Unreadable("cells_merged")
        elif name == "table-cell":
            self._cell(attributes)

    @staticmethod
    def _is_hidden(attributes: dict[str, str]) -> bool:
        return attributes.get("table:visibility", "visible") != "visible"

    def _row(self, repeated: int) -> None:
        self.doubts.row, self.doubts.column = self.next_row, 0
        self.next_row += repeated
        self.repeated, self.width = repeated, 0
        if self.next_row - 1 > MOST_ROWS:
            raise Unreadable("spreadsheet_bomb")

    def _cell(self, attributes: dict[str, str]) -> None:
        repeated = _number(attributes.get("table:number-columns-repeated"), 1)
        self.doubts.column += 1
        kind = attributes.get("office:value-type")
        if attributes.get("calcext:value-type") == "error":
            self.doubts.note(self.doubts.in_error)
        elif "table:formula" in attributes and kind is None:
            self.doubts.note(self.doubts.not_worked_out)
        self.doubts.column += repeated - 1
        if self.doubts.column > MOST_COLUMNS:
            raise Unreadable("spreadsheet_bomb")
        if kind is not None:  # a filled cell fills the row up to it
            self.cells += (self.doubts.column - self.width) * self.repeated
            self.width = self.doubts.column
            if self.cells > MOST_CELLS:
                raise Unreadable("spreadsheet_bomb")

    def end(self, tag: str) -> None:
        """Nothing: a cell's attributes say it all."""


def _number(text: str | None, otherwise: int) -> int:
    if text is None:
        return otherwise
    if not text.isascii() or not text.isdigit() or len(text) > 12:
        raise Unreadable("spreadsheet_damaged")
    return int(text)


def _is_true(text: str | None) -> bool:
    return text is not None and text.strip() in ("1", "true")


def _plain_place(text: str) -> str:
    """A cell's place as the file gives it, if it is one: nothing else of a file may come into a message."""
    return text if text.isascii() and text.isalnum() and len(text) <= 10 else ""
