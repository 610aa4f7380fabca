"""Does every declared quarter have its rows, about as many as its neighbours and as before?"""

import numpy as np
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from indicators.catalogue import Period
from indicators.extracts.checks.base import Found, nothing, places, record_check, unplaced
from indicators.extracts.checks.days import EARLIEST_EVENT
from indicators.extracts.checks.limits import SuddenChange, limits
from indicators.extracts.recordtable import RecordTable
from indicators.extracts.recordtable.dates import NO_DAY, day_number


def _covered(table: RecordTable) -> tuple[Period, ...]:
    """The quarters that the file covers, as far as anything can have happened in them: of a date beyond, and of the thousands
    of quarters up to it, another check tells."""
    if table.event not in table.present or table.declared is None:
        return ()
    first, last = table.declared
    earliest, latest = Period.quarter_of(EARLIEST_EVENT), Period.quarter_of(table.as_at or timezone.localdate())
    return max(first, earliest).up_to(min(last, latest))


def _loaded(table: RecordTable) -> dict[Period, int]:
    """Rows of each quarter that count now."""
    history = table.history
    return {Period.parse(str(code)): int(rows) for code, rows in zip(history["period"], history["rows"], strict=True)}


def is_off(rows: int, near: int, setting: SuddenChange) -> int:
    """1 or -1 where there are too many or too few rows to be neighbours of `near`: by share, and by more than chance; else 0.

    A share of 0.5 is half as many, or twice as many.
    """
    least, most = near * (1 - setting.share), near / (1 - setting.share)
    if abs(rows - near) <= setting.standard_errors * np.sqrt(rows + near) or least <= rows <= most:
        return 0
    return 1 if rows > near else -1


@record_check(
    "date_not_declared",
    "fail",
    _("A row lies outside the quarters that you said the file covers (%(first)s to %(last)s)."),
    _("Change what the file covers and have it checked again, or leave the row out. A quarter is replaced as a whole."),
)
def date_not_declared(table: RecordTable) -> Found:
    if table.event not in table.present or table.declared is None or table.first_period is None:
        return nothing()
    first, last = table.declared
    days = table.meaning(table.event).values
    outside = (days != NO_DAY) & ((days < day_number(first.start)) | (days > day_number(last.end)))
    found = places(table, table.texts(table.event).where(outside), table.event)
    return Found(found, {"first": first.code, "last": last.code})


@record_check(
    "quarter_without_rows",
    "warn",
    _("A quarter that the file covers has no rows."),
    _("If you accept this, its figures will be 0. If the file does not cover the quarter, change what you stated."),
)
def quarter_without_rows(table: RecordTable) -> Found:
    rows = table.rows_in() if _covered(table) else {}
    empty = [period.code for period in _covered(table) if not rows.get(period)]
    return Found(unplaced("", empty)) if empty else nothing()


@record_check(
    "quarter_unlike_neighbours",
    "warn",
    _("A quarter has less than half or more than twice the rows of the quarters before and after it."),
    _("Look whether rows were lost or doubled in the export. If it is right, accept the warning."),
    row=_("%(rows)s rows; before %(before)s, after %(after)s."),
)
def quarter_unlike_neighbours(table: RecordTable) -> Found:
    """Off in the same direction from both neighbours, of the file or of what counts now. The latest has only the one before."""
    setting = limits().rows_of_quarter
    covered = _covered(table)
    now = {**_loaded(table), **dict.fromkeys(covered, 0), **(table.rows_in() if covered else {})}
    found = []
    for period in covered:
        rows, before, after = now[period], now.get(period.previous()), now.get(period.next())
        off = None if before is None else is_off(rows, before, setting)
        if off and rows and (after is None or is_off(rows, after, setting) == off) and not _is_odd(now, period.previous(), after):
            found.append((period.code, rows, before, "–" if after is None else after))
    if not found:
        return nothing()
    codes, rows_of, befores, afters = zip(*found, strict=True)
    return Found(unplaced("", codes, rows=rows_of, before=befores, after=afters))


def _is_odd(now: dict[Period, int], period: Period, after: int | None) -> bool:
    """Of the last quarter: whether the one before it is the odd one, off from the one before that."""
    before = now.get(period.previous())
    return after is None and before is not None and is_off(now[period], before, limits().rows_of_quarter) != 0


@record_check(
    "quarter_revised",
    "warn",
    _("A quarter that is already loaded comes with a different number of rows, by more than %(share)s."),
    _("The rows of the file will replace those that count now. Look whether the file has the whole quarter."),
    row=_("%(rows)s rows; loaded are %(loaded)s."),
)
def quarter_revised(table: RecordTable) -> Found:
    setting = limits().rows_revised
    rows, loaded = table.rows_in() if _covered(table) else {}, _loaded(table)
    off = [period for period in _covered(table) if period in loaded and is_off(rows.get(period, 0), loaded[period], setting)]
    if not off:
        return nothing()
    found = unplaced(
        "",
        [period.code for period in off],
        rows=[rows.get(period, 0) for period in off],
        loaded=[loaded[period] for period in off],
    )
    return Found(found, {"share": f"{setting.share:.0%}"})


@record_check(
    "quarter_unfinished",
    "warn",
    _("The last quarter seems to be incomplete."),
    _("If you accept this, its figures will be those of a part of the quarter. Better leave it out until it is complete."),
    row=_("The last row is %(days)s days before the end of the quarter."),
    sources=["sentences", "terminations", "index_events", "proven_offences", "assessments", "interventions", "referrals"],
)
def quarter_unfinished(table: RecordTable) -> Found:
    """Drawn before the quarter's end, or with a gap before it that is too long for so many rows."""
    covered = _covered(table)
    rows = table.rows_in().get(covered[-1], 0) if covered else 0
    if not rows:
        return nothing()
    end, start = day_number(covered[-1].end), day_number(covered[-1].start)
    days = table.meaning(table.event).values
    gap = end - int(days[days <= end].max())
    setting = limits().unfinished
    cut_off = gap > max(setting.days, setting.mean_gaps * (end - start + 1) / rows)
    if not cut_off and (table.as_at is None or table.as_at >= covered[-1].end):
        return nothing()
    return Found(unplaced("", [covered[-1].code], days=[gap]))
