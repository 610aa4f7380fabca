"""The same figures as a table."""

from dataclasses import dataclass

from indicators.written import made_of
from reporting.charts.format import SYMBOLS, amount, bracketed, confidence, interval_text, parts_text, ready
from reporting.charts.limits import centre_text, range_text
from reporting.charts.rules import rule_text
from reporting.charts.scale import told_events
from reporting.charts.spec import Chart, Limit, Point, Series
from reporting.charts.translations import Translations


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: the figure or nothing, the symbol beside or instead of it, and what a rate is made of and its interval."""

    text: str
    symbol: str = ""
    detail: str = ""

    @property
    def written(self) -> str:
        """The cell as one text: "28.0%", "28.0% [p]" or "[c]"."""
        return " ".join(part for part in (self.text, bracketed(self.symbol)) if part)


@dataclass(frozen=True, slots=True)
class Row:
    """A period: its code, its label, a cell for each column, and when it will be ready where it is not yet."""

    code: str
    label: str
    cells: tuple[Cell, ...]
    note: str = ""

    @property
    def heading(self) -> str:
        """Label and note as one text."""
        return f"{self.label} ({self.note})" if self.note else self.label


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a heading for the periods (`corner`) and one for each column, and the symbols that it uses."""

    caption: str
    corner: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    symbols: tuple[str, ...]
    notes: tuple[str, ...]


def table(chart: Chart, t: Translations) -> Table:
    """A row for each period, oldest first, and a column for each line.

    A chart of one line has room for what its rate is made of: columns for the numbers and the interval, where it has them; an XmR
    chart for its average and limits, and for why a point stands out.
    """
    columns, rows = _one_line(chart, t) if len(chart.series) == 1 else _lines(chart, t)
    return Table(
        caption=t.gettext("%(title)s. %(subtitle)s.") % {"title": chart.title, "subtitle": chart.subtitle},
        corner=t.gettext("Period"),
        columns=columns,
        rows=rows,
        symbols=_symbols(chart),
        notes=(*told_events(chart), *chart.notes),
    )


def shown_symbol(point: Point) -> str:
    """The symbol that stands in the table: outside the reach of a line, a figure is not available."""
    return point.symbol or ("x" if point.value is None else "")


def _symbols(chart: Chart) -> tuple[str, ...]:
    used = {shown_symbol(point) for series in chart.series for point in series.points}
    return tuple(symbol for symbol in SYMBOLS if symbol in used)


def _text(chart: Chart, point: Point) -> str:
    return "" if point.value is None else amount(point.value, chart.unit, chart.decimals)


def _lines(chart: Chart, t: Translations) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    rows = tuple(
        Row(
            period.code,
            period.label,
            tuple(_cell(chart, series.points[place], t) for series in chart.series),
            _ready(chart, place, t),
        )
        for place, period in enumerate(chart.periods)
    )
    return tuple(series.name for series in chart.series), rows


def _ready(chart: Chart, place: int, t: Translations) -> str:
    """When the figures of a period will be ready; empty where none is waited for."""
    quarters = dict.fromkeys(series.points[place].ready for series in chart.series if series.points[place].ready)
    return "; ".join(ready(quarter, t) for quarter in quarters)


def _cell(chart: Chart, point: Point, t: Translations) -> Cell:
    details = (parts_text(chart, point, t), interval_text(point, chart.unit, chart.decimals, t))
    return Cell(_text(chart, point), shown_symbol(point), "; ".join(detail for detail in details if detail))


def _one_line(chart: Chart, t: Translations) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    (series,) = chart.series
    with_parts = any(parts_text(chart, point, t) for point in series.points)
    with_interval = any(interval_text(point, chart.unit, chart.decimals, t) for point in series.points)
    columns = [
        t.gettext("%(area)s: %(unit)s") % {"area": series.name, "unit": chart.unit_label},
        *((chart.numerator_label, chart.denominator_label) if with_parts else ()),
        *((confidence(t),) if with_interval else ()),
        *((t.gettext("Average"), t.gettext("Limits"), t.gettext("What stands out")) if chart.limits else ()),
    ]
    rows = tuple(
        Row(period.code, period.label, tuple(_wide(chart, series, place, with_parts, with_interval, t)), _ready(chart, place, t))
        for place, period in enumerate(chart.periods)
    )
    return tuple(columns), rows


def _wide(chart: Chart, series: Series, place: int, with_parts: bool, with_interval: bool, t: Translations) -> list[Cell]:
    point = series.points[place]
    symbol = shown_symbol(point)
    hidden = symbol if point.value is None else ""
    cells = [Cell(_text(chart, point), symbol)]
    if with_parts:
        parts = (None, None) if hidden else (point.numerator, point.denominator)
        cells += [Cell("", hidden or "x") if part is None else Cell(made_of(part)) for part in parts]
    if with_interval:
        interval = interval_text(point, chart.unit, chart.decimals, t)
        cells.append(Cell(interval, "" if interval else hidden or "x"))
    if chart.limits:
        cells += _held_against(chart, chart.limits[place], t)
    return cells


def _held_against(chart: Chart, limit: Limit | None, t: Translations) -> list[Cell]:
    """Nothing where there is no limit: the figure's own cell says why."""
    if limit is None:
        return [Cell("")] * 3
    limits = range_text(chart, limit, t)
    return [
        Cell(centre_text(chart, limit)),
        Cell(t.gettext("%(limits)s (trial)") % {"limits": limits} if limit.is_trial else limits),
        Cell(rule_text(limit, t)),
    ]
