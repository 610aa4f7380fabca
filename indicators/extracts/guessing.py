"""What a file seems to be: source, periods and date, for the analyst to confirm or correct."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from indicators.catalogue import Period
from indicators.extracts.checks.days import is_to_come, is_too_early
from indicators.extracts.layouts import Layout, layouts
from indicators.extracts.layouts.schema import plain
from indicators.extracts.models import Extract
from indicators.extracts.receiving import HEAD_ROWS, head, open_file
from indicators.extracts.recordtable import RecordTable
from indicators.extracts.recordtable.showing import WITHHELD
from indicators.extracts.table import Table

PREVIEW_ROWS = 5
DAY_FIRST = re.compile(r"(?<![0-9])([0-3]?[0-9])[-_.]([01]?[0-9])[-_.]((?:19|20)[0-9]{2})(?![0-9])")
YEAR_FIRST = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})[-_.]?([01][0-9])[-_.]?([0-3][0-9])(?![0-9])")
YEAR_AND_MONTH = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})[-_.]([01][0-9])(?![0-9])")


@dataclass(frozen=True, slots=True)
class Guess:
    """Blank where nothing could be told. `rows`: the first rows, as they stand in the file, under `headings`; of records only
    what may be shown, and nothing of a file that was not `recognised`, because it could be about people."""

    as_at: date
    source: str = ""
    first_period: str = ""
    last_period: str = ""
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    recognised: bool = True


def guess(extract: Extract, today: date) -> Guess:
    """Look at the first rows of an extract's file. Raises Unreadable."""
    named = as_at_of_name(extract.name, today)
    with open_file(extract) as file:
        document = head(file, extract.size)
    if document is None:
        return Guess(named or today)
    layout = layout_of(document.headings)
    if layout is None:
        return Guess(named or today, recognised=False)
    if layout.kind == "records":
        records = RecordTable.of(document, layout)
        # The rows that were not looked at may lie in other quarters: then the check tells the periods, which sees them all.
        found = records.first_and_last() if records.size < HEAD_ROWS else None
        as_at = named or today
        return Guess(as_at, layout.source, *_codes(found, as_at), document.headings, preview(records))
    table = Table.of(document, layout, current=pd.DataFrame(columns=list(layout.by_name)))
    as_at = named or as_at_of_vintages(table, today) or today
    rows = tuple(tuple(row) for row in document.frame.head(PREVIEW_ROWS).astype(object).to_numpy())
    return Guess(as_at, layout.source, *_codes(table.first_and_last(), as_at), document.headings, rows)


def _codes(periods: tuple[Period, Period] | None, as_at: date) -> tuple[str, str]:
    """Periods that cannot be are not proposed: the check names their rows."""
    if periods is None or is_too_early(periods[0]) or is_to_come(periods[1], as_at):
        return "", ""
    return periods[0].code, periods[1].code


def preview(table: RecordTable) -> tuple[tuple[str, ...], ...]:
    """The first rows as they may be shown; of a column that the source does not know nothing, it could hold names."""
    first = np.arange(table.size) < PREVIEW_ROWS
    rows = int(first.sum())
    columns = [table.cells(name, first) if name else [WITHHELD] * rows for name in table.meant]
    return tuple(tuple(str(cell) for cell in row) for row in zip(*columns, strict=True))


def layout_of(headings: tuple[str, ...]) -> Layout | None:
    """The layout that knows most of the headings, of two the one that knows more by their own names; none where a layout
    knows less than half of the columns that a file must have."""
    best: tuple[int, int, Layout] | None = None
    for layout in layouts():
        known = {column.name for heading in headings if (column := layout.named(heading)) is not None}
        wanted = {column.name for column in layout.columns if column.required or column.must_exist}
        exact = len({plain(heading) for heading in headings} & {plain(name) for name in layout.by_name})
        if 2 * len(known & wanted) >= len(wanted) and (best is None or (len(known), exact) > best[:2]):
            best = (len(known), exact, layout)
    return best[2] if best is not None else None


def as_at_of_name(name: str, today: date) -> date | None:
    """A date in the file's name, whole or a month (then its last day); never one that is yet to come."""
    for pattern, order in ((YEAR_FIRST, (1, 2, 3)), (DAY_FIRST, (3, 2, 1))):
        if match := pattern.search(name):
            year, month, day = (int(match[number]) for number in order)
            try:
                return min(date(year, month, day), today)
            except ValueError:
                continue
    if match := YEAR_AND_MONTH.search(name):
        return _last_day(match[1], match[2], today)
    return None


def as_at_of_vintages(table: Table, today: date) -> date | None:
    """The last day of the latest edition's month."""
    if table.layout.vintage is None or table.layout.vintage not in table.frame:
        return None
    vintages = table.clean[table.layout.vintage].dropna()
    if vintages.empty:
        return None
    year, month = str(vintages.max()).split("-")
    return _last_day(year, month, today)


def _last_day(year: str, month: str, today: date) -> date | None:
    if not 1 <= int(month) <= 12 or int(year) < date.min.year:
        return None
    return min(date(int(year), int(month), calendar.monthrange(int(year), int(month))[1]), today)
