"""A chart as Plotly's figure, for the page: plain dictionaries, ready for JSON.

Every text a reader meets is written here, in their language and at published precision, so that Plotly formats nothing.
"""

from html import escape
from typing import Any

from reporting.charts import palette
from reporting.charts.format import bracketed, describe
from reporting.charts.frame import GAP_MARGIN, ROW, TEXT, end_label
from reporting.charts.limits import end_labels
from reporting.charts.plotly_levels import band, rings, steps
from reporting.charts.scale import (
    gap_rows,
    has_interval,
    last_place,
    shown_places,
    spread,
    text_width,
    tick_texts,
    ticks,
)
from reporting.charts.spec import Chart, Series
from reporting.charts.translations import Translations

SIZE = 15
HEIGHT = 420  # of the frame that the style sheet keeps for a chart
LEGEND_ROW = 24
FONT = {"family": palette.FONT, "size": SIZE, "color": palette.INK}
TOP, BOTTOM = 36, 64
ENDS_OF_HOVER = "<extra></extra>"


def plotly(chart: Chart, t: Translations) -> dict[str, Any]:
    """`{"data", "layout"}` for `Plotly.newPlot`; every place on the time axis is a period's number from 0.

    Names stand at the line ends. `layout.meta.narrow` holds the keys of the layout that change where a screen has no room
    for that: a legend under the plot, fewer places named on the time axis.
    """
    traces: list[dict[str, Any]] = [band(one.label, _ends(one.ends), palette.BAND) for one in chart.bands]
    for series in chart.series:
        if has_interval(chart, series):
            pairs = [None if p.lower is None or p.upper is None else (p.lower, p.upper) for p in series.points]
            if any(pairs):
                traces.append(band(series.name, _ends(pairs), palette.SERIES[series.style].colour))
    traces += steps(chart, t)
    traces += [_line(chart, series, t) for series in chart.series]
    traces += [_gaps(chart, series, row, t) for row, series in enumerate(gap_rows(chart))]
    traces += rings(chart, t)
    return {"data": traces, "layout": _layout(chart, t)}


def _ends(pairs: Any) -> list[tuple[float, float] | None]:
    return [None if pair is None else (float(pair[0]), float(pair[1])) for pair in pairs]


def _line(chart: Chart, series: Series, t: Translations) -> dict[str, Any]:
    style = palette.SERIES[series.style]
    hollow = style.marker.endswith("open")
    dash = ",".join(f"{length}px" for length in style.dash.split()) or "solid"
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": escape(series.name),
        "x": list(range(len(chart.periods))),
        "y": [None if point.value is None else float(point.value) for point in series.points],
        "text": [_hover(chart, series, place, t) for place in range(len(chart.periods))],
        "hovertemplate": "%{text}" + ENDS_OF_HOVER,
        "connectgaps": False,
        "line": {"color": style.colour, "dash": dash, "width": style.width},
        "marker": {
            "symbol": style.marker, "size": 9, "color": style.colour,
            "line": {"color": style.colour, "width": 2} if hollow else {"color": palette.PAPER, "width": 1},
        },
    }  # fmt: skip


def _hover(chart: Chart, series: Series, place: int, t: Translations) -> str:
    return "<br>".join(escape(line) for line in describe(chart, series, place, t))


def _gaps(chart: Chart, series: Series, row: int, t: Translations) -> dict[str, Any]:
    """The row of symbols for what is not shown of one line, under the plot."""
    places = [place for place, point in enumerate(series.points) if point.value is None and point.symbol]
    return {
        "type": "scatter",
        "mode": "text",
        "name": escape(series.name),
        "x": places,
        "y": [-row] * len(places),
        "yaxis": "y2",
        "text": [bracketed(series.points[place].symbol) for place in places],
        "textfont": {"color": palette.SERIES[series.style].text, "size": SIZE - 2},
        "customdata": [_hover(chart, series, place, t) for place in places],
        "hovertemplate": "%{customdata}" + ENDS_OF_HOVER,
        "showlegend": False,
    }


