"""Are dates dates, and possible ones? Each way to be wrong has its own remedy. Dates of birth are never shown."""

from datetime import date

import numpy as np
from django.utils.translation import gettext_lazy as _

from indicators.catalogue import Period
from indicators.extracts.checks.base import Found, combined, nothing, places, record_check
from indicators.extracts.recordtable import RecordTable
from indicators.extracts.recordtable.dates import NO_DAY, Fault, day_number

EARLIEST_EVENT = date(1950, 1, 1)  # before anybody whom the records can be about
EARLIEST = date(1900, 1, 1)
YEAR = _("The year is %(year)s.")


def is_too_early(period: Period) -> bool:
    """Whether a period begins before anything that figures or records can be about."""
    return period.start < EARLIEST_EVENT


def is_to_come(period: Period, day: date) -> bool:
    """Whether a period's last quarter had not begun on the day."""
    return period.quarters()[-1].start > day


def _faults(table: RecordTable, fault: Fault) -> Found:
    names = [name for name in table.layout.columns_of_type("date", "birth") if name in table.present]
    return combined([places(table, table.faulty(name, fault), name) for name in names])


def _outside(table: RecordTable, column: str, *, before: date | None = None, after: date | None = None) -> Found:
    """Cells with a day before or after another one, with their `year`."""
    days = table.meaning(column).values
    chosen = days != NO_DAY
    if before is not None:
        chosen &= days < day_number(before)
    if after is not None:
        chosen &= days > day_number(after)
    if not chosen.any():
        return nothing()
    years = np.where(days == NO_DAY, 0, days).astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
    cells = table.texts(column)
    return Found(places(table, cells.where(chosen), column, year=cells.spread(years)))


@record_check(
    "date_unknown",
    "fail",
    _("There is something that is not a date where a date belongs, or a day that no calendar has."),
    _("Write dates as 2023-04-30 or 30/04/2023. Leave a date of birth blank where it is not known."),
)
def date_unknown(table: RecordTable) -> Found:
    return _faults(table, Fault.UNKNOWN)


@record_check(
    "date_two_digit_year",
    "fail",
    _("A date has a year of two digits, so that nobody can tell the century."),
    _("Write the year with four digits: 30/04/2023. In a spreadsheet, format the column as a date with four digits of the year."),
)
def date_two_digit_year(table: RecordTable) -> Found:
    return _faults(table, Fault.TWO_DIGITS)


@record_check(
    "date_month_first",
    "fail",
    _("A date has its month before its day, so that others in the column may be read wrongly too."),
    _("Export the whole column with the day first (30/04/2023) or with the year first (2023-04-30)."),
)
def date_month_first(table: RecordTable) -> Found:
    return _faults(table, Fault.MONTH_FIRST)


@record_check(
    "date_with_time",
    "fail",
    _("A date has a time of day."),
    _(
        "Export the date alone. A time can belong to another day elsewhere: 23:00 in a file that keeps universal time is "
        "midnight of the next day here in summer."
    ),
)
def date_with_time(table: RecordTable) -> Found:
    return _faults(table, Fault.WITH_TIME)


@record_check(
    "date_as_number",
    "fail",
    _("There is a number of days where a date belongs, as spreadsheets keep dates inside."),
    _("Format the column as a date before you save it as CSV. Two ways of counting the days are in use, so we do not guess."),
)
def date_as_number(table: RecordTable) -> Found:
    return _faults(table, Fault.SERIAL)


@record_check(
    "date_too_early",
    "fail",
    _("A date lies too far back to be true: the day that a row counts on before 1950, or another day before 1900."),
    _("Look the date up. Dates such as 01/01/1900 often stand for a date that is not known."),
    row=YEAR,
)
def date_too_early(table: RecordTable) -> Found:
    """An offence may have been committed long before it was proven."""
    names = [name for name in table.layout.columns_of_type("date") if name in table.present]
    limits = {name: EARLIEST_EVENT if name == table.event else EARLIEST for name in names}
    return combined([_outside(table, name, before=limit).places for name, limit in limits.items()])


@record_check(
    "birth_too_early",
    "fail",
    _("A date of birth lies before 1900."),
    _("Correct it, or leave the cell blank where the date of birth is not known."),
    row=YEAR,
    needs=["date_of_birth"],
)
def birth_too_early(table: RecordTable) -> Found:
    return _outside(table, "date_of_birth", before=EARLIEST)


@record_check(
    "date_after_as_at",
    "fail",
    _("A date lies after the day on which the data was drawn (%(as_at)s)."),
    _("Nothing can be recorded before it happens. Correct the date, or the day on which the data was drawn."),
    row=YEAR,
)
def date_after_as_at(table: RecordTable) -> Found:
    if table.as_at is None:
        return nothing()
    names = [name for name in table.layout.columns_of_type("date") if name in table.present]
    found = combined([_outside(table, name, after=table.as_at).places for name in names])
    return Found(found.places, {"as_at": table.as_at.isoformat()})


@record_check(
    "sanction_before_offence",
    "fail",
    _("An offence was proven before it was committed."),
    _("Look both dates up in the source. Often they were swapped."),
    needs=["offence_date", "sanction_date"],
)
def sanction_before_offence(table: RecordTable) -> Found:
    offence, sanction = table.days("offence_date"), table.days("sanction_date")
    return Found(places(table, (sanction < offence) & (sanction != NO_DAY), "sanction_date"))
