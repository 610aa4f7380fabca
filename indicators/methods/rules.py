"""The settings in force: thresholds, levels of confidence, lengths of follow-up, and how long records are kept."""

from dataclasses import dataclass, fields
from typing import cast

from django.conf import settings

from indicators.measures.plan import Plan
from indicators.releases.drafting import METHOD_VERSION
from priority_groups import content
from priority_groups.content import Disclosure, Framework, Statistics


@dataclass(frozen=True, slots=True)
class Counting:
    """How long after an index event a reoffence counts, until when it may be proven, and how old an assessment may be."""

    reoffence_months: int
    proof_months: int
    assessment_weeks: int


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long records are kept: those replaced by later ones, files that were never loaded, and all of them."""

    replaced_days: int
    unloaded_days: int
    years: int


def counting() -> Counting:
    """As every draft is counted."""
    found = {field.name: field.default for field in fields(Plan)}
    return Counting(**{field.name: cast("int", found[field.name]) for field in fields(Counting)})


def keeping() -> Keeping:
    """Of this service."""
    return Keeping(settings.RETAIN_REPLACED_DAYS, settings.RETAIN_UNLOADED_DAYS, settings.RETAIN_RECORDS_YEARS)


def disclosure() -> Disclosure:
    """The strictest rules of all frameworks, which hold for every figure."""
    return content.disclosure()


def statistics(framework: Framework) -> Statistics:
    """Of one framework."""
    return framework.settings.statistics


def method_version() -> str:
    """Changes whenever the same records would give other figures."""
    return METHOD_VERSION
