"""What the page of a priority group shows of its indicators."""

from dataclasses import dataclass

from django.http import QueryDict

from indicators import catalogue
from indicators.catalogue import Indicator
from priority_groups.content import Framework, Group
from reporting import coverage
from reporting.dashboards.indicator_page import IndicatorPage, preview_of
from reporting.dashboards.waiting import waits_for
from reporting.published import Edition


@dataclass(frozen=True, slots=True)
class Waiting:
    """An indicator without figures, and what it waits for."""

    indicator: Indicator
    words: str


def indicators_of(
    framework: Framework, group: Group, edition: Edition | None
) -> tuple[tuple[IndicatorPage, ...], tuple[Waiting, ...]]:
    """The group's indicators that have figures, as their own pages show them, and those that wait; each in order."""
    answered = coverage.with_figures(edition)
    everything = QueryDict()
    with_figures, waiting = [], []
    for indicator in catalogue.indicators_of(framework.slug, group.code):
        if edition and indicator.code in answered:
            with_figures.append(preview_of(indicator, edition, everything))
        else:
            waiting.append(Waiting(indicator, waits_for(indicator)))
    return tuple(with_figures), tuple(waiting)
