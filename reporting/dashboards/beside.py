"""What stands beside an indicator's own measure: volume and severity, what was predicted, coverage, and a count as a share."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from indicators import catalogue
from indicators.catalogue import Indicator, Measure
from priority_groups import content
from reporting.charts.figures import Figure
from reporting.charts.trends import by_area
from reporting.dashboards import baseline
from reporting.dashboards.choosing import Choice
from reporting.dashboards.divisions import Division
from reporting.dashboards.panels import Panel, addresses, panels
from reporting.knowing import COUNTED

TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class BesideMeasure:
    """A measure with its charts; `definition` says what it is."""

    title: str
    definition: str
    panels: tuple[Panel, ...]


def measures_beside(measure: str) -> tuple[Measure, ...]:
    """Those that the catalogue shows with it and never on their own."""
    return tuple(one for one in catalogue.measures() if one.beside == measure)


def asked(indicator: Indicator, choice: Choice) -> list[dict[str, Any]]:
    """What to ask an edition for: the same people, areas and periods as the page shows. A measure that is not divided as the page
    is, is told of all these people."""
    if choice.division is None or choice.view is None:
        return []
    common = {name: value for name, value in choice.own.to_filters().items() if name in ("area", "period_from", "period_to")}
    breakdown, category = _people(choice.division)
    return [
        {
            **common,
            "measure": measure.code,
            "cohort": choice.division.cohort,
            "breakdown": breakdown if is_divided else "",
            "category": category if is_divided else "",
            "kind": choice.view.kinds,
        }
        for measure in measures_beside(indicator.measure)
        for is_divided in [breakdown in {one.code for one, _adds_up in catalogue.breakdowns_of(measure)}]
    ]


def _people(division: Division) -> tuple[str, str]:
    """Breakdown and category of the people a division tells of: a need in custody is told of those in the setting custody."""
    part = catalogue.breakdown(division.breakdown).part_of if division.breakdown else None
    return (division.breakdown, division.category) if part is None else (part.by, part.category)


def parts(indicator: Indicator, figures: Collection[Figure], own: Iterable[Figure]) -> tuple[BesideMeasure, ...]:
    """A part for each measure that there are figures of; and for a count of people what share of others they are."""
    found = []
    for measure in measures_beside(indicator.measure):
        of_it = [figure for figure in figures if figure.measure == measure.code]
        if of_it:
            made = panels(f"{indicator.code}-{measure.code.replace('_', '-')}", of_it)
            shown = baseline.held_against(made, indicator) if measure.kind == "difference" else made
            found.append(BesideMeasure(str(measure.title), str(measure.definition), shown))
    measure = catalogue.measure(indicator.measure)
    if measure.share is not None and (share := _share(indicator, measure, own)):
        definition = _("%(numerator)s for every 100 %(denominator)s, from the very numbers of the figures above.")
        names = {"numerator": _capital(str(measure.numerator)), "denominator": measure.denominator}
        found.append(BesideMeasure(str(measure.share), definition % names, (share,)))
    return tuple(found)


def _share(indicator: Indicator, measure: Measure, own: Iterable[Figure]) -> Panel | None:
    """The count as a percentage of its denominator; None where no figure has one. What is hidden stays so with its symbol."""
    counted = [one for one in own if one.origin == COUNTED and (one.denominator or one.value is None)]
    if not any(one.denominator for one in counted):
        return None
    made = [replace(one, value=_percent(one), lower=None, upper=None, unit="percent") for one in counted]
    first = made[0]
    title = _("%(share)s: %(cohort)s") % {"share": measure.share, "cohort": content.cohort(first.cohort).noun}
    chart = by_area(
        made,
        title=title,
        unit_label=str(measure.share),
        language=translation.get_language() or "en",
        t=translation,
        numerator_label=_capital(str(measure.numerator)),
        denominator_label=_capital(str(measure.denominator)),
    )
    return Panel(f"{indicator.code}-share", chart, addresses(chart, counted))


def _percent(figure: Figure) -> Decimal | None:
    if figure.value is None or figure.numerator is None or not figure.denominator:
        return None
    return (Decimal(figure.numerator) * 100 / Decimal(figure.denominator)).quantize(TENTH, ROUND_HALF_UP)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
