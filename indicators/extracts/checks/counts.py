"""Counts of prosecutions: do convictions fit prosecutions, and regions Wales?"""

import pandas as pd
from django.utils.translation import gettext_lazy as _

from indicators.catalogue import areas, regions
from indicators.extracts.checks.base import Found, check, nothing, places
from indicators.extracts.checks.lists import SUGGESTION, unknown_code
from indicators.extracts.table import Table

COUNTED = ("prosecutions", "convictions")
SOURCES = ["prosecutions"]
CELL = ("period", "area_code", "strand")


@check(
    "strand_unknown",
    "fail",
    _("A strand is not one that we know."),
    _("Use one of these codes: %(known)s."),
    row=SUGGESTION,
    needs=["strand"],
    sources=SOURCES,
)
def strand_unknown(table: Table) -> Found:
    return unknown_code(table, "strand")


@check(
    "convictions_above_prosecutions",
    "fail",
    _("There are more convictions than prosecutions."),
    _("Look both numbers up in the source. Often they were swapped."),
    row=_("The prosecutions are %(prosecutions)s."),
    needs=COUNTED,
    sources=SOURCES,
)
def convictions_above_prosecutions(table: Table) -> Found:
    above = table.clean["convictions"] > table.clean["prosecutions"]
    return Found(places(table, above, "convictions", prosecutions=table.frame["prosecutions"]))


@check(
    "prosecutions_not_wales",
    "fail",
    _("The regions do not add up to the figure for Wales."),
    _("Look the figures up in the source. If the figure for Wales is of another kind, leave it out and it will be added up."),
    row=_("%(period)s: the regions add up to %(sum)s."),
    needs=(*CELL, *COUNTED),
    sources=SOURCES,
)
def prosecutions_not_wales(table: Table) -> Found:
    """Only where all four regions are there; an unknown area counts in Wales."""
    country = next(area.code for area in areas() if area.kind == "country")
    unknown = next(area.code for area in areas() if area.kind == "unknown")
    codes = [area.code for area in regions()]
    rows = table.clean[[*CELL, *COUNTED]].dropna().drop_duplicates(list(CELL))
    below = rows[rows["area_code"].isin([*codes, unknown])]
    below = below.assign(regions=below["area_code"].isin(codes).astype("int64"))
    sums = below.groupby(["period", "strand"], as_index=False)[[*COUNTED, "regions"]].sum()
    sums = sums[sums["regions"] == len(codes)]
    wales = rows[rows["area_code"] == country].reset_index(names="row")
    both = wales.merge(sums, on=["period", "strand"], suffixes=("", "_sum"))
    found = []
    for name in COUNTED:
        off = both[(both[name] != both[f"{name}_sum"]).to_numpy(dtype=bool)]
        found.append(
            pd.DataFrame(
                {
                    "row": off["row"].to_numpy(),
                    "column": table.heading(name),
                    "value": off[name].astype(str).to_numpy(dtype=object),
                    "sum": off[f"{name}_sum"].to_numpy(dtype=object),
                    "period": off["period"].to_numpy(dtype=object),
                }
            )
        )
    filled = pd.concat(found, ignore_index=True)
    return Found(filled) if len(filled) else nothing()
