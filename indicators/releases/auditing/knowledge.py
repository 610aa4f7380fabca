"""What everybody knows before reading the tables, from the catalogue and the content: definitions, never figures."""

from collections.abc import Iterator, Mapping
from functools import cache

from indicators import catalogue
from indicators.catalogue.accessors import WALES
from indicators.disclosure.attacker import Cohort, Divided, Knowledge, Measure, Quantity
from priority_groups.content import cohorts, disclosure
from priority_groups.content.rules import AgeRule, InRule, Rule

SETS, NO_SET, EVERYONE = "cohort_set", "none", "all"
# Which numbers a measure's numerator and denominator are, where other measures tell them too (see the measures' definitions).
SAME = {
    "reoffending_rate": ("reoffenders", "offenders"),
    "reoffences_per_reoffender": ("reoffences", "reoffenders"),
    "reoffences_per_100_offenders": ("reoffences", "offenders"),
    "serious_reoffences_per_100_offenders": ("serious_reoffences", "offenders"),
    "predicted_rate": ("sum_of_predictions", "offenders_with_prediction"),
    "actual_less_predicted": ("difference", "offenders_with_prediction"),
    "assessment_coverage": ("assessed", "caseload"),
    "intervention_entries": ("intervention_entries", "caseload"),
}
LEAST = {"reoffences_per_reoffender": 1}  # cases that everybody in the denominator has
PARTS_OF_PEOPLE = {"sum_of_predictions", "difference"}
# What no row tells, and anybody works out of two that are told.
PREDICTED_REOFFENDERS = {"reoffenders_with_prediction": ("sum_of_predictions", "difference")}
SUMS: tuple[Mapping[str, int], ...] = ({"reoffenders_with_prediction": 1, "sum_of_predictions": -1, "difference": -1},)
AT_LEAST_NOTHING: tuple[Mapping[str, int], ...] = (
    {"reoffences": 1, "reoffenders": -1},
    {"reoffences": 1, "serious_reoffences": -1},
    {"offenders": 1, "offenders_with_prediction": -1},
    {"offenders_with_prediction": 1, "sum_of_predictions": -1},
    {"sum_of_predictions": 1},
    {"reoffenders": 1, "reoffenders_with_prediction": -1},
    # Those without a prediction who reoffended are among those without a prediction.
    {"offenders": 1, "offenders_with_prediction": -1, "reoffenders": -1, "reoffenders_with_prediction": 1},
    {"charity_referrals": 1, "charity_referral_people": -1},
)
NEED = "need"


@cache
def knowledge() -> Knowledge:
    """Of every measure, cohort and area of this service, under the rules in force."""
    rules = disclosure()
    quantities, measures, sums = _quantities()
    used = {breakdown.code: breakdown for measure in catalogue.measures() for breakdown, _ in catalogue.breakdowns_of(measure)}
    areas = [area for area in catalogue.children_of(WALES) if area.kind == "region"]
    areas += [area for area in catalogue.areas() if area.kind == "unknown"]
    return Knowledge(
        wales=WALES,
        parts_of_wales=tuple(area.code for area in areas),
        quantities=quantities,
        measures=measures,
        categories={code: tuple(category.code for category in found.categories) for code, found in used.items()},
        if_any=frozenset((code, one.code) for code, found in used.items() for one in found.categories if one.if_any),
        everyone=EVERYONE,
        cohorts={cohort.code: _cohort(cohort.rule, cohort.letter or "") for cohort in cohorts()},
        sets=SETS,
        no_set=NO_SET,
        sums=(*SUMS, *sums),
        at_least_nothing=tuple(AT_LEAST_NOTHING),
        within=(("answered", NEED, "assessed", "", ""), *_within_settings()),
        divided=(_by_setting(),),
        small=rules.largest_small_count,
        fewest=rules.fewest_people,
    )


