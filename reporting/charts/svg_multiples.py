"""Small charts side by side, one line each on one scale, so that the parts of a measure can be compared at a glance."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from xml.etree.ElementTree import Element, SubElement, tostring

from reporting.charts import palette
from reporting.charts.format import amount, bracketed
from reporting.charts.marks import mark, outline, rule, shade
from reporting.charts.scale import last_place, stretches, text_width, tick_texts, ticks
from reporting.charts.spec import Chart, Series
from reporting.charts.translations import Translations

COLUMNS, WIDTH, CELL, GUTTER = 4, 720, 128, 14
HEAD, FOOT = 24, 20
SMALL, TINY = 12.0, 11.0


@dataclass(frozen=True, slots=True)
class Cell:
    """Where one small plot lies, and the values that its top and bottom stand for."""

    left: float
    right: float
    top: float
    bottom: float
    low: float
    high: float
    count: int

    def x(self, place: float) -> float:
        """The middle of a period's place."""
        return self.left + (self.right - self.left) * (place + 0.5) / self.count

    def y(self, value: float) -> float:
        """The height of a value."""
        return self.bottom - (self.bottom - self.top) * (value - self.low) / (self.high - self.low)


def multiples(charts: Sequence[Chart], names: Sequence[str], area: str, t: Translations, width: int = WIDTH) -> str:
    """A cell for each chart with its name, the line of one area with its interval, and the latest figure at its end."""
    rows = -(-len(charts) // COLUMNS)
    height = rows * CELL
    root = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {width} {height}", "width": str(width),
            "height": str(height), "font-family": palette.FONT, "font-size": f"{SMALL:g}", "fill": palette.INK,
        },
    )  # fmt: skip
    values = max((ticks(chart, 2) for chart in charts), key=lambda found: found[-1])
    margin = max(text_width(text, TINY) for text in tick_texts(values, charts[0].unit)) + 6
    room = (width - GUTTER * (COLUMNS - 1)) / COLUMNS
    for place, (chart, name) in enumerate(zip(charts, names, strict=True)):
        row, column = divmod(place, COLUMNS)
        left, top = column * (room + GUTTER), row * CELL
        cell = Cell(
            left + margin,
            left + room,
            top + HEAD + 12,
            top + CELL - FOOT,
            float(values[0]),
            float(values[-1]),
            len(chart.periods),
        )
        _frame(root, chart, name, values, cell, left, top)
        if (line := next((one for one in chart.series if one.key == area), None)) is not None:
            _line(root, chart, line, cell)
    return tostring(root, encoding="unicode")


def _frame(root: Element, chart: Chart, name: str, values: Sequence[Decimal], cell: Cell, left: float, top: float) -> None:
    _text(root, left, top + 13, _short(name, cell.right - left), {"font-weight": "600"})
    quiet = {"font-size": f"{TINY:g}", "fill": palette.QUIET}
    for value, words in zip(values, tick_texts(values, chart.unit), strict=True):
        y = cell.y(float(value))
        rule(root, (cell.left, y, cell.right, y), {"stroke": palette.AXIS if value == 0 else palette.GRID})
        _text(root, cell.left - 5, y + 4, words, quiet | {"text-anchor": "end"})
    _text(root, cell.left, cell.bottom + 14, chart.periods[0].short, quiet)
    _text(root, cell.right, cell.bottom + 14, chart.periods[-1].short, quiet | {"text-anchor": "end"})


def _line(root: Element, chart: Chart, line: Series, cell: Cell) -> None:
    style = palette.SERIES[palette.MAIN]
    group = SubElement(root, "g", {"stroke": style.colour, "fill": style.colour})
    ends = [None if one.lower is None or one.upper is None else (float(one.lower), float(one.upper)) for one in line.points]
    shade(group, cell, ends, style.colour)
    spots = [None if one.value is None else (cell.x(place), cell.y(float(one.value))) for place, one in enumerate(line.points)]
    for run in stretches(spots):
        look = {"fill": "none", "stroke-width": "2", "stroke-linejoin": "round"}
        SubElement(group, "path", {"d": outline([spot for _, spot in run])} | look)
    last = last_place(line)
    if last is not None and (spot := spots[last]) is not None:
        mark(group, style, spot)
        text = amount(line.points[last].value or 0, chart.unit, chart.decimals)
        _text(
            root,
            cell.right,
            max(cell.top - 2, spot[1] - 9),
            text,
            {"text-anchor": "end", "fill": style.text, "font-weight": "600"},
        )
    for place, point in enumerate(line.points):
        if point.value is None and point.symbol:
            words = bracketed(point.symbol)
            _text(
                root,
                cell.x(place),
                cell.bottom - 4,
                words,
                {"text-anchor": "middle", "font-size": f"{TINY:g}", "fill": palette.QUIET},
            )


def _short(name: str, room: float) -> str:
    """As many letters as there is room for; the table has the whole name."""
    if text_width(name, SMALL) <= room:
        return name
    words = name.split()
    while len(words) > 1 and text_width(" ".join(words) + "…", SMALL) > room:
        words.pop()
    return " ".join(words).rstrip(",") + "…"


def _text(root: Element, x: float, y: float, words: str, look: dict[str, str]) -> None:
    SubElement(root, "text", {"x": f"{x:.1f}", "y": f"{y:.1f}"} | look).text = words
