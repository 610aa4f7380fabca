"""XmR charts: which points of a series stand out from its usual variation, after NHS England's "Making Data Count".

Limits, rules and icons are those of the R package NHSRplotthedots 0.2; its answers are checked in the tests.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Improvement = Literal["up", "down", "none"]

LIMIT = 2.66  # mean moving ranges from the centre to a limit: 3 sigma of a normal variable
SCREEN = 3.267  # a moving range this many times the mean one is an outlier: its own upper limit
NEAR = 2 * (LIMIT / 3)  # from here, two thirds of the way, a point is near a limit
RUN = 7  # points on one side, or rising, or falling
OUTSIDE, TREND, TWO_OF_THREE, ON_ONE_SIDE = "outside", "trend", "two_of_three", "run"
WAYS = {"up": 1, "down": -1, "none": 0}


@dataclass(frozen=True, slots=True)
class XmR:
    """A chart's lines and what stands out, a value per point; NaN, "" and 0 where the series has no value.

    `rule`: "" or the first that a point breaks of "outside", "trend", "two_of_three" and "run". `side`: 1 above the centre or
    rising, -1 below or falling, 0 where no rule is broken. `points`: how many values the point's limits rest on.
    `variation`: "common_cause", "special_cause_improvement", "special_cause_concern", or, where neither direction is better,
    "special_cause_neutral_high" and "special_cause_neutral_low": what the latest value says; "" without values.
    `assurance`: "consistent_pass", "consistent_fail" or "inconsistent" against a target, "" where that has no meaning.
    """

    centre: Floats
    lower: Floats
    upper: Floats
    rule: tuple[str, ...]
    side: Ints
    points: Ints
    variation: str
    assurance: str


def xmr(
    values: ArrayLike,
    *,
    improvement: Improvement = "none",
    target: float | None = None,
    rebase_at: Iterable[int] = (),
    screen: bool = True,
) -> XmR:
    """The XmR chart of a series in order of time; NaN is a value that is missing, and its neighbours become each other's.

    `rebase_at`: places in `values` from which the limits are worked out anew. `screen`: leave moving ranges of 3.267 times
    their mean or more out, once. A period of fewer than two values, or without any variation, has no limits.
    Raises ValueError for values of more than one dimension, a place outside the series or an unknown improvement.
    """
    series = np.asarray(values, dtype=float)
    if series.ndim != 1:
        raise ValueError("a series has one dimension")
    if improvement not in WAYS:
        raise ValueError(f"improvement is up, down or none, not {improvement!r}")
    starts = sorted({int(place) for place in rebase_at})
    if any(not 0 <= place < len(series) for place in starts):
        raise ValueError("a new period of limits starts within the series")
    there = np.flatnonzero(~np.isnan(series))
    period = np.searchsorted(starts, there, side="right")
    lines = np.full((3, len(series)), np.nan)
    rule, side, points = [""] * len(series), np.zeros(len(series), np.int64), np.zeros(len(series), np.int64)
    for number in np.unique(period):
        places = there[period == number]
        found = series[places]
        centre, reach = _level(found, screen)
        lines[:, places] = np.array([[centre], [centre - LIMIT * reach], [centre + LIMIT * reach]])
        points[places] = len(places)
        rules, sides = _rules(found, centre, reach)
        side[places] = sides
        for place, broken in zip(places, rules, strict=True):
            rule[place] = broken
    way = WAYS[improvement]
    latest = there[-1] if len(there) else None
    variation = "" if latest is None else _variation(int(side[latest]), way)
    assurance = "" if latest is None else _assurance(lines[1, latest], lines[2, latest], target, way)
    return XmR(lines[0], lines[1], lines[2], tuple(rule), side, points, variation, assurance)


def _level(values: Floats, screen: bool) -> tuple[float, float]:
    """The mean, and the mean moving range: NaN where there is none."""
    ranges = np.abs(np.diff(values))
    if screen and len(ranges):
        ranges = ranges[ranges < SCREEN * ranges.mean()]
    return float(values.mean()), float(ranges.mean()) if len(ranges) else float("nan")


def _rules(values: Floats, centre: float, reach: float) -> tuple[Sequence[str], Ints]:
    """Of each value of one period the first rule that it breaks, and the side."""
    relative = np.sign(values - centre).astype(np.int64)
    outside = (values > centre + LIMIT * reach) | (values < centre - LIMIT * reach)
    near = ~outside & ((values > centre + NEAR * reach) | (values < centre - NEAR * reach))
    steps = np.sign(np.diff(values)).astype(np.int64)
    trend = _part_of(_same(steps, RUN - 1), RUN, len(values))
    run = _part_of(_same(relative, RUN), RUN, len(values))
    broken = np.select(
        [outside, trend, near & _crowded(near, relative), run], [OUTSIDE, TREND, TWO_OF_THREE, ON_ONE_SIDE], default=""
    )
    above = np.where(relative > 0, 1, -1)
    side = np.where(broken == "", 0, np.where(broken == TREND, _heading(steps, trend), above))
    return broken.tolist(), side.astype(np.int64)


def _same(signs: Ints, length: int) -> Bools:
    """Of each stretch of `length` signs, by its first, whether they are all 1 or all -1."""
    if len(signs) < length:
        return np.zeros(0, dtype=bool)
    sums = np.lib.stride_tricks.sliding_window_view(signs, length).sum(axis=1)
    return np.asarray(np.abs(sums) == length)


def _part_of(starts: Bools, length: int, size: int) -> Bools:
    """Each of `size` points: whether it lies in one of the stretches of `length` points that begin at `starts`."""
    found = np.zeros(size, dtype=bool)
    for first in np.flatnonzero(starts):
        found[first : first + length] = True
    return found


def _crowded(near: Bools, relative: Ints) -> Bools:
    """Each point: whether it lies in three neighbours on one side of the centre, of whom two or more are near a limit."""
    if len(near) < 3:
        return np.zeros(len(near), dtype=bool)
    windows = np.lib.stride_tricks.sliding_window_view
    two = windows(near.astype(np.int64), 3).sum(axis=1) >= 2
    return _part_of(two & _same(relative, 3), 3, len(near))


def _heading(steps: Ints, trend: Bools) -> Ints:
    """Which way a trend goes at each point: the step to the next point of a trend where there is one, else the step before."""
    if not len(steps):
        return np.zeros(len(trend), dtype=np.int64)
    follows = np.append(trend[1:], False) & trend
    step = np.where(follows, np.append(steps, steps[-1]), np.insert(steps, 0, 0))
    return np.where(step == 1, 1, -1)  # between two trends that meet on a level step: falling, as in the reference


def _variation(side: int, way: int) -> str:
    if side == 0:
        return "common_cause"
    if way == 0:
        return "special_cause_neutral_high" if side > 0 else "special_cause_neutral_low"
    return "special_cause_improvement" if side == way else "special_cause_concern"


def _assurance(lower: Any, upper: Any, target: float | None, way: int) -> str:
    if target is None or way == 0:
        return ""
    if target > upper:
        return "consistent_fail" if way > 0 else "consistent_pass"
    if target < lower:
        return "consistent_pass" if way > 0 else "consistent_fail"
    return "inconsistent"
