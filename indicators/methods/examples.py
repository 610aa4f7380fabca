"""Worked examples: invented numbers, and what the functions behind the figures make of them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from indicators.disclosure.primary import SUPPRESSED, Rules, primary_symbols
from indicators.statistics import count_interval, proportion_interval
from priority_groups import content

# Of which a reader can check each step: a proportion, a count below ten and one from ten on.
PROPORTION = (65, 100)
COUNTS = (3, 10)
# People in four regions, one of them few: whole numbers that a reader can add up.
REGIONS = (41, 12, 68, 3)


@dataclass(frozen=True, slots=True)
class Interval:
    """A number (of a denominator, for a proportion) and the ends of its interval: proportions from 0 to 1, or counts."""

    numerator: int
    denominator: int | None
    lower: float
    upper: float
    method: str  # wilson, exact or byar


@dataclass(frozen=True, slots=True)
class Table:
    """Counts that add up to a total, and the symbol of each that may not be shown ("" where it may)."""

    counts: tuple[int, ...]
    symbols: tuple[str, ...]

    @property
    def total(self) -> int:
        return sum(self.counts)

    @property
    def given_away(self) -> int | None:
        """What the total gives away where one count alone is hidden: the hidden count itself."""
        hidden = [count for count, symbol in zip(self.counts, self.symbols, strict=True) if symbol]
        shown = [count for count, symbol in zip(self.counts, self.symbols, strict=True) if not symbol]
        return self.total - sum(shown) if len(hidden) == 1 else None


def intervals(confidence: float) -> tuple[Interval, ...]:
    """Each kind of interval once."""
    lower, upper = proportion_interval(*PROPORTION, confidence)
    found = [Interval(*PROPORTION, lower, upper, "wilson")]
    for count, method in zip(COUNTS, ("exact", "byar"), strict=True):
        lower, upper = count_interval(count, confidence)
        found.append(Interval(count, None, lower, upper, method))
    return tuple(found)


def small_table() -> Table:
    """A table of four regions after the primary rules, before anything else is hidden to protect it."""
    rules = content.disclosure()
    figures = pd.DataFrame(
        {"kind": "count", "numerator": REGIONS, "denominator": pd.array([pd.NA] * len(REGIONS), "Int64"), "origin": "counted"}
    )
    symbols = primary_symbols(figures.assign(numerator=np.array(REGIONS)), Rules(rules.largest_small_count, rules.fewest_people))
    if SUPPRESSED not in symbols:
        raise ValueError(f"no count of {REGIONS} is small by the rules in force: the example shows nothing")
    return Table(REGIONS, tuple(map(str, symbols)))
