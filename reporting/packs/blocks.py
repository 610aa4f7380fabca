"""A chart with its words and its table, as the typesetter has them; the table lies on its side, because a page is wide."""

from collections.abc import Iterable, Sequence
from typing import Any

from reporting.charts.format import bracketed, listed, meaning, point_text
from reporting.charts.frame import ROW
from reporting.charts.scale import gap_rows
from reporting.charts.spec import Chart, Series
from reporting.charts.svg import svg
from reporting.charts.svg_multiples import multiples
from reporting.charts.table import Table, shown_symbol, table
from reporting.charts.translations import Translations
from reporting.charts.words import marks, origin, sentences, shading
from reporting.packs.choice import WALES
from reporting.packs.parts import Panel
from reporting.packs.words import capital

WIDE, HIGH = 430, 178  # of a chart that has its words beside it, but for the rows of symbols under it
ACROSS = 11  # periods that a page has room for side by side
Rows = list[list[str]]


def chart_block(chart: Chart, t: Translations) -> dict[str, Any]:
    """The chart, what it shows in sentences, its figures as a table and what its signs mean."""
    shown = table(chart, t)
    return {
        "title": chart.title,
        "subtitle": chart.subtitle,
        "svg": svg(chart, t, width=WIDE, height=HIGH + round(ROW * len(gap_rows(chart))), pointed_at=False),
        "alt": chart.alt,
        "sentences": list(sentences(chart, t)),
        "table": _on_its_side(chart, shown) if len(chart.periods) <= ACROSS else _upright(shown),
        "notes": _notes(shown.symbols, (shading(chart, t), marks(chart, t), origin(chart, t), *shown.notes), t),
        "source": _source(chart, t),
    }


def panel_block(panel: Panel, verdicts: Sequence[dict[str, Any]], t: Translations) -> dict[str, Any]:
    """Small charts side by side, a part each, with the line of Wales; then its figures over time with the verdict of each, and
    the latest of every area."""
    first = panel.charts[0]
    lines = [_line(chart) for chart in panel.charts]
    symbols = {shown_symbol(point) for line in lines if line for point in line.points}
    symbols |= {shown_symbol(line.points[-1]) for chart in panel.charts for line in chart.series}
    reach = {"first": first.periods[0].inline, "last": first.periods[-1].inline}
    return {
        "title": panel.title,
        "subtitle": first.subtitle,
        "svg": multiples(panel.charts, panel.parts, WALES, t),
        "alt": _alt(panel, lines, reach, t),
        "sentences": [one for one in (_extremes(panel, lines, t),) if one],
        "over-time": {
            "columns": [t.gettext("Wales"), *(period.short for period in first.periods), t.gettext("Verdict")],
            "rows": [[part, *_written(chart, line)] for part, chart, line in zip(panel.parts, panel.charts, lines, strict=True)],
            "verdicts": list(verdicts),
        },
        "areas": {
            "columns": [_latest_of(first), *(line.name for line in _longest(panel.charts).series)],
            "rows": list(_by_area(panel)),
        },
        "notes": _notes(sorted(symbols), (origin(first, t),), t),
        "source": _source(first, t),
    }


def _on_its_side(chart: Chart, shown: Table) -> dict[str, Any]:
    """A row for each line and a column for each period."""
    rows = [[name, *(row.cells[place].written for row in shown.rows)] for place, name in enumerate(shown.columns)]
    return {
        "columns": [chart.time_label, *(period.short for period in chart.periods)],
        "rows": rows,
        "notes": [row.heading for row in shown.rows if row.note],
    }


def _upright(shown: Table) -> dict[str, Any]:
    return {
        "columns": [shown.corner, *shown.columns],
        "rows": [[row.heading, *(cell.written for cell in row.cells)] for row in shown.rows],
        "notes": [],
    }


def _notes(symbols: Iterable[str], more: Iterable[str], t: Translations) -> list[str]:
    key = "; ".join(f"{bracketed(symbol)} {meaning(symbol, t)}" for symbol in symbols if symbol)
    return [note for note in (f"{key}." if key else "", *more) if note]


def _source(chart: Chart, t: Translations) -> str:
    return t.gettext("Source: %(source)s.") % {"source": chart.source} if chart.source else ""


def _line(chart: Chart) -> Series | None:
    return next((line for line in chart.series if line.key == WALES), chart.series[0] if len(chart.series) == 1 else None)


def _written(chart: Chart, line: Series | None) -> list[str]:
    if line is None:
        return [bracketed("x")] * len(chart.periods)
    return [
        point_text(point, chart.unit, chart.decimals) if point.value is not None else bracketed(shown_symbol(point))
        for point in line.points
    ]


def _longest(charts: Sequence[Chart]) -> Chart:
    return max(charts, key=lambda chart: len(chart.series))


def _latest_of(chart: Chart) -> str:
    return capital(chart.periods[-1].label)


def _by_area(panel: Panel) -> Iterable[list[str]]:
    keys = [line.key for line in _longest(panel.charts).series]
    for part, chart in zip(panel.parts, panel.charts, strict=True):
        lines = {line.key: line for line in chart.series}
        yield [part, *(_written(chart, lines.get(key))[-1] for key in keys)]


def _known(panel: Panel, lines: Sequence[Series | None]) -> list[tuple[Any, str, str]]:
    """Value, name and text of each part that has a figure for the last period."""
    return [
        (line.points[-1].value, part, point_text(line.points[-1], chart.unit, chart.decimals))
        for part, chart, line in zip(panel.parts, panel.charts, lines, strict=True)
        if line is not None and line.points[-1].value is not None
    ]


def _extremes(panel: Panel, lines: Sequence[Series | None], t: Translations) -> str:
    """Of the parts that are shown: one that is not may be higher or lower than any."""
    known = sorted(_known(panel, lines), key=lambda one: one[0])
    if len({value for value, _, _ in known}) < 2:
        return ""
    (low, _, lowest), (high, _, highest) = known[0], known[-1]
    return t.gettext(
        "For %(period)s the highest figure shown for Wales is %(highest)s (%(high)s) and the lowest %(lowest)s (%(low)s)."
    ) % {
        "period": panel.charts[0].periods[-1].inline,
        "high": listed([part for value, part, _ in known if value == high], t),
        "highest": highest,
        "low": listed([part for value, part, _ in known if value == low], t),
        "lowest": lowest,
    }


def _alt(panel: Panel, lines: Sequence[Series | None], reach: dict[str, str], t: Translations) -> str:
    names = {"count": len(panel.parts), "title": panel.title, "names": listed(list(panel.parts), t), **reach}
    text = t.ngettext(
        "%(count)d small line chart for Wales: %(title)s, from %(first)s to %(last)s: %(names)s.",
        "%(count)d small line charts side by side for Wales: %(title)s, from %(first)s to %(last)s: %(names)s.",
        len(panel.parts),
    )
    return " ".join(
        one for one in (text % names, _extremes(panel, lines, t), t.gettext("The same figures are in the table.")) if one
    )
