"""From published figures to a chart of dots."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypedDict

from reporting.charts.dots.spec import Dots, Place
from reporting.charts.dots.words import alt
from reporting.charts.figures import Figure
from reporting.charts.spec import Point, Series
from reporting.charts.translations import Translations
from reporting.charts.trends import decimals_of, point_of

NOT_THERE = Point(None, symbol="x")


@dataclass(frozen=True, slots=True)
class Line:
    """What a series is: its key, its name and the number of its style in the palette."""

    key: str
    name: str
    style: int


class Words(TypedDict):
    """What stands around the figures, in the reader's language."""

    title: str
    subtitle: str
    language: str
    unit_label: str
    corner: str
    numerator_label: str
    denominator_label: str


def dots_of(
    figures: Mapping[tuple[str, str], Figure],
    rows: Sequence[Place],
    lines: Sequence[Line],
    words: Words,
    t: Translations,
) -> Dots:
    """The figures by the codes of row and series; what is not among them is not available (x), and never left out.

    Raises ValueError for no figures, and for figures of more than one unit.
    """
    units = {figure.unit for figure in figures.values()}
    if len(units) != 1:
        raise ValueError(f"one chart shows figures of one unit, not {sorted(units)}")
    series = tuple(
        Series(line.key, line.name, "main", line.style, tuple(_point(figures.get((row.code, line.key)), t) for row in rows))
        for line in lines
    )
    unit, decimals = units.pop(), decimals_of(figures.values())
    dots = Dots(**words, unit=unit, decimals=decimals, rows=tuple(rows), series=series)
    return replace(dots, alt=alt(dots, t))


def _point(figure: Figure | None, t: Translations) -> Point:
    return NOT_THERE if figure is None else point_of(figure, t)