def _layout(chart: Chart, t: Translations) -> dict[str, Any]:
    values = ticks(chart)
    rows = len(gap_rows(chart))
    plot = HEIGHT - TOP - BOTTOM
    strip = (ROW * rows + GAP_MARGIN) / plot if rows else 0.0
    names, leaders = _names(chart, plot * (1 - strip), float(values[0]), float(values[-1]), t)
    events = _events(chart)
    words = [end_label(chart, series) for series in chart.series] + [words for words, _ in end_labels(chart, t)]
    right = max(text_width(text, SIZE) for text in words) + 30
    layout: dict[str, Any] = {
        "font": FONT,
        "height": HEIGHT,
        "margin": {"l": 8, "r": round(right), "t": TOP, "b": BOTTOM, "pad": 4},
        "paper_bgcolor": palette.PAPER,
        "plot_bgcolor": palette.PAPER,
        "hovermode": "closest",
        "hoverlabel": {"align": "left"},
        "dragmode": False,
        "showlegend": False,
        "legend": {
            "orientation": "h", "x": 0, "yref": "container", "y": 0, "yanchor": "bottom",
            "itemclick": False, "itemdoubleclick": False,
        },
        "xaxis": _time_axis(chart, 12) | {"anchor": "y2" if rows else "y"},
        "yaxis": {
            "range": [float(values[0]), float(values[-1])],
            "domain": [strip, 1],
            "tickvals": [float(value) for value in values],
            "ticktext": tick_texts(values, chart.unit),
            "gridcolor": palette.GRID, "zerolinecolor": palette.AXIS, "fixedrange": True, "automargin": True,
        },
        "annotations": [_unit(chart), *events, *names, *_gap_names(chart)],
        "shapes": [*_shapes(chart), *leaders],
    }  # fmt: skip
    if rows:
        layout["yaxis2"] = {
            "domain": [0, max(strip - GAP_MARGIN / plot, 0)],
            "range": [0.5 - rows, 0.5],
            "visible": False,
            "fixedrange": True,
        }
    layout["meta"] = {
        "narrow": {
            "annotations": [_unit(chart), *_targets(chart), *events],
            "shapes": _shapes(chart),
            "showlegend": True,
            # A phone has room for one name a row; pinned to the bottom they cannot reach the words of the axis.
            "legend": layout["legend"] | {"yref": "container", "y": 0, "yanchor": "bottom"},
            "margin": layout["margin"] | {"r": 12, "b": BOTTOM + LEGEND_ROW * len(chart.series)},
            "xaxis": layout["xaxis"] | _ticks_of_time(chart, 4),
        },
    }
    return layout


def _time_axis(chart: Chart, room: int) -> dict[str, Any]:
    return _ticks_of_time(chart, room) | {
        "range": [-0.5, len(chart.periods) - 0.5],
        "title": {"text": escape(chart.time_label), "font": {"size": SIZE - 1, "color": palette.QUIET}},
        "showgrid": False, "zeroline": False, "fixedrange": True, "ticks": "outside", "tickcolor": palette.AXIS,
    }  # fmt: skip


def _ticks_of_time(chart: Chart, room: int) -> dict[str, Any]:
    places = shown_places(len(chart.periods), room)
    return {"tickvals": places, "ticktext": [chart.periods[place].short for place in places]}


def _unit(chart: Chart) -> dict[str, Any]:
    return {
        "text": escape(chart.unit_label), "showarrow": False, "align": "left", "font": {"size": SIZE - 1, "color": palette.QUIET},
        "xref": "paper", "yref": "paper", "x": 0, "y": 1, "xanchor": "left", "yanchor": "bottom", "yshift": 12,
    }  # fmt: skip


