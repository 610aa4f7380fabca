"""What stands behind and around the lines of Plotly's figure: shaded ranges, levels with their limits, rings."""

from html import escape
from typing import Any

from reporting.charts import palette
from reporting.charts.limits import Level, flagged, levels
from reporting.charts.rules import rule_text
from reporting.charts.scale import stretches
from reporting.charts.spec import Chart
from reporting.charts.translations import Translations

Trace = dict[str, Any]
LIMIT_DASH = ",".join(f"{length}px" for length in palette.LIMIT_DASH.split())


def band(name: str, ends: list[tuple[float, float] | None], colour: str) -> Trace:
    """A closed outline for each unbroken stretch; the None after each keeps them apart."""
    xs: list[float | None] = []
    ys: list[float | None] = []
    for run in stretches(ends):
        places = [place for place, _ in run]
        xs += [*places, *reversed(places), None]
        ys += [pair[1] for _, pair in run] + [pair[0] for _, pair in reversed(run)] + [None]
    return _filled(name, xs, ys, colour)


def steps(chart: Chart, t: Translations) -> list[Trace]:
    """Each level as a band between its limits with its centre line, half a period further than its points on either side."""
    made = levels(chart)
    if not made:
        return []
    xs: list[float | None] = []
    ys: list[float | None] = []
    for level in made:
        left, right, limit = level.first - 0.5, level.last + 0.5, level.limit
        xs += [left, right, right, left, None]
        ys += [float(limit.upper), float(limit.upper), float(limit.lower), float(limit.lower), None]
    return [
        _filled(t.gettext("Limits"), xs, ys, palette.BAND),
        _step(t.gettext("Average"), made, "centre", "solid", 1.4),
        _step(t.gettext("Upper limit"), made, "upper", LIMIT_DASH, 1.2),
        _step(t.gettext("Lower limit"), made, "lower", LIMIT_DASH, 1.2),
    ]


def rings(chart: Chart, t: Translations) -> list[Trace]:
    """A ring round each point that stands out."""
    found = [
        (place, value, limit) for place, limit in flagged(chart) if (value := chart.series[0].points[place].value) is not None
    ]
    if not found:
        return []
    return [
        {
            "type": "scatter", "mode": "markers", "name": escape(t.gettext("Stands out")),
            "x": [place for place, _, _ in found],
            "y": [float(value) for _, value, _ in found],
            "text": [escape(rule_text(limit, t)) for _, _, limit in found],
            "hoverinfo": "skip", "showlegend": True,
            "marker": {
                "symbol": "circle-open", "size": 18, "color": palette.TARGET, "line": {"color": palette.TARGET, "width": 2},
            },
        }
    ]  # fmt: skip


def _step(name: str, made: tuple[Level, ...], end: str, dash: str, width: float) -> Trace:
    """One line over all levels, broken between them."""
    return {
        "type": "scatter", "mode": "lines", "name": escape(name), "connectgaps": False,
        "x": [x for level in made for x in (level.first - 0.5, level.last + 0.5, None)],
        "y": [y for level in made for y in (*[float(getattr(level.limit, end))] * 2, None)],
        "line": {"color": palette.CENTRE, "dash": dash, "width": width}, "hoverinfo": "skip", "showlegend": False,
    }  # fmt: skip


def _filled(name: str, xs: list[float | None], ys: list[float | None], colour: str) -> Trace:
    return {
        "type": "scatter", "mode": "none", "x": xs, "y": ys, "fill": "toself", "name": escape(name),
        "fillcolor": colour, "opacity": palette.BAND_OPACITY, "hoverinfo": "skip", "showlegend": False,
    }  # fmt: skip
