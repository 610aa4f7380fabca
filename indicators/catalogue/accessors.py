"""The definitions of this service, read once a process, with the checks that span files."""

import unicodedata
from collections.abc import Mapping, Set
from functools import cache, lru_cache
from pathlib import Path
from typing import TypeVar

from indicators.catalogue.models import (
    Area,
    AreaFile,
    Breakdown,
    BreakdownFile,
    Category,
    CodeListFile,
    Indicator,
    IndicatorFile,
    Measure,
    MeasureFile,
    PartOf,
)
from priority_groups.content import ContentError, Group, cohorts, frameworks, line_of, load_yaml
from priority_groups.content.text import Text

Found = TypeVar("Found")
DEFINITIONS = Path(__file__).parent / "definitions"
WALES = "W92000004"


@cache
def breakdowns() -> tuple[Breakdown, ...]:
    """Every breakdown, the common ones first."""
    return load_breakdowns(DEFINITIONS / "breakdowns.yaml")


@cache
def breakdown(code: str) -> Breakdown:
    """KeyError where there is no such breakdown."""
    return _one("breakdown", code, {breakdown.code: breakdown for breakdown in breakdowns()})


@cache
def code_lists() -> Mapping[str, tuple[Category, ...]]:
    """Every list of codes that a column of an extract can have: those of codes.yaml, and each breakdown's categories."""
    lists = load_yaml(DEFINITIONS / "codes.yaml", CodeListFile).lists
    return {**{found.code: found.categories for found in breakdowns()}, **lists}


@cache
def measures() -> tuple[Measure, ...]:
    """Every measure in the order of the file."""
    return load_measures(DEFINITIONS / "measures.yaml", breakdowns={found.code: found for found in breakdowns()})


@cache
def measure(code: str) -> Measure:
    """KeyError where there is no such measure."""
    return _one("measure", code, {measure.code: measure for measure in measures()})


def breakdowns_of(measure: Measure) -> tuple[tuple[Breakdown, bool], ...]:
    """A measure's breakdowns, its own first, each with only the measure's categories and whether they add up to the total."""
    own = []
    for use in measure.breakdowns:
        whole = breakdown(use.code)
        if use.categories is not None:
            kept = tuple(category for category in whole.categories if category.code in use.categories)
            whole = whole.model_copy(update={"categories": kept})
        own.append((whole, use.adds_up))
    # A person has one sex, one age and one ethnicity at an event, so the common breakdowns always add up.
    common = [(found, True) for found in breakdowns() if found.common and measure.common_breakdowns]
    return (*own, *common)


@cache
def indicators() -> tuple[Indicator, ...]:
    """Every indicator of every framework, in the order of frameworks, groups and files."""
    place = {framework.slug: framework.position for framework in frameworks()}
    found = [
        indicator
        for path in sorted((DEFINITIONS / "indicators").glob("*.yaml"))
        for indicator in load_indicators(
            path,
            groups={framework.slug: {group.code: group.cohorts for group in framework.groups} for framework in frameworks()},
            measure_codes={measure.code for measure in measures()},
            cohort_codes={cohort.code for cohort in cohorts()},
        )
    ]
    return tuple(sorted(found, key=lambda indicator: place[indicator.framework]))


@lru_cache(maxsize=1000)  # as readers write them
def indicator(code: str) -> Indicator:
    """KeyError where there is no such indicator. Codes are the first framework's that has them; case does not matter."""
    found: dict[str, Indicator] = {}
    for entry in indicators():
        found.setdefault(entry.code, entry)
    return _one("indicator", code.upper(), found)


def indicators_of(framework: str, group: str) -> tuple[Indicator, ...]:
    """Indicators of one group, in order; empty where the group has none of its own."""
    return tuple(entry for entry in indicators() if entry.framework == framework and entry.group == group.upper())


def related_indicators(group: Group) -> tuple[Indicator, ...]:
    """Indicators of other frameworks that a group names, because it has the same aim and sets none of its own."""
    return tuple(indicator(code) for code in group.related_indicators)


@cache
def indicator_for(cohort: str, measure: str) -> tuple[Indicator, ...]:
    """The indicators that a figure of this cohort and measure answers; empty for a comparison, such as the cohort `all`."""
    return tuple(entry for entry in indicators() if entry.measure == measure and cohort in entry.cohorts)


@cache
def areas() -> tuple[Area, ...]:
    """Wales, its four regions, 22 local authorities, `unknown`, and the comparator, in that order."""
    return load_yaml(DEFINITIONS / "areas.yaml", AreaFile).areas


@cache
def area(code: str) -> Area:
    """KeyError where there is no such code. For words out of a file see `find_area`."""
    return _one("area", code, {area.code: area for area in areas()})


def regions() -> tuple[Area, ...]:
    """The four regions."""
    return tuple(area for area in areas() if area.kind == "region")


def children_of(code: str) -> tuple[Area, ...]:
    """The areas directly under one: Wales has four regions and `unknown`, a region its local authorities."""
    return tuple(area for area in areas() if area.parent == code)


def region_of(place: Area) -> Area | None:
    """The region that an area is or belongs to; None for Wales, `unknown` and the comparator."""
    if place.kind == "local_authority" and place.parent is not None:
        return area(place.parent)
    return place if place.kind == "region" else None


def find_area(text: str) -> Area | None:
    """The area a file means: its code, its name in either language or an alias; case, accents, spaces and hyphens do not
    matter. None where it is none of them, and for an empty text."""
    return _area_by_spelling().get(spelling(text))


