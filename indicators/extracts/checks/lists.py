"""Does every code come from its list? The nearest known one is suggested."""

from collections.abc import Callable
from itertools import count

import pandas as pd
from django.utils.translation import gettext_lazy as _

from indicators.catalogue import Breakdown, breakdowns_of, measures
from indicators.extracts.cells import mapped
from indicators.extracts.checks.base import Found, check, combined, nothing, places
from indicators.extracts.checks.days import EARLIEST_EVENT
from indicators.extracts.codes import known_codes, nearest, nearest_area
from indicators.extracts.table import Table

SUGGESTION = _("Did you mean %(suggestion)s?")
MOST_SUGGESTIONS = 200  # different texts; a column that has more is the wrong column, and looking each up takes long


def _unknown(table: Table, column: str, suggest: Callable[[str], str]) -> Found:
    wrong = table.wrong(column)
    if not wrong.any():
        return nothing()
    calls = count()

    def suggested(text: str) -> str:
        return suggest(text) if next(calls) < MOST_SUGGESTIONS else ""

    suggestions = mapped(table.frame[column].where(wrong), suggested)
    return Found(places(table, wrong, column, suggestion=suggestions))


def unknown_code(table: Table, column: str) -> Found:
    """Cells of a column of codes that are none of its list, with the nearest one that is."""
    codes = known_codes(table.layout.by_name[column].codes or "")
    found = _unknown(table, column, lambda text: nearest(text, codes))
    return Found(found.places, {"known": ", ".join(codes)})


@check(
    "cohort_unknown",
    "fail",
    _("A cohort is not one that we know."),
    _("Use one of these codes: %(known)s."),
    row=SUGGESTION,
    needs=["cohort"],
)
def cohort_unknown(table: Table) -> Found:
    return unknown_code(table, "cohort")


@check(
    "measure_unknown",
    "fail",
    _("A measure is not one that we know."),
    _("Use one of these codes: %(known)s."),
    row=SUGGESTION,
    needs=["measure"],
)
def measure_unknown(table: Table) -> Found:
    return unknown_code(table, "measure")


@check(
    "area_unknown",
    "fail",
    _("An area is not one that we know."),
    _("Use the area's code or its official name, and “unknown” for people whose area is not recorded."),
    row=SUGGESTION,
)
def area_unknown(table: Table) -> Found:
    names = [name for name in table.layout.columns_of_type("area") if name in table.frame]
    return combined([_unknown(table, name, nearest_area).places for name in names])


@check(
    "breakdown_unknown",
    "fail",
    _("A breakdown is not one that we know."),
    _("Leave the cell blank for everyone together, or use one of these codes: %(known)s."),
    row=SUGGESTION,
    needs=["breakdown"],
)
def breakdown_unknown(table: Table) -> Found:
    return unknown_code(table, "breakdown")


def _breakdowns_by_measure() -> dict[str, dict[str, Breakdown]]:
    return {found.code: {use.code: use for use, _adds_up in breakdowns_of(found)} for found in measures()}


@check(
    "breakdown_not_of_measure",
    "fail",
    _("The measure does not have this breakdown."),
    _("Look whether the measure or the breakdown is the right one."),
    row=_("This measure can be broken down by: %(known)s."),
    needs=["measure", "breakdown"],
    sources=["published"],
)
def breakdown_not_of_measure(table: Table) -> Found:
    allowed = _breakdowns_by_measure()
    pairs = table.clean["measure"] + "|" + table.clean["breakdown"]
    wrong = pairs.notna() & ~pairs.isin([f"{code}|{use}" for code, uses in allowed.items() for use in uses])
    known = mapped(table.clean["measure"].where(wrong), lambda code: ", ".join(allowed[code]))
    return Found(places(table, wrong, "breakdown", known=known))


