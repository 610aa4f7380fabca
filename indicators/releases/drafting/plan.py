"""The plan that counting gets: cohorts, breakdowns, needs and letters of the catalogue, and which quarters there are."""

from collections.abc import Iterable, Mapping
from datetime import date

from indicators import catalogue
from indicators.catalogue import Period
from indicators.catalogue.accessors import WALES
from indicators.measures import plan as plain
from priority_groups.content import cohorts
from priority_groups.content.rules import AgeRule, AllOfRule, AlwaysRule, AnyOfRule, InRule, Rule

FLAG, AGE, NEED = "flag", "age", "need"
FIRST_DAY = date(1970, 1, 1)


def plan(covered: Mapping[str, Iterable[str]], proven_as_at: date | None) -> plain.Plan:
    """What is to be counted. `covered`: by source the codes of the quarters that its current extracts cover."""
    return plain.Plan(
        cohorts=tuple(plain.Cohort(cohort.code, _rule(cohort.rule), cohort.letter or "") for cohort in cohorts()),
        wales=WALES,
        areas=tuple(
            plain.Area(area.code, _letter(area.letter)) for area in catalogue.areas() if area.kind in ("region", "unknown")
        ),
        common=tuple(_breakdown(found) for found in catalogue.breakdowns() if found.common),
        own=_own(),
        overlaps=frozenset(measure.code for measure in catalogue.measures() if measure.overlaps),
        needs=_needs(),
        needs_within={part.category: one.code for one, part in catalogue.parts_of(NEED)},
        letters={
            (name, code.code): _letter(code.letter)
            for name, codes in catalogue.code_lists().items()
            for code in codes
            if code.letter is not None
        },
        covered={source: tuple(sorted(map(quarter_number, quarters))) for source, quarters in covered.items()},
        proven_as_at=None if proven_as_at is None else (proven_as_at - FIRST_DAY).days,
    )


def quarter_number(code: str) -> int:
    """A quarter's place among all quarters: year * 4 + quarter - 1."""
    period = Period.parse(code)
    return period.year * 4 + period.quarter - 1


def _letter(letter: str | None) -> int:
    return 0 if letter is None else ord(letter)


def _rule(rule: Rule) -> plain.Rule:
    """A cohort's rule with the letters of the records in place of codes. KeyError for a code without a letter."""
    if isinstance(rule, AlwaysRule):
        return plain.Always()
    if isinstance(rule, AgeRule):
        return plain.Aged(rule.youngest, rule.oldest)
    if isinstance(rule, InRule):
        return plain.Within(rule.field, tuple(_letters(rule.field)[code] for code in rule.within))
    if isinstance(rule, AllOfRule):
        return plain.AllOf(tuple(map(_rule, rule.all_of)))
    if isinstance(rule, AnyOfRule):
        return plain.AnyOf(tuple(map(_rule, rule.any_of)))
    raise TypeError(f"no such rule: {rule}")


def _letters(field: str) -> dict[str, int]:
    """Codes of a column about a person; those without a list of their own are flags."""
    lists = catalogue.code_lists()
    return {code.code: ord(code.letter) for code in lists.get(field, lists[FLAG]) if code.letter is not None}


def _breakdown(found: catalogue.Breakdown) -> plain.Breakdown:
    of_ages = any(category.low is not None for category in found.categories)
    categories = tuple(
        plain.Category(category.code, _letter(category.letter), category.low, category.high, category.if_any)
        for category in found.categories
    )
    return plain.Breakdown(found.code, AGE if of_ages else found.code, categories)


def _own() -> dict[str, plain.Breakdown]:
    """Each measure's own breakdown, where its categories stand as letters in the rows; needs and strands do not."""
    found = {}
    for measure in catalogue.measures():
        for own, _ in catalogue.breakdowns_of(measure)[: len(measure.breakdowns)]:
            if all(category.letter is not None for category in own.categories):
                found[measure.code] = _breakdown(own)
    return found


def _needs() -> tuple[plain.Need, ...]:
    versions = catalogue.assessment_versions()
    codes = [category.code for category in catalogue.breakdown(NEED).categories]
    return tuple(plain.Need(code, {version.number: version.thresholds[code] for version in versions}) for code in codes)
