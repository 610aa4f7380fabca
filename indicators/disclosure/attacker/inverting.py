"""What is behind a value that is shown alone: the counts whose quotient and interval, rounded as published, are those shown.

21.4 % with an interval of 7.6 to 47.6 can only be 3 of 14.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from indicators.statistics import count_interval, proportion_interval

MOST = 2_000  # the largest denominator that is tried: beyond it many counts are behind the same figures
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Behind:
    """The lowest and highest of each; `quotient` between which numerator / denominator lies, None where nothing says so."""

    numerator: tuple[float, float]
    denominator: tuple[float, float]
    quotient: tuple[float, float] | None = None


def behind(
    kind: str, scale: int, decimals: int, value: float, lower: float, upper: float, known: tuple[float, float] = (np.nan, np.nan)
) -> Behind:
    """What a figure's value, lower and upper (NaN where not shown) tell of its numerator and denominator.

    `known`: the numerator and denominator where one of them is shown, else NaN. A proportion has Wilson's interval, a count
    and a ratio of counts the exact one of Poisson or Byar's. Where nothing within reach fits, only the quotient is told.
    """
    if kind == "count":
        return _count(decimals, value, lower, upper)
    half = 0.5 / 10**decimals
    quotient = None if np.isnan(value) else ((value - half) / scale, (value + half) / scale)
    if kind not in ("proportion", "ratio"):
        return Behind((-np.inf, np.inf), (0, np.inf), quotient)
    numerators, denominators = _tried(kind)
    fits = np.ones(len(numerators), dtype=bool)
    for one, all_of in zip(known, (numerators, denominators), strict=True):
        if not np.isnan(one):
            fits &= all_of == one
    for shown, place in ((value, 0), (lower, 1), (upper, 2)):
        if not np.isnan(shown):
            told = _figures(kind)[place]
            fits &= np.abs(scale * told - shown) <= half * (1 + 1e-6)
    if not fits.any() or _reaches_the_end(denominators[fits]):
        return Behind((0, np.inf), (0, np.inf), quotient)
    ends = [(float(all_of[fits].min()), float(all_of[fits].max())) for all_of in (numerators, denominators)]
    return Behind(ends[0], ends[1], quotient)


def _count(decimals: int, value: float, lower: float, upper: float) -> Behind:
    half = 0.5 / 10**decimals
    if not np.isnan(value):
        return Behind((value, value), (0, np.inf))
    counts = np.arange(MOST + 1)
    fits = np.ones(len(counts), dtype=bool)
    for shown, told in zip((lower, upper), _of_counts(), strict=True):
        if not np.isnan(shown):
            fits &= np.abs(told - shown) <= half * (1 + 1e-6)
    found = counts[fits]
    if not len(found) or found[-1] == MOST:
        return Behind((0, np.inf), (0, np.inf))
    return Behind((float(found[0]), float(found[-1])), (0, np.inf))


def _reaches_the_end(denominators: Floats) -> bool:
    """Whether larger denominators than were tried could fit too."""
    return bool(denominators.max() > 0.9 * _most("proportion"))


def _most(kind: str) -> int:
    return 400


@cache
def _tried(kind: str) -> tuple[Floats, Floats]:
    """All pairs of a numerator and a denominator within reach."""
    most = _most(kind)
    largest = most if kind == "proportion" else 5 * most
    denominators, numerators = np.mgrid[1 : most + 1, 0 : largest + 1]
    kept = (numerators <= denominators) if kind == "proportion" else (numerators >= 0)
    return numerators[kept].astype(np.float64), denominators[kept].astype(np.float64)


@cache
def _figures(kind: str) -> tuple[Floats, Floats, Floats]:
    """Quotient and interval of all of them."""
    numerators, denominators = _tried(kind)
    if kind == "proportion":
        lower, upper = proportion_interval(numerators, denominators)
        return numerators / denominators, lower, upper
    lower, upper = (ends[numerators.astype(np.intp)] / denominators for ends in _of_counts())
    return numerators / denominators, lower, upper


@cache
def _of_counts() -> tuple[Floats, Floats]:
    return count_interval(np.arange(MOST + 1))
