"""Where things go: round numbers for an axis, labels that do not sit on each other, and how wide a text is."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from math import ceil, floor, log10
from typing import TypeVar

from reporting.charts.format import number
from reporting.charts.spec import Chart, Series

Item = TypeVar("Item")
ROUND = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


def has_interval(chart: Chart, series: Series) -> bool:
    """Whether the interval of a line is shaded: of the main line, or of the only one, so that shades never pile up.

    Beside limits there is none: the limits say how far chance moves the figures.
    """
    return not chart.limits and (series.role == "main" or len(chart.series) == 1)


def drawn_values(chart: Chart) -> Iterable[Decimal]:
    """Every value that the value axis has to reach."""
    for series in chart.series:
        for point in series.points:
            ends = (point.lower, point.upper) if has_interval(chart, series) else ()
            yield from (value for value in (point.value, *ends) if value is not None)
    for band in chart.bands:
        yield from (value for ends in band.ends if ends for value in ends)
    yield from (target.value for target in chart.targets)
    yield from (value for limit in chart.limits if limit for value in (limit.lower, limit.upper))


def ticks(chart: Chart, wanted: int = 5) -> tuple[Decimal, ...]:
    """Round numbers from at or under zero to at or over the highest value of a chart."""
    return steps_to(drawn_values(chart), chart.decimals, wanted)


def steps_to(drawn: Iterable[Decimal], decimals: int, wanted: int = 5) -> tuple[Decimal, ...]:
    """Round numbers from at or under zero to at or over the highest of these values.

    The axis always holds zero, so that a small change never looks like a large one; counts have whole steps.
    """
    values = list(drawn)
    low, high = min([Decimal(0), *values]), max([Decimal(0), *values])
    if low == high:
        high = Decimal(1)
    raw = (high - low) / wanted
    size = Decimal(1).scaleb(floor(log10(raw)))
    step = next(size * times for times in ROUND if size * times >= raw)
    if decimals == 0:
        step = Decimal(ceil(step))
    first, last = floor(low / step), ceil(high / step)
    return tuple(step * place for place in range(first, last + 1))


def tick_texts(values: Sequence[Decimal], unit: str) -> list[str]:
    """How the axis writes its round numbers: only the decimals that they need, percentages with their sign."""
    decimals = max((-int(value.normalize().as_tuple().exponent) for value in values), default=0)
    sign = "%" if unit == "percent" else ""
    return [number(value, max(decimals, 0)) + sign for value in values]


def shown_places(count: int, room: int) -> list[int]:
    """Which of `count` places on the time axis are written under it where `room` labels fit, the latest always."""
    step = max(1, ceil(count / max(1, room)))
    return [place for place in range(count) if (count - 1 - place) % step == 0]


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Positions at least `gap` apart, in the order of those wanted, as near to them as the room from low to high allows."""
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    placed: list[float] = []
    for place in order:
        placed.append(max(wanted[place], placed[-1] + gap if placed else low))
    ceiling = high
    for place in range(len(placed) - 1, -1, -1):
        placed[place] = min(placed[place], ceiling)
        ceiling = placed[place] - gap
    back = dict(zip(order, placed, strict=True))
    return [back[place] for place in range(len(wanted))]


# Widths of Source Sans 3 semibold in ems, the widest of each sort of letter, so that a text is never wider than thought.
WIDTHS = {0.2: " ", 0.28: "ijlI.,:;'|", 0.37: "frt()[]-", 0.84: "mwMW%\N{EM DASH}", 0.51: "0123456789ceszvkya\N{MINUS SIGN}"}
WIDTH_OF = {letter: width for width, letters in WIDTHS.items() for letter in letters}


def text_width(text: str, size: float) -> float:
    """About how wide a text in Source Sans 3 is, in the unit of `size`; errs on the wide side."""
    return size * sum(WIDTH_OF.get(letter, 0.66 if letter.isupper() else 0.56) for letter in text)


def stretches(items: Sequence[Item | None]) -> Iterator[list[tuple[int, Item]]]:
    """The unbroken stretches of at least two items, each with its place: nothing is ever drawn over a gap."""
    run: list[tuple[int, Item]] = []
    for place, item in enumerate([*items, None]):
        if item is not None:
            run.append((place, item))
            continue
        if len(run) > 1:
            yield run
        run = []


def last_place(series: Series) -> int | None:
    """The number of the last period in which a line has a value, None where it has none."""
    return max((place for place, point in enumerate(series.points) if point.value is not None), default=None)


def told_events(chart: Chart) -> tuple[str, ...]:
    """The events that are marked in the picture, in words."""
    codes = {period.code for period in chart.periods}
    return tuple(one.words for one in chart.annotations if one.words and one.period in codes)


def gap_rows(chart: Chart) -> tuple[Series, ...]:
    """The lines with a gap that a symbol explains: each gets a row of symbols under the plot."""
    return tuple(series for series in chart.series if any(point.value is None and point.symbol for point in series.points))
