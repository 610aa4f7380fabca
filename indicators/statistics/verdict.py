"""One verdict on a series, with its reason: what readers are told, worked out from nothing but what they are shown.

The rule, fixed beforehand, in this order:

1. Only independent points count. Years that end with the same month are; of quarters, four make one point a year (summed where
   the measure adds up over quarters, else the same quarter of each year), so that no season looks like a change.
2. Only points since the latest new level (rebase), and only mature ones. The latest of them must be shown, and as many as a trend
   needs (five): else the series is "not ready", or has "too few" cases where figures are hidden.
3. "Too few" where the latest denominator is below 30, or where the least change that could stand out over those points is
   larger than a third of the level.
4. A change is told where `change` finds one at the stated confidence: with 95 %, at most 5 in 100 series in which nothing
   changed are called improving, worse or changed.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from indicators.statistics.change import FEWEST_POINTS, Kind, change
from indicators.statistics.detectable import least_detectable_change

Floats = NDArray[np.float64]
Direction = Literal["up", "down", "none"]
QUARTERS = 4


class Reason(StrEnum):
    """Why a verdict is what it is."""

    TREND = "trend"  # one way over the last points
    LATEST = "latest"  # the latest point stands out from those before
    CHANCE = "chance"  # no more than chance
    FEW_PEOPLE = "few_people"  # on fewer people than a verdict needs
    COARSE = "coarse"  # only a very large change could stand out
    HIDDEN = "hidden"  # figures that it needs are not shown
    NOT_MATURE = "not_mature"  # figures that it needs are not available yet
    SHORT = "short"  # fewer points than a trend needs
    NEW_LEVEL = "new_level"  # fewer points than that since a new level


@dataclass(frozen=True, slots=True)
class Rules:
    """The settings of a framework that a verdict depends on."""

    confidence: float = 0.95
    points_of_trend: int = 5
    fewest_people: int = 30
    coarsest_change: float = 1 / 3


@dataclass(frozen=True, slots=True)
class Series:
    """Figures of one kind of periods in order of time, without holes, as readers see them: NaN where nothing is shown.

    `pending`: where a figure is not available yet ("x"). `a_year`: 1 for years that do not overlap, 4 for quarters. `adds_up`:
    whether four quarters make a year. `clustered`: several cases may be one person's. `new_level`: the place from which the
    latest level counts, 0 without one.
    """

    kind: Kind
    direction: Direction
    numerators: Floats
    denominators: Floats
    values: Floats
    pending: NDArray[np.bool_]
    a_year: int = 1
    adds_up: bool = False
    clustered: bool = False
    new_level: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """`moved`: -1 down, 1 up, 0. `p_value`: None where nothing was tested. `first` and `last`: the places in the series of the
    points that the reason speaks of, -1 without any. `points`: how many were compared (or, where too few, are there).
    `detectable`: the least steady change over those points that could stand out, as a share of the level: of independent
    people where they are too few, else with the scatter that the series has. `before`: the level of all points before the
    latest, where that is what it was compared with: numerator / denominator, or `in_values` where there is no more than values.
    """

    verdict: str
    reason: Reason
    moved: int = 0
    p_value: float | None = None
    first: int = -1
    last: int = -1
    points: int = 0
    detectable: float | None = None
    before: float | None = None
    in_values: bool = False


def verdict(series: Series, rules: Rules) -> Verdict:
    """What the series says."""
    points = _independent(series)
    mature = points.places[~points.pending & (points.places >= series.new_level)]
    shown = points.places[points.shown & (points.places >= series.new_level)]
    needed = max(rules.points_of_trend, FEWEST_POINTS)
    last = int(shown[-1]) if len(shown) else -1
    if len(mature) and last != mature[-1] and len(mature) >= needed:
        return Verdict("too_few", Reason.HIDDEN, last=last, points=len(shown))
    if len(shown) < needed:
        return _short(points, series, shown, mature, needed)
    kept = points.shown & (points.places >= series.new_level)
    k, n, when = points.numerators[kept], points.denominators[kept], points.times[kept]
    first = int(shown[-needed])
    said = Verdict("too_few", Reason.FEW_PEOPLE, first=first, last=last, points=needed)
    if points.kind in ("proportion", "ratio") and n[-1] < rules.fewest_people:
        return said
    level = float(k[-needed:].sum() / n[-needed:].sum())
    if points.kind != "value":
        detectable = least_detectable_change(level, n[-needed:], points.kind, rules.confidence)
        if detectable > rules.coarsest_change:
            return replace(said, reason=Reason.COARSE, detectable=detectable)
    found = change(k, n, points.kind, needed, when, clustered=series.clustered)
    span = float(when[-1] - when[-needed])
    detectable = float(found.least_slope(rules.confidence)) * span / level if level > 0 else None
    p_value, moved, by_latest = float(found.p_value), int(found.moved), bool(found.by_latest)
    if p_value > 1 - rules.confidence or moved == 0:
        return replace(said, verdict="no_clear_change", reason=Reason.CHANCE, p_value=p_value, detectable=detectable)
    word = _word(moved, series.direction)
    told = replace(said, verdict=word, reason=Reason.TREND, moved=moved, p_value=p_value, detectable=detectable)
    if not by_latest:
        return told
    before = float(k[:-1].sum() / n[:-1].sum())
    return replace(
        told,
        reason=Reason.LATEST,
        before=before,
        in_values=points.kind == "value",
        first=int(shown[0]),
        points=len(shown),
    )


def _word(moved: int, direction: Direction) -> str:
    if direction == "none":
        return "changed"
    return "improving" if moved == (1 if direction == "up" else -1) else "worse"


@dataclass(frozen=True, slots=True)
class _Points:
    """Independent points: `places` of the last figure of each in the series, `times` in years."""

    kind: Kind
    places: NDArray[np.int64]
    times: Floats
    numerators: Floats
    denominators: Floats
    pending: NDArray[np.bool_]
    shown: NDArray[np.bool_]


def _independent(series: Series) -> _Points:
    """The points that may be compared: the figures themselves, or one for every four quarters up to the latest mature one."""
    kind: Kind = series.kind
    k, n = series.numerators, series.denominators
    if kind == "count":
        n = np.ones_like(k)
    there = ~np.isnan(series.values)
    if kind == "value" or bool((there & (np.isnan(k) | ~(n > 0))).any()):  # what was published as a mere value
        kind, k, n = "value", series.values, np.ones_like(series.values)
    pending, size = series.pending, len(k)
    places = np.arange(size)
    if series.a_year == QUARTERS:
        mature = np.flatnonzero(~pending)
        ends = places[int(mature[-1]) % QUARTERS :: QUARTERS] if len(mature) else places[:0]
        blocks = ends[ends >= QUARTERS - 1] if series.adds_up else ends
        if series.adds_up and kind != "value":
            blocks = blocks[(blocks - (QUARTERS - 1) >= series.new_level) | (blocks < series.new_level)]
            over = blocks[:, None] - np.arange(QUARTERS)
            k = k[over].sum(axis=1)
            n = np.ones(len(blocks)) if kind == "count" else n[over].sum(axis=1)
            pending = pending[over].any(axis=1)
        else:
            k, n, pending = k[blocks], n[blocks], pending[blocks]
        places = blocks
    shown = ~np.isnan(k) & (n > 0) & ~pending
    return _Points(kind, places, places / series.a_year, k, n, pending, shown)


def _short(points: _Points, series: Series, shown: NDArray[np.int64], mature: NDArray[np.int64], needed: int) -> Verdict:
    """Why there are too few points: hidden, still to come, since a new level, or never more."""
    there = int((points.places >= series.new_level).sum())
    last = int(shown[-1]) if len(shown) else -1
    if len(mature) >= needed:
        return Verdict("too_few", Reason.HIDDEN, last=last, points=len(shown))
    if there >= needed:
        return Verdict("not_ready", Reason.NOT_MATURE, last=last, points=len(shown))
    if series.new_level and len(points.places) >= needed:
        return Verdict("not_ready", Reason.NEW_LEVEL, last=last, points=len(shown))
    return Verdict("not_ready", Reason.SHORT, last=last, points=len(shown))
