"""The baseline that a framework's figures are held against: a level in the chart, and a table of then and now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from indicators.catalogue import Indicator, Period
from indicators.catalogue.labels import period_name
from indicators.written import MINUS
from priority_groups import content
from reporting.charts.format import amount, number
from reporting.charts.spec import Chart, Series, Target
from reporting.charts.table import shown_symbol
from reporting.dashboards.panels import Panel


@dataclass(frozen=True, slots=True)
class Baseline:
    """Of one chart: the framework's quarter, the chart's period that it is or lies in, and a table of what each area was then, is
    now, and how far that is apart."""

    quarter: str
    period: str
    table: dict[str, Any]


def quarter_of(indicator: Indicator) -> Period | None:
    """The quarter that the indicator's framework holds its figures against; None where it says none."""
    code = content.framework(indicator.framework).settings.statistics.baseline
    return Period.parse(code) if code else None


def period_in(chart: Chart, quarter: Period) -> str | None:
    """The code of the chart's period that the quarter is, or lies in; None where it shows none."""
    for period in chart.periods:
        known = Period.parse(period.code)
        if known.start <= quarter.start and quarter.end <= known.end:
            return period.code
    return None


def held_against(panels: Iterable[Panel], indicator: Indicator) -> tuple[Panel, ...]:
    """The panels with the baseline of the line that they are about: Wales, or the one area shown."""
    quarter = quarter_of(indicator)
    return tuple(_with_baseline(panel, quarter) for panel in panels) if quarter else tuple(panels)


def _with_baseline(panel: Panel, quarter: Period) -> Panel:
    chart = panel.chart
    code = period_in(chart, quarter)
    if code is None:
        return panel
    place = [period.code for period in chart.periods].index(code)
    about = next((line for line in chart.series if line.role == "main"), chart.series[0])
    value = about.points[place].value
    if value is not None:
        label = _("Baseline %(value)s") % {"value": amount(value, chart.unit, chart.decimals)}
        chart = replace(chart, targets=(*chart.targets, Target(label, value)), alt=f"{chart.alt} {label}.")
    table = _table(f"{panel.key}-baseline", chart, place, panel.addresses)
    return replace(panel, chart=chart, baseline=Baseline(period_name(quarter), chart.periods[place].label, table))


def _table(name: str, chart: Chart, place: int, addresses: Mapping[str, str]) -> dict[str, Any]:
    """As templates/components/data_table.html asks for it."""
    lasts = {_last(line) for line in chart.series}
    rows: list[dict[str, Any]] = [
        {
            "name": line.name,
            "url": addresses.get(chart.periods[_last(line)].code, ""),
            "cells": _cells(chart, line, place, with_period=len(lasts) > 1),
        }
        for line in chart.series
    ]
    names = {"title": chart.title, "period": chart.periods[place].inline}
    now = _("Latest") if len(lasts) > 1 else chart.periods[lasts.pop()].label
    return {
        "id": name,
        "caption": _("%(title)s: the latest figure beside the baseline, %(period)s") % names,
        "head": [_("Area"), chart.periods[place].label, now, _("Difference")],
        "rows": rows,
        "symbols": "".join(dict.fromkeys(cell["symbol"] for row in rows for cell in row["cells"] if cell["symbol"])),
    }


def _cells(chart: Chart, line: Series, place: int, *, with_period: bool) -> list[dict[str, str]]:
    """Then, now, and the difference; where one of the two is not shown, its symbol stands for the difference too."""
    last = _last(line)
    then, now = line.points[place], line.points[last]
    cells = [
        {"text": "" if one.value is None else amount(one.value, chart.unit, chart.decimals), "symbol": shown_symbol(one)}
        for one in (then, now)
    ]
    cells[1]["detail"] = chart.periods[last].label if with_period else ""
    if then.value is None or now.value is None:
        return [*cells, {"text": "", "symbol": shown_symbol(then if then.value is None else now)}]
    return [*cells, {"text": difference(chart, now.value - then.value), "symbol": ""}]


def difference(chart: Chart, value: Decimal) -> str:
    """A difference with its sign: percentages differ by percentage points."""
    sign = "+" if value > 0 else MINUS if value < 0 else ""
    size = f"{sign}{number(abs(value), chart.decimals)}"
    return _("%(size)s points") % {"size": size} if chart.unit in ("percent", "percentage_points") else size


def _last(line: Series) -> int:
    """The place of its latest figure that is not waited for: one that is hidden is a figure too."""
    there = [place for place, point in enumerate(line.points) if point.value is not None or point.symbol not in ("", "x")]
    return there[-1] if there else len(line.points) - 1
