"""The latest figure of an area, wherever a pack tells it without its chart."""

from collections.abc import Sequence

from reporting.charts.format import bracketed, point_text
from reporting.charts.scale import last_place
from reporting.charts.spec import Chart
from reporting.charts.table import shown_symbol
from reporting.packs.parts import Shown
from reporting.verdicts import Verdict


def latest(chart: Chart, area: str) -> tuple[str, str]:
    """An area's latest figure and its period: ("28.0%", "2019"); a symbol where its last one is not shown, nothing where it has
    no line."""
    line = next((line for line in chart.series if line.key == area), None)
    if line is None:
        return "", ""
    place = last_place(line)
    if place is None:
        return bracketed(shown_symbol(line.points[-1])), chart.periods[-1].short
    return point_text(line.points[place], chart.unit, chart.decimals), chart.periods[place].short


def chart_of(shown: Shown, cohort: str, verdicts: Sequence[Verdict]) -> Chart | None:
    """The chart of a cohort: one of the figures that its verdict was found in, else the first."""
    mine = shown.charts_of(cohort)
    origins = {one.origin for one in verdicts if not one.breakdown}
    return next(iter([chart for chart in mine if chart.origin in origins] or mine), None)


def highest_part(shown: Shown, cohort: str, area: str) -> str:
    """Of a measure in parts the one that was highest in an area: "Accommodation: 44.0% (Q4 2024)"; "" where none is shown."""
    found = []
    for panel in shown.panels:
        for name, chart in zip(panel.parts, panel.charts, strict=True):
            line = next((line for line in chart.series if line.key == area), None)
            place = last_place(line) if panel.cohort == cohort and line is not None else None
            if line is not None and place is not None:
                found.append((line.points[place].value or 0, name, latest(chart, area)))
    if not found:
        return ""
    _value, name, (text, period) = max(found, key=lambda one: one[0])
    return f"{name}: {text} ({period})"
