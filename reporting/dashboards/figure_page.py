"""How figures came about: from a number on a page back to the file it comes from and the people who answered for it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from indicators import catalogue
from indicators.catalogue import Indicator, Period
from indicators.catalogue.accessors import WALES
from indicators.catalogue.labels import period_name
from indicators.catalogue.naming import title_of_series
from indicators.catalogue.permanent import Key, address
from indicators.written import made_of
from priority_groups import content
from priority_groups.content import Cohort
from reporting.charts.figures import Figure
from reporting.charts.format import amount, confidence, interval_text, meaning
from reporting.charts.spec import Point
from reporting.dashboards.revisions import parts_of_figure
from reporting.knowing import kind_of
from reporting.published import Behind, Edition
from reporting.selection import TOTAL, Selection
from reporting.tracing import Traced


class NoSuchFigure(LookupError):
    """The edition has no figure of this key."""


@dataclass(frozen=True, slots=True)
class Extract:
    """An extract with what of it was counted, in words; `periods` is empty for figures that were taken over as they are."""

    behind: Behind
    periods: str


@dataclass(frozen=True, slots=True)
class FigurePage:
    """All that is told of the figures of one key, in every area or in one."""

    edition: Edition
    key: Key
    area: str
    traced: Traced

    @property
    def title(self) -> str:
        """Of whom and of what the figures are: "People starting a sentence: women"."""
        return title_of_series(self.key.measure, self.key.cohort, self.key.breakdown, self.key.category)

    @property
    def period(self) -> str:
        return period_name(Period.parse(self.key.period))

    @property
    def area_name(self) -> str:
        """Empty where all areas are shown."""
        return str(catalogue.area(self.area).name) if self.area else ""

    @property
    def measure(self) -> catalogue.Measure:
        return catalogue.measure(self.key.measure)

    @property
    def cohort(self) -> Cohort:
        return content.cohort(self.key.cohort)

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """Those whose figures these are; none for everyone, and for what stands beside an indicator."""
        return catalogue.indicator_for(self.key.cohort, self.key.measure)

    @property
    def charts(self) -> list[tuple[str, str]]:
        """Name and address of each chart in which the figures stand."""
        selection = Selection(
            cohort=(self.key.cohort,),
            breakdown=(self.key.breakdown or TOTAL,),
            category=(self.key.category or TOTAL,),
            kind=(kind_of(self.key.period),),
            origin=(self.traced.figures[0].origin,),
        )
        names = [(one.code, f"{one.code}. {one.words}") for one in self.indicators]
        return [(name, f"{reverse('dashboards:indicator', args=[code])}?{selection.to_query()}") for code, name in names]

    @property
    def table(self) -> dict[str, Any]:
        """The figures as templates/components/data_table.html asks for them: a row for each area."""
        figures = self.traced.figures
        with_parts = any(one.denominator is not None for one in figures)
        with_interval = any(one.lower is not None for one in figures)
        head = [_("Area"), _unit(self.measure)]
        head += [_capitalised(self.measure.numerator), _capitalised(self.measure.denominator)] if with_parts else []
        head += [confidence(translation)] if with_interval else []
        return {
            "id": "figures",
            "caption": f"{self.title}. {self.period}.",
            "head": head,
            "rows": [
                {
                    "name": one.area_name,
                    "url": "" if self.area else address(self.edition.id, self.key, one.area_code),
                    "note": one.note,
                    "cells": _cells(one, with_parts, with_interval),
                    "total": one.area_code == WALES and not self.area,
                }
                for one in figures
            ],
            "symbols": "".join(dict.fromkeys(one.symbol for one in figures if one.symbol)),
        }

    @property
    def meanings(self) -> list[tuple[str, str]]:
        """Each symbol that stands at a figure, with its meaning."""
        found = dict.fromkeys(one.symbol for one in self.traced.figures if one.symbol)
        return [(symbol, meaning(symbol, translation)) for symbol in found]

    @property
    def elsewhere(self) -> dict[str, Any] | None:
        """What other releases say of the same figures, as a table; None where there are no others."""
        if not self.traced.elsewhere:
            return None
        areas = [(one.area_code, one.area_name) for one in self.traced.figures]
        lines = [(self.edition, self.traced.figures), *self.traced.elsewhere]
        lines.sort(key=lambda line: line[0].published_at, reverse=True)
        alike = _alike(one for _edition, found in lines for one in found)
        return {
            "id": "elsewhere",
            "caption": _("The same figures in each release"),
            "head": [_("Release"), *(name for _code, name in areas)],
            "rows": [self._line(edition, found, areas, alike) for edition, found in lines],
            "symbols": "".join(dict.fromkeys(one.symbol for _edition, found in lines for one in found if one.symbol)),
        }

    @property
    def is_unchanged(self) -> bool:
        """Whether every release that has the figures says the same of them; marks apart, which tell of releases."""
        own = {one.area_code: _said(one) for one in self.traced.figures}
        others = (one for _edition, found in self.traced.elsewhere for one in found)
        return all(own.get(one.area_code) in (None, _said(one)) for one in others)

    @property
    def is_new(self) -> bool:
        """Whether no other release has them."""
        return not any(found for _edition, found in self.traced.elsewhere)

    @property
    def origins(self) -> list[tuple[str, str, str, bool]]:
        """Where the figures come from: the areas, the words of the source, its editions, and whether they were counted here."""
        found: dict[tuple[str, str, bool], list[str]] = {}
        for one in self.traced.figures:
            found.setdefault((one.source, one.vintage, one.origin == "counted"), []).append(one.area_name)
        return [(", ".join(areas), source, vintage, counted) for (source, vintage, counted), areas in found.items()]

    @property
    def extracts(self) -> list[Extract]:
        return [Extract(one, _stretch(one)) for one in self.traced.extracts]

    @property
    def steps(self) -> list[dict[str, Any]]:
        """What was done with the release, as templates/components/timeline.html asks for it."""
        return [{"title": one.title, "by": one.by or _("the service"), "at": one.at} for one in reversed(self.traced.steps)]

    @property
    def api_query(self) -> str:
        """The query by which the API gives the same figures."""
        return Selection(
            cohort=(self.key.cohort,),
            measure=(self.key.measure,),
            area=(self.area,) if self.area else (),
            breakdown=(self.key.breakdown or TOTAL,),
            category=(self.key.category or TOTAL,),
            kind=(kind_of(self.key.period),),
            period_from=self.key.period,
            period_to=self.key.period,
            release=self.edition.id,
        ).to_query()

    @property
    def address(self) -> str:
        """Its permanent address."""
        return address(self.edition.id, self.key, self.area)

    def citation(self, url: str) -> str:
        """How somebody names the figures in a text of their own; `url` is their address with the site's name."""
        words = {
            "figures": ", ".join(part for part in (self.title, self.area_name, self.period) if part),
            "release": self.edition.name,
            "day": date_format(timezone.localtime(self.edition.published_at), "j F Y"),
            "url": url,
        }
        return _("Positive Change, “%(figures)s”, release %(release)s, published on %(day)s. %(url)s") % words

    def _line(
        self, edition: Edition, found: Iterable[Figure], areas: list[tuple[str, str]], alike: Collection[str]
    ) -> dict[str, Any]:
        """`alike`: areas of which it has to be told what the figures are made of."""
        by_area = {one.area_code: one for one in found}
        day = date_format(timezone.localtime(edition.published_at), "j F Y")
        return {
            "name": f"{edition.name}, {day}",
            "url": "" if edition.id == self.edition.id or not by_area else address(edition.id, self.key, self.area),
            "note": _("this page") if edition.id == self.edition.id else "",
            "cells": [
                _cell(by_area[code]) | ({"detail": parts_of_figure(by_area[code])} if code in alike else {})
                if code in by_area
                else {"text": "–"}
                for code, _name in areas
            ],
        }


