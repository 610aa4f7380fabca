"""What a file seems to be: source, periods and date, for the analyst to confirm or correct."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

import pandas as pd

from indicators.catalogue import Period
from indicators.extracts.layouts import Layout, layouts
from indicators.extracts.models import Extract
from indicators.extracts.receiving import head, open_file
from indicators.extracts.table import Table

PREVIEW_ROWS = 5
DAY_FIRST = re.compile(r"(?<![0-9])([0-3]?[0-9])[-_.]([01]?[0-9])[-_.]((?:19|20)[0-9]{2})(?![0-9])")
YEAR_FIRST = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})[-_.]?([01][0-9])[-_.]?([0-3][0-9])(?![0-9])")
YEAR_AND_MONTH = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})[-_.]([01][0-9])(?![0-9])")


@dataclass(frozen=True, slots=True)
class Guess:
    """Blank where nothing could be told. `rows`: the first rows, as they stand in the file, under `headings`."""

    as_at: date
    source: str = ""
    first_period: str = ""
    last_period: str = ""
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def guess(extract: Extract, today: date) -> Guess:
    """Look at the first rows of an extract's file. Raises Unreadable."""
    with open_file(extract) as file:
        document = head(file, extract.size)
    if document is None:
        return Guess(as_at=as_at_of_name(extract.name, today) or today)
    layout = layout_of(document.headings)
    preview = tuple(tuple(row) for row in document.frame.head(PREVIEW_ROWS).astype(object).to_numpy())
    if layout is None:
        return Guess(as_at_of_name(extract.name, today) or today, headings=document.headings, rows=preview)
    table = Table.of(document, layout, current=pd.DataFrame())
    first, last = periods_of(table)
    as_at = as_at_of_name(extract.name, today) or as_at_of_vintages(table, today) or today
    return Guess(as_at, layout.source, first, last, document.headings, preview)


def layout_of(headings: tuple[str, ...]) -> Layout | None:
    """The layout that knows most of the headings, if it knows half of the columns that it must have."""
    best, most = None, 0
    for layout in layouts():
        known = {column.name for heading in headings if (column := layout.named(heading)) is not None}
        required = {column.name for column in layout.columns if column.required}
        if 2 * len(known & required) >= len(required) and len(known) > most:
            best, most = layout, len(known)
    return best


def periods_of(table: Table) -> tuple[str, str]:
    """The period that begins first and the one that ends last, as codes."""
    if table.layout.period not in table.frame:
        return "", ""
    periods = [Period.parse(code) for code in table.clean[table.layout.period].dropna().unique()]
    if not periods:
        return "", ""
    return min(periods, key=lambda period: period.start).code, max(periods, key=lambda period: period.end).code


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
    if not 1 <= int(month) <= 12:
        return None
    return min(date(int(year), int(month), calendar.monthrange(int(year), int(month))[1]), today)
