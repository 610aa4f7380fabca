"""Everything that a page shows of one set of figures: picture, table and sentences, all made from one chart."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString

from reporting import charting
from reporting.charting import NOTHING_FOUND, Findings
from reporting.charts.figures import Figure
from reporting.charts.plotly import plotly
from reporting.charts.spec import Chart
from reporting.charts.svg import svg
from reporting.charts.table import Cell, Row, Table, table
from reporting.charts.words import marks, origin, sentences, shading
from reporting.tracing import address_of
from reporting.viewing import ORIGIN_WORDS
from reporting.wording import wording

WIDE, HIGH = 720, 400
SMALL_WIDE, SMALL_HIGH = 460, 300
OPENING = 2


@dataclass(frozen=True, slots=True)
class Panel:
    """A chart and its other forms. `key` is unique on its page and begins the names of its parts."""

    key: str
    chart: Chart
    addresses: Mapping[str, str] = field(default_factory=dict)  # by period where its figures are traced to
    baseline: Any = None  # reporting.dashboards.baseline.Baseline, where the figures are held against one

    @property
    def opening(self) -> tuple[str, ...]:
        """The sentences that say the most: the latest figure, and how it differs from those before."""
        return sentences(self.chart, wording())[:OPENING]

    @property
    def further(self) -> tuple[str, ...]:
        """What more there is to say."""
        return sentences(self.chart, wording())[OPENING:]

    @property
    def latest(self) -> Row:
        """The last row of the table."""
        return self.table.rows[-1]

    @property
    def table(self) -> Table:
        """The figures, oldest first."""
        return table(self.chart, wording())

    @property
    def table_id(self) -> str:
        return f"{self.key}-table"

    @property
    def data_table(self) -> dict[str, Any]:
        """What templates/components/data_table.html asks for."""
        made = self.table
        return {
            "id": self.table_id,
            "caption": made.caption,
            "head": [made.corner, *made.columns],
            "rows": [
                {
                    "name": row.label,
                    "url": self.addresses.get(row.code, ""),
                    "note": row.note,
                    "cells": [self._cell(cell) for cell in row.cells],
                }
                for row in made.rows
            ],
            "symbols": "".join(made.symbols),
        }

    @property
    def has_rates(self) -> bool:
        """Whether the figures are made of a numerator and a denominator."""
        return any(point.denominator is not None for series in self.chart.series for point in series.points)

    @property
    def has_details(self) -> bool:
        """Whether something stands under the figures of the table, and is to be explained."""
        return self.has_rates and len(self.chart.series) > 1

    @property
    def note(self) -> str:
        """What the picture does not say of itself."""
        found = (write(self.chart, wording()) for write in (shading, marks, origin))
        return " ".join(words for words in found if words)

    @property
    def heading(self) -> str:
        """What tells it from its neighbours: the kind of periods, and where several origins are on a page the origin."""
        return (
            f"{self.chart.time_label}: {ORIGIN_WORDS[self.chart.origin]}"
            if self.chart.origin in ORIGIN_WORDS
            else self.chart.time_label
        )

    def _cell(self, cell: Cell) -> dict[str, str]:
        """A count's interval stays with the picture and the file: under every number it would drown the numbers."""
        return {"text": cell.text, "symbol": cell.symbol, "detail": cell.detail if self.has_details else ""}

    @property
    def small(self) -> SafeString:
        """The picture for a page with several; what each point says is told where the chart is alone."""
        return picture(self.chart, SMALL_WIDE, SMALL_HIGH, pointed_at=False)

    @property
    def component(self) -> dict[str, Any]:
        """What templates/components/chart.html asks for."""
        return {
            "id": f"{self.key}-chart",
            "words": self.chart.alt,
            "figure": plotly(self.chart, wording()),
            "svg": picture(self.chart, WIDE, HIGH),
            "filename": self.key,
            "note": self.note,
        }


def panels(key: str, figures: Iterable[Figure], findings: Findings = NOTHING_FOUND) -> tuple[Panel, ...]:
    """A panel for each kind of period of the figures, which are of one cohort, measure, breakdown and category."""
    chosen = list(figures)
    made = charting.charts(chosen, findings)
    return tuple(
        Panel(key if place == 1 else f"{key}-{place}", chart, addresses(chart, chosen))
        for place, chart in enumerate(made, start=1)
    )


def addresses(chart: Chart, figures: Iterable[Figure]) -> dict[str, str]:
    """By period the page on how the figures of a chart's row came about; of one line that of the line's figure."""
    area = chart.series[0].key if len(chart.series) == 1 else ""
    there = {period.code for period in chart.periods}
    rows = {one.period: one for one in figures if one.period in there and area in ("", one.area_code)}
    return {period: address_of(one, area) for period, one in rows.items()}


def picture(chart: Chart, width: int, height: int, *, pointed_at: bool = True) -> SafeString:
    """The chart as SVG. Every text in it went through an XML writer, which escapes it."""
    return SafeString(svg(chart, wording(), width=width, height=height, pointed_at=pointed_at))
