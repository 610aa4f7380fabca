"""How near an attacker comes to a cell when some are hidden: the linear programmes behind `protect`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray

Floats = NDArray[np.float64]
NEARLY = 1e-6
FAR = 1e6  # no cell need be further from its value than that, even where nothing bounds it


@dataclass(frozen=True)
class Reached:
    """How far an attacker's interval reaches on one side, and by cell how much more of it being hidden would add."""

    far: float
    gives: Floats


@dataclass(frozen=True)
class Attacked:
    """A table around its values: `matrix` times any change is 0, and each cell can change by -`down` to `up`."""

    matrix: scipy.sparse.csr_matrix
    down: Floats
    up: Floats

    def reach(self, cell: int, side: int, hidden: Floats) -> Reached:
        """How far above (side 1) or below (-1) its value the attacker must think a cell possible; `hidden`: 0 to 1 by cell."""
        objective = np.zeros(len(self.up))
        objective[cell] = -side
        down, up = np.minimum(self.down, FAR), np.minimum(self.up, FAR)
        bounds = np.column_stack([-down * hidden, up * hidden])
        solved: Any = scipy.optimize.linprog(  # type: ignore[call-overload]
            objective, A_eq=self.matrix, b_eq=np.zeros(self.matrix.shape[0]), bounds=bounds, method="highs"
        )
        if solved.x is None:
            raise ValueError(f"The attack on cell {cell} was not solved: {solved.message}")
        gives = -solved.upper.marginals * up + solved.lower.marginals * down
        return Reached(-float(solved.fun), np.maximum(gives, 0.0))

    def cut(self, cell: int, side: int, wanted: float, hidden: Floats) -> Floats | None:
        """What must be hidden besides so that a cell's interval reaches as far as is wanted: a row that times what is hidden must
        be 1 at least. None where it does already."""
        found = self.reach(cell, side, hidden)
        if found.far >= wanted - NEARLY:
            return None
        return np.minimum(found.gives, wanted) / wanted

    def protects(self, wanted: list[tuple[int, int, float]], hidden: NDArray[np.bool_]) -> bool:
        """Whether every cell's interval reaches as far as is wanted."""
        return all(self.reach(cell, side, hidden.astype(float)).far >= reach - NEARLY for cell, side, reach in wanted)
