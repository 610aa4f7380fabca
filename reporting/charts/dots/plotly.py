"""A chart of dots as Plotly's figure, for the page: plain dictionaries, ready for JSON. Plotly formats nothing."""

from html import escape
from math import log10
from typing import Any

from reporting.charts import palette
from reporting.charts.dots.frame import FOOT, HEAD, LINE, NAMES, Axis, axis_of, height_of, legend_lines, wrapped
from reporting.charts.dots.spec import Dots, shown_symbol
from reporting.charts.dots.svg import WIDE
from reporting.charts.format import bracketed, describe, point_text
from reporting.charts.scale import text_width
from reporting.charts.spec import Series
from reporting.charts.translations import Translations

SIZE = 15
ENDS_OF_HOVER = "<extra></extra>"


def plotly(dots: Dots, t: Translations) -> dict[str, Any]:
    """`{"data", "layout"}` for `Plotly.newPlot`. On the axis of rows each has a line for its name and one for each dot.

    `layout.meta.narrow` holds what changes where there is no room for names beside the plot: they stand over their rows.
    """
    axis = axis_of(dots)
    traces = []
    for order, series in enumerate(dots.series):
        traces.append(_dots(dots, series, order, t))
        traces.append(_gaps(dots, series, order, axis, t))
    return {"data": [trace for trace in traces if trace["x"]], "layout": _layout(dots, axis)}


def _block(dots: Dots) -> int:
    """How many lines a row has."""
    return len(dots.series) + 1


def _y(dots: Dots, row: int, order: int) -> float:
    return row * _block(dots) + order + 1.4


def _hover(dots: Dots, series: Series, row: int, t: Translations) -> str:
    return "<br>".join(escape(line) for line in describe(dots.chart, series, row, t))


def _dots(dots: Dots, series: Series, order: int, t: Translations) -> dict[str, Any]:
    shown = [(row, point, point.value) for row, point in enumerate(series.points) if point.value is not None]
    looks = [dots.style(series, row) for row, _, _ in shown] or [palette.SERIES[series.style]]
    own = palette.SERIES[series.style]
    return {
        "type": "scatter", "mode": "markers", "name": escape(series.name),
        "x": [float(value) for _, _, value in shown] or [None],  # one without a dot still stands in the key
        "y": [_y(dots, row, order) for row, _, _ in shown] or [None],
        "text": [_hover(dots, series, row, t) for row, _, _ in shown],
        "hovertemplate": "%{text}" + ENDS_OF_HOVER,
        "error_x": {
            "type": "data", "symmetric": False, "color": own.colour, "thickness": 2, "width": 4,
            "array": [0 if point.upper is None else float(point.upper - value) for _, point, value in shown],
            "arrayminus": [0 if point.lower is None else float(value - point.lower) for _, point, value in shown],
        },
        "marker": {
            "symbol": [look.marker for look in looks], "size": 10, "color": [look.colour for look in looks],
            "line": {
                "width": [2 if look.marker.endswith("open") else 0 for look in looks], "color": [one.colour for one in looks],
            },
        },
    }  # fmt: skip


def _gaps(dots: Dots, series: Series, order: int, axis: Axis, t: Translations) -> dict[str, Any]:
    """The symbol of what is not shown, where the axis begins."""
    gaps = [(row, point) for row, point in enumerate(series.points) if point.value is None]
    return {
        "type": "scatter", "mode": "text", "name": escape(series.name), "showlegend": False,
        "x": [float(axis.ticks[0])] * len(gaps),
        "y": [_y(dots, row, order) for row, _ in gaps],
        "text": [bracketed(shown_symbol(point)) for _, point in gaps],
        "textposition": "middle right",
        "textfont": {"color": palette.SERIES[series.style].text, "size": SIZE - 1},
        "customdata": [_hover(dots, series, row, t) for row, _ in gaps],
        "hovertemplate": "%{customdata}" + ENDS_OF_HOVER,
    }  # fmt: skip


