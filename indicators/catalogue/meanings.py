"""What words of real files mean that stand in no list of codes: why an order ended, which version an assessment is of."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from indicators.catalogue.accessors import DEFINITIONS, breakdown, code_lists, spelling
from indicators.catalogue.models import AssessmentFile, AssessmentVersion, ReasonFile
from priority_groups.content import ContentError, line_of, load_yaml


@cache
def termination_reasons() -> Mapping[str, tuple[str, ...]]:
    """By the code of each outcome, the reasons that count as it, as real files say them."""
    return load_reasons(DEFINITIONS / "reasons.yaml")


@cache
def assessment_versions() -> tuple[AssessmentVersion, ...]:
    """Every version, in the order of the file."""
    return load_versions(DEFINITIONS / "assessments.yaml")


def find_assessment_version(text: str) -> AssessmentVersion | None:
    """The version that a file means: the default one where it says nothing, None where it says one that is not known."""
    if not text.strip():
        return next(version for version in assessment_versions() if version.default)
    return _version_by_spelling().get(spelling(text))


@cache
def _version_by_spelling() -> dict[str, AssessmentVersion]:
    return {spelling(name): version for version in assessment_versions() for name in (str(version.number), *version.aliases)}


def load_reasons(path: Path) -> Mapping[str, tuple[str, ...]]:
    """Reasons of one file: an outcome that the list of codes has, and no reason under two. Raises ContentError."""
    reasons = load_yaml(path, ReasonFile).reasons
    taken: dict[str, str] = {}
    known = {category.code for category in code_lists()["outcome"]}
    for outcome, texts in reasons.items():
        if outcome not in known:
            raise _fault(path, ("reasons", outcome), f"no outcome '{outcome}'")
        for number, text in enumerate(texts):
            if taken.setdefault(spelling(text), outcome) != outcome:
                raise _fault(path, ("reasons", outcome, number), f"'{text}' is also {taken[spelling(text)]}")
    return reasons


def load_versions(path: Path) -> tuple[AssessmentVersion, ...]:
    """Versions of one file: each with a threshold for every need, and no spelling under two. Raises ContentError."""
    versions = load_yaml(path, AssessmentFile).versions
    needs = {category.code for category in breakdown("need").categories}
    taken: dict[str, int] = {}
    for number, version in enumerate(versions):
        if wrong := needs ^ set(version.thresholds):
            fault = f"the needs are {', '.join(sorted(needs))}; wrong or missing: {', '.join(sorted(wrong))}"
            raise _fault(path, ("versions", number, "thresholds"), fault)
        for name in (str(version.number), *version.aliases):
            if taken.setdefault(spelling(name), version.number) != version.number:
                raise _fault(path, ("versions", number, "aliases"), f"'{name}' is also version {taken[spelling(name)]}")
    return versions


def _fault(path: Path, place: tuple[str | int, ...], reason: str) -> ContentError:
    return ContentError(path, [(line_of(path, place), reason)])
