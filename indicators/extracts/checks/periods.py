"""Are the periods periods, the declared ones, and over?"""

from django.utils.translation import gettext_lazy as _

from indicators.extracts.cells import mapped
from indicators.extracts.checks.base import Found, check, nothing, places
from indicators.extracts.checks.days import EARLIEST_EVENT
from indicators.extracts.checks.lists import SUGGESTION
from indicators.extracts.codes import nearest_period
from indicators.extracts.table import Table


@check(
    "period_unknown",
    "fail",
    _("A period is neither a quarter nor a year that ends with one."),
    _("Write a quarter as 2023Q1, and a year by its last month: YE2023-03 for the year ending March 2023."),
    row=SUGGESTION,
)
def period_unknown(table: Table) -> Found:
    name = table.layout.period
    if name not in table.frame:
        return nothing()
    wrong = table.wrong(name)
    suggestions = mapped(table.frame[name].where(wrong), nearest_period)
    return Found(places(table, wrong, name, suggestion=suggestions))


@check(
    "period_not_declared",
    "fail",
    _("A period lies outside those that you said the file covers (%(first)s to %(last)s)."),
    _("Correct the period, or change what the file covers and have it checked again."),
)
def period_not_declared(table: Table) -> Found:
    if table.first_period is None or table.last_period is None or table.layout.period not in table.frame:
        return nothing()
    days = table.periods
    outside = (days["start"] < str(table.first_period.start)) | (days["end"] > str(table.last_period.end))
    params = {"first": table.first_period.code, "last": table.last_period.code}
    return Found(places(table, outside, table.layout.period), params)


@check(
    "period_too_early",
    "fail",
    _("A period begins before 1950, too far back to be true."),
    _("Look the year up. Often its digits were swapped, such as 0219 for 2019."),
)
def period_too_early(table: Table) -> Found:
    if table.layout.period not in table.frame:
        return nothing()
    return Found(places(table, table.periods["start"] < str(EARLIEST_EVENT), table.layout.period))


@check(
    "period_in_future",
    "fail",
    _("A period was not over when the data was drawn (%(as_at)s)."),
    _("A figure can only be final when its period has ended. Correct the period, or the date that the data was drawn."),
)
def period_in_future(table: Table) -> Found:
    if table.as_at is None or table.layout.period not in table.frame:
        return nothing()
    found = places(table, table.periods["end"] > str(table.as_at), table.layout.period)
    return Found(found, {"as_at": table.as_at.isoformat()})
