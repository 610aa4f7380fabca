"""People as numbers: the same for the same person, also where half of a hash is shared or a key does not fit."""

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indicators.measures.people import in_order, numbered, ordered

halves = st.sampled_from([0, 1, 2**63, 2**64 - 1])
people = st.lists(st.tuples(halves, halves), max_size=12)


def column(found: list[tuple[int, int]]) -> np.ndarray:
    return np.array(found, dtype=np.uint64).reshape(-1, 2)


@given(st.lists(people, min_size=1, max_size=3))
def test_numbers_are_the_same_for_the_same_person_and_in_their_order(sources: list[list[tuple[int, int]]]) -> None:
    everybody = sorted({person for source in sources for person in source})
    expected = [[everybody.index(person) for person in source] for source in sources]
    assert [numbers.tolist() for numbers in numbered(*map(column, sources))] == expected


numbers = st.sampled_from([-(2**31), -1, 0, 1, 7, 2**31 - 1])


@given(st.lists(st.tuples(st.integers(0, 3), numbers, numbers), max_size=20), st.booleans())
def test_rows_are_ordered_by_every_key(rows: list[tuple[int, int, int]], wide: bool) -> None:
    """Also where the keys need more bits together than a number has (`wide`)."""
    found = [(person * (2**40 if wide else 1), *rest) for person, *rest in rows]
    keys: list[Any] = [np.array([row[place] for row in found], dtype=np.int64) for place in range(3)]
    order = ordered(*keys)
    assert list(zip(*(in_order(order, key).tolist() for key in keys), strict=True)) == sorted(found)
