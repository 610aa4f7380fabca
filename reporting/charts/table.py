"""The same figures as a table."""

from dataclasses import dataclass

from reporting.charts.format import (
    bracketed,
    confidence,
    interval_text,
    meaning,
    number,
    parts_text,
    point_text,
)
from reporting.charts.spec import Chart, Point, Series
from reporting.charts.translations import Translations


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it is written; `detail` is what a rate is made of and its interval, for those who ask for more."""

    text: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A period: its code, its label, and a cell for each column."""

    code: str
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a heading for the periods (`corner`) and one for each column, and the meaning of each symbol it uses."""

    caption: str
    corner: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    symbols: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def table(chart: Chart, t: Translations) -> Table:
    """A row for each period, oldest first, and a column for each line.

    A chart of one line has room for what its rate is made of: columns for the numbers and the interval, where it has them.
    """
    columns, rows = _one_line(chart, t) if len(chart.series) == 1 else _lines(chart, t)
    return Table(
        caption=t.gettext("%(title)s: %(subtitle)s") % {"title": chart.title, "subtitle": chart.subtitle},
        corner=t.gettext("Period"),
        columns=columns,
        rows=rows,
        symbols=tuple((bracketed(symbol), meaning(symbol, t)) for symbol in _symbols(chart)),
        notes=chart.notes,
    )


def shown_symbol(point: Point) -> str:
    """The symbol that stands in the table: outside the reach of a line, a figure is not available."""
    return point.symbol or ("x" if point.value is None else "")


def _symbols(chart: Chart) -> list[str]:
    return sorted({symbol for series in chart.series for point in series.points if (symbol := shown_symbol(point))})


def _text(chart: Chart, point: Point) -> str:
    return point_text(point, chart.unit, chart.decimals) or bracketed(shown_symbol(point))


def _lines(chart: Chart, t: Translations) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    rows = tuple(
        Row(period.code, period.label, tuple(_cell(chart, series.points[place], t) for series in chart.series))
        for place, period in enumerate(chart.periods)
    )
    return tuple(series.name for series in chart.series), rows


def _cell(chart: Chart, point: Point, t: Translations) -> Cell:
    details = (parts_text(chart, point, t), interval_text(point, chart.unit, chart.decimals, t))
    return Cell(_text(chart, point), "; ".join(detail for detail in details if detail))


def _one_line(chart: Chart, t: Translations) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    (series,) = chart.series
    with_parts = any(parts_text(chart, point, t) for point in series.points)
    with_interval = any(interval_text(point, chart.unit, chart.decimals, t) for point in series.points)
    columns = [
        t.gettext("%(area)s: %(unit)s") % {"area": series.name, "unit": chart.unit_label},
        *((chart.numerator_label, chart.denominator_label) if with_parts else ()),
        *((confidence(t),) if with_interval else ()),
    ]
    rows = tuple(
        Row(period.code, period.label, tuple(_wide(chart, series, place, with_parts, with_interval, t)))
        for place, period in enumerate(chart.periods)
    )
    return tuple(columns), rows


def _wide(
    chart: Chart, series: Series, place: int, with_parts: bool, with_interval: bool, t: Translations
) -> list[Cell]:
    point = series.points[place]
    nothing = bracketed(shown_symbol(point)) if point.value is None else ""
    texts = [_text(chart, point)]
    if with_parts:
        texts += [nothing if part is None else number(part) for part in (point.numerator, point.denominator)]
    if with_interval:
        texts.append(interval_text(point, chart.unit, chart.decimals, t) or nothing)
    return [Cell(text) for text in texts]
