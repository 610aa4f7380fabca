"""Everything that a page shows of one set of figures: picture, table and sentences, all made from one chart."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from indicators import catalogue
from priority_groups import content
from reporting.charts import periods
from reporting.charts.figures import Figure
from reporting.charts.format import CONFIDENCE
from reporting.charts.plotly import plotly
from reporting.charts.scale import has_interval
from reporting.charts.spec import Chart, Series
from reporting.charts.svg import svg
from reporting.charts.table import Cell, Row, Table, table
from reporting.charts.trends import by_area
from reporting.charts.words import sentences
from reporting.dashboards.choosing import within_sentence

WIDE, HIGH = 720, 400
SMALL_WIDE, SMALL_HIGH = 460, 300
OPENING = 2


@dataclass(frozen=True, slots=True)
class Panel:
    """A chart and its other forms. `key` is unique on its page and begins the names of its parts."""

    key: str
    chart: Chart

    @property
    def opening(self) -> tuple[str, ...]:
        """The sentences that say the most: the latest figure, and how it differs from those before."""
        return sentences(self.chart, translation)[:OPENING]

    @property
    def further(self) -> tuple[str, ...]:
        """What more there is to say."""
        return sentences(self.chart, translation)[OPENING:]

    @property
    def latest(self) -> Row:
        """The last row of the table."""
        return self.table.rows[-1]

    @property
    def table(self) -> Table:
        """The figures, oldest first."""
        return table(self.chart, translation)

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
            "rows": [{"name": row.label, "cells": [self._cell(cell) for cell in row.cells]} for row in made.rows],
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
        shaded = next((one for one in self.chart.series if has_interval(self.chart, one) and _has_interval(one)), None)
        if shaded is None:
            return ""
        message = _("The shaded band around %(area)s is its confidence interval (%(level)s).")
        return message % {"area": shaded.name, "level": CONFIDENCE}

    def _cell(self, cell: Cell) -> dict[str, str]:
        """A count's interval stays with the picture and the file: under every number it would drown the numbers."""
        return {"text": cell.text, "symbol": cell.symbol, "detail": cell.detail if self.has_details else ""}

    @property
    def small(self) -> SafeString:
        """The picture for a page with several."""
        return picture(self.chart, SMALL_WIDE, SMALL_HIGH)

    @property
    def component(self) -> dict[str, Any]:
        """What templates/components/chart.html asks for."""
        return {
            "id": f"{self.key}-chart",
            "words": self.chart.alt,
            "figure": plotly(self.chart, translation),
            "svg": picture(self.chart, WIDE, HIGH),
            "filename": self.key,
            "note": self.note,
        }


def panels(key: str, figures: Iterable[Figure]) -> tuple[Panel, ...]:
    """A panel for each kind of period, years before quarters, because kinds never share an axis.

    `figures` are of one cohort, measure, breakdown and category, for areas of which a chart has lines.
    """
    kinds: dict[int, list[Figure]] = {}
    for figure in figures:
        kinds.setdefault(periods.kind(figure.period), []).append(figure)
    return tuple(
        Panel(key if len(kinds) == 1 else f"{key}-{kind or 'quarters'}", _chart(kinds[kind]))
        for kind in sorted(kinds, reverse=True)
    )


def picture(chart: Chart, width: int, height: int) -> SafeString:
    """The chart as SVG. Every text in it went through an XML writer, which escapes it."""
    return SafeString(svg(chart, translation, width=width, height=height))


def _chart(figures: list[Figure]) -> Chart:
    measure = catalogue.measure(figures[0].measure)
    return by_area(
        figures,
        title=title_of(figures[0]),
        unit_label=_unit_label(measure),
        language=translation.get_language() or "en",
        t=translation,
        numerator_label=_capitalised(str(measure.numerator)),
        denominator_label=_capitalised(str(measure.denominator)) if measure.denominator else "",
    )


def title_of(figure: Figure) -> str:
    """What a chart of such figures shows: "People starting a sentence: women, immediate custody"."""
    names = {
        "measure": str(catalogue.measure(figure.measure).title),
        "cohort": str(content.cohort(figure.cohort).noun),
    }
    if not figure.breakdown:
        return _("%(measure)s: %(cohort)s") % names
    label = str(catalogue.breakdown(figure.breakdown).category(figure.category).label)
    return _("%(measure)s: %(cohort)s, %(category)s") % {**names, "category": within_sentence(label)}


def _unit_label(measure: catalogue.Measure) -> str:
    """What the axis is called; a bare percent sign says too little."""
    if measure.unit == "percent" and measure.denominator:
        return _("%% of %(people)s") % {"people": measure.denominator}
    return str(measure.unit_label)


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _has_interval(series: Series) -> bool:
    return any(point.lower is not None for point in series.points)