def _names(
    chart: Chart, plot: float, low: float, high: float, t: Translations
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The name of each line at its end, moved apart in pixels; the arrow without head is the leader to it.

    A line that ended before the last period has a dotted leader, so that nobody reads it on. Arrows are never dotted: those
    leaders are shapes, which come second.
    """
    ended = [(series, place) for series in chart.series if (place := last_place(series)) is not None]
    levelled = end_labels(chart, t)
    heights = [float(series.points[place].value or 0) for series, place in ended] + [float(value) for _, value in levelled]
    down = [plot * (high - height) / (high - low) for height in heights]
    spots = spread(down, TEXT + 5, 0, plot - 4)
    annotations: list[dict[str, Any]] = [
        {
            "text": escape(words), "showarrow": False, "xref": "paper", "x": 1, "xanchor": "left", "xshift": 3, "align": "left",
            "y": float(value), "yshift": round(wanted - moved, 1), "font": {"color": palette.QUIET, "size": SIZE - 2},
        }
        for (words, value), wanted, moved in zip(levelled, down[len(ended) :], spots[len(ended) :], strict=True)
    ]  # fmt: skip
    leaders: list[dict[str, Any]] = []
    for (series, place), wanted, moved in zip(ended, down[: len(ended)], spots[: len(ended)], strict=True):
        style = palette.SERIES[series.style]
        # By font.weight: Plotly turns <b> into a style attribute, which the page's content security policy refuses.
        weight = 600 if series.role == "main" else 400
        value = float(series.points[place].value or 0)
        label: dict[str, Any] = {
            "text": escape(end_label(chart, series)), "y": value, "xanchor": "left", "align": "left",
            "font": {"color": style.text, "size": SIZE, "weight": weight},
        }  # fmt: skip
        if place == len(chart.periods) - 1:
            label |= {
                "x": place, "axref": "x", "ax": len(chart.periods) - 0.48, "ayref": "pixel", "ay": round(moved - wanted, 1),
                "arrowhead": 0, "arrowwidth": 1, "arrowcolor": style.colour, "standoff": 7,
            }  # fmt: skip
        else:
            label |= {"showarrow": False, "xref": "paper", "x": 1, "xshift": 3, "yshift": round(wanted - moved, 1)}
            leaders.append(_leader(place, value, len(chart.periods) - 0.5, high - moved * (high - low) / plot))
        annotations.append(label)
    return annotations, leaders


def _leader(place: int, value: float, end: float, height: float) -> dict[str, Any]:
    """From the last figure of a line to its name, behind the lines."""
    dash = ",".join(f"{length}px" for length in palette.LEADER_DASH.split())
    return {
        "type": "line", "layer": "below", "x0": place, "y0": value, "x1": end, "y1": round(height, 4),
        "line": {"color": palette.QUIET, "dash": dash, "width": 1},
    }  # fmt: skip


def _gap_names(chart: Chart) -> list[dict[str, Any]]:
    """Whose symbols each row under the plot holds."""
    return [
        {
            "text": escape(series.name), "showarrow": False, "xref": "paper", "x": 1, "xanchor": "left", "xshift": 3,
            "yref": "y2", "y": -row, "font": {"color": palette.SERIES[series.style].text, "size": SIZE - 2},
        }
        for row, series in enumerate(gap_rows(chart))
    ]  # fmt: skip


def _targets(chart: Chart) -> list[dict[str, Any]]:
    """What targets are called, above their lines: where there is no room beside the plot."""
    return [
        {
            "text": escape(target.label), "showarrow": False, "xref": "paper", "x": 0, "xanchor": "left",
            "y": float(target.value), "yanchor": "bottom", "font": {"size": SIZE - 2, "color": palette.TARGET},
        }
        for target in chart.targets
    ]  # fmt: skip


def _events(chart: Chart) -> list[dict[str, Any]]:
    """The words of named events, where their lines are."""
    places = {period.code: place for place, period in enumerate(chart.periods)}
    return [
        {
            "text": escape(annotation.label), "showarrow": False, "x": places[annotation.period], "yref": "paper",
            "y": 1, "yanchor": "top", "xanchor": "left", "xshift": 4, "font": {"size": SIZE - 2, "color": palette.QUIET},
        }
        for annotation in chart.annotations
        if annotation.period in places
    ]  # fmt: skip


def _shapes(chart: Chart) -> list[dict[str, Any]]:
    places = {period.code: place for place, period in enumerate(chart.periods)}
    shapes: list[dict[str, Any]] = [
        {
            "type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": float(target.value), "y1": float(target.value),
            "line": {"color": palette.TARGET, "dash": "longdash", "width": 1.5},
        }
        for target in chart.targets
    ]  # fmt: skip
    shapes += [
        {
            "type": "line", "yref": "paper", "y0": 0, "y1": 1, "x0": places[annotation.period], "x1": places[annotation.period],
            "line": {"color": palette.QUIET, "dash": "3px,3px", "width": 1},
        }
        for annotation in chart.annotations
        if annotation.period in places
    ]  # fmt: skip
    return shapes
