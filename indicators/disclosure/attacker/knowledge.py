"""What everybody knows of the tables before reading them, as plain data: what adds up, who belongs where, what is never shown.

All of it stands on the methods pages. Nothing here is a figure.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that figures are made of, such as the reoffenders: several measures can tell the same one.

    `adds_up`: the breakdowns whose categories are the total. `whole`: a count, that is never a part of one (a sum of predicted
    rates is none). `once`: people who count once in a period by their first row in it, so that the same people counted by
    another rule (as members of a cohort) are not always exactly as many. `implied`: no row tells it, it is worked out of other
    quantities, and is there wherever all of those are; what holds of it follows from what holds of them.
    """

    over_areas: bool
    over_quarters: bool
    adds_up: frozenset[str]
    whole: bool = True
    once: bool = False
    implied: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """How a measure is told. `kind`: count, proportion, ratio, mean or difference; `scale`: what the quotient is times.

    `at_the_end`: the denominator is that of the period's last quarter. `whole_for`: the breakdown whose categories all have
    the denominator of the total. `clustered`: several cases may be one person's, so that intervals are wider by a dispersion
    that figures of all tell; `least`: how many cases everybody in the denominator has.
    """

    kind: str
    numerator: str
    denominator: str | None = None
    scale: int = 1
    decimals: int = 0
    at_the_end: bool = False
    whole_for: str | None = None
    clustered: bool = False
    least: int = 0


@dataclass(frozen=True, slots=True)
class Cohort:
    """Who belongs: everybody of the categories `inside`, nobody of those `outside`. `letter`: its part in the sets of cohorts."""

    letter: str = ""
    inside: tuple[tuple[str, str], ...] = ()
    outside: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Divided:
    """A breakdown each of whose categories is the sum of the same category in others, which tell it of some of the people.

    `at_times`: those that are told only where there are such people.
    """

    whole: str
    parts: tuple[str, ...]
    at_times: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything together. `categories`: of each breakdown, in any order; `if_any`: those told only where somebody is in them.

    `sums`: coefficients by quantity that give 0, and `at_least_nothing`: that give 0 or more, at every key that has them all.
    `within`: a quantity, a breakdown of it, another quantity, and breakdown and category of it ("" and "" for its total) that no
    category of the first is larger than. `divided`: see Divided.
    The thresholds are those of the methods page: counts from 1 to `small` and rates on fewer than `fewest` are not shown.
    """

    wales: str
    parts_of_wales: tuple[str, ...]
    quantities: Mapping[str, Quantity]
    measures: Mapping[str, Measure]
    categories: Mapping[str, tuple[str, ...]]
    if_any: frozenset[tuple[str, str]] = frozenset()
    everyone: str = "all"
    cohorts: Mapping[str, Cohort] = field(default_factory=dict)
    sets: str = "cohort_set"
    no_set: str = "none"
    sums: tuple[Mapping[str, int], ...] = ()
    at_least_nothing: tuple[Mapping[str, int], ...] = ()
    within: tuple[tuple[str, str, str, str, str], ...] = ()
    divided: tuple[Divided, ...] = ()
    small: int = 4
    fewest: int = 30
