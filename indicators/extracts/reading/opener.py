"""Run as a program of its own: a spreadsheet on standard input -> a line of JSON and the first sheet as CSV on standard output.

The library that opens spreadsheets takes memory as the file asks for it and ends its process where there is none: a few bytes
that name a cell far below would take a worker with them. So it works here, with bounds on memory and time, without the
service's environment, and without anything of the service loaded; who calls it (`sheet`) takes its end as an answer.
"""

import csv
import json
import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

MEMORY = 3 << 30  # bytes of addresses; a full sheet of 1,048,576 rows and 12 columns takes 1.0 GB, as ODS 1.8
SECONDS, SECONDS_WAITED = 300, 60  # of the processor, and while somebody waits; a full sheet takes 25
LONGEST = 32_767  # letters; no spreadsheet program takes more in a cell

Cell = int | float | str | bool | date | datetime | time | timedelta


class Refused(Exception):
    """`name`: one of REFUSALS."""


def main(most_rows: int | None) -> None:
    """Write {"rows": under the headings, "headings"} and the table, or {"refused": name}."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    seconds = SECONDS if most_rows is None else SECONDS_WAITED
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    out = open(1, "w", encoding="utf-8", newline="", closefd=False, buffering=1 << 20)  # noqa: SIM115
    try:
        sheet = _first_sheet()
        rows: Iterator[list[Cell]] = iter(sheet.iter_rows())
        headings = [_text(cell) for cell in next(rows)]
    except Refused as refused:
        print(json.dumps({"refused": str(refused)}), file=out, flush=True)
        return
    print(json.dumps({"rows": sheet.height - 1, "headings": headings}), file=out)
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow(headings)
    for row in islice(rows, most_rows):
        writer.writerow([_text(cell) for cell in row])
    out.flush()


def _first_sheet() -> CalamineSheet:
    """Raises Refused."""
    try:
        workbook = CalamineWorkbook.from_filelike(open(0, "rb", closefd=False))  # noqa: SIM115
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
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else None)
