"""Which figures add up to which, for disclosure control: from the catalogue's measures and the cohorts' rules."""

from collections.abc import Collection, Iterator
from functools import cache
from typing import TypedDict

from indicators import catalogue
from indicators.catalogue.accessors import WALES
from indicators.disclosure.protecting.structure import (
    AMOUNT,
    DENOMINATOR,
    PEOPLE,
    Along,
    Amount,
    Family,
    Move,
    Sensitive,
    Structure,
    Told,
    Within,
    simple,
    swapping,
)
from priority_groups.content import Cohort, cohorts
from priority_groups.content.rules import AgeRule, InRule

SETS, AGE_BAND = "cohort_set", "age_band"
NEED, PREVALENCE, COVERAGE = "need", "need_prevalence", "assessment_coverage"
REOFFENDING = "reoffending"
REOFFENDERS, REOFFENCES = Told("reoffending_rate", PEOPLE), Told("reoffences_per_reoffender", PEOPLE)
SERIOUS = Told("serious_reoffences_per_100_offenders", PEOPLE)


@cache
def structure() -> Structure:
    """The relations that anybody knows who reads the definitions."""
    special = (_reoffending(), _serious(), _referrals(), _assessment(), _needs())
    taken = {code for family in special for code in family.measures}
    families = [_simple(measure) for measure in catalogue.measures() if measure.code not in taken]
    everyone = next(cohort.code for cohort in cohorts() if cohort.comparison_only)
    return Structure(
        wales=WALES,
        parts=tuple(area.code for area in catalogue.areas() if area.kind in ("region", "unknown")),
        families=(*special, *families),
        everyone=everyone,
        unions=tuple(_unions()),
        shared=tuple(_shared()),
        within=tuple(_within()),
        sets=SETS,
        empty=frozenset(_empty()),
        if_any=frozenset((found.code, one.code) for found in catalogue.breakdowns() for one in found.categories if one.if_any),
        letters={cohort.code: cohort.letter for cohort in cohorts() if cohort.letter},
    )


def _simple(measure: catalogue.Measure) -> Family:
    return simple(measure.code, proportion=measure.kind == "proportion", **_how(measure))


@cache
def _reoffending() -> Family:
    """What is told of the people of a reoffending cohort: made of the same numbers, of which no one may be given away."""
    rest = {"offenders": 1, "reoffenders": -1}
    rest_predicted = {"predicted": 1, "predicted_reoffenders": -1}
    quantities = {
        "offenders": Told("reoffending_rate", DENOMINATOR),
        "reoffenders": REOFFENDERS,
        "reoffences": REOFFENCES,
        "predicted": Told("predicted_rate", DENOMINATOR),
        "predicted_reoffenders": Told("actual_less_predicted", PEOPLE),
        "sum of predictions": Told("predicted_rate", AMOUNT),
        "serious": SERIOUS,
    }
    reoffender = {"offenders": 1, "reoffenders": 1, "reoffences": 1}
    moves = (
        Move("reoffender", {**reoffender, "predicted": 1, "predicted_reoffenders": 1}),
        Move("reoffender without prediction", reoffender),
        Move("other", {"offenders": 1, "predicted": 1}),
        Move("other without prediction", {"offenders": 1}),
    )
    positive = (
        *({name: 1} for name in quantities if name not in ("sum of predictions", "serious")),
        rest,
        rest_predicted,
        {"reoffences": 1, "reoffenders": -1},
        {"reoffences": 1, "serious": -1},
        {"offenders": 1, "predicted": -1},
        {"reoffenders": 1, "predicted_reoffenders": -1},
        {**rest, "predicted": -1, "predicted_reoffenders": 1},
    )
    sensitive = (
        Sensitive({"reoffenders": 1}, ("reoffender", "reoffender without prediction")),
        Sensitive({"reoffences": 1}, ("reoffender", "reoffender without prediction")),
        Sensitive({"predicted_reoffenders": 1}, ("reoffender",)),
        Sensitive(rest, ("other", "other without prediction")),
        Sensitive(rest_predicted, ("other",)),
        Sensitive({"predicted": 1}, ("other",)),
    )
    measures = frozenset(told.measure for told in quantities.values()) | {"reoffences_per_100_offenders"}
    measures -= {SERIOUS.measure}
    along = (Amount("sum of predictions", "predicted", "predicted_reoffenders"),)
    return Family(REOFFENDING, quantities, positive, moves, sensitive, measures=measures, along=along, **_alike(measures))


