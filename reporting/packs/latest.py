"""The latest figure of an area, wherever a pack tells it without its chart."""

from collections.abc import Sequence

from reporting.charts.format import bracketed, point_text
from reporting.charts.spec import Chart, Series
from reporting.charts.table import shown_symbol
from reporting.packs.parts import Shown
from reporting.verdicts import Verdict

NOT_YET = "x"


def latest(chart: Chart, area: str) -> tuple[str, str]:
    """An area's latest figure and its period: ("28.0%", "Year ending March 2019"); a symbol where it is not shown, nothing where
    it has no line.

    As on the pages one that is hidden is the latest as well as one that is shown, and one that is not there yet only where there
    is nothing before it.
    """
    line = next((line for line in chart.series if line.key == area), None)
    if line is None or not line.points:
        return "", ""
    place = _latest_place(line)
    point, period = line.points[place], chart.periods[place].label
    shown = point.value is not None
    return point_text(point, chart.unit, chart.decimals) if shown else bracketed(shown_symbol(point)), period


def _latest_place(line: Series) -> int:
    there = [place for place, point in enumerate(line.points) if shown_symbol(point) != NOT_YET]
    return there[-1] if there else 0


def chart_of(shown: Shown, cohort: str, verdicts: Sequence[Verdict]) -> Chart | None:
    """The chart of a cohort: one of the figures that its verdict was found in, else the first."""
    mine = shown.charts_of(cohort)
    origins = {one.origin for one in verdicts if not one.breakdown}
    return next(iter([chart for chart in mine if chart.origin in origins] or mine), None)


def highest_part(shown: Shown, cohort: str, area: str) -> str:
    """Of a measure in parts the one that was highest in an area: "Accommodation: 44.0% (October to December 2024)"; "" where none
    is shown."""
    found = []
    for panel in shown.panels:
        for name, chart in zip(panel.parts, panel.charts, strict=True):
            line = next((line for line in chart.series if line.key == area), None)
            if line is None or not line.points or panel.cohort != cohort:
                continue
            value = line.points[_latest_place(line)].value
            if value is not None:
                found.append((value, name, latest(chart, area)))
    if not found:
        return ""
    _value, name, (text, period) = max(found, key=lambda one: one[0])
    return f"{name}: {text} ({period})"
