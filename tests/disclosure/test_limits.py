"""Tables that show hidden blocks to be safe keep within every sum and every limit, and reach as far as they must."""

import numpy as np
import scipy
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.disclosure.protecting.covering import Pattern, Problem, Targets, cover

SMALL, ROOM = 4, 4
counts = st.lists(st.sampled_from([0, 0, 1, 2, 3, 5, 8, 40]), min_size=6, max_size=6)


def tables(parts: list[int], of_cohort: list[int]) -> tuple[Problem, Pattern, Targets, np.ndarray]:
    """A total and its parts for everybody, then the same for a cohort, no block of which has more people than everybody's."""
    inside = [min(part, one) for part, one in zip(parts, of_cohort, strict=True)]
    numbers = np.array([sum(parts), *parts, sum(inside), *inside], dtype=float)
    width = len(parts) + 1
    sums = np.zeros((2, 2 * width))
    for row in range(2):
        sums[row, row * width] = -1
        sums[row, row * width + 1 : (row + 1) * width] = 1
    limits = np.hstack([-np.identity(width), np.identity(width)])
    slack = -(limits @ numbers)
    small = (numbers >= 1) & (numbers <= SMALL)
    never = np.zeros(len(numbers), dtype=bool)
    problem = Problem(
        scipy.sparse.csr_matrix(sums),
        numbers,
        np.full(len(numbers), np.inf),
        1 + np.log1p(numbers),
        never,
        scipy.sparse.csr_matrix(limits),
        slack,
    )
    places = np.flatnonzero(small)
    return problem, Pattern(small, never.copy()), Targets(places, np.full(len(places), float(ROOM))), numbers


@settings(deadline=None, max_examples=150)
@given(counts, counts)
def test_a_table_is_one_that_could_be_true(parts: list[int], of_cohort: list[int]) -> None:
    problem, pattern, targets, numbers = tables(parts, of_cohort)
    lost = cover(problem, pattern, targets)
    highest = numbers.copy()
    assert problem.limits is not None
    for table in pattern.tables:
        for chosen in [np.ones(len(table.places), dtype=bool), *(table.group == group for group in np.unique(table.group))]:
            other = numbers.copy()  # all of it, and each group of it alone
            other[table.places[chosen]] += table.units[chosen]
            assert (problem.sums @ other == 0).all()
            assert (problem.limits @ other <= 0).all() and (other >= 0).all()
            assert not (other != numbers)[~pattern.hidden].any()
            highest = np.maximum(highest, other)
    safe = np.setdiff1d(targets.places, lost)
    assert (highest[safe] >= numbers[safe] + ROOM).all()
    assert not len(lost)  # everything may be hidden here


def test_what_makes_room_below_a_limit_comes_along() -> None:
    """A cohort's part can rise only where everybody's does, which no sum says."""
    problem, pattern, targets, _ = tables([3, 40, 40, 0, 0, 0], [3, 9, 0, 0, 0, 0])
    assert not len(cover(problem, pattern, targets))
    raised = [table for table in pattern.tables if 8 in table.places[table.units > 0]]
    assert raised and all(1 in table.places[table.units > 0] for table in raised)
