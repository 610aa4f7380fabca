"""What the methods page says: every rule and setting in force, and examples worked out by the functions behind the figures."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from indicators import catalogue, methods
from indicators.catalogue.accessors import WALES
from priority_groups import content
from reporting import published
from reporting.charts.format import SYMBOLS, amount, meaning, number, share
from reporting.verdicts import LOOKS


@dataclass(frozen=True, slots=True)
class Worked:
    """An example: what went in, what came out, and by which method."""

    given: str
    result: str
    method: str


def methods_page() -> dict[str, Any]:
    """The context of the page."""
    framework = content.framework(catalogue.indicators()[0].framework)
    statistics = methods.statistics(framework)
    return {
        "method_version": methods.method_version(),
        "counting": methods.counting(),
        "keeping": methods.keeping(),
        "disclosure": methods.disclosure(),
        "statistics": statistics,
        "confidence": share(statistics.confidence),
        "chance": share(1 - statistics.confidence),
        "false_discoveries": share(statistics.false_discovery_rate),
        "coarsest": share(statistics.coarsest_change),
        "intervals": worked_intervals(statistics.confidence),
        "measures": catalogue.measures(),
        "cohorts": content.cohorts(),
        "versions": thresholds(),
        "symbols": [(symbol, meaning(symbol, translation)) for symbol in SYMBOLS],
        "protection": protection(),
        "verdicts": verdicts(statistics),
    }


def worked_intervals(confidence: float) -> list[Worked]:
    """A proportion, a small count and one that is not small."""
    names = {
        "wilson": _("Wilson score interval of a proportion"),
        "exact": _("Exact Poisson interval of a count below 10"),
        "byar": _("Byar’s approximation for a count from 10 on"),
    }
    return [Worked(_given(one), _ends(one), names[one.method]) for one in methods.intervals(confidence)]


def thresholds() -> list[tuple[str, list[tuple[str, int]]]]:
    """By version of the assessment the score from which somebody has each need."""
    needs = catalogue.breakdown("need")
    return [
        (str(version.title), [(str(needs.category(code).label), score) for code, score in version.thresholds.items()])
        for version in catalogue.assessment_versions()
    ]


def protection() -> dict[str, Any]:
    """A small table as a reader would see it after the first rule alone, and what its total would give away."""
    example = methods.small_table()
    names = [str(area.name) for area in catalogue.regions()]
    cells = [
        {"text": "", "symbol": symbol} if symbol else {"text": number(count), "symbol": ""}
        for count, symbol in zip(example.counts, example.symbols, strict=True)
    ]
    words = _("With %(symbol)s alone hidden, the total would give it away: %(total)s less the others is %(hidden)s.")
    return {
        "table": {
            "id": "example-of-protection",
            "caption": _("People in four regions, with only the small number hidden"),
            "head": [_("Area"), _("People")],
            "rows": [
                *({"name": name, "note": "", "cells": [cell]} for name, cell in zip(names, cells, strict=True)),
                {"name": str(catalogue.area(WALES).name), "note": "", "cells": [{"text": number(example.total)}], "total": True},
            ],
            "symbols": "c",
        },
        "words": words % {"symbol": "c", "total": number(example.total), "hidden": number(example.given_away or 0)},
    }


@dataclass(frozen=True, slots=True)
class Meaning:
    """A verdict and when it is given."""

    look: str
    label: str
    words: str


def verdicts(statistics: Any) -> list[Meaning]:
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
        "not_ready": _("The follow-up of the people has not ended yet; the page says in which quarter it will have."),
    }
    return [Meaning(LOOKS[code], str(published.verdict_label(code)), text) for code, text in words.items()]


def _given(one: methods.Interval) -> str:
    if one.denominator is None:
        return number(one.numerator)
    return _("%(numerator)s of %(denominator)s") % {"numerator": number(one.numerator), "denominator": number(one.denominator)}


def _ends(one: methods.Interval) -> str:
    """A proportion in per cent with two decimal places, a count with three: as tables of reference give them."""
    if one.denominator is not None:
        ends = [amount(_at(end * 100, 2), "percent", 2) for end in (one.lower, one.upper)]
    else:
        ends = [number(_at(end, 3), 3) for end in (one.lower, one.upper)]
    return _("%(lower)s to %(upper)s") % {"lower": ends[0], "upper": ends[1]}


def _at(value: float, places: int) -> Decimal:
    return Decimal(repr(value)).quantize(Decimal(1).scaleb(-places))