@check(
    "category_unknown",
    "fail",
    _("A category does not belong to the row's breakdown."),
    _("Use a category of the breakdown, or correct the breakdown."),
    row=_("The categories are: %(known)s."),
    needs=["breakdown", "category"],
    sources=["published"],
)
def category_unknown(table: Table) -> Found:
    """Of the categories of a breakdown a measure may have only some."""
    allowed = _breakdowns_by_measure()
    keys = table.clean["measure"] + "|" + table.clean["breakdown"]
    known = {
        f"{code}|{name}": {category.code for category in use.categories}
        for code, uses in allowed.items()
        for name, use in uses.items()
    }
    full = keys + "|" + table.clean["category"]
    wrong = keys.isin(list(known)) & table.frame["category"].notna()
    wrong &= ~full.isin([f"{key}|{category}" for key, categories in known.items() for category in categories])
    words = {
        f"{code}|{name}": ", ".join(category.code for category in use.categories)
        for code, uses in allowed.items()
        for name, use in uses.items()
    }
    return Found(places(table, wrong, "category", known=mapped(keys.where(wrong), words.get)))


@check(
    "category_missing",
    "fail",
    _("A row has a breakdown but no category."),
    _("Say which category the figure is of, or leave the breakdown blank if it is of everyone together."),
    needs=["breakdown"],
    sources=["published"],
)
def category_missing(table: Table) -> Found:
    if "category" not in table.frame:
        return Found(places(table, table.frame["breakdown"].notna(), "breakdown"))
    return Found(places(table, table.frame["breakdown"].notna() & table.frame["category"].isna(), "category"))


@check(
    "breakdown_missing",
    "fail",
    _("A row has a category but no breakdown."),
    _("Say which breakdown the category belongs to, or leave the category blank if the figure is of everyone together."),
    needs=["category"],
    sources=["published"],
)
def breakdown_missing(table: Table) -> Found:
    blank = pd.Series(True, index=table.frame.index)
    if "breakdown" in table.frame:
        blank = table.frame["breakdown"].isna()
    return Found(places(table, table.frame["category"].notna() & blank, "category"))


@check(
    "measure_not_countable",
    "fail",
    _("The measure is not a count or a rate of two counts, so it cannot be given as a published figure."),
    _("Remove the row. This measure is worked out here from the records."),
    needs=["measure"],
    sources=["published"],
)
def measure_not_countable(table: Table) -> Found:
    barred = [found.code for found in measures() if found.kind in ("mean", "difference")]
    return Found(places(table, table.clean["measure"].isin(barred), "measure"))


@check(
    "text_too_long",
    "fail",
    _("A text is longer than we can keep."),
    _("Shorten it to %(longest)s characters."),
    sources=["published"],
)
def text_too_long(table: Table) -> Found:
    limited = [column for column in table.layout.columns if column.longest is not None and column.name in table.frame]
    found = combined([places(table, table.wrong(column.name), column.name) for column in limited])
    return Found(found.places, {"longest": min((column.longest or 0 for column in limited), default=0)})


@check(
    "vintage_malformed",
    "fail",
    _("A vintage is not a year and month."),
    _("Write the year and month of the edition that the figure was taken from, such as 2024-12."),
    row=_("Did you mean %(suggestion)s?"),
    sources=["published"],
)
def vintage_malformed(table: Table) -> Found:
    names = [name for name in table.layout.columns_of_type("vintage") if name in table.frame]
    return combined([_unknown(table, name, _nearest_vintage).places for name in names])


@check(
    "vintage_impossible",
    "fail",
    _("A vintage lies after the date that the data is of (%(as_at)s), or before 1950."),
    _("Write the year and month of the edition that the figure was taken from, or correct the date that the data is of."),
    sources=["published"],
)
def vintage_impossible(table: Table) -> Found:
    if table.as_at is None:
        return nothing()
    names = [name for name in table.layout.columns_of_type("vintage") if name in table.frame]
    first, last = f"{EARLIEST_EVENT:%Y-%m}", f"{table.as_at:%Y-%m}"
    found = [places(table, (table.clean[name] < first) | (table.clean[name] > last), name) for name in names]
    return Found(combined(found).places, {"as_at": table.as_at.isoformat()})


def _nearest_vintage(text: str) -> str:
    """The year and month inside a full date, either way round."""
    parts = text.replace("/", "-").replace(".", "-").split("-")
    if len(parts) == 3 and len(parts[2]) == 4:
        parts.reverse()
    if len(parts) == 2 and len(parts[1]) == 4:
        parts.reverse()
    if len(parts) >= 2 and len(parts[0]) == 4 and parts[0].isdigit() and parts[1].isdigit() and 1 <= int(parts[1]) <= 12:
        return f"{parts[0]}-{int(parts[1]):02}"
    return ""
