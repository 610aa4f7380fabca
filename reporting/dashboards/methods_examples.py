"""The worked examples of the methods page, as tables, charts and sentences."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators import catalogue, methods
from indicators.catalogue import Period
from reporting.charts.areas import WALES
from reporting.charts.figures import Figure
from reporting.charts.format import amount, number, share
from reporting.charts.limits import Process, with_limits
from reporting.charts.trends import by_area
from reporting.charts.words import alt
from reporting.dashboards.panels import Panel

FIRST = Period.parse("2021Q1")  # of an invented series


@dataclass(frozen=True, slots=True)
class Worked:
    """An example: what went in, what came out, and by which method."""

    given: str
    result: str
    method: str


def intervals(confidence: float) -> list[Worked]:
    """A proportion, a small count and one that is not small."""
    names = {
        "wilson": _("Wilson score interval of a proportion"),
        "exact": _("Exact Poisson interval of a count below 10"),
        "byar": _("Byar’s approximation for a count from 10 on"),
    }
    return [Worked(_given(one), _ends(one), names[one.method]) for one in methods.intervals(confidence)]


def protection() -> dict[str, Any]:
    """A small table before protection, after the primary rule alone, and as a release would show it."""
    cells = methods.protection()
    small = next(cell for cell in cells if cell.first)
    others = [str(catalogue.area(cell.area).name) for cell in cells if cell.last and not cell.first]
    names = {"area": catalogue.area(small.area).name, "others": ", ".join(others)}
    alone = {**names, "number": number(_whole(small.at_first[0]))}
    both = {**names, "low": number(_whole(small.at_last[0])), "high": number(_whole(small.at_last[1]))}
    return {
        "table": {
            "id": "example-of-protection",
            "caption": _("People starting a sentence, invented: as counted, with the small number hidden, and as published"),
            "head": [_("Area"), _("As counted"), _("Small number hidden"), _("As published")],
            "rows": [
                {
                    "name": str(catalogue.area(cell.area).name),
                    "note": "",
                    "cells": [{"text": number(cell.count), "symbol": ""}, _shown(cell, cell.first), _shown(cell, cell.last)],
                    "total": cell.area == WALES,
                }
                for cell in cells
            ],
            "symbols": "c",
        },
        "sentences": [
            _("With the small number alone hidden, Wales less the others gives it away: %(area)s is %(number)s.") % alone,
            ngettext(
                "So one more is hidden: %(others)s. Then no more can be worked out than that %(area)s has %(low)s to %(high)s.",
                "So more are hidden: %(others)s. Then no more can be worked out than that %(area)s has %(low)s to %(high)s.",
                len(others),
            )
            % both,
        ],
    }


def chart(trial_below: int) -> Panel:
    """An XmR chart of an invented series, made like every other chart."""
    stored = methods.chart()
    periods = [FIRST.shifted(step).code for step in range(len(stored["values"]))]
    figures = [_figure(period, value) for period, value in zip(periods, stored["values"], strict=True)]
    made = by_area(
        figures,
        title=_("An invented rate"),
        unit_label=_("An invented rate"),
        language=translation.get_language() or "en",
        t=translation,
    )
    process = Process.from_json({**stored, "periods": periods})
    if process is None:
        raise ValueError("the example of a chart has no limits")
    whole = with_limits(made, process, trial_below)
    return Panel("example-of-limits", replace(whole, alt=alt(whole, translation), is_tested=True))


def falling() -> Worked:
    """A trend over five years."""
    found = methods.falling()
    given = _("%(numerators)s of %(denominator)s people in successive years") % {
        "numerators": ", ".join(number(one) for one in found.numerators),
        "denominator": number(found.denominator),
    }
    names = {"chi": number(at(found.chi_squared, 3), 3), "p": number(at(found.p_value, 4), 4)}
    result = _("chi-squared %(chi)s, p = %(p)s, falling") if found.sign < 0 else _("chi-squared %(chi)s, p = %(p)s, rising")
    return Worked(given, result % names, _("Cochran-Armitage test for a trend"))


def funnel(confidence: float) -> Worked:
    """How far a small group may lie from the average by chance."""
    average, group, lower, upper = methods.funnel(confidence)
    given = _("An average of %(average)s and a group of %(group)s people") % {"average": share(average), "group": number(group)}
    return Worked(given, _range(lower, upper), _("Funnel limits: within them chance alone explains the distance"))


def discoveries(rate: float) -> list[tuple[str, str, str]]:
    """p-value, q-value and whether it is a signal, of several tests."""
    return [
        (number(at(p, 3), 3), number(at(q, 3), 3), _("signal") if signal else _("no signal"))
        for p, q, signal in methods.discoveries(rate)
    ]


def _figure(period: str, value: float) -> Figure:
    """An invented one, of Wales."""
    return Figure(
        release="", group="", indicator="", cohort="", measure="", area_code=WALES, area_name=str(catalogue.area(WALES).name),
        period=period, breakdown="", category="", numerator=None, denominator=None, value=at(value, 1), lower=None, upper=None,
        unit="percent", symbol="", vintage="",
    )  # fmt: skip


def _shown(cell: methods.Cell, symbol: str) -> dict[str, str]:
    return {"text": "" if symbol else number(cell.count), "symbol": symbol}


def _given(one: methods.Interval) -> str:
    if one.denominator is None:
        return number(one.numerator)
    return _("%(numerator)s of %(denominator)s") % {"numerator": number(one.numerator), "denominator": number(one.denominator)}


def _ends(one: methods.Interval) -> str:
    """A proportion in per cent with two decimal places, a count with three: as tables of reference give them."""
    if one.denominator is not None:
        return _range(one.lower, one.upper)
    ends = [number(at(end, 3), 3) for end in (one.lower, one.upper)]
    return _("%(lower)s to %(upper)s") % {"lower": ends[0], "upper": ends[1]}


def _range(lower: float, upper: float) -> str:
    ends = [amount(at(end * 100, 2), "percent", 2) for end in (lower, upper)]
    return _("%(lower)s to %(upper)s") % {"lower": ends[0], "upper": ends[1]}


def _whole(value: float) -> int:
    return round(value)


def at(value: float, places: int) -> Decimal:
    """To so many decimal places."""
    return Decimal(repr(value)).quantize(Decimal(1).scaleb(-places))
