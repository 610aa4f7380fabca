"""Primary rules: figures that may not be shown for what they are themselves."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

SUPPRESSED = "c"
UNRELIABLE = "u"


@dataclass(frozen=True, slots=True)
class Rules:
    """Thresholds, a setting of the framework: counts from 1 to `largest_small_count`, rates on fewer than `fewest_people`."""

    largest_small_count: int = 4
    fewest_people: int = 30


def primary_symbols(figures: pd.DataFrame, rules: Rules) -> NDArray[np.str_]:
    """The symbol of each figure: "c" suppressed, "u" on too few people to be reliable, "" may be shown.

    `figures` has kind, numerator, denominator and origin; figures already published elsewhere (origin "published") are not
    protected again. Nothing is told of 1 to 4 people, neither as a count nor as those whom a figure is about. A rate is
    suppressed when its numerator or the rest of its denominator is small, and so is a difference, whose numerator here is the
    count of people that can be worked out from it; a mean only for whom it is about. What is missing counts as 0.
    """
    numerator = figures["numerator"].to_numpy(dtype=np.int64, na_value=0)
    denominator = figures["denominator"].to_numpy(dtype=np.int64, na_value=0)
    kind = figures["kind"].to_numpy(dtype=str)
    rate = np.isin(kind, ["proportion", "difference"])
    small = (
        ((kind != "mean") & _small(numerator, rules))
        | (rate & _small(denominator - numerator, rules))
        | _small(denominator, rules)
    )
    few = (rate | (kind == "mean")) & (denominator > 0) & (denominator < rules.fewest_people)
    symbols = np.select([small, few], [SUPPRESSED, UNRELIABLE], "")
    return np.where(figures["origin"].to_numpy(dtype=str) == "published", "", symbols)


def _small(counts: NDArray[np.int64], rules: Rules) -> NDArray[np.bool_]:
    return (counts >= 1) & (counts <= rules.largest_small_count)
