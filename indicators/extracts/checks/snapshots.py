"""Is the caseload that of each quarter's end, with everybody once?"""

import numpy as np
from django.utils.translation import gettext_lazy as _

from indicators.catalogue import Period
from indicators.extracts.checks.base import Found, nothing, places, record_check, unplaced
from indicators.extracts.checks.limits import limits
from indicators.extracts.checks.twice import same_event
from indicators.extracts.recordtable import RecordTable
from indicators.extracts.recordtable.dates import NO_DAY, day_number, quarter, quarters

CASELOAD = ["caseload"]


def _snapshots(table: RecordTable) -> dict[Period, list[int]]:
    """The days of snapshots in each quarter."""
    days = table.meaning(table.event).values
    found: dict[Period, list[int]] = {}
    for day in np.unique(days[days != NO_DAY]):
        found.setdefault(quarter(int(quarters(np.array([day], np.int32))[0])), []).append(int(day))
    return found


@record_check(
    "snapshots_several",
    "warn",
    _("A quarter has more than one snapshot of the caseload. Only the last one counts."),
    _("Nothing is to be done if the file has one for each month. Otherwise look whether two exports were joined."),
    row=_("There are %(snapshots)s snapshots."),
    needs=["snapshot_date"],
    sources=CASELOAD,
)
def snapshots_several(table: RecordTable) -> Found:
    several = {period.code: len(days) for period, days in _snapshots(table).items() if len(days) > 1}
    return Found(unplaced("", list(several), snapshots=list(several.values()))) if several else nothing()


@record_check(
    "snapshot_early",
    "warn",
    _("The last snapshot of a quarter was taken more than %(most)s days before the quarter's end."),
    _("The caseload is to be that of the quarter's end. If there is no later snapshot, accept the warning."),
    row=_("It is %(days)s days before."),
    needs=["snapshot_date"],
    sources=CASELOAD,
)
def snapshot_early(table: RecordTable) -> Found:
    most = limits().snapshot_days
    gaps = {period.code: day_number(period.end) - max(days) for period, days in _snapshots(table).items()}
    early = {code: gap for code, gap in gaps.items() if gap > most}
    return Found(unplaced("", list(early), days=list(early.values())), {"most": most}) if early else nothing()


@record_check(
    "person_twice_in_snapshot",
    "warn",
    _("A person is in one snapshot of the caseload more than once. They count once, as in their first row."),
    _("Nothing is to be done if the file has a row for each order that a person serves."),
    needs=["person_id", "snapshot_date"],
    sources=CASELOAD,
)
def person_twice_in_snapshot(table: RecordTable) -> Found:
    return Found(places(table, same_event(table, ("person_id", "snapshot_date")), "snapshot_date"))
