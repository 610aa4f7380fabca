"""A table as it was found, and the same by quantity."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Change:
    """Which blocks change, by how many units of a move, and the group of each: changes of one group cancel out in all sums."""

    places: Whole
    units: Whole
    group: Whole

    def only(self, kept: NDArray[np.bool_]) -> "Change":
        return Change(self.places[kept], self.units[kept], self.group[kept])


@dataclass(frozen=True)
class Raised:
    """By how much each quantity is raised at each of the places."""

    places: Whole
    group: Whole
    raises: Mapping[str, Numbers]

    def only(self, kept: NDArray[np.bool_]) -> "Raised":
        return Raised(self.places[kept], self.group[kept], {name: amount[kept] for name, amount in self.raises.items()})