@cache
def _serious() -> Family:
    """Serious reoffences: few among many, so they are hidden by themselves; but they are told with the people of the cohort."""
    measures = frozenset({"serious_reoffences_per_100_offenders"})
    return Family(
        "serious_reoffences",
        {"serious": SERIOUS, "reoffences": REOFFENCES, "reoffenders": REOFFENDERS},
        ({"serious": 1}, {"reoffences": 1, "reoffenders": -1}),
        (
            Move("serious reoffence", {"serious": 1, "reoffences": 1}, inside=True),
            Move("serious after all", {"serious": 1}),
            Move("serious, of more", {"serious": 1}, beyond=True),
        ),
        (Sensitive({"serious": 1}, ("serious reoffence", "serious after all", "serious, of more")),),
        measures=measures,
        within=REOFFENDING,
        beneath=({"reoffences": 1, "serious": -1},),
        **_alike(measures),
    )


@cache
def _referrals() -> Family:
    """Referrals and the people referred, of whom there are never more."""
    measures = frozenset({"charity_referrals", "charity_referral_people"})
    return Family(
        "referrals",
        {"referrals": Told("charity_referrals", PEOPLE), "people": Told("charity_referral_people", PEOPLE)},
        ({"referrals": 1}, {"people": 1}, {"referrals": 1, "people": -1}),
        (Move("person", {"referrals": 1, "people": 1}),),
        (Sensitive({"people": 1}, ("person",)), Sensitive({"referrals": 1}, ("person",))),
        measures=measures,
        **_alike(measures),
    )


@cache
def _assessment() -> Family:
    """The caseload and those of it who were assessed, and of these the answers to each need where few are.

    Nobody answers for a need who was not assessed. Where the coverage is hidden the needs are too, so that somebody who is
    thought elsewhere can take every answer along: only where an answer is itself a small count must it move.
    """
    needs = [category.code for category in catalogue.breakdown(NEED).categories]
    answered = {need: Told(PREVALENCE, DENOMINATOR, need, _whose_needs()) for need in needs}
    having = {need: Told(PREVALENCE, PEOPLE, need, _whose_needs()) for need in needs}
    assessed, counted, unassessed = {"assessed": 1}, {"assessed": 1, "caseload": 1}, {"caseload": 1, "assessed": -1}
    moves = [
        Move("assessed", assessed),
        Move("not assessed after all", {"assessed": -1}),
        Move("assessed and counted", counted),
        Move("unassessed", {"caseload": 1}),
    ]
    sensitive = [
        Sensitive({"assessed": 1}, ("assessed", "assessed and counted")),
        Sensitive(unassessed, ("not assessed after all", "unassessed")),
        Sensitive({"caseload": 1}, ("unassessed", "assessed and counted")),
    ]
    positive: list[dict[str, int]] = [assessed, unassessed]
    for need in needs:
        answer, have = f"answered {need}", f"having {need}"
        without = {answer: 1, have: -1}
        positive += [{have: 1}, without]
        moves += [Move(f"with {need}", {**counted, answer: 1, have: 1}), Move(f"without {need}", {**counted, answer: 1})]
        sensitive += [
            Sensitive({answer: 1}, (f"without {need}", f"with {need}"), hides=True),
            Sensitive({have: 1}, (f"with {need}",), unless=without),
            Sensitive(without, (f"without {need}",), unless={have: 1}),
        ]
    return Family(
        "assessment",
        {
            "caseload": Told(COVERAGE, DENOMINATOR),
            "assessed": Told(COVERAGE, PEOPLE),
            **{f"answered {need}": told for need, told in answered.items()},
            **{f"having {need}": told for need, told in having.items()},
        },
        tuple(positive),
        tuple(moves),
        tuple(sensitive),
        measures=frozenset({COVERAGE}),
        along=tuple(Along(f"answered {need}", "assessed", f"having {need}") for need in needs),
        **_how(catalogue.measure(COVERAGE)),
    )


@cache
def _needs() -> Family:
    """Each need: of those who answered, who has it."""
    settings = tuple(one.code for one, _part in catalogue.parts_of(NEED))
    how = _how(catalogue.measure(PREVALENCE))
    return swapping(PREVALENCE, within="assessment", whose=_whose_needs(), divided=((NEED, settings),), **how)


