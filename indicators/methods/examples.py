"""Worked examples: invented numbers, and what the functions behind the figures make of them."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from indicators import catalogue
from indicators.catalogue.accessors import WALES
from indicators.disclosure import attack
from indicators.disclosure.primary import Rules, primary_symbols
from indicators.disclosure.protecting.figures import BEFORE, protect_figures
from indicators.releases.drafting.structure import structure
from indicators.statistics import benjamini_hochberg, count_interval, funnel_limits, proportion_interval, trend, xmr
from priority_groups import content

# Of which a reader can check each step: a proportion, a count below ten and one from ten on.
PROPORTION = (65, 100)
COUNTS = (3, 10)
# People in four regions, one of them few, and nobody whose area is not known: whole numbers that a reader can add up.
REGIONS = (41, 12, 68, 3)
# Ten quarters of a rate, of which the last is unlike the others.
SERIES = (31.0, 29.0, 33.0, 30.0, 32.0, 31.0, 29.0, 32.0, 30.0, 43.0)
# Reoffenders of 400 people a year, over as many years as a trend is tested over.
FALLING, PEOPLE = (140, 132, 126, 117, 108), 400
AVERAGE, GROUP = 0.3, 100
P_VALUES = (0.001, 0.008, 0.039, 0.041, 0.6)


@dataclass(frozen=True, slots=True)
class Interval:
    """A number (of a denominator, for a proportion) and the ends of its interval: proportions from 0 to 1, or counts."""

    numerator: int
    denominator: int | None
    lower: float
    upper: float
    method: str  # wilson, exact or byar


@dataclass(frozen=True, slots=True)
class Cell:
    """A count of an area, the symbol that hides it at first and at last ("" where it is shown), and from what to what it can be
    worked out then."""

    area: str
    count: int
    first: str
    last: str
    at_first: tuple[float, float]
    at_last: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Falling:
    """Numerators of years with one denominator, and the test for a trend."""

    numerators: tuple[int, ...]
    denominator: int
    chi_squared: float
    p_value: float
    sign: int


def intervals(confidence: float) -> tuple[Interval, ...]:
    """Each kind of interval once."""
    lower, upper = proportion_interval(*PROPORTION, confidence)
    found = [Interval(*PROPORTION, lower, upper, "wilson")]
    for count, method in zip(COUNTS, ("exact", "byar"), strict=True):
        lower, upper = count_interval(count, confidence)
        found.append(Interval(count, None, lower, upper, method))
    return tuple(found)


@cache
def protection() -> tuple[Cell, ...]:
    """Wales, its regions and the area that is not known: hidden by the primary rules alone, then as a release would hide them,
    each time with what somebody who knows the sum can work out."""
    rules = content.disclosure()
    areas = [WALES, *(area.code for area in catalogue.regions()), "unknown"]
    counts = [sum(REGIONS), *REGIONS, 0]
    whole = pd.array(counts, "Int64")
    figures = pd.DataFrame({"area_code": areas, "numerator": whole, "people": whole}).assign(
        cohort="women",
        measure="sentences_started",
        period="2023Q1",
        breakdown="",
        category="",
        denominator=pd.array([pd.NA] * len(counts), "Int64"),
        kind="count",
        origin="counted",
    )
    primary = primary_symbols(figures, Rules(rules.largest_small_count, rules.fewest_people))
    found = protect_figures(
        figures.assign(primary=primary, **dict.fromkeys(BEFORE, False)),
        structure(),
        largest_small_count=rules.largest_small_count,
        room=max(rules.least_width, rules.largest_small_count),
    )
    known = [_worked_out(counts, symbols) for symbols in (primary, found.symbols)]
    return tuple(
        Cell(area, count, str(primary[at]), str(found.symbols[at]), known[0][at], known[1][at])
        for at, (area, count) in enumerate(zip(areas, counts, strict=True))
    )


def chart() -> dict[str, Any]:
    """An XmR chart of a short series, as a release keeps it: lists in step."""
    found = xmr(SERIES)
    return {
        "values": list(SERIES),
        "centre": found.centre.tolist(),
        "lower": found.lower.tolist(),
        "upper": found.upper.tolist(),
        "rule": list(found.rule),
        "side": found.side.tolist(),
        "points": found.points.tolist(),
    }


def falling() -> Falling:
    """A trend over five years."""
    found = trend(FALLING, [PEOPLE] * len(FALLING))
    return Falling(FALLING, PEOPLE, found.chi_squared, found.p_value, found.slope_sign)


def funnel(confidence: float) -> tuple[float, int, float, float]:
    """An average, the size of a group, and how far the group's proportion may lie from the average by chance."""
    lower, upper = funnel_limits(GROUP, AVERAGE, confidence)
    return AVERAGE, GROUP, lower, upper


def discoveries(rate: float) -> list[tuple[float, float, bool]]:
    """p-values, what becomes of each when all are looked at together, and whether it is a signal."""
    found = benjamini_hochberg(np.array(P_VALUES))
    return [(p, float(q), bool(q <= rate)) for p, q in zip(P_VALUES, found, strict=True)]


def _worked_out(counts: list[int], symbols: np.ndarray) -> list[tuple[float, float]]:
    """What each count can be, for somebody who knows those without symbol and that they add up."""
    hidden = [place for place, symbol in enumerate(symbols) if symbol]
    found = attack(counts, hidden, [{0: 1, **dict.fromkeys(range(1, len(counts)), -1)}], lower=0, upper=None)
    return [found.get(place, (count, count)) for place, count in enumerate(counts)]
