"""The content of this service, read once a process, with the checks that span files."""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TypeVar

from priority_groups.content.loader import ContentError, Location, line_of, load_yaml
from priority_groups.content.models import Footnote, Framework, FrameworkFile, Group, Passage, Point
from priority_groups.content.rules import Cohort, CohortFile
from priority_groups.content.settings import Disclosure, Publishing, strictest
from priority_groups.content.terms import GlossaryFile, Term, in_order

Found = TypeVar("Found")
HERE = Path(__file__).parent


@cache
def cohorts() -> tuple[Cohort, ...]:
    """Every cohort in the order of the file; "all", which is for comparison only, is the last."""
    return load_cohorts(HERE / "cohorts.yaml")


@cache
def cohort(code: str) -> Cohort:
    """KeyError where there is no such cohort."""
    return _one("cohort", code, {cohort.code: cohort for cohort in cohorts()})


@cache
def glossary(language: str) -> tuple[Term, ...]:
    """The words of the service, in the order of the language's alphabet."""
    return in_order(load_yaml(HERE / "glossary.yaml", GlossaryFile).terms, language)


@cache
def frameworks() -> tuple[Framework, ...]:
    """Every framework in its `position`."""
    return load_frameworks(HERE / "frameworks", cohort_codes={cohort.code for cohort in cohorts()})


@cache
def framework(slug: str) -> Framework:
    """KeyError where there is no such framework."""
    return _one("framework", slug, {framework.slug: framework for framework in frameworks()})


def group(framework_slug: str, code: str) -> Group:
    """A group of a framework; its code may be given in lower case. KeyError where either is unknown."""
    return _one("group", code.upper(), {group.code: group for group in framework(framework_slug).groups})


def groups_with_cohort(code: str) -> tuple[tuple[Framework, Group], ...]:
    """Every group, of any framework, that has the cohort."""
    return tuple((framework, group) for framework in frameworks() for group in framework.groups if code in group.cohorts)


@cache
def disclosure() -> Disclosure:
    """The rules that hold for every figure: the strictest of all frameworks."""
    return strictest(framework.settings.disclosure for framework in frameworks())


@cache
def publishing() -> Publishing:
    """When and how releases come out. A release holds the figures of all frameworks: the first one's settings count."""
    return next((framework.settings.publishing for framework in frameworks()), Publishing())


def load_cohorts(path: Path) -> tuple[Cohort, ...]:
    """Cohorts of one file. Raises ContentError."""
    return load_yaml(path, CohortFile).cohorts


def load_frameworks(folder: Path, *, cohort_codes: set[str]) -> tuple[Framework, ...]:
    """A framework for each folder in `folder`, so that one more framework is one more folder. Raises ContentError."""
    found = [_load_framework(place, cohort_codes) for place in sorted(folder.iterdir()) if place.is_dir()]
    _check_plans(folder, found)
    return tuple(sorted(found, key=lambda framework: framework.position))


def _load_framework(folder: Path, cohort_codes: set[str]) -> Framework:
    main = folder / "framework.yaml"
    whole = load_yaml(main, FrameworkFile)
    if whole.slug != folder.name:
        raise ContentError(main, [(line_of(main, ("slug",)), f"slug: '{whole.slug}' is not the folder's name")])
    by_file = {path: load_yaml(path, Group) for path in sorted(folder.glob("*.yaml")) if path != main}
    taken: dict[str, Path] = {}
    for path, group in by_file.items():
        if group.code in taken:
            fault = f"code: the group '{group.code}' is already in {taken[group.code].name}"
            raise ContentError(path, [(line_of(path, ("code",)), fault)])
        taken[group.code] = path
        for number, code in enumerate(group.cohorts):
            if code not in cohort_codes:
                raise ContentError(path, [(line_of(path, ("cohorts", number)), f"cohorts: no cohort '{code}'")])
    _check_footnotes(main, whole, by_file)
    if whole.plans:
        _check_actions(by_file)
    groups = tuple(sorted(by_file.values(), key=lambda group: group.code))
    return Framework(**dict(whole), groups=groups)


def _check_actions(by_file: dict[Path, Group]) -> None:
    """Where there are plans, each action has the code that they know it by."""
    for path, group in by_file.items():
        for number, action in enumerate(group.actions):
            if action.code is None:
                fault = "actions: an action of a framework with plans needs a `code`"
                raise ContentError(path, [(line_of(path, ("actions", number)), fault)])


def _check_plans(folder: Path, found: Sequence[Framework]) -> None:
    """A plan is known by its code alone: no two frameworks have one of the same."""
    taken: dict[str, str] = {}
    for framework in found:
        for number, plan in enumerate(framework.plans):
            if plan.code in taken:
                main = folder / framework.slug / "framework.yaml"
                fault = f"plans: the framework '{taken[plan.code]}' has a plan '{plan.code}' already"
                raise ContentError(main, [(line_of(main, ("plans", number)), fault)])
            taken[plan.code] = framework.slug


def _check_footnotes(main: Path, whole: FrameworkFile, by_file: dict[Path, Group]) -> None:
    """A number is given once in a framework, and what cites it can be followed."""
    given: dict[int, Path] = {}
    sources: list[tuple[Path, tuple[Footnote, ...]]] = [(main, whole.footnotes)]
    sources += [(path, group.footnotes) for path, group in by_file.items()]
    for path, footnotes in sources:
        for position, footnote in enumerate(footnotes):
            if footnote.number in given:
                fault = f"footnote {footnote.number} is already in {given[footnote.number].name}"
                raise ContentError(path, [(line_of(path, ("footnotes", position)), fault)])
            given[footnote.number] = path
    for path, citations in [(main, _citations_of_framework(whole)), *((p, _citations(g)) for p, g in by_file.items())]:
        for place, number in citations:
            if number not in given:
                raise ContentError(path, [(line_of(path, place), f"there is no footnote {number}")])


def _citations_of_framework(whole: FrameworkFile) -> Iterator[tuple[Location, int]]:
    for position, section in enumerate(whole.sections):
        yield from _cited(section.passages, ("sections", position, "passages"))
        yield from _cited(section.members, ("sections", position, "members"))
    for position, foreword in enumerate(whole.forewords):
        yield from _cited(foreword.passages, ("forewords", position, "passages"))


def _citations(group: Group) -> Iterator[tuple[Location, int]]:
    yield from _cited(group.background, ("background",))
    yield from _cited(group.evidence, ("evidence",))


def _cited(entries: Sequence[Passage | Point], place: tuple[str | int, ...]) -> Iterator[tuple[Location, int]]:
    for position, entry in enumerate(entries):
        here = (*place, position)
        for number in entry.footnotes:
            yield (*here, "footnotes"), number
        for order, figure in enumerate(entry.figures):
            if figure.footnote is not None:
                yield (*here, "figures", order, "footnote"), figure.footnote
        yield from _cited(entry.points, (*here, "points"))


def _one(what: str, key: str, found: dict[str, Found]) -> Found:
    if key not in found:
        raise KeyError(f"no {what} '{key}'; there are: {', '.join(found)}")
    return found[key]
