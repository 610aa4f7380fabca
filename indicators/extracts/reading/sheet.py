"""XLSX and ODS -> Document: the first sheet, after a look at what the file unpacks to."""

import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import BinaryIO

import pyarrow as pa
from django.conf import settings
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from indicators.extracts.reading.frames import Document, document
from indicators.extracts.reading.kinds import Kind
from indicators.extracts.reading.refusals import Unreadable
from wales_framework.jobs.progress import Progress

BLOCK = 1 << 20
ROWS_AT_ONCE = 50_000
# A sheet of equal cells packs to a hundredth and is small; a bomb packs to a thousandth and is not.
MOST_RATIO = 200
HARMLESS = 32 << 20

Cell = int | float | str | bool | date | datetime | time | timedelta


def read_sheet(file: BinaryIO, kind: Kind, progress: Progress, most_rows: int | None = None) -> Document:
    """Read the first sheet. Raises Unreadable."""
    _refuse_bomb(file, progress)
    try:
        workbook = CalamineWorkbook.from_filelike(file)
        sheet = workbook.get_sheet_by_index(0)
    except (CalamineError, ValueError, IndexError, OSError) as error:
        raise Unreadable("spreadsheet_damaged") from error
    if sheet.end is None:
        raise Unreadable("file_empty")
    if sheet.start is not None and sheet.start[0] > 0:
        raise Unreadable("headings_missing", row=1)
    rows = iter(sheet.iter_rows())
    headings = tuple(_text(cell) for cell in next(rows))
    columns = _columns(sheet, rows, len(headings), progress, most_rows)
    names = [str(number) for number in range(len(headings))]
    return document(kind, headings, pa.table(columns, names=names))


def _columns(
    sheet: CalamineSheet, rows: Iterator[list[Cell]], width: int, progress: Progress, most_rows: int | None
) -> list[pa.ChunkedArray]:
    total = sheet.height - 1
    chunks: list[list[pa.Array]] = [[] for _ in range(width)]
    done, block = 0, []
    for row in rows:
        block.append([_text(cell) for cell in row])
        if len(block) == ROWS_AT_ONCE:
            done += _add(chunks, block)
            progress("reading", done, total, "rows")
            block = []
            if most_rows is not None and done >= most_rows:
                break
    done += _add(chunks, block)
    progress("reading", done, total, "rows")
    return [pa.chunked_array(parts, pa.string()) for parts in chunks]


def _add(chunks: list[list[pa.Array]], block: list[list[str]]) -> int:
    for column, values in zip(chunks, zip(*block, strict=True), strict=False):
        column.append(pa.array(values, pa.string()))
    return len(block)


def _text(cell: Cell) -> str:
    """A cell as an analyst reads it: 245.0 is 245, a date is YYYY-MM-DD."""
    if isinstance(cell, str):
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


def _refuse_bomb(file: BinaryIO, progress: Progress) -> None:
    """Look at the sizes that the archive declares, then unpack it once into nothing to prove them.

    zipfile stops at the declared size and compares checksums, so a file that declares too little is found too.
    """
    limit = settings.EXTRACT_MAX_BYTES
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            total = sum(entry.file_size for entry in entries)
            packed = max(1, sum(entry.compress_size for entry in entries))
            if total > 4 * limit or (total > HARMLESS and total / packed > MOST_RATIO):
                raise Unreadable("spreadsheet_bomb")
            done = 0
            for entry in entries:
                with archive.open(entry) as unpacked:
                    while block := unpacked.read(BLOCK):
                        done += len(block)
                        progress("reading", done, total, "bytes")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError, zlib.error) as error:
        raise Unreadable("spreadsheet_damaged") from error
    finally:
        file.seek(0)
