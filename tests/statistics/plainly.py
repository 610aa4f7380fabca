"""XmR charts the slow way, point by point, as the documentation of NHSRplotthedots tells them: what the fast ones must equal."""

from dataclasses import dataclass, field
from itertools import pairwise
from math import isnan, nan


@dataclass
class Chart:
    centre: list[float]
    lower: list[float]
    upper: list[float]
    rule: list[str]
    side: list[int]
    variation: str = ""
    assurance: str = ""
    points: list[int] = field(default_factory=list)


def chart(
    values: list[float],
    improvement: str = "none",
    target: float | None = None,
    rebase_at: list[int] | None = None,
    screen: bool = True,
) -> Chart:
    size = len(values)
    found = Chart([nan] * size, [nan] * size, [nan] * size, [""] * size, [0] * size, points=[0] * size)
    edges = [0, *sorted(set(rebase_at or [])), size]
    for start, end in pairwise(edges):
        places = [place for place in range(start, end) if not isnan(values[place])]
        if places:
            _period(found, places, [values[place] for place in places], screen)
    there = [place for place in range(size) if not isnan(values[place])]
    if there:
        last = there[-1]
        found.variation = _icon(found.side[last], improvement)
        found.assurance = _target(found.lower[last], found.upper[last], target, improvement)
    return found


def _period(found: Chart, places: list[int], values: list[float], screen: bool) -> None:
    mean = sum(values) / len(values)
    ranges = [abs(later - earlier) for earlier, later in pairwise(values)]
    if screen and ranges:
        average = sum(ranges) / len(ranges)
        ranges = [one for one in ranges if one < 3.267 * average]
    average = sum(ranges) / len(ranges) if ranges else nan
    low, high = mean - 2.66 * average, mean + 2.66 * average
    rules, sides = _flags(values, mean, average)
    for number, place in enumerate(places):
        found.centre[place], found.lower[place], found.upper[place] = mean, low, high
        found.rule[place], found.side[place], found.points[place] = rules[number], sides[number], len(values)


def _flags(values: list[float], mean: float, average: float) -> tuple[list[str], list[int]]:
    size = len(values)
    side = [(value > mean) - (value < mean) for value in values]
    step = [(later > earlier) - (later < earlier) for earlier, later in pairwise(values)]
    outside = [value > mean + 2.66 * average or value < mean - 2.66 * average for value in values]
    far = 2 * (2.66 / 3) * average
    near = [not out and (value > mean + far or value < mean - far) for value, out in zip(values, outside, strict=True)]
    trend, run, crowded = [False] * size, [False] * size, [False] * size
    for first in range(size - 6):
        if all(step[first + i] == 1 for i in range(6)) or all(step[first + i] == -1 for i in range(6)):
            for i in range(7):
                trend[first + i] = True
        if all(side[first + i] == 1 for i in range(7)) or all(side[first + i] == -1 for i in range(7)):
            for i in range(7):
                run[first + i] = True
    for first in range(size - 2):
        three = range(first, first + 3)
        if abs(sum(side[i] for i in three)) == 3 and sum(near[i] for i in three) >= 2:
            for i in three:
                crowded[i] = crowded[i] or near[i]
    rules, sides = [], []
    for i in range(size):
        up_or_down = 1 if side[i] > 0 else -1
        if outside[i]:
            rules.append("outside"), sides.append(up_or_down)
        elif trend[i]:
            at = i if i + 1 < size and trend[i + 1] else i - 1
            rules.append("trend"), sides.append(1 if step[at] == 1 else -1)
        elif crowded[i]:
            rules.append("two_of_three"), sides.append(up_or_down)
        elif run[i]:
            rules.append("run"), sides.append(up_or_down)
        else:
            rules.append(""), sides.append(0)
    return rules, sides


def _icon(side: int, improvement: str) -> str:
    if side == 0:
        return "common_cause"
    if improvement == "none":
        return "special_cause_neutral_high" if side == 1 else "special_cause_neutral_low"
    good = 1 if improvement == "up" else -1
    return "special_cause_improvement" if side == good else "special_cause_concern"


def _target(low: float, high: float, target: float | None, improvement: str) -> str:
    if target is None or improvement == "none":
        return ""
    if target > high:
        return "consistent_fail" if improvement == "up" else "consistent_pass"
    if target < low:
        return "consistent_pass" if improvement == "up" else "consistent_fail"
    return "inconsistent"