def _whose_needs() -> dict[str, tuple[str, str]]:
    """The breakdowns that tell the needs, and of whom: everybody, or those in one setting."""
    return {NEED: ("", ""), **{one.code: (part.by, part.category) for one, part in catalogue.parts_of(NEED)}}


class _How(TypedDict):
    """What adds up, of a family."""

    over_areas: bool
    over_quarters: bool
    over_breakdowns: frozenset[str]


def _how(measure: catalogue.Measure) -> _How:
    adding = {found.code for found, adds_up in catalogue.breakdowns_of(measure) if adds_up}
    return {
        "over_areas": measure.additive_over_areas,
        "over_quarters": measure.additive_over_quarters,
        "over_breakdowns": frozenset(adding - {SETS}),
    }


def _alike(measures: Collection[str]) -> _How:
    """What adds up for one of the measures at least: sums that hold of none of a move's numbers are left out later."""
    found = [_how(catalogue.measure(code)) for code in measures]
    return {
        "over_areas": any(one["over_areas"] for one in found),
        "over_quarters": any(one["over_quarters"] for one in found),
        "over_breakdowns": frozenset().union(*(one["over_breakdowns"] for one in found)),
    }


def _unions() -> list[tuple[str, str, frozenset[str]]]:
    """Cohorts that are some categories of everyone: women are those of sex F."""
    return [
        (cohort.code, cohort.rule.field, frozenset(cohort.rule.within))
        for cohort in cohorts()
        if isinstance(cohort.rule, InRule) and cohort.rule.field in _common()
    ]


def _shared() -> list[tuple[str, str, frozenset[str]]]:
    """Categories that hold the same people in a cohort as in everyone: those that lie within the cohort's rule."""
    found = _unions()
    bands = [(breakdown.code, category) for breakdown in _common().values() for category in breakdown.categories]
    for cohort in cohorts():
        if isinstance(cohort.rule, AgeRule):
            within = [(code, category.code) for code, category in bands if _is_within(category, cohort)]
            for breakdown in dict.fromkeys(code for code, _ in within):
                found.append((cohort.code, breakdown, frozenset(category for code, category in within if code == breakdown)))
    return found


def _within() -> Iterator[Within]:
    """What says of a cohort's people whether they are in another one, too."""
    for code, breakdown, categories in _unions():
        yield Within(code, breakdown, categories)
    for cohort in cohorts():
        if isinstance(cohort.rule, AgeRule) and AGE_BAND in _common():
            bands = _common()[AGE_BAND].categories
            inside = frozenset(band.code for band in bands if _is_within(band, cohort))
            apart = frozenset(band.code for band in bands if _is_apart(band, cohort.rule))
            yield Within(cohort.code, AGE_BAND, inside, frozenset(band.code for band in bands) - inside - apart)


def _empty() -> Iterator[tuple[str, str, str]]:
    """Categories of a cohort that lie outside its rule: no woman is of sex M, no young adult of an age that is not known."""
    for cohort in cohorts():
        rule = cohort.rule
        for breakdown in _common().values():
            for category in breakdown.categories:
                if isinstance(rule, InRule) and rule.field == breakdown.code and category.code not in rule.within:
                    yield cohort.code, breakdown.code, category.code
                if isinstance(rule, AgeRule) and breakdown.code == AGE_BAND and _is_apart(category, rule):
                    yield cohort.code, breakdown.code, category.code


def _is_apart(category: catalogue.Category, rule: AgeRule) -> bool:
    if category.low is None and category.high is None:
        return True
    younger = rule.youngest is not None and category.high is not None and category.high < rule.youngest
    return younger or (rule.oldest is not None and category.low is not None and category.low > rule.oldest)


def _is_within(category: catalogue.Category, cohort: Cohort) -> bool:
    rule = cohort.rule
    assert isinstance(rule, AgeRule)  # noqa: S101
    if category.low is None and category.high is None:
        return False
    youngest, oldest = rule.youngest, rule.oldest
    return (youngest is None or (category.low is not None and category.low >= youngest)) and (
        oldest is None or (category.high is not None and category.high <= oldest)
    )


def _common() -> dict[str, catalogue.Breakdown]:
    return {breakdown.code: breakdown for breakdown in catalogue.breakdowns() if breakdown.common}
