"""What is lost when a block is hidden: weights for choosing the companions of a hidden figure.

Wales as a whole is read most, then the regions, then categories, then what tells a category of some of its people only; a year
more than a quarter; everyone is there for comparison only. Weights are a judgement, not a measurement: they are here in one
place so that they can be judged.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from indicators.disclosure.protecting.structure import Structure

WALES, REGION, CATEGORY, PART, SET = 40.0, 10.0, 5.0, 2.0, 1.0
YEAR = 2.0
EVERYONE = 0.5


def costs_of(places: pd.DataFrame, structure: Structure) -> NDArray[np.float64]:
    """The weight of each block, by its columns cohort, period, area_code and breakdown."""
    breakdown = places["breakdown"].to_numpy(dtype=str)
    wales = places["area_code"].to_numpy(dtype=str) == structure.wales
    total = breakdown == ""
    sets = (breakdown == structure.sets) & (structure.sets != "")
    divided = {part for family in structure.families for _, parts in family.divided for part in parts}
    part = np.isin(breakdown, list(divided))
    level = np.select([sets, part, total & wales, ~wales], [SET, PART, WALES, REGION], CATEGORY)
    year = np.where(places["period"].str.startswith("YE").to_numpy(dtype=bool), YEAR, 1.0)
    everyone = np.where(places["cohort"].to_numpy(dtype=str) == structure.everyone, EVERYONE, 1.0)
    return level * year * everyone