def figure_page(edition: Edition, key: Key, area: str = "") -> FigurePage:
    """Raises NoSuchFigure."""
    traced = edition.traced(key, area)
    if not traced.figures:
        raise NoSuchFigure(key)
    return FigurePage(edition, key, area, traced)


def _said(figure: Figure) -> tuple[object, ...]:
    symbol = "" if figure.symbol in ("p", "r") else figure.symbol
    return figure.numerator, figure.denominator, figure.value, symbol


def _alike(figures: Iterable[Figure]) -> set[str]:
    """The areas of which releases show the same value that is made of other numbers."""
    numbers: dict[tuple[str, object], set[tuple[object, ...]]] = {}
    for one in figures:
        if one.value is not None:
            numbers.setdefault((one.area_code, one.value), set()).add((one.numerator, one.denominator))
    return {area for (area, _value), different in numbers.items() if len(different) > 1}


def _cell(figure: Figure) -> dict[str, str]:
    measure = catalogue.measure(figure.measure)
    text = "" if figure.value is None else amount(figure.value, figure.unit, measure.decimals)
    return {"text": text, "symbol": figure.symbol or ("x" if figure.value is None else "")}


def _cells(figure: Figure, with_parts: bool, with_interval: bool) -> list[dict[str, str]]:
    cells = [_cell(figure)]
    hidden = cells[0]["symbol"] if figure.value is None else ""
    if with_parts:
        parts = (None, None) if hidden else (figure.numerator, figure.denominator)
        cells += [{"text": "", "symbol": hidden or "x"} if one is None else {"text": made_of(one)} for one in parts]
    if with_interval:
        point = Point(figure.value, figure.lower, figure.upper)
        text = interval_text(point, figure.unit, catalogue.measure(figure.measure).decimals, translation)
        cells.append({"text": text, "symbol": "" if text else hidden or "x"})
    return cells


def _unit(measure: catalogue.Measure) -> str:
    if measure.kind == "count":
        return _("Number of %(people)s") % {"people": measure.numerator}
    return str(measure.title)


def _capitalised(text: object) -> str:
    words = str(text)
    return words[:1].upper() + words[1:]


def _stretch(behind: Behind) -> str:
    """Which quarters of an extract were counted, in words."""
    if not behind.first:
        return ""
    first, last = (period_name(Period.parse(code)) for code in (behind.first, behind.last))
    return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}
