"""What is behind a value that is shown alone: the counts whose quotient and interval, rounded as published, are those shown.

21.4 % with an interval of 7.6 to 47.6 can only be 3 of 14.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from indicators.statistics import clustered_interval, proportion_interval

# What a dispersion of cases that cluster in people can be: it is published in steps (see measures.clusters).
STEPS = tuple(step / 2 for step in range(2, 101))
INDEPENDENT = (1.0,)
MOST = 2_000  # the largest denominator that is tried: beyond it many counts are behind the same figures
Floats = NDArray[np.float64]
Ends = tuple[Floats, Floats]


@dataclass(frozen=True, slots=True)
class Behind:
    """The lowest and highest of each; `quotient` between which numerator / denominator lies, None where nothing says so."""

    numerator: tuple[float, float]
    denominator: tuple[float, float]
    quotient: tuple[float, float] | None = None


def behind(
    kind: str,
    scale: int,
    decimals: int,
    value: float,
    lower: float,
    upper: float,
    known: tuple[float, float] = (np.nan, np.nan),
    dispersions: Sequence[float] = INDEPENDENT,
    least: int = 0,
) -> Behind:
    """What a figure's value, lower and upper (NaN where not shown) tell of its numerator and denominator.

    `known`: the numerator and denominator where one of them is shown, else NaN. A proportion has Wilson's interval, a count
    and a ratio of counts the exact one of Poisson or Byar's, widened by one of `dispersions`, and what lies beyond the `least`
    cases of everybody in the denominator. Where nothing within reach fits, only the quotient is told.
    """
    if kind == "count":
        return _count(decimals, value, lower, upper, dispersions)
    half = 0.5 / 10**decimals
    quotient = None if np.isnan(value) else ((value - half) / scale, (value + half) / scale)
    if kind not in ("proportion", "ratio"):
        return Behind((-np.inf, np.inf), (0, np.inf), quotient)
    numerators, denominators = _tried(kind)
    fits = numerators >= least * denominators
    for one, all_of in zip(known, (numerators, denominators), strict=True):
        if not np.isnan(one):
            fits &= all_of == one
    if not np.isnan(value):
        fits &= _near(scale * numerators / denominators, value, half)
    places = np.flatnonzero(fits)
    if kind == "proportion":
        tried = iter([(_wilson()[0][places], _wilson()[1][places])])
    else:
        tried = _ratios(numerators[places], denominators[places], dispersions, least)
    fits[places] = np.logical_or.reduce([_both(scale * low, scale * high, lower, upper, half) for low, high in tried])
    if not fits.any() or _reaches_the_end(denominators[fits]):
        return Behind((0, np.inf), (0, np.inf), quotient)
    found = [(float(all_of[fits].min()), float(all_of[fits].max())) for all_of in (numerators, denominators)]
    return Behind(found[0], found[1], quotient)


def dispersions_of(shown: Floats, scale: int, decimals: int, least: int = 0) -> tuple[float, ...]:
    """Which of STEPS fit figures that show everything: rows of numerator, denominator (1 for a count), lower and upper.

    Those that alone fit some figure; else all that fit one; all of STEPS where no figure says anything.
    """
    half = 0.5 / 10**decimals
    above, below, lower, upper = shown.reshape(-1, 4).T
    fits = np.array([_both(scale * low, scale * high, lower, upper, half) for low, high in _ratios(above, below, STEPS, least)])
    sure = fits[:, fits.sum(axis=0) == 1].any(axis=1)
    found = np.flatnonzero(sure if sure.any() else fits.any(axis=1))
    return tuple(STEPS[place] for place in found) or STEPS


def _near(told: Floats, shown: Floats | float, half: float) -> NDArray[np.bool_]:
    return np.asarray(np.abs(told - shown) <= half * (1 + 1e-6))


def _both(low: Floats, high: Floats, lower: Floats | float, upper: Floats | float, half: float) -> NDArray[np.bool_]:
    """Where the ends are those shown; an end that is not shown says nothing."""
    return np.asarray((np.isnan(lower) | _near(low, lower, half)) & (np.isnan(upper) | _near(high, upper, half)))


def _ratios(above: Floats, below: Floats, dispersions: Sequence[float], least: int) -> Iterator[Ends]:
    """Both ends of ratios, with each of the dispersions."""
    sure = least * below
    counts, place = np.unique(above - sure, return_inverse=True)
    for one in dispersions:
        lower, upper = clustered_interval(counts, one)
        yield (sure + lower[place]) / below, (sure + upper[place]) / below


def _count(decimals: int, value: float, lower: float, upper: float, dispersions: Sequence[float]) -> Behind:
    half = 0.5 / 10**decimals
    if not np.isnan(value):
        return Behind((value, value), (0, np.inf))
    counts = np.arange(MOST + 1, dtype=np.float64)
    tried = _ratios(counts, np.ones(len(counts)), dispersions, 0)
    found = counts[np.logical_or.reduce([_both(low, high, lower, upper, half) for low, high in tried])]
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
def _wilson() -> tuple[Floats, Floats]:
    """The interval of all proportions that are tried."""
    return proportion_interval(*_tried("proportion"))
