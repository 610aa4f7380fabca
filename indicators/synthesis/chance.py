"""Chance that comes out the same on every machine.

Only comparisons, sums and integers are used on what PCG64 gives: logarithms and powers differ in their last digit from one
processor to another, and the normal or Poisson numbers that are made of them with it.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

Ints = np.ndarray[Any, np.dtype[np.int64]]
Bools = np.ndarray[Any, np.dtype[np.bool_]]
Floats = np.ndarray[Any, np.dtype[np.float64]]


class Chance:
    """A stream of chance, one for each seed and block of people."""

    def __init__(self, seed: int, block: int) -> None:
        self._generator = np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(block,))))

    def shares(self, size: int) -> Floats:
        """Numbers from 0 up to 1."""
        return self._generator.random(size)

    def happens(self, probability: float | Floats, size: int) -> Bools:
        """True with this probability (one for all, or one each)."""
        return self._generator.random(size) < probability

    def whole(self, low: int | Ints, high: int | Ints, size: int) -> Ints:
        """Whole numbers from `low` to `high`, both included (one for all, or one each)."""
        return self._generator.integers(low, np.asarray(high) + 1, size=size, dtype=np.int64)

    def one_of(self, weights: Sequence[float], size: int) -> Ints:
        """Numbers of choices, each as often as its weight says."""
        edges = np.cumsum(np.asarray(weights, dtype=float))
        found = np.searchsorted(edges, self._generator.random(size) * edges[-1], side="right")
        return np.minimum(found, len(edges) - 1).astype(np.int64)

    def spread(self, quantiles: Sequence[tuple[float, int]], size: int) -> Ints:
        """Whole numbers with these quantiles, [(0, lowest), ... (1, highest)], straight lines between them."""
        at, values = zip(*quantiles, strict=True)
        edges, heights = np.asarray(at, dtype=float), np.asarray(values, dtype=float)
        shares = self._generator.random(size)
        step = np.minimum(np.searchsorted(edges, shares, side="right") - 1, len(edges) - 2)
        part = (shares - edges[step]) / (edges[step + 1] - edges[step])
        rise = part * (heights[step + 1] - heights[step])
        return np.floor(heights[step] + rise).astype(np.int64)
