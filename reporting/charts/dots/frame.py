"""Where rows and values lie in the picture. Its height follows from the number of rows, so that a page can keep its place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import log10

from reporting.charts.dots.spec import Dots
from reporting.charts.format import number, point_text
from reporting.charts.scale import steps_to, text_width, tick_texts

LINE = 18.0
HEAD, FOOT = 34.0, 56.0
TEXT, SMALL = 14.0, 13.0
STEP = 4  # lines; heights come in steps, so that the style sheet needs only a few
NAMES = 0.34  # of the width are for names at most
# Axes of ratios, from the narrowest: how far they reach, and what stands on them beside 1; the same on the other side.
REACHES: tuple[tuple[str, ...], ...] = (
    ("1.1", "1.25"),
    ("1.25", "1.5"),
    ("1.25", "1.5", "2"),
    ("1.5", "2", "3"),
    ("2", "5"),
    ("2", "5", "10"),
    ("2", "10", "50"),
    ("10", "100"),
)


@dataclass(frozen=True, slots=True)
class Axis:
    """The round values of the axis with their texts; ratios lie on it by their logarithms."""

    ticks: tuple[Decimal, ...]
    texts: tuple[str, ...]
    is_log: bool

    def part(self, value: Decimal) -> float:
        """How far along the axis a value lies, from 0 to 1."""
        low, high, place = (self._place(one) for one in (self.ticks[0], self.ticks[-1], value))
        return min(max((place - low) / (high - low), 0.0), 1.0)

    def _place(self, value: Decimal) -> float:
        return log10(value) if self.is_log else float(value)


def axis_of(dots: Dots) -> Axis:
    """A plain axis holds zero, one of ratios 1 in its middle."""
    if dots.is_log:
        return _ratios(dots.values)
    ticks = steps_to(dots.values, dots.decimals)
    return Axis(ticks, tuple(tick_texts(ticks, dots.unit)), is_log=False)


def _ratios(values: Sequence[Decimal]) -> Axis:
    furthest = max((max(value, 1 / value) for value in values if value > 0), default=Decimal(1))
    beside = next((one for one in REACHES if Decimal(one[-1]) >= furthest), None)
    over = [Decimal(one) for one in beside] if beside else [Decimal(10), Decimal(10) ** (int(log10(furthest)) + 1)]
    under = [(1 / one).quantize(Decimal("0.001")) if one < 1000 else 1 / one for one in reversed(over)]
    ticks = (*under, Decimal(1), *over)
    return Axis(ticks, tuple(_ratio_text(one) for one in ticks), is_log=True)


def _ratio_text(value: Decimal) -> str:
    """A ratio with two decimal places where it needs them: 0.67, 1.25, 2."""
    if value < Decimal("0.01"):
        return f"{value.normalize():f}"
    rounded = value.quantize(Decimal("0.01"))
    return number(rounded, max(0, -int(rounded.normalize().as_tuple().exponent)))


def lines_of(dots: Dots) -> int:
    """The height of the rows in lines, in whole steps: one for a row's name and one for each of its dots."""
    lines = len(dots.rows) * (len(dots.series) + 1) + legend_lines(dots)
    return -(-lines // STEP) * STEP


def legend_lines(dots: Dots, *, is_small: bool = True) -> int:
    """The key of several series has a line for each on a phone, and one for all elsewhere."""
    if len(dots.series) < 2:
        return 0
    return len(dots.series) if is_small else 1


def height_of(dots: Dots) -> int:
    """Of the picture in pixels."""
    return round(HEAD + FOOT + LINE * lines_of(dots))


@dataclass(frozen=True, slots=True)
class Frame:
    """The edges of the plot in pixels. `is_small`: names stand over their rows and not beside them."""

    left: float
    right: float
    top: float
    bottom: float
    axis: Axis
    is_small: bool
    block: float

    def x(self, value: Decimal) -> float:
        return self.left + (self.right - self.left) * self.axis.part(value)

    def name_y(self, row: int) -> float:
        """The middle of a row's name over its dots."""
        return self.top + self.block * row + LINE * 0.5

    def dot_y(self, row: int, order: int, count: int) -> float:
        """Where a dot of one of `count` series lies: under the name, or round the middle of the row."""
        if self.is_small:
            return self.top + self.block * row + LINE * (order + 1.5)
        return self.middle_y(row) + LINE * (order - (count - 1) / 2)

    def middle_y(self, row: int) -> float:
        """The middle of a row."""
        return self.top + self.block * (row + 0.5)


def frame_of(dots: Dots, width: int, *, is_small: bool) -> Frame:
    """The frame in a picture of this width, with the margins that the chart's words need."""
    texts = (point_text(point, dots.unit, dots.decimals) for series in dots.series for point in series.points)
    right = width - max(text_width(text, TEXT) for text in [*texts, "[c]"]) - 16
    wanted = max(text_width(row.label, TEXT) for row in dots.rows) + 16
    left = 14.0 if is_small else min(wanted, width * NAMES)
    top = HEAD + LINE * legend_lines(dots, is_small=is_small)
    bottom = height_of(dots) - FOOT
    return Frame(left, right, top, bottom, axis_of(dots), is_small, (bottom - top) / len(dots.rows))


def wrapped(text: str, room: float, size: float = TEXT) -> Iterator[str]:
    """The text in lines no wider than the room, broken between words."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and text_width(longer, size) > room:
            yield line
            line = word
        else:
            line = longer
    if line:
        yield line
