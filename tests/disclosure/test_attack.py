"""The attack on any table, against trying every table of whole numbers."""

import itertools
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.disclosure import attack
from indicators.disclosure.attacker.system import Inconsistent

MOST = 6
Equations = list[dict[int, int]]


def two_way(rows: int, columns: int) -> Equations:
    """Inner cells row by row, then the totals of rows, then of columns."""
    inner = rows * columns
    of_rows = [{inner + r: -1} | {r * columns + c: 1 for c in range(columns)} for r in range(rows)]
    return of_rows + [{inner + rows + c: -1} | {r * columns + c: 1 for r in range(rows)} for c in range(columns)]


def filled(inner: Sequence[int], rows: int, columns: int) -> list[int]:
    totals = [sum(inner[r * columns : (r + 1) * columns]) for r in range(rows)]
    return [*inner, *totals, *(sum(inner[c::columns]) for c in range(columns))]


def every_table(values: Sequence[int], hidden: Sequence[int], equations: Equations) -> dict[int, tuple[int, int]]:
    """The slow and obvious way: all whole numbers up to MOST in the hidden cells."""
    fits = []
    for tried in itertools.product(range(MOST + 1), repeat=len(hidden)):
        table = list(values)
        for cell, number in zip(hidden, tried, strict=True):
            table[cell] = number
        if all(sum(times * table[cell] for cell, times in row.items()) == 0 for row in equations):
            fits.append(tried)
    return {cell: (min(one[place] for one in fits), max(one[place] for one in fits)) for place, cell in enumerate(hidden)}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=6, max_size=6), st.sets(st.integers(0, 5), min_size=1, max_size=5))
def test_in_a_table_of_two_ways_the_ends_are_those_of_whole_tables(inner: list[int], hidden: set[int]) -> None:
    values, equations = filled(inner, 2, 3), two_way(2, 3)
    cells = sorted(hidden)
    assert attack(values, cells, equations, upper=MOST) == every_table(values, cells, equations)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, 4), min_size=6, max_size=6),
    st.sets(st.integers(0, 5), min_size=1, max_size=4),
    st.lists(st.dictionaries(st.integers(0, 5), st.sampled_from([-2, -1, 1, 2]), min_size=2, max_size=4), max_size=3),
)
def test_in_any_table_the_ends_contain_those_of_whole_tables(values: list[int], hidden: set[int], sums: Equations) -> None:
    # Each sum gets a cell of its own that makes it true.
    equations = [{**row, len(values) + place: -1} for place, row in enumerate(sums)]
    whole = [*values, *(sum(times * values[cell] for cell, times in row.items()) for row in sums)]
    found = attack(whole, hidden, equations, lower=[0] * 6 + [None] * len(sums), upper=[MOST] * 6 + [None] * len(sums))
    exact = every_table(whole, sorted(hidden), equations)
    for cell in hidden:
        assert found[cell][0] <= exact[cell][0] <= whole[cell] <= exact[cell][1] <= found[cell][1]


def test_a_cell_alone_in_its_sum_is_known() -> None:
    assert attack([40, 12, 25, 3], [3], [{0: -1, 1: 1, 2: 1, 3: 1}]) == {3: (3, 3)}


def test_two_hidden_in_each_row_and_column_and_still_exact() -> None:
    """The first two rows have five hidden cells, the first two columns four of them: the sums differ by the fifth."""
    inner = [3, 8, 20, 31, 2, 9, 4, 50, 27, 6, 8, 12, 44, 35, 7, 16]
    values, equations = filled(inner, 4, 4), two_way(4, 4)
    hidden = [0, 1, 4, 5, 6, 10, 11, 14, 15]
    for line in range(4):
        assert sum(cell // 4 == line for cell in hidden) >= 2
        assert sum(cell % 4 == line for cell in hidden) >= 2
    found = attack(values, hidden, equations)
    assert found.pop(6) == (4, 4)
    assert all(low < high for low, high in found.values())


def test_two_tables_that_are_safe_alone_and_exact_together() -> None:
    """The same two cells are hidden in a table of areas and, with a third, in one of months."""
    values = [40, 3, 9, 28, 17, 12]
    areas, months = {0: -1, 1: 1, 2: 1, 3: 1}, {4: -1, 1: 2, 2: 1, 5: 1}
    values[4] = 2 * 3 + 9 + 12
    assert attack(values, [1, 2], [areas]) == {1: (0, 12), 2: (0, 12)}
    assert attack(values, [1, 2], [months])[1] == (0, 7)
    assert attack(values, [1, 2], [areas, months]) == {1: (3, 3), 2: (9, 9)}


def test_hidden_cells_that_share_nothing_are_all_nothing() -> None:
    assert attack([5, 0, 0, 5], [1, 2], [{0: -1, 1: 1, 2: 1, 3: 1}]) == {1: (0, 0), 2: (0, 0)}


def test_a_hidden_nothing_does_not_cover_a_small_number() -> None:
    """Two cells share 3: nobody knows which has how many, and everybody knows that both are small."""
    assert attack([8, 0, 3, 5], [1, 2], [{0: -1, 1: 1, 2: 1, 3: 1}]) == {1: (0, 3), 2: (0, 3)}


def test_tables_that_contradict_each_other_are_told() -> None:
    with pytest.raises(Inconsistent):
        attack([3, 2, 2], [1], [{0: -1, 1: 1, 2: 1}, {0: -2, 1: 1, 2: 1}])
    with pytest.raises(Inconsistent, match="equation 0"):
        attack([3, 2, 2], [], [{0: -1, 1: 1, 2: 1}])


def test_bounds_that_leave_nothing_are_told() -> None:
    with pytest.raises(Inconsistent):
        attack([9, 2, 2], [1, 2], [{0: -1, 1: 1, 2: 1}], upper=[None, 4, 4])


def test_cells_that_are_not_there_are_refused() -> None:
    with pytest.raises(ValueError, match="no cell 3"):
        attack([1, 2, 3], [3], [])
    with pytest.raises(ValueError, match="bounds for 2"):
        attack([1, 2, 3], [1], [], upper=[1, 2])


def test_without_an_upper_end_a_number_is_open() -> None:
    assert attack([0], [0], []) == {0: (0, float("inf"))}
