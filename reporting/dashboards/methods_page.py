"""What the methods page says: every rule and setting in force, and examples worked out by the functions behind the figures."""

from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from indicators import catalogue, methods
from indicators.catalogue import Period
from indicators.catalogue.labels import period_name
from priority_groups import content
from priority_groups.content import Statistics
from reporting import published
from reporting.charts.format import SYMBOLS, amount, meaning, number, share
from reporting.dashboards import methods_examples as examples
from reporting.verdicts import LOOKS


def methods_page() -> dict[str, Any]:
    """The context of the page."""
    statistics = methods.statistics(content.framework(catalogue.indicators()[0].framework))
    return {
        "method_version": methods.method_version(),
        "counting": methods.counting(),
        "keeping": methods.keeping(),
        "disclosure": methods.disclosure(),
        "statistics": statistics,
        "baseline": period_name(Period.parse(statistics.baseline)) if statistics.baseline else "",
        "confidence": share(statistics.confidence),
        "chance": share(1 - statistics.confidence),
        "false_discoveries": share(statistics.false_discovery_rate),
        "coarsest": share(statistics.coarsest_change),
        "measures": catalogue.measures(),
        "cohorts": content.cohorts(),
        "versions": thresholds(),
        "symbols": [(symbol, meaning(symbol, translation)) for symbol in SYMBOLS],
        "verdicts": verdicts(statistics),
        "intervals": examples.intervals(statistics.confidence),
        "protection": examples.protection(),
        "chart": examples.chart(statistics.trial_below),
        "falling": examples.falling(),
        "funnel": examples.funnel(statistics.confidence),
        "discoveries": examples.discoveries(statistics.false_discovery_rate),
        "power": methods.power(),
        "most_false_alarms": share(methods.power().most_false_alarms),
        "power_tables": power_tables(),
    }


def thresholds() -> list[tuple[str, list[tuple[str, int]]]]:
    """By version of the assessment the score from which somebody has each need."""
    needs = catalogue.breakdown("need")
    return [
        (str(version.title), [(str(needs.category(code).label), score) for code, score in version.thresholds.items()])
        for version in catalogue.assessment_versions()
    ]


@dataclass(frozen=True, slots=True)
class Meaning:
    """A verdict and when it is given."""

    look: str
    label: str
    words: str


def verdicts(statistics: Statistics) -> list[Meaning]:
    """Every verdict."""
    few = {"people": number(statistics.fewest_people), "share": share(statistics.coarsest_change)}
    words = {
        "improving": _("A change in the direction that is good, larger than chance explains."),
        "worse": _("A change in the direction that is not good, larger than chance explains."),
        "changed": _("A change larger than chance explains, where neither direction is good in itself."),
        "no_clear_change": _("What there is of a change is no larger than chance explains."),
        "too_few": _(
            "Fewer than %(people)s people, or so few cases that only a change of more than %(share)s of the level could be seen, "
            "or too much of it hidden."
        )
        % few,
        "not_ready": _("Figures that a verdict needs are not available yet; the page says how many, or when they are due."),
    }
    return [Meaning(LOOKS[code], published.verdict_label(code), text) for code, text in words.items()]


def power_tables() -> list[dict[str, Any]]:
    """What was measured, a table for each kind of series: people a year down, sizes of the fall across."""
    return [
        {
            "id": f"power-{place}",
            "caption": _power_caption(one),
            "head": [_power_people(one), *(_("No change") if not change else share(change) for change in one.changes)],
            "rows": [
                {"name": number(people), "note": "", "cells": [{"text": share(found), "symbol": ""} for found in shares]}
                for people, shares in one.rows
            ],
            "symbols": "",
        }
        for place, one in enumerate(methods.power().tables, start=1)
    ]


def _power_caption(one: methods.Power) -> str:
    what = {
        "count": _("Counts"),
        "proportion": _("Proportions of %(level)s") % {"level": share(one.level)},
        "ratio": _("Reoffences per reoffender, %(level)s on average") % {"level": amount(_one_place(one.level), "ratio", 1)},
    }[one.kind]
    if one.is_steady:
        return _("%(what)s: share of series called changed, by a steady fall over five years") % {"what": what}
    return _("%(what)s: share of series called changed, by a sudden fall in the latest year") % {"what": what}


def _power_people(one: methods.Power) -> str:
    return _("Number a year") if one.kind == "count" else _("People a year")


def _one_place(value: float) -> Any:
    return examples.at(value, 1)
