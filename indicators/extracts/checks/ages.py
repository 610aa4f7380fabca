"""Are people's ages on the day of the event possible, and those of adults?"""

import numpy as np
from django.utils.translation import gettext_lazy as _

from indicators.extracts.checks.base import Found, nothing, places, record_check
from indicators.extracts.checks.limits import limits
from indicators.extracts.recordtable import RecordTable
from indicators.extracts.recordtable.dates import NO_DAY

AGE = _("The age on that day is %(age)s.")


@record_check(
    "date_before_birth",
    "fail",
    _("Something happened before the person was born."),
    _("Look both dates up. Often the columns were swapped, or a year of birth was typed wrongly."),
    needs=["date_of_birth"],
)
def date_before_birth(table: RecordTable) -> Found:
    if table.event not in table.present:
        return nothing()
    births, events = table.meaning("date_of_birth").values, table.meaning(table.event).values
    births, events = births[births != NO_DAY], events[events != NO_DAY]
    if not len(births) or not len(events) or births.max() <= events.min():
        return nothing()
    event = table.days(table.event)
    return Found(places(table, (event < table.days("date_of_birth")) & (event != NO_DAY), table.event))


def _aged(table: RecordTable, low: int, high: int) -> "np.ndarray":
    return (table.ages >= low) & (table.ages <= high)


@record_check(
    "age_unlikely",
    "warn",
    _("Somebody is under %(youngest)s or over %(oldest)s years old."),
    _("Look the date of birth up. Dates such as 01/01/1900 often stand for one that is not known: leave the cell blank then."),
    row=AGE,
    needs=["date_of_birth"],
)
def age_unlikely(table: RecordTable) -> Found:
    if table.event not in table.present:
        return nothing()
    setting = limits()
    mask = _aged(table, 0, setting.youngest - 1) | (table.ages > setting.oldest)
    return Found(places(table, mask, "date_of_birth", age=table.ages), {"youngest": setting.youngest, "oldest": setting.oldest})


@record_check(
    "age_under_18",
    "warn",
    _("Somebody is under %(adult)s years old on the day of the event."),
    _(
        "The service is about adults. If the rows are right, accept the warning: these people count in totals under “Under 18”, "
        "and not in reoffending."
    ),
    row=AGE,
    needs=["date_of_birth"],
)
def age_under_18(table: RecordTable) -> Found:
    if table.event not in table.present:
        return nothing()
    setting = limits()
    mask = _aged(table, setting.youngest, setting.adult - 1)
    return Found(places(table, mask, "date_of_birth", age=table.ages), {"adult": setting.adult})
