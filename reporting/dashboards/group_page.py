"""What the page of a priority group shows of its indicators."""

from dataclasses import dataclass

from django.http import QueryDict

from indicators import catalogue
from indicators.catalogue import Indicator
from priority_groups.content import Framework, Group
from reporting import coverage
from reporting.dashboards.indicator_page import IndicatorPage, preview_of
from reporting.dashboards.verdicts import VerdictTable, table_of
from reporting.dashboards.waiting import waits_for
from reporting.published import Edition


@dataclass(frozen=True, slots=True)
class Waiting:
    """An indicator without figures, and what it waits for."""

    indicator: Indicator
    words: str


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """The group's indicators that have figures, as their own pages show them, those that wait, each in order; all verdicts."""

    with_figures: tuple[IndicatorPage, ...]
    waiting: tuple[Waiting, ...]
    verdicts: VerdictTable


def indicators_of(framework: Framework, group: Group, edition: Edition | None) -> GroupFigures:
    """What the edition has of a group's indicators."""
    answered = coverage.with_figures(edition)
    everything = QueryDict()
    codes = [indicator.code for indicator in catalogue.indicators_of(framework.slug, group.code)]
    verdicts = edition.findings(indicator=codes) if edition else []
    with_figures, waiting = [], []
    for indicator in catalogue.indicators_of(framework.slug, group.code):
        if edition and indicator.code in answered:
            with_figures.append(preview_of(indicator, edition, everything, verdicts))
        else:
            waiting.append(Waiting(indicator, waits_for(indicator)))
    return GroupFigures(tuple(with_figures), tuple(waiting), table_of(verdicts))
