"""Whether a series of independent figures has changed by more than chance, with one error rate for the whole question.

One question is put in two ways that are fixed beforehand: has it gone one way over the last points, and does the latest point
stand out from those before it? The smaller p-value counts double (Bonferroni), so that both together err as seldom as one.

Figures scatter as counts of people do (binomial, Poisson), or more: where cases cluster in people, and where years differ for
reasons of their own. How much more is estimated from the series itself and never taken to be less than 1 (quasi-likelihood;
McCullagh and Nelder 1989, Generalized Linear Models: 9.3). Because that estimate rests on few points, Student's t judges.
Where each case is another person, the expectation that people are independent counts as four points more: without it a
handful of years could hardly show anything, and the rate of error holds up to one and a half times the expected variance.
"""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from indicators.statistics.distributions import student_above, student_point

Floats = NDArray[np.float64]
Kind = Literal["count", "proportion", "ratio", "value"]
TREND, LATEST = "trend", "latest"
EXPECTED = 4.0  # degrees of freedom that "people are independent" is worth, where each case is another person
QUESTIONS = 2  # put to each series
FEWEST_POINTS = 4  # a dispersion needs two differences, before the latest point


@dataclass(frozen=True, slots=True)
class Change:
    """An answer per series. `moved`: 1 up, -1 down, 0 where nothing points anywhere; `by_latest`: which of both ways it was.

    `error`: of the slope per unit of time, with the scatter that the series has, on `freedom` degrees of freedom.
    """

    p_value: Floats
    moved: NDArray[np.int64]
    by_latest: NDArray[np.bool_]
    error: Floats
    freedom: float

    def least_slope(self, confidence: float) -> Floats:
        """The smallest slope that would be told with this confidence."""
        return np.asarray(student_point((1 - confidence) / 2 / QUESTIONS, self.freedom) * self.error)


def change(
    numerators: ArrayLike,
    denominators: ArrayLike,
    kind: Kind,
    points: int = 5,
    time: ArrayLike | None = None,
    *,
    clustered: bool = False,
) -> Change:
    """Test series of shape (..., points in time) that have no gaps; `time`: where each point stands, for gaps between them.

    `numerators`: counts, or the values themselves of the kind "value", whose scatter is not known beforehand.
    `denominators`: people of each point; ones for counts and values. `points`: of how many at the end the trend is asked.
    `clustered`: several cases may be one person's, as reoffences are.
    The figures must be independent of each other: years that overlap are not. A trend that turns when any one of its points is
    left out is none. Raises ValueError for fewer than 4 points or fewer than `points`.
    """
    k, n = np.broadcast_arrays(np.asarray(numerators, dtype=float), np.asarray(denominators, dtype=float))
    when = np.arange(k.shape[-1], dtype=float) if time is None else np.asarray(time, dtype=float)
    if k.shape[-1] < max(points, FEWEST_POINTS):
        raise ValueError(f"a change cannot be told from {k.shape[-1]} points")
    expected = 0.0 if clustered or kind == "value" else EXPECTED
    trend_p, trend_way, error, freedom = _trend(k, n, kind, points, when, expected)
    latest_p, latest_way = _latest(k, n, kind, expected)
    by_latest = latest_p < trend_p
    smaller = np.where(by_latest, latest_p, trend_p)
    moved = np.where(by_latest, latest_way, trend_way).astype(np.int64)
    return Change(np.minimum(1.0, QUESTIONS * smaller), moved, by_latest, error, freedom)


def unit_variance(level: Any, kind: Kind) -> Any:
    """What the variance of a figure at this level is times its denominator, if people are independent of each other."""
    if kind == "proportion":
        return level * (1 - level)
    return level if kind in ("count", "ratio") else np.ones_like(level)


def _trend(k: Floats, n: Floats, kind: Kind, points: int, when: Floats, expected: float) -> tuple[Floats, Floats, Floats, float]:
    """Over the last points: Cochran and Armitage's statistic, over the dispersion of all points.

    Returns p-value, direction, the slope's standard error and its degrees of freedom.
    """
    last, weights, time = k[..., -points:] / n[..., -points:], n[..., -points:], when[-points:]
    slope, spread = _slope(last, weights, time)
    variance = unit_variance(k[..., -points:].sum(-1) / weights.sum(-1), kind)
    differences = k.shape[-1] - 1
    # The mean square successive difference of independent values is worth this many degrees of freedom (von Neumann 1941).
    freedom = 2 * differences**2 / (3 * differences - 1)
    dispersion = _dispersion(_between_neighbours(k, n, kind), freedom, kind, expected)
    error = np.sqrt(variance * dispersion / spread)
    p = 2 * student_above(_over(np.abs(slope), error), freedom + expected)
    way = np.sign(np.where(np.abs(slope) > 1e-12 * np.abs(last).max(-1, initial=0), slope, 0))
    kept = ~np.eye(points, dtype=bool)
    turns = [np.sign(_slope(last[..., mask], weights[..., mask], time[mask])[0]) != way for mask in kept]
    return np.where(np.any(turns, axis=0) | (way == 0), 1.0, p), way, error, freedom + expected


def _latest(k: Floats, n: Floats, kind: Kind, expected: float) -> tuple[Floats, Floats]:
    """p-value and direction of the latest point beside all before it."""
    before, weights = k[..., :-1] / n[..., :-1], n[..., :-1]
    mean = (weights * before).sum(-1) / weights.sum(-1)
    freedom = before.shape[-1] - 1
    scatter = (weights * (before - mean[..., None]) ** 2).sum(-1) / freedom
    dispersion = _dispersion(_over(scatter, unit_variance(mean, kind)), freedom, kind, expected)
    variance = unit_variance(k.sum(-1) / n.sum(-1), kind) * dispersion
    difference = k[..., -1] / n[..., -1] - mean
    error = np.sqrt(variance * (1 / n[..., -1] + 1 / weights.sum(-1)))
    return 2 * student_above(_over(np.abs(difference), error), freedom + expected), np.sign(difference)


def _between_neighbours(k: Floats, n: Floats, kind: Kind) -> Floats:
    """How much more neighbouring points differ than by the chance of independent people: a change of level hardly counts."""
    steps = np.diff(k / n, axis=-1) ** 2
    level = (k[..., 1:] + k[..., :-1]) / (n[..., 1:] + n[..., :-1])
    chance = unit_variance(level, kind) * (1 / n[..., 1:] + 1 / n[..., :-1])
    found: Floats = _over(steps, chance).mean(-1)
    return found


def _dispersion(found: Floats, freedom: float, kind: Kind, expected: float) -> Floats:
    """What was found, with so many degrees of freedom, and what was expected, weighed together."""
    if kind == "value":
        return found
    return np.maximum((found * freedom + expected) / (freedom + expected), 1.0)


def _slope(values: Floats, weights: Floats, time: Floats) -> tuple[Floats, Floats]:
    centred = time - (weights * time).sum(-1, keepdims=True) / weights.sum(-1, keepdims=True)
    spread = (weights * centred**2).sum(-1)
    return (weights * centred * values).sum(-1) / spread, spread


def _over(above: Any, below: Any) -> Any:
    """The quotient; 0 where both are 0: what never varies is no evidence."""
    below = np.asarray(below, dtype=float)
    return np.divide(above, below, out=np.zeros(np.broadcast(above, below).shape), where=below > 0)
