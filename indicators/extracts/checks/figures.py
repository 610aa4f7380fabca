"""Do numerator and denominator fit the measure, and each other? Is each figure there once?"""

from collections.abc import Callable

import pandas as pd
from django.utils.translation import gettext_lazy as _

from indicators.catalogue import Measure, measures
from indicators.extracts.checks.base import Found, check, nothing, places
from indicators.extracts.table import Table


def _is(table: Table, test: Callable[[Measure], bool]) -> "pd.Series[bool]":
    """The rows whose measure passes the test."""
    return table.clean["measure"].isin([measure.code for measure in measures() if test(measure)])


@check(
    "denominator_missing",
    "fail",
    _("The measure is a rate, but the row has no denominator."),
    _("Fill the denominator: the number that the numerator is out of."),
    needs=["measure", "numerator"],
    sources=["published"],
)
def denominator_missing(table: Table) -> Found:
    rate = _is(table, lambda measure: measure.kind in ("proportion", "ratio"))
    if "denominator" not in table.frame:
        return Found(places(table, rate, "numerator"))
    return Found(places(table, rate & table.frame["denominator"].isna(), "denominator"))


@check(
    "denominator_not_wanted",
    "fail",
    _("The measure is a count, but the row has a denominator."),
    _("Leave the denominator blank, or correct the measure."),
    needs=["measure", "denominator"],
    sources=["published"],
)
def denominator_not_wanted(table: Table) -> Found:
    count = _is(table, lambda measure: measure.denominator is None)
    return Found(places(table, count & table.frame["denominator"].notna(), "denominator"))


@check(
    "denominator_zero",
    "fail",
    _("The denominator is 0, so there is no rate."),
    _("Remove the row: a rate out of nobody does not exist."),
    needs=["measure", "denominator"],
    sources=["published"],
)
def denominator_zero(table: Table) -> Found:
    return Found(places(table, table.clean["denominator"] == 0, "denominator"))


@check(
    "numerator_above_denominator",
    "fail",
    _("The numerator is above its denominator, although it counts a part of it."),
    _("Look both numbers up in the source. Often they were swapped."),
    row=_("The denominator is %(denominator)s."),
    needs=["measure", "numerator", "denominator"],
    sources=["published"],
)
def numerator_above_denominator(table: Table) -> Found:
    share = _is(table, lambda measure: measure.kind == "proportion")
    above = share & (table.clean["numerator"] > table.clean["denominator"])
    return Found(places(table, above, "numerator", denominator=table.frame["denominator"]))


@check(
    "reoffences_below_reoffenders",
    "fail",
    _("There are fewer reoffences than reoffenders, although each reoffender has at least one."),
    _("Look both numbers up in the source: the numerator is the reoffences, the denominator the people who reoffended."),
    row=_("The denominator is %(denominator)s."),
    needs=["measure", "numerator", "denominator"],
    sources=["published"],
)
def reoffences_below_reoffenders(table: Table) -> Found:
    below = (table.clean["measure"] == "reoffences_per_reoffender") & (table.clean["numerator"] < table.clean["denominator"])
    return Found(places(table, below, "numerator", denominator=table.frame["denominator"]))


@check(
    "figure_twice",
    "fail",
    _("The same figure is in the file more than once: the same %(columns)s."),
    _("Keep one of the rows. If they are different figures, correct what should tell them apart, such as the category."),
    row=_("The same figure: rows %(rows)s."),
)
def figure_twice(table: Table) -> Found:
    names = list(table.layout.natural_key)
    if any(table.layout.by_name[name].required and name not in table.frame for name in names):
        return nothing()
    # Two wrong codes are not the same code: rows that another check refuses are left to it.
    right = pd.Series(True, index=table.frame.index)
    for name in names:
        if name in table.frame:
            right &= ~table.wrong(name)
    keys = table.clean.loc[right, names]
    twice = keys[keys.duplicated(keep=False)]
    if twice.empty:
        return nothing()
    rows = twice.index.to_series(index=twice.index).astype(str)
    together = rows.groupby([twice[name].fillna("") for name in names]).transform(lambda group: ", ".join(group.head(10)))
    mask = pd.Series(False, index=table.frame.index)
    mask[twice.index] = True
    found = places(table, mask, table.layout.period)
    found["rows"] = together.to_numpy(dtype=object)
    return Found(found, {"columns": ", ".join(names)})
