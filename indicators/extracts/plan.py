"""What loading an extract would do to the figures that count now."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from indicators.extracts.series import KEY, PARTS
from indicators.extracts.table import Table

SHOWN = 50


def plan_of(table: Table) -> dict[str, object]:
    """Counts of figures `new`, `changed` and `unchanged`; the `changes` with the largest shares first, at most SHOWN.

    A change: row, cohort, measure, breakdown, category, area_code, period, the figure as it `was` and is `now` ("95" or
    "95/300"), and the `share` by which its numerator changed (of 1; None from 0).
    """
    figures = table.figures
    current = table.current
    for name in ("breakdown", "category"):
        current = current.assign(**{name: current[name].fillna("")})
    both = figures.merge(current[[*KEY, *PARTS]], on=KEY, how="left", suffixes=("", "_was"), indicator=True)
    known = both[(both["_merge"] == "both").to_numpy()]
    same = pd.Series(True, index=known.index)
    for part in PARTS:
        same &= (known[part].fillna(-1) == known[f"{part}_was"].fillna(-1)).to_numpy(dtype=bool)
    changed = known[~same]
    was, now = changed["numerator_was"].astype("float64"), changed["numerator"].astype("float64")
    shares = ((now - was) / was.where(was > 0)).rename("share")
    changed = changed.assign(share=shares, size=shares.abs().fillna(float("inf")))
    largest = changed.sort_values("size", ascending=False, kind="stable").head(SHOWN)
    return {
        "new": len(both) - len(known),
        "changed": len(changed),
        "unchanged": int(same.sum()),
        "changes": [_change(row) for row in largest.astype(object).to_dict("records")],
    }


def _change(row: Mapping[Hashable, Any]) -> dict[str, object]:
    return {
        "row": int(row["row"]),
        **{name: row[name] for name in KEY},
        "was": _figure(row["numerator_was"], row["denominator_was"]),
        "now": _figure(row["numerator"], row["denominator"]),
        "share": None if pd.isna(row["share"]) else round(float(row["share"]), 4),
    }


def _figure(numerator: Any, denominator: Any) -> str:
    return f"{numerator}" if pd.isna(denominator) else f"{numerator}/{denominator}"
