"""Disclosure control of a draft: primary rules, then what must be hidden besides, with what earlier releases told."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from indicators.catalogue import Period
from indicators.disclosure.primary import Rules, primary_symbols
from indicators.disclosure.protecting.beside import protect_on_two
from indicators.disclosure.protecting.figures import HIDDEN
from indicators.disclosure.protecting.tables import Tables
from indicators.releases.drafting.earlier import KEY, NUMBERS, TOLD, told_before
from indicators.releases.drafting.structure import structure
from priority_groups import content

COVERAGE, ENTRIES, KIND = "assessment_coverage", "intervention_entries", "kind"
PUBLISHED = "published"


@dataclass(frozen=True)
class Protected:
    """`symbol` and `reason` of each figure, "" where it is shown; `without_denominator`: figures of which the numerator alone is
    shown, because the denominator is hidden where it stands by itself; `tables`: by which the hidden ones are safe."""

    symbol: NDArray[np.str_]
    reason: NDArray[np.str_]
    without_denominator: NDArray[np.bool_]
    tables: Tables


def protected(figures: pd.DataFrame) -> Protected:
    """What may not be shown of `figures`, which have KEY, numerator, denominator (in units of scale), people, scale, kind, symbol
    and origin."""
    rules = content.disclosure()
    counted = figures.assign(numerator=figures["people"])
    primary = primary_symbols(counted, Rules(rules.largest_small_count, rules.fewest_people))
    shown, hidden, few = _before(figures)
    found = protect_on_two(
        counted[[*KEY, *NUMBERS]].assign(
            people=figures["people"],
            amount=figures["numerator"].astype("Float64") / figures["scale"],
            primary=primary,
            fixed=shown | (figures["origin"].to_numpy(dtype=str) == PUBLISHED),
            kept=hidden,
            called_few=few,
        ),
        structure(),
        largest_small_count=rules.largest_small_count,
        room=max(rules.least_width, rules.largest_small_count),
    )
    own = figures["symbol"].to_numpy(dtype=str)
    waiting = own == "x"
    symbol = np.where((found.symbols == "") | waiting, own, found.symbols)
    reason = np.where(waiting, "", found.reasons)
    return Protected(symbol, reason, _without_denominator(figures, symbol), found.tables)


def _before(figures: pd.DataFrame) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Which figures an earlier release shows, which one hides, and which one calls too few, with the same numbers: each is one of
    these at most, what tells readers most."""
    earlier = told_before()
    if earlier.empty:
        nothing = np.zeros(len(figures), dtype=bool)
        return nothing, nothing, nothing
    now = figures[list(KEY)].astype(str)
    now["numerator"] = figures["numerator"].astype("float64") / figures["scale"].astype("float64")
    now["denominator"] = figures["denominator"].astype("float64")
    for frame in (now, earlier):
        frame[list(KEY)] = frame[list(KEY)].astype("str").fillna("")
        frame[list(NUMBERS)] = frame[list(NUMBERS)].astype("float64").fillna(-1).round(6)
    joined = now.merge(earlier, how="left", on=[*KEY, *NUMBERS])
    shown, hidden, few = (joined[name].astype("boolean").fillna(False).to_numpy(dtype=bool) for name in TOLD)
    return shown, hidden & ~shown & ~few, few & ~shown


def _without_denominator(figures: pd.DataFrame, symbol: NDArray[np.str_]) -> NDArray[np.bool_]:
    """Entries to interventions of places whose caseload is hidden where it is told with the coverage of assessments.

    A kind of intervention has the whole cohort's caseload, and a year that of its last quarter.
    """
    measure = figures["measure"].to_numpy(dtype=str)
    coverage = figures.loc[(measure == COVERAGE) & (symbol == HIDDEN), [*KEY]].assign(hidden=True).drop(columns="measure")
    entries = figures.loc[measure == ENTRIES, [*KEY]].drop(columns="measure").reset_index(names="at")
    of_kind = entries["breakdown"] == KIND
    entries.loc[of_kind, ["breakdown", "category"]] = ""
    ends = {code: _last_quarter(code) for code in entries["period"].unique()}
    entries["period"] = entries["period"].map(ends)
    place = [name for name in KEY if name != "measure"]
    joined = entries.merge(coverage, how="left", on=place)
    found = np.zeros(len(figures), dtype=bool)
    lost = set(joined.loc[joined["hidden"].notna(), "at"])
    found[:] = figures.index.isin(lost)
    return found


def _last_quarter(code: str) -> str:
    return Period.parse(code).quarters()[-1].code
