"""Does the file fit what was before: the neighbouring periods, the figures that are loaded, the areas that the others have?"""

import numpy as np
import pandas as pd
from django.utils.translation import gettext_lazy as _

from indicators.catalogue import measures
from indicators.extracts.checks.base import Found, check, combined, nothing, unplaced
from indicators.extracts.checks.limits import SuddenChange, limits
from indicators.extracts.series import FIGURE, PARTS, SERIES
from indicators.extracts.table import Table


def _percent(share: float) -> str:
    return f"{share:.0%}"


@check(
    "sudden_change",
    "warn",
    _("A figure differs by more than %(share)s from the periods before and after it."),
    _("Look it up in the source. If it is right, accept the warning: it may be a change in how the source counts."),
    row=_("%(area)s, %(period)s: before %(before)s, after %(after)s."),
    needs=FIGURE,
    sources=["published"],
)
def sudden_change(table: Table) -> Found:
    """Off in the same direction from both neighbours. The last of a series has only the one before it, which must not be
    the odd one itself; of the first nobody can say whether it or the second is."""
    setting = limits().sudden_change
    ordered = table.figures_in_order
    found = []
    for column in PARTS:
        # A series that only some of its rows give is another check's matter.
        figures = ordered[ordered[column].notna()].reset_index(drop=True)
        values, before, after = _with_neighbours(figures, column)
        from_before = _direction(values, before, setting)
        odd = (from_before != 0) & (from_before == _direction(values, after, setting))
        odd &= figures["row"].notna().to_numpy()
        last = after.isna().to_numpy() & (from_before != 0) & ~np.append(False, odd[:-1])
        chosen = figures[(odd | last) & figures["row"].notna().to_numpy()]
        found.append(
            pd.DataFrame(
                {
                    "row": chosen["row"].to_numpy(),
                    "column": table.heading(column),
                    "value": chosen[column].astype(str).to_numpy(dtype=object),
                    "area": chosen["area_code"].to_numpy(dtype=object),
                    "period": chosen["period"].to_numpy(dtype=object),
                    "before": _counts(before[chosen.index]),
                    "after": _counts(after[chosen.index]),
                }
            )
        )
    return Found(combined(found).places, {"share": _percent(setting.share)})


def _with_neighbours(figures: pd.DataFrame, column: str) -> tuple[pd.Series, pd.Series, pd.Series]:
    """A column's values, and those of the periods just before and after in the same series (missing where there is a gap)."""
    groups = figures.groupby([*SERIES, "kind", "quarter"], sort=False)
    sides = []
    for step in (1, -1):
        is_next = ((figures["place"] - groups["place"].shift(step)).abs() == 1).to_numpy(dtype=bool, na_value=False)
        sides.append(groups[column].shift(step).astype("float64").where(is_next))
    return figures[column].astype("float64"), sides[0], sides[1]


def _direction(values: pd.Series, near: pd.Series, setting: SuddenChange) -> np.ndarray:
    """1 or -1 where a value is above or below its neighbour by more than both limits; else, or without neighbour, 0."""
    difference = (values - near).to_numpy(dtype="float64", na_value=np.nan)
    by_share = setting.share * near.to_numpy(dtype="float64", na_value=np.nan)
    by_chance = setting.standard_errors * np.sqrt((values + near).to_numpy(dtype="float64", na_value=np.nan))
    return np.where(np.abs(difference) > np.maximum(by_share, by_chance), np.sign(difference), 0)


def _counts(values: pd.Series) -> list[str]:
    return ["–" if np.isnan(value) else str(int(value)) for value in values]


@check(
    "figure_revised",
    "warn",
    _("A figure that is already loaded comes with a value that differs by more than %(share)s."),
    _("Look whether it is the same figure of a newer edition. If it is, accept the warning: the new value will count."),
    row=_("%(area)s, %(period)s: loaded is %(loaded)s."),
    needs=FIGURE,
    sources=["published"],
)
def figure_revised(table: Table) -> Found:
    share = limits().revision_share
    current = table.current
    keys = current[list(table.layout.slice)].fillna("")
    loaded = current.assign(key=keys.agg("|".join, axis=1) if len(keys) else pd.Series(dtype="object"))
    new = table.figures
    both = new.merge(loaded[["key", *PARTS]], on="key", suffixes=("", "_loaded"))
    found = []
    for column in PARTS:
        was, now = both[f"{column}_loaded"].astype("float64"), both[column].astype("float64")
        # One more or less is no revision to speak of, however small the figure.
        off = both[(((now - was).abs() > share * was) & ((now - was).abs() > 1)).to_numpy(dtype=bool)]
        found.append(
            pd.DataFrame(
                {
                    "row": off["row"].to_numpy(),
                    "column": table.heading(column),
                    "value": off[column].astype(str).to_numpy(dtype=object),
                    "area": off["area_code"].to_numpy(dtype=object),
                    "period": off["period"].to_numpy(dtype=object),
                    "loaded": off[f"{column}_loaded"].astype(str).to_numpy(dtype=object),
                }
            )
        )
    return Found(combined(found).places, {"share": _percent(share)})


@check(
    "area_missing",
    "warn",
    _("An area has no figure for a period that the other areas of the series have."),
    _("Look whether a row was lost. If the figure does not exist, accept the warning: it is shown as not available."),
    row=_("%(area)s has no figure for %(period)s (%(cohort)s, %(measure)s)."),
    needs=FIGURE,
    sources=["published"],
)
def area_missing(table: Table) -> Found:
    """An area belongs to a series when it has figures for at least `area_share` of its periods."""
    group = [name for name in SERIES if name != "area_code"]
    figures = table.figures_in_order
    group += ["kind", "quarter", "level"]
    touched = figures[figures["row"].notna().to_numpy()][[*group, "period"]].drop_duplicates()
    periods = figures[[*group, "period"]].drop_duplicates()
    lengths = periods.groupby(group, as_index=False).size()
    areas = figures[[*group, "area_code"]].value_counts().reset_index(name="has").merge(lengths, on=group)
    members = areas[(areas["has"] >= limits().area_share * areas["size"]).to_numpy(dtype=bool)]
    expected = members[[*group, "area_code"]].merge(touched, on=group)
    there = figures[[*group, "area_code", "period"]]
    missing = expected.merge(there, how="left", indicator=True)
    missing = missing[(missing["_merge"] == "left_only").to_numpy()]
    if missing.empty:
        return nothing()
    names = list(missing["area_code"])
    return Found(
        unplaced(
            table.heading("area_code"),
            names,
            area=names,
            period=list(missing["period"]),
            cohort=list(missing["cohort"]),
            measure=list(missing["measure"]),
        )
    )


@check(
    "denominator_patchy",
    "warn",
    _("Some rows of a measure have a denominator and others do not."),
    _("Fill the denominator in all rows of the measure, so that the share can be shown throughout, or in none."),
    row=_("Of the rows of %(measure)s, %(share)s have no denominator."),
    needs=["measure", "denominator"],
    sources=["published"],
)
def denominator_patchy(table: Table) -> Found:
    optional = [found.code for found in measures() if found.kind == "count" and found.denominator is not None]
    codes = table.clean["measure"]
    concerned = codes.isin(optional)
    blank = table.frame["denominator"].isna()
    share = blank[concerned].groupby(codes[concerned]).mean()
    patchy = share[(share > limits().blank_share) & (share < 1)]
    values = [str(code) for code in patchy.index]
    if not values:
        return nothing()
    return Found(unplaced(table.heading("denominator"), values, measure=values, share=[_percent(float(part)) for part in patchy]))
