"""`protect`: classic instances of cell suppression, the optimum by trying everything, and what it says when nothing helps."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from indicators.disclosure import attack, protect

Equations = list[dict[int, float]]


def two_way(inner: list[list[int]]) -> tuple[list[float], Equations]:
    """A table with its totals, cell by cell and row by row, and its sums."""
    table = np.array(inner, dtype=float)
    whole = np.block([[table, table.sum(axis=1, keepdims=True)], [table.sum(axis=0, keepdims=True), table.sum(keepdims=True)]])
    rows, columns = whole.shape
    at = np.arange(whole.size).reshape(whole.shape)
    sums = [{**{int(cell): 1.0 for cell in at[row, :-1]}, int(at[row, -1]): -1.0} for row in range(rows)]
    sums += [{**{int(cell): 1.0 for cell in at[:-1, column]}, int(at[-1, column]): -1.0} for column in range(columns)]
    return whole.ravel().tolist(), sums


def interval(values: list[float], hidden: set[int], equations: Equations, cell: int) -> tuple[float, float]:
    """The plain attack: every hidden cell is 0 or more, everything shown is as it is, every sum holds."""
    matrix = np.array([[row.get(number, 0.0) for number in range(len(values))] for row in equations])
    bounds = [(0, None) if number in hidden else (value, value) for number, value in enumerate(values)]
    aim = np.zeros(len(values))
    aim[cell] = 1
    ends = []
    for side in (1, -1):
        solved = linprog(side * aim, A_eq=matrix, b_eq=np.zeros(len(equations)), bounds=bounds)
        ends.append(float(solved.fun) * side if solved.status == 0 else np.inf * -side)
    return ends[0], ends[1]


def is_safe(values: list[float], hidden: set[int], equations: Equations, primary: list[int], below: float, above: float) -> bool:
    for cell in primary:
        low, high = interval(values, hidden, equations, cell)
        if low > values[cell] - below + 1e-6 or high < values[cell] + above - 1e-6:
            return False
    return True


def cheapest(values: list[float], costs: list[float], primary: list[int], equations: Equations, above: float) -> float | None:
    """By trying every pattern; None where none protects."""
    others = [cell for cell in range(len(values)) if cell not in primary]
    best = None
    for size in range(len(others) + 1):
        for chosen in combinations(others, size):
            cost = sum(costs[cell] for cell in chosen)
            if (best is None or cost < best) and is_safe(values, {*primary, *chosen}, equations, primary, 0, above):
                best = cost
    return best


class TestClassicInstances:
    def test_one_small_cell_gets_a_rectangle(self) -> None:
        values, sums = two_way([[3, 20, 30], [25, 40, 12], [18, 22, 35]])
        hidden = protect(values, [1.0] * len(values), [0], sums, below=0, above=4)
        assert len(hidden) == 4
        assert is_safe(values, hidden, sums, [0], 0, 4)

    def test_two_hidden_in_every_row_and_column_can_still_be_exact(self) -> None:
        # Blocks of two by two do not protect where an entry of 0 lets nothing move: the zeros on the diagonal of the block.
        values, sums = two_way([[2, 0, 30, 14], [0, 3, 18, 22], [40, 25, 17, 33], [16, 28, 21, 19]])
        inside = {0, 1, 5, 6}
        assert interval(values, inside, sums, 0) == pytest.approx((2, 2)) or not is_safe(values, inside, sums, [0, 6], 0, 4)
        hidden = protect(values, [max(value, 1.0) for value in values], [0, 6], sums, below=0, above=4)
        assert is_safe(values, hidden, sums, [0, 6], 0, 4)

    def test_two_tables_that_are_safe_alone_are_exact_together(self) -> None:
        # Cells 0 to 3 by area and 4 to 6 by age, both with the total 7: each alone leaves two unknown, the link gives one away.
        values = [3.0, 9.0, 20.0, 8.0, 3.0, 12.0, 25.0, 40.0]
        sums: Equations = [{0: 1, 1: 1, 2: 1, 3: 1, 7: -1}, {4: 1, 5: 1, 6: 1, 7: -1}, {0: 1, 4: -1}]
        alone = protect(values, values, [0], sums[:1], below=0, above=4)
        assert interval(values, alone, sums, 0) == pytest.approx((3, 3))  # the second table tells what the first hides
        hidden = protect(values, values, [0, 4], sums, below=0, above=4)
        assert is_safe(values, hidden, sums, [0, 4], 0, 4)

    def test_zeros_that_give_a_sum_away(self) -> None:
        values = [3.0, 0.0, 0.0, 30.0, 33.0]
        sums: Equations = [{0: 1, 1: 1, 2: 1, 3: 1, 4: -1}]
        assert interval(values, {0, 1, 2}, sums, 0) == pytest.approx((0, 3))  # two zeros beside it and 3 stays the most it can be
        hidden = protect(values, [1, 1, 1, 5, 9], [0], sums, below=0, above=4)
        assert hidden == {0, 3}

    def test_what_is_known_beforehand_counts(self) -> None:
        values, sums = [3.0, 9.0, 20.0, 32.0], [{0: 1.0, 1: 1.0, 2: 1.0, 3: -1.0}]
        assert protect(values, values, [0], sums, below=0, above=4) == {0, 1}
        assert protect(values, values, [0], sums, below=0, above=4, lower=[0, 7, 0, 0]) == {0, 2}  # the 9 can only fall to 7
        assert protect(values, values, [0], sums, below=0, above=4, fixed=[1]) == {0, 2}

    def test_a_rate_and_its_parts(self) -> None:
        # Cells: those with the need, those without, all; in two regions and Wales. A hidden numerator takes its rest along.
        values = [3.0, 40.0, 43.0, 30.0, 60.0, 90.0, 33.0, 100.0, 133.0]
        sums: Equations = [{0: 1, 1: 1, 2: -1}, {3: 1, 4: 1, 5: -1}, {6: 1, 7: 1, 8: -1}]
        sums += [{place: 1, place + 3: 1, place + 6: -1} for place in range(3)]
        hidden = protect(values, [1.0] * 9, [0], sums, below=0, above=4, fixed=[2, 5, 6, 7, 8])
        assert hidden == {0, 1, 3, 4}

    def test_where_nothing_protects_it_says_so(self) -> None:
        with pytest.raises(ValueError, match="No pattern protects 1 of the cells, among them 0"):
            protect([3, 4, 7], [1, 1, 1], [0], [{0: 1, 1: 1, 2: -1}], below=0, above=4, fixed=[1, 2])

    @pytest.mark.parametrize(
        ("equations", "said"), [([{0: 1, 1: -1}], "Equation 0 does not hold"), ([{0: 1, 9: -1}], "There is no cell 9")]
    )
    def test_false_equations_are_refused(self, equations: Equations, said: str) -> None:
        with pytest.raises(ValueError, match=said):
            protect([3, 4], [1, 1], [0], equations, below=0, above=4)


@settings(max_examples=8, deadline=None)
@given(st.lists(st.lists(st.integers(0, 9), min_size=2, max_size=2), min_size=2, max_size=3))
def test_no_pattern_is_cheaper(inner: list[list[int]]) -> None:
    values, sums = two_way(inner)
    primary = [cell for cell, value in enumerate(values) if 1 <= value <= 4]
    costs = [value + 1 for value in values]
    best = cheapest(values, costs, primary, sums, 4)
    if best is None:
        with pytest.raises(ValueError, match="No pattern"):
            protect(values, costs, primary, sums, below=0, above=4)
        return
    hidden = protect(values, costs, primary, sums, below=0, above=4)
    assert set(primary) <= hidden
    assert is_safe(values, hidden, sums, primary, 0, 4)
    assert sum(costs[cell] for cell in hidden - set(primary)) == pytest.approx(best)


@settings(max_examples=4, deadline=None)
@given(st.integers(0, 10_000))
def test_the_attack_finds_no_protected_cell(seed: int) -> None:
    chance = np.random.default_rng(seed)
    values, sums = two_way(chance.integers(0, 25, (5, 6)).tolist())
    primary = [cell for cell, value in enumerate(values) if 1 <= value <= 4]
    hidden = protect(values, [value + 1 for value in values], primary, sums, below=0, above=4)
    found = attack(values, hidden, sums, lower=0, upper=None)
    assert all(found[cell][1] >= values[cell] + 4 for cell in primary)
    assert protect(values, [value + 1 for value in values], primary, sums, below=0, above=4) == hidden  # and so every time