@cache
def _area_by_spelling() -> dict[str, Area]:
    found: dict[str, Area] = {}
    for number, area in enumerate(areas()):
        for name in (area.code, area.name.en, area.name.cy or area.name.en, *area.aliases):
            other = found.setdefault(spelling(name), area)
            if other.code != area.code:
                path = DEFINITIONS / "areas.yaml"
                fault = f"'{name}' could mean {other.code} or {area.code}"
                raise ContentError(path, [(line_of(path, ("areas", number)), fault)])
    return found


def spelling(text: str) -> str:
    """Letters and digits only, without accents, in lower case: what two spellings of one name have in common."""
    bare = unicodedata.normalize("NFKD", text.replace("&", " and "))
    return "".join(letter for letter in bare if letter.isalnum()).casefold()


def own_breakdowns(measure: Measure) -> tuple[str, ...]:
    """The codes of a measure's own breakdowns that tell of all its people: those by which it is looked at first."""
    return tuple(use.code for use in measure.breakdowns if breakdown(use.code).part_of is None)


def load_breakdowns(path: Path) -> tuple[Breakdown, ...]:
    """Breakdowns of one file; those that are parts of another with its categories. Raises ContentError."""
    found = load_yaml(path, BreakdownFile).breakdowns
    whole = {one.code: one for one in found if one.part_of is None}
    filled = []
    for number, one in enumerate(found):
        if one.part_of is not None:
            _check_part(path, number, one, one.part_of, whole)
            categories = tuple(_within(one.part_of, category) for category in whole[one.part_of.breakdown].categories)
            one = one.model_copy(update={"categories": categories})
        filled.append(one)
    return tuple(filled)


def _check_part(path: Path, number: int, found: Breakdown, part: PartOf, whole: Mapping[str, Breakdown]) -> None:
    place = ("breakdowns", number, "part_of")
    for name, code in (("breakdown", part.breakdown), ("by", part.by)):
        if code not in whole:
            _fault(path, (*place, name), f"no breakdown '{code}'")
    if part.category not in {category.code for category in whole[part.by].categories}:
        _fault(path, (*place, "category"), f"the breakdown '{part.by}' has no category '{part.category}'")
    if found.categories:
        _fault(path, ("breakdowns", number, "categories"), f"they are those of '{part.breakdown}'")


def _within(part: PartOf, category: Category) -> Category:
    """A category of the whole among the people of the part: "Accommodation, in custody"."""
    label, words = category.label, part.words
    welsh = f"{label.cy}, {words.cy}" if label.cy and words.cy else None
    joined = Text(en=f"{label.en}, {words.en}", cy=welsh, checked=label.checked and words.checked)
    return category.model_copy(update={"label": joined})


def parts_of(code: str) -> tuple[tuple[Breakdown, PartOf], ...]:
    """The breakdowns that are parts of one, in order, and of whom each tells; together they have all of its people, each once."""
    return tuple((one, part) for one in breakdowns() if (part := one.part_of) is not None and part.breakdown == code)


def load_measures(path: Path, *, breakdowns: Mapping[str, Breakdown]) -> tuple[Measure, ...]:
    """Measures of one file, checked against the breakdowns they name. Raises ContentError."""
    found = load_yaml(path, MeasureFile).measures
    codes = {measure.code for measure in found}
    for number, measure in enumerate(found):
        if measure.beside is not None and measure.beside not in codes:
            _fault(path, ("measures", number, "beside"), f"no measure '{measure.beside}'")
        for order, use in enumerate(measure.breakdowns):
            place = ("measures", number, "breakdowns", order)
            if use.code not in breakdowns:
                _fault(path, place, f"no breakdown '{use.code}'")
            known = {category.code for category in breakdowns[use.code].categories}
            for code in use.categories or ():
                if code not in known:
                    _fault(path, (*place, "categories"), f"the breakdown '{use.code}' has no category '{code}'")
    return found


def load_indicators(
    path: Path,
    *,
    groups: Mapping[str, Mapping[str, tuple[str, ...]]],
    measure_codes: Set[str],
    cohort_codes: Set[str],
) -> tuple[Indicator, ...]:
    """Indicators of one file, checked against what they name. `groups`: framework -> group -> its cohorts.

    Raises ContentError.
    """
    whole = load_yaml(path, IndicatorFile)
    if whole.framework not in groups:
        _fault(path, ("framework",), f"no framework '{whole.framework}'")
    found: dict[str, Indicator] = {}
    for group, entries in whole.groups.items():
        if group not in groups[whole.framework]:
            _fault(path, ("groups", group), f"the framework has no group '{group}'")
        for number, entry in enumerate(entries):
            place = ("groups", group, number)
            if not entry.code.startswith(group):
                _fault(path, (*place, "code"), f"'{entry.code}' does not begin with its group's code '{group}'")
            if entry.code in found:
                _fault(path, (*place, "code"), f"the indicator '{entry.code}' is given twice")
            if entry.measure not in measure_codes:
                _fault(path, (*place, "measure"), f"no measure '{entry.measure}'")
            for cohort in entry.cohorts:
                if cohort not in cohort_codes:
                    _fault(path, (*place, "cohorts"), f"no cohort '{cohort}'")
                if cohort not in groups[whole.framework][group]:
                    _fault(path, (*place, "cohorts"), f"the cohort '{cohort}' is not one of group {group}")
            found[entry.code] = Indicator(**dict(entry), framework=whole.framework, group=group)
    return tuple(found.values())


def _fault(path: Path, place: tuple[str | int, ...], reason: str) -> None:
    raise ContentError(path, [(line_of(path, place), f"{'.'.join(map(str, place))}: {reason}")])


def _one(what: str, key: str, found: Mapping[str, Found]) -> Found:
    if key not in found:
        raise KeyError(f"no {what} '{key}'; there are: {', '.join(found)}")
    return found[key]
