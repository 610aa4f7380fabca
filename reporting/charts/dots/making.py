"""From published figures to a chart of dots."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

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


def dots_of(
    figures: Mapping[tuple[str, str], Figure],
    rows: Sequence[Place],
    lines: Sequence[Line],
    words: Mapping[str, str],
    t: Translations,
) -> Dots:
    """The figures by the codes of row and series; what is not among them is not available (x), and never left out.

    `words`: title, subtitle, language, unit_label, corner, numerator_label, denominator_label. Raises ValueError for no
    figures, and for figures of more than one unit.
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
