"""What loading an extract would do to what counts now."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from indicators.catalogue import Period
from indicators.extracts.recordtable import RecordTable
from indicators.extracts.series import KEY, PARTS
from indicators.extracts.staging import quarters_between
from indicators.extracts.table import Table

SHOWN = 50


def plan_of(table: Table | RecordTable, periods: tuple[Period, Period]) -> dict[str, object]:
    """For figures what becomes of each; for records and counts what becomes of each quarter (or year)."""
    if isinstance(table, RecordTable):
        return quarters_plan(rows_by_quarter(table), table.history, [found.code for found in quarters_between(*periods)])
    if table.layout.kind == "counts":
        counted = table.clean[table.layout.period].value_counts()
        now = {str(period): int(rows) for period, rows in counted.items()}
        was = table.current["period"].value_counts().rename_axis("period").reset_index(name="rows")
        return quarters_plan(now, was, sorted(now))
    return figures_plan(table)


def quarters_plan(now: Mapping[str, int], history: pd.DataFrame, covered: Sequence[str]) -> dict[str, object]:
    """`quarters`: for each covered period its `rows` and what there `was` (None: nothing), and whether it is added,
    replaced or lost (there were rows and the file has none); `added`, `replaced`, `lost` count them, `kept` those of other
    extracts that stay as they are."""
    was = {str(period): int(rows) for period, rows in zip(history["period"], history["rows"], strict=True)}
    quarters = [{"period": code, "rows": now.get(code, 0), "was": was.get(code), "is": _fate(now, was, code)} for code in covered]
    counts = Counter(quarter["is"] for quarter in quarters)
    return {
        "quarters": quarters,
        **{fate: counts[fate] for fate in ("added", "replaced", "lost")},
        "kept": len(set(was) - set(covered)),
    }


def rows_by_quarter(table: RecordTable) -> dict[str, int]:
    """How many rows of the file lie in each quarter."""
    numbers, counts = np.unique(table.quarters, return_counts=True)
    return {
        Period("quarter", int(number) // 4, int(number) % 4 + 1).code: int(count)
        for number, count in zip(numbers, counts, strict=True)
        if number
    }


def _fate(now: Mapping[str, int], was: Mapping[str, int], code: str) -> str:
    if code not in was:
        return "added"
    return "lost" if was[code] and not now.get(code) else "replaced"


def figures_plan(table: Table) -> dict[str, object]:
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
