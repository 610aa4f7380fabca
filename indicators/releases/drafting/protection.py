"""Disclosure control of a draft: primary rules, then what must be hidden besides, with what earlier releases told."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from indicators import catalogue
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
PROPORTIONS = frozenset(measure.code for measure in catalogue.measures() if measure.kind != "count")


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
    before = _before(figures)
    found = protect_on_two(
        counted[[*KEY, *NUMBERS]].assign(
            people=figures["people"],
            amount=figures["numerator"].astype("Float64") / figures["scale"],
            primary=primary,
            fixed=before.shown | (figures["origin"].to_numpy(dtype=str) == PUBLISHED),
            kept=before.hidden,
            called_few=before.few,
            known_people=before.people,
            known_denominator=before.denominator,
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


@dataclass(frozen=True)
class _Before:
    """What readers know of each figure from earlier releases. `people` and `denominator`: this number of it, whatever the other
    was; `shown`: both; `hidden`, `few`: no release shows it, and one hides it, or calls it too few."""

    people: NDArray[np.bool_]
    denominator: NDArray[np.bool_]
    shown: NDArray[np.bool_]
    hidden: NDArray[np.bool_]
    few: NDArray[np.bool_]


def _before(figures: pd.DataFrame) -> _Before:
    earlier = told_before()
    if earlier.empty:
        return _Before(*(np.zeros(len(figures), dtype=bool) for _ in fields(_Before)))
    now = figures[list(KEY)].astype(str)
    now["numerator"] = figures["numerator"].astype("float64") / figures["scale"].astype("float64")
    now["denominator"] = figures["denominator"].astype("float64")
    for frame in (now, earlier):
        frame[list(KEY)] = frame[list(KEY)].astype("str").fillna("")
        frame[list(NUMBERS)] = frame[list(NUMBERS)].astype("float64").fillna(-1).round(6)
    both = _told(now, earlier, NUMBERS)
    people, denominator = _told(now, earlier, ("numerator",)), _told(now, earlier, ("denominator",))
    # Where the coverage is of too few people the caseload stands all the same, beside the entries to interventions.
    caseload = denominator["few"] & (figures["measure"] == COVERAGE).to_numpy(dtype=bool)
    counts = ~figures["measure"].isin(PROPORTIONS).to_numpy(dtype=bool)  # told without what they are divided by
    return _Before(
        people["shown"],
        denominator["denominator_shown"] | caseload,
        both["shown"],
        np.where(counts, people["hidden"] & ~people["shown"], both["hidden"] & ~both["shown"] & ~both["few"]),
        both["few"] & ~both["shown"],
    )


def _told(now: pd.DataFrame, earlier: pd.DataFrame, numbers: Sequence[str]) -> dict[str, NDArray[np.bool_]]:
    """Of each figure what was told of it with these of its numbers, by the names in TOLD."""
    by = [*KEY, *numbers]
    joined = now[by].merge(earlier.groupby(by, as_index=False)[list(TOLD)].any(), how="left", on=by)
    return {name: joined[name].astype("boolean").fillna(False).to_numpy(dtype=bool) for name in TOLD}


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