def _quantities() -> tuple[dict[str, Quantity], dict[str, Measure], list[Mapping[str, int]]]:
    """Every quantity, every measure, and what is left of each proportion: denominator less numerator."""
    quantities: dict[str, Quantity] = {}
    measures: dict[str, Measure] = {}
    sums: list[Mapping[str, int]] = []
    for one in catalogue.measures():
        above, below = SAME.get(one.code, (one.code, f"{one.code}_of" if one.denominator is not None else None))
        if one.code == "need_prevalence":
            below = "answered"
        adds_up = frozenset(breakdown.code for breakdown, whole in catalogue.breakdowns_of(one) if whole)
        # Of people, unless a year adds up: they are counted once by the first of their rows.
        once = one.kind == "count" and not one.additive_over_quarters
        told = Quantity(one.additive_over_areas, one.additive_over_quarters, adds_up, above not in PARTS_OF_PEOPLE, once)
        quantities.setdefault(above, told)
        at_the_end = below == "caseload"
        if below is not None:
            over_quarters = one.additive_over_quarters and not at_the_end
            quantities.setdefault(below, Quantity(one.additive_over_areas, over_quarters, adds_up))
        own = next((use.code for use in one.breakdowns), None)
        whole_for = own if one.kind == "count" and below else None
        how = one.kind, above, below, one.scale, one.decimals, at_the_end, whole_for
        measures[one.code] = Measure(*how, clustered=one.clustered, least=LEAST.get(one.code, 0))
        if one.kind == "proportion" and below is not None:
            quantities[f"{one.code}_rest"] = Quantity(False, False, frozenset(), implied=(above, below))
            sums.append({below: 1, above: -1, f"{one.code}_rest": -1})
    for name, parts in PREDICTED_REOFFENDERS.items():
        quantities[name] = Quantity(False, False, frozenset(), implied=parts)
        quantities[f"{name}_rest"] = Quantity(False, False, frozenset(), implied=(*parts, "offenders_with_prediction"))
        sums.append({"offenders_with_prediction": 1, name: -1, f"{name}_rest": -1})
    return quantities, measures, sums


def _within_settings() -> Iterator[tuple[str, str, str, str, str]]:
    """Nobody answers for a need in a setting who was not assessed among the people in it."""
    for one, part in catalogue.parts_of(NEED):
        yield "answered", one.code, "assessed", part.by, part.category


def _by_setting() -> Divided:
    """Everybody with a need has it in one of the settings."""
    at_times = {one.code: catalogue.breakdown(part.by).category(part.category).if_any for one, part in catalogue.parts_of(NEED)}
    always = tuple(code for code, if_any in at_times.items() if not if_any)
    return Divided(NEED, always, tuple(code for code, if_any in at_times.items() if if_any))


def _cohort(rule: Rule, letter: str) -> Cohort:
    """Which categories of the breakdowns belong to a cohort as a whole, and which not at all."""
    inside = [(breakdown, code) for breakdown, code, belongs in _judged(rule) if belongs]
    outside = [(breakdown, code) for breakdown, code, belongs in _judged(rule) if not belongs]
    return Cohort(letter, tuple(inside), tuple(outside))


def _judged(rule: Rule) -> Iterator[tuple[str, str, bool]]:
    """Each category that the rule decides by itself, and whether its people belong. A rule of several parts decides none."""
    for breakdown in catalogue.breakdowns():
        if not breakdown.common:
            continue
        for category in breakdown.categories:
            if isinstance(rule, InRule) and rule.field == breakdown.code:
                yield breakdown.code, category.code, category.code in rule.within
            ages = category.low, category.high
            if isinstance(rule, AgeRule) and breakdown.code == "age_band":
                yield from _by_age(breakdown.code, category.code, ages, rule)


def _by_age(breakdown: str, category: str, ages: tuple[int | None, int | None], rule: AgeRule) -> Iterator[tuple[str, str, bool]]:
    """Bands of ages that lie within the rule's ends or apart from them; those whose age is not known belong to no ages."""
    low, high = ages
    if low is None and high is None:
        yield breakdown, category, False
        return
    first, last = low or 0, 200 if high is None else high
    youngest, oldest = rule.youngest or 0, 200 if rule.oldest is None else rule.oldest
    if youngest <= first and last <= oldest:
        yield breakdown, category, True
    elif last < youngest or oldest < first:
        yield breakdown, category, False
