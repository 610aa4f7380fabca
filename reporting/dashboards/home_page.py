"""What the home page shows."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import translation

from indicators import catalogue
from indicators.trust import trust
from priority_groups import content
from priority_groups.content import Cohort, Framework, Group
from reporting import charting, coverage
from reporting.charts.figures import Figure
from reporting.charts.format import parts_text
from reporting.dashboards.latest import wanted
from reporting.dashboards.matrix import WALES, matrices
from reporting.dashboards.panels import Panel, panels
from reporting.dashboards.verdicts import VerdictRow, address
from reporting.published import Edition
from reporting.verdicts import Verdict, counts, strongest

MOST_SIGNALS = 5


@dataclass(frozen=True, slots=True)
class Card:
    """A priority group: its place in the framework from 1, its cohorts, how many indicators have figures, how many wait."""

    place: int
    group: Group
    cohorts: tuple[Cohort, ...]
    with_figures: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Headline:
    """A measure for everyone: its latest figure, and an indicator whose page shows the whole series."""

    measure: catalogue.Measure
    panel: Panel
    indicator: catalogue.Indicator

    @property
    def value(self) -> str:
        """Of the latest period: "26.3%"."""
        return self.panel.latest.cells[0].written

    @property
    def period(self) -> str:
        return self.panel.latest.label

    @property
    def parts(self) -> str:
        """What the value is made of: "84,757 of 322,330"."""
        chart = self.panel.chart
        return parts_text(chart, chart.series[0].points[-1], translation)

    @property
    def change(self) -> str:
        """How it differs from the figures before; empty for a single one."""
        return " ".join(self.panel.opening[1:])


@dataclass(frozen=True, slots=True)
class Totals:
    """How many groups and indicators there are, and how many of those have figures."""

    groups: int
    indicators: int
    with_figures: int


@dataclass(frozen=True, slots=True)
class News:
    """What the edition found: how many series have which verdict, the strongest signals, how far both can be trusted."""

    counts: tuple[tuple[str, str, int], ...]  # look and label of a verdict, and how many there are of it
    strongest: tuple[VerdictRow, ...]
    trust: tuple[str, ...]


def home_page(edition: Edition | None) -> dict[str, Any]:
    """What the edition gives to the page."""
    verdicts = edition.findings(drawn=False) if edition else []
    answered = coverage.with_figures(edition)
    of_wales = [one for one in verdicts if one.area_code == WALES]
    figures = edition.figures_of([*wanted(of_wales), of_everyone()]) if edition else []
    return {
        "news": news(edition, verdicts),
        "matrices": matrices(of_wales, figures, answered) if answered else (),
        "headlines": headlines(figures),
    }


def news(edition: Edition | None, verdicts: Collection[Verdict]) -> News | None:
    """None where nothing was looked at."""
    if edition is None or not verdicts:
        return None
    labels = {one.verdict: (one.look, one.label) for one in verdicts}
    return News(
        counts=tuple((*labels[verdict], count) for verdict, count in counts(verdicts).items()),
        strongest=tuple(VerdictRow(one, address(one)) for one in strongest(verdicts, MOST_SIGNALS)),
        trust=tuple(trust(edition.testing)),
    )


def totals(frameworks: Iterable[tuple[Framework, tuple[Card, ...]]]) -> Totals:
    """Over all cards."""
    every = [card for _framework, cards in frameworks for card in cards]
    with_figures = sum(card.with_figures for card in every)
    return Totals(len(every), with_figures + sum(card.waiting for card in every), with_figures)


def cards(edition: Edition | None) -> tuple[tuple[Framework, tuple[Card, ...]], ...]:
    """The groups of each framework that has indicators."""
    answered = coverage.with_figures(edition)
    found = []
    for framework in content.frameworks():
        of_framework = tuple(_card(framework, place, group, answered) for place, group in enumerate(framework.groups, 1))
        if any(card.with_figures + card.waiting for card in of_framework):
            found.append((framework, of_framework))
    return tuple(found)


def _card(framework: Framework, place: int, group: Group, answered: frozenset[str]) -> Card:
    codes = [indicator.code for indicator in catalogue.indicators_of(framework.slug, group.code)]
    count = sum(code in answered for code in codes)
    cohorts = tuple(content.cohort(code) for code in group.cohorts)
    return Card(place, group, cohorts, count, len(codes) - count)


def of_everyone() -> dict[str, Any]:
    """Filters for the figures that headlines tell: of everyone, where there is nobody's group to compare."""
    asked = {indicator.measure for indicator in catalogue.indicators()}
    cohorts = charting.comparison_cohorts()
    return {"cohort": cohorts, "measure": asked, "breakdown": "", "category": "", "area": comparison_areas()}


def headlines(figures: Iterable[Figure]) -> tuple[Headline, ...]:
    """The figures for everyone, one for each measure of the Framework that has them, in the order of its indicators."""
    everyone = [one for one in figures if one.cohort in charting.comparison_cohorts() and one.area_code in comparison_areas()]
    found = []
    for measure in dict.fromkeys(indicator.measure for indicator in catalogue.indicators()):
        made = panels(measure, [figure for figure in everyone if figure.measure == measure])
        if made:
            indicator = next(one for one in catalogue.indicators() if one.measure == measure)
            found.append(Headline(catalogue.measure(measure), made[0], indicator))
    return tuple(found)


def comparison_areas() -> tuple[str, ...]:
    """Codes of the areas that are there for comparison only: England and Wales."""
    return tuple(area.code for area in catalogue.areas() if area.kind == "comparator")
