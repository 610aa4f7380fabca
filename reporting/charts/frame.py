"""Where the plot lies within its picture."""

from dataclasses import dataclass

from reporting.charts.format import amount
from reporting.charts.limits import end_labels
from reporting.charts.scale import gap_rows, text_width, tick_texts, ticks
from reporting.charts.spec import Chart, Series
from reporting.charts.translations import Translations

TEXT = 14.0
SMALL = 13.0
ROW = 18.0
GAP_MARGIN = 8.0


@dataclass(frozen=True, slots=True)
class Frame:
    """The edges of the plot in pixels, the values that top and bottom stand for, and the number of periods.

    `under` is where the words of the time axis begin: below the rows of symbols for what is not shown.
    """

    left: float
    right: float
    top: float
    bottom: float
    under: float
    low: float
    high: float
    count: int

    def x(self, place: float) -> float:
        """The middle of a period's place."""
        return self.left + (self.right - self.left) * (place + 0.5) / self.count

    def y(self, value: float) -> float:
        """The height of a value."""
        return self.bottom - (self.bottom - self.top) * (value - self.low) / (self.high - self.low)

    def gap_row(self, row: int) -> float:
        """The baseline of a row of symbols, counted from 0."""
        return self.bottom + GAP_MARGIN + ROW * (row + 1) - 4


def frame_of(chart: Chart, width: int, height: int, t: Translations) -> Frame:
    """The frame in a picture of this size, with the margins that the chart's words need."""
    values = ticks(chart)
    left = max(text_width(text, SMALL) for text in tick_texts(values, chart.unit)) + 12
    words = [end_label(chart, series) for series in chart.series] + [words for words, _ in end_labels(chart, t)]
    right = width - max(text_width(text, TEXT) for text in words) - 20
    rows = len(gap_rows(chart))
    under = height - 50.0
    bottom = under - (ROW * rows + GAP_MARGIN if rows else 0)
    return Frame(left, right, 32, bottom, under, float(values[0]), float(values[-1]), len(chart.periods))


def end_label(chart: Chart, series: Series) -> str:
    """What stands at the end of a line: its name, with the figure where the line reaches the last period."""
    point = series.points[-1]
    if point.value is None:
        return series.name
    return f"{series.name} {amount(point.value, chart.unit, chart.decimals)}"
