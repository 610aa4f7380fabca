"""A spreadsheet -> a line of JSON and the first sheet as CSV, in a process of its own.

The library that opens spreadsheets takes memory as the file asks for it and ends its process where there is none: a few bytes
that name a cell far below would end whoever called it. So it works in a copy of the process that reads the file, under the same
bounds on memory and time, without the service's environment; who waits for it (`sheet`) takes its end as an answer.
"""

import csv
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import BinaryIO, TextIO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from indicators.extracts.reading.doubts import letters

TOO_LONG = 1e15  # no spreadsheet program keeps more than 15 digits of a number: those after them are lost
MOST_NAMED = 1000
LONGEST = 32_767  # letters; no spreadsheet program takes more in a cell

Cell = int | float | str | bool | date | datetime | time | timedelta


class Refused(Exception):
    """`name`: one of REFUSALS."""


def run(source: int, target: int, found: int, most_rows: int | None) -> None:
    """Open the file of this number, write to that of the other one, and end this process: with 0 if all was written.

    What is wrong with cells is known only after the table was written: `found` is where it goes, see `_write`.
    """
    code = 1
    with suppress(BaseException):
        with open(source, "rb") as file, open(target, "w", encoding="utf-8", newline="", buffering=1 << 20) as out:
            file.seek(0)  # the place in it is shared with whoever looked into it before
            cut_off = _write(file, out, most_rows)
        with open(found, "w", encoding="utf-8") as told:
            json.dump(cut_off, told)
        code = 0
    os._exit(code)


def _write(file: BinaryIO, out: TextIO, most_rows: int | None) -> list[dict[str, object]]:
    """Write {"rows": under the headings, "left": blank columns before them, "headings"} and the table, or {"refused": name}.

    Returns the places (`row` and `cell`) of numbers that the spreadsheet program cut off, at most MOST_NAMED.
    """
    try:
        sheet = _first_sheet(file)
        rows: Iterator[list[Cell]] = iter(sheet.iter_rows())
        first = next(rows)
        headings = [_text(cell) for cell in first]
    except Refused as refused:
        print(json.dumps({"refused": str(refused)}), file=out)
        return []
    left = sheet.start[1] if sheet.start is not None else 0  # columns before the first filled one are left out of the rows
    print(json.dumps({"rows": sheet.height - 1, "left": left, "headings": headings}), file=out)
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow(headings)
    cut_off = _cut_off(1, left, first)
    for number, row in enumerate(islice(rows, most_rows), start=2):
        writer.writerow([_text(cell) for cell in row])
        if len(cut_off) < MOST_NAMED:
            cut_off += _cut_off(number, left, row)
    return cut_off[:MOST_NAMED]


def _cut_off(number: int, left: int, row: Sequence[Cell]) -> list[dict[str, object]]:
    """The places in a row, which has no cell in the first `left` columns, of numbers with more digits than are kept."""
    return [
        {"row": number, "cell": f"{letters(place)}{number}"}
        for place, cell in enumerate(row, start=left + 1)
        if isinstance(cell, int | float) and abs(cell) >= TOO_LONG
    ]


def _first_sheet(file: BinaryIO) -> CalamineSheet:
    """Raises Refused."""
    try:
        workbook = CalamineWorkbook.from_filelike(file)
        first = workbook.sheets_metadata[0]
        if first.typ != SheetTypeEnum.WorkSheet or first.visible != SheetVisibleEnum.Visible:
            raise Refused("sheet_hidden")
        sheet = workbook.get_sheet_by_index(0)
    except PasswordError:
        raise Refused("file_is_old_office") from None
    except (CalamineError, ValueError, IndexError, OSError):
        raise Refused("spreadsheet_damaged") from None
    if sheet.merged_cell_ranges:
        raise Refused("cells_merged")
    if sheet.end is None:
        raise Refused("file_empty")
    if sheet.start is not None and sheet.start[0] > 0:
        raise Refused("headings_missing")
    return sheet


def _text(cell: Cell) -> str:
    """A cell as an analyst reads it: 245.0 is 245, a date is YYYY-MM-DD."""
    if isinstance(cell, str):
        if len(cell) > LONGEST:
            raise ValueError("a cell is longer than a spreadsheet's cell can be")
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < TOO_LONG else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)
