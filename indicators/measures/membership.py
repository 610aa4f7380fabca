"""Who is in which cohort: the rules of a plan, worked out for whole columns."""

from collections.abc import Sequence
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indicators.measures.plan import Aged, AllOf, Always, AnyOf, Cohort, Columns, Rule, Within

Members = NDArray[np.bool_] | None  # None: everybody


def members(cohort: Cohort, columns: Columns) -> Members:
    """Whether each row is of the cohort; None where every row is."""
    return None if isinstance(cohort.rule, Always) else holds(cohort.rule, columns)


def holds(rule: Rule, columns: Columns) -> NDArray[np.bool_]:
    """Whether a rule holds for each row. An age that is not known (-1) lies within no ends."""
    match rule:
        case Always():
            return np.ones(len(columns["person"]), dtype=bool)
        case Within(column, letters):
            return is_one_of(columns[column], letters)
        case Aged(youngest, oldest):
            age = columns["age"]
            found = age >= (0 if youngest is None else youngest)
            return found if oldest is None else found & (age <= oldest)
        case AllOf(rules):
            return reduce(np.logical_and, [holds(part, columns) for part in rules], holds(Always(), columns))
        case AnyOf(rules):
            return reduce(np.logical_or, [holds(part, columns) for part in rules], ~holds(Always(), columns))


def is_one_of(column: NDArray[np.uint8], letters: tuple[int, ...]) -> NDArray[np.bool_]:
    """Whether each row's letter is one of `letters`."""
    found = np.zeros(len(column), dtype=bool)
    for letter in letters:
        found |= column == letter
    return found


def numbered_sets(cohorts: Sequence[Members], count: int) -> NDArray[Any]:
    """The set of cohorts that each of `count` rows is of, as a number: 2**i for the i-th. At most 32 cohorts."""
    kind = np.uint16 if len(cohorts) <= 16 else np.uint32
    sets: NDArray[Any] = np.zeros(count, dtype=kind)
    for place, one in enumerate(cohorts):
        bit = kind(1 << place)
        np.bitwise_or(sets, bit if one is None else one * bit, out=sets)
    return sets


def sets_of_cohorts(cohorts: Sequence[Members], count: int) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
    """By row the place of its set among the sets that there are, and which of the cohorts each set has (sets, cohorts)."""
    sets = numbered_sets(cohorts, count)
    there, places = np.unique(sets, return_inverse=True)
    return places, there[:, None].astype(np.int64) >> np.arange(len(cohorts)) & 1
