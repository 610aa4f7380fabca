"""What the page of a priority group shows of its indicators."""

from dataclasses import dataclass
from typing import Any

from indicators import catalogue
from indicators.catalogue import Indicator
from priority_groups.content import Framework, Group
from reporting import coverage
from reporting.dashboards.indicator_page import IndicatorPage, previews_of
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


def group_page(framework: Framework, group: Group, edition: Edition | None) -> dict[str, Any]:
    """What the edition gives to the page."""
    figures = indicators_of(framework, group, edition)
    return {
        "commentary": edition.commentary(group.code) if edition else None,
        "with_figures": figures.with_figures,
        "waiting": figures.waiting,
        "verdicts": figures.verdicts,
    }


def indicators_of(framework: Framework, group: Group, edition: Edition | None) -> GroupFigures:
    """What the edition has of a group's indicators, by a few queries for them all."""
    every = catalogue.indicators_of(framework.slug, group.code)
    answered = coverage.with_figures(edition)
    verdicts = edition.findings(drawn=False, indicator=[one.code for one in every]) if edition else []
    shown = [one for one in every if one.code in answered]
    return GroupFigures(
        previews_of(shown, edition, verdicts) if edition else (),
        tuple(Waiting(one, waits_for(one)) for one in every if one.code not in answered),
        table_of(verdicts),
    )