def _layout(dots: Dots, axis: Axis) -> dict[str, Any]:
    many = len(dots.series) > 1
    ends = [float(axis.ticks[0]), float(axis.ticks[-1])]
    room = WIDE * NAMES
    names = ["<br>".join(escape(line) for line in wrapped(row.label, room, SIZE)) for row in dots.rows]
    texts = [point_text(point, dots.unit, dots.decimals) for series in dots.series for point in series.points]
    right = max(text_width(text, SIZE) for text in [*texts, "[c]"]) + 16
    block, rows = _block(dots), len(dots.rows)
    top = HEAD + LINE * legend_lines(dots, is_small=False)
    layout: dict[str, Any] = {
        "font": {"family": palette.FONT, "size": SIZE, "color": palette.INK},
        "height": height_of(dots),
        "margin": {"l": 8, "r": round(right), "t": round(top), "b": round(FOOT), "pad": 4},
        "paper_bgcolor": palette.PAPER,
        "plot_bgcolor": palette.PAPER,
        "hovermode": "closest",
        "hoverlabel": {"align": "left"},
        "dragmode": False,
        "showlegend": many,
        "legend": {
            "orientation": "h", "x": 0, "yref": "container", "y": 1, "yanchor": "top",
            "itemclick": False, "itemdoubleclick": False,
        },
        "xaxis": {
            "type": "log" if dots.is_log else "linear",
            "range": [log10(end) for end in ends] if dots.is_log else ends,
            "tickvals": [float(value) for value in axis.ticks], "ticktext": list(axis.texts),
            "title": {"text": escape(dots.unit_label), "font": {"size": SIZE - 1, "color": palette.QUIET}},
            "gridcolor": palette.GRID, "zerolinecolor": palette.AXIS, "fixedrange": True,
        },
        "yaxis": {
            "range": [rows * block + 0.25, 0.25],
            "tickvals": [row * block + 1.4 + (block - 2) / 2 for row in range(rows)], "ticktext": names,
            "showgrid": False, "zeroline": False, "fixedrange": True, "automargin": True,
        },
        "shapes": _shapes(dots, block),
        "annotations": [*_numbers(dots), *_line_name(dots)],
    }  # fmt: skip
    layout["meta"] = {
        "narrow": {
            "margin": layout["margin"] | {"l": 10, "t": round(HEAD + LINE * legend_lines(dots))},
            "yaxis": layout["yaxis"] | {"showticklabels": False, "automargin": False},
            "xaxis": layout["xaxis"] | _few(axis),
            "annotations": [*layout["annotations"], *_names(dots, block)],
        }
    }
    return layout


def _few(axis: Axis) -> dict[str, Any]:
    """Every other round value where the axis has many."""
    every = 2 if len(axis.ticks) > 5 else 1
    middle = len(axis.ticks) // 2 if axis.is_log else 0
    kept = [place for place in range(len(axis.ticks)) if (place - middle) % every == 0]
    return {"tickvals": [float(axis.ticks[place]) for place in kept], "ticktext": [axis.texts[place] for place in kept]}


def _numbers(dots: Dots) -> list[dict[str, Any]]:
    """Each figure at the end of its line."""
    return [
        {
            "text": escape(point_text(point, dots.unit, dots.decimals)), "showarrow": False, "xref": "paper", "x": 1,
            "xanchor": "left", "xshift": 4, "y": _y(dots, row, order), "font": {"color": dots.style(series, row).text},
        }
        for order, series in enumerate(dots.series)
        for row, point in enumerate(series.points)
        if point.value is not None
    ]  # fmt: skip


def _names(dots: Dots, block: int) -> list[dict[str, Any]]:
    return [
        {
            "text": escape(row.label), "showarrow": False, "xref": "paper", "x": 0, "xanchor": "left", "align": "left",
            "y": place * block + 0.55, "font": {"color": palette.QUIET if row.is_comparator else palette.INK},
        }
        for place, row in enumerate(dots.rows)
    ]  # fmt: skip


def _line_name(dots: Dots) -> list[dict[str, Any]]:
    if dots.line is None:
        return []
    return [
        {
            "text": escape(dots.line.label), "showarrow": False, "yref": "paper", "y": 1, "yanchor": "bottom",
            "x": log10(dots.line.value) if dots.is_log else float(dots.line.value),
            "font": {"size": SIZE - 2, "color": palette.TARGET},
        }
    ]  # fmt: skip


def _shapes(dots: Dots, block: int) -> list[dict[str, Any]]:
    """A hair between rows, and the level that the dots are held against."""
    shapes: list[dict[str, Any]] = [
        {
            "type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": row * block + 0.25, "y1": row * block + 0.25,
            "line": {"color": palette.GRID, "dash": "1px,3px", "width": 1},
        }
        for row in range(1, len(dots.rows))
    ]  # fmt: skip
    if dots.line is not None:
        value = float(dots.line.value)
        dash = ",".join(f"{length}px" for length in palette.TARGET_DASH.split())
        look = {"color": palette.TARGET, "dash": dash, "width": 1.5}
        shapes.append({"type": "line", "yref": "paper", "y0": 0, "y1": 1, "x0": value, "x1": value, "line": look})
    return shapes
