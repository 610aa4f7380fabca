"""From a chart of one line to an XmR chart: the levels that its points are held against, and which of them stand out.

The statistics are worked out elsewhere, from the very figures that are shown; here they are only put beside them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby
from math import isfinite
from typing import Any

from reporting.charts.format import amount
from reporting.charts.spec import Chart, Limit
from reporting.charts.translations import Translations

# What cannot be under nothing, or over everything, has no limit there either.
LEAST: Mapping[str, Decimal] = {unit: Decimal(0) for unit in ("people", "referrals", "percent", "ratio", "per_100")}
MOST: Mapping[str, Decimal] = {"percent": Decimal(100)}


@dataclass(frozen=True, slots=True)
class Process:
    """What indicators.statistics.xmr says of a series, in step with its periods; None where a figure is not shown.

    `points`: how many figures the limits of each rest on.
    """

    periods: tuple[str, ...]
    values: tuple[float | None, ...]
    centre: tuple[float | None, ...]
    lower: tuple[float | None, ...]
    upper: tuple[float | None, ...]
    rule: tuple[str, ...]
    side: tuple[int, ...]
    points: tuple[int, ...]

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Process | None":
        """As a release keeps it; None where it has no limits."""
        numbers = {name: tuple(map(_number, stored.get(name) or ())) for name in ("values", "centre", "lower", "upper")}
        periods = tuple(stored.get("periods") or ())
        rule = tuple(one or "" for one in stored.get("rule") or ())
        side, points = (tuple(int(one or 0) for one in stored.get(name) or ()) for name in ("side", "points"))
        if not periods or any(len(column) != len(periods) for column in (*numbers.values(), rule, side, points)):
            return None
        return cls(periods, rule=rule, side=side, points=points, **numbers)


@dataclass(frozen=True, slots=True)
class Level:
    """A stretch of periods with the same centre line and limits, from the place `first` to the place `last`."""

    first: int
    last: int
    limit: Limit


def with_limits(chart: Chart, process: Process, trial_below: int) -> Chart:
    """The chart with its limits; as it was where they are not about the figures that it shows.

    `trial_below`: limits from fewer points than this are called trial limits.
    """
    if len(chart.series) != 1 or not _agrees(chart, process):
        return chart
    found = dict(zip(process.periods, _limits(chart, process, trial_below), strict=True))
    limits = tuple(found.get(period.code) for period in chart.periods)
    return replace(chart, limits=limits) if any(limits) else chart


def levels(chart: Chart) -> tuple[Level, ...]:
    """The levels in order. A figure that is not shown breaks the line and not the level that it belongs to."""
    there = [(place, limit) for place, limit in enumerate(chart.limits) if limit is not None]
    found = []
    for _, run in groupby(there, key=lambda one: _level(one[1])):
        members = list(run)
        found.append(Level(members[0][0], members[-1][0], members[0][1]))
    return tuple(found)


def flagged(chart: Chart) -> Iterator[tuple[int, Limit]]:
    """The places of the points that stand out."""
    for place, limit in enumerate(chart.limits):
        if limit is not None and limit.rule:
            yield place, limit


def places(chart: Chart) -> int:
    """Decimal places of averages and limits: those of the figures, and one for counts."""
    return max(chart.decimals, 1)


def centre_text(chart: Chart, limit: Limit) -> str:
    """The centre line."""
    return amount(limit.centre, chart.unit, places(chart))


def end_labels(chart: Chart, t: Translations) -> tuple[tuple[str, Decimal], ...]:
    """What stands beside the plot for the lines that no series has, each with its height: targets, and the latest level."""
    return (*((target.label, target.value) for target in chart.targets), *_of_latest_level(chart, t))


def _of_latest_level(chart: Chart, t: Translations) -> tuple[tuple[str, Decimal], ...]:
    made = levels(chart)
    if not made:
        return ()
    limit = made[-1].limit
    names = {
        t.gettext("Average"): limit.centre,
        t.gettext("Upper trial limit") if limit.is_trial else t.gettext("Upper limit"): limit.upper,
        t.gettext("Lower trial limit") if limit.is_trial else t.gettext("Lower limit"): limit.lower,
    }
    return tuple((f"{name} {amount(value, chart.unit, places(chart))}", value) for name, value in names.items())


def range_text(chart: Chart, limit: Limit, t: Translations) -> str:
    """Both limits: "24.1% to 31.7%"."""
    names = {end: amount(value, chart.unit, places(chart)) for end, value in (("lower", limit.lower), ("upper", limit.upper))}
    return t.gettext("%(lower)s to %(upper)s") % names


def limits_name(limit: Limit, t: Translations) -> str:
    """What the limits are called."""
    return t.gettext("Trial limits") if limit.is_trial else t.gettext("Limits")


def _level(limit: Limit) -> tuple[Decimal, Decimal, Decimal, bool]:
    return limit.centre, limit.lower, limit.upper, limit.is_trial


def _agrees(chart: Chart, process: Process) -> bool:
    """Whether every figure of the chart is the one that the limits were worked out from."""
    values = dict(zip(process.periods, process.values, strict=True))
    for period, point in zip(chart.periods, chart.series[0].points, strict=True):
        if period.code not in values:
            continue
        value = values[period.code]
        if (point.value is None) != (value is None):
            return False
        if point.value is not None and value is not None and _at(value, chart.decimals) != point.value:
            return False
    return True


def _limits(chart: Chart, process: Process, trial_below: int) -> list[Limit | None]:
    """A limit for each period of the process."""
    lines = zip(process.centre, process.lower, process.upper, strict=True)
    told = zip(lines, process.points, process.rule, process.side, strict=True)
    return [_limit(chart, line, points < trial_below, rule, side) for line, points, rule, side in told]


def _limit(chart: Chart, line: Sequence[float | None], is_trial: bool, rule: str, side: int) -> Limit | None:
    centre, lower, upper = line
    if centre is None or lower is None or upper is None:
        return None
    digits = places(chart)
    least, most = LEAST.get(chart.unit), MOST.get(chart.unit)
    low, high = _at(lower, digits), _at(upper, digits)
    low = low if least is None else max(low, least.quantize(low))
    high = high if most is None else min(high, most.quantize(high))
    return Limit(_at(centre, digits), low, high, is_trial, rule, side)


def _at(value: float, places: int) -> Decimal:
    return Decimal(repr(value)).quantize(Decimal(1).scaleb(-places))


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and isfinite(value) else None
