"""Tables by which others say that a release is safe: what the attacker takes of them, and what not."""

from itertools import product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.disclosure.attacker import Attack, Witnesses
from indicators.disclosure.attacker.checking import reached
from tests.disclosure.downloaded import DYFED, GWENT, HIDDEN, NORTH, WALES, file, known, regions, row

# Wales 40, of them 3 in Gwent and 4 in Dyfed-Powys that are not shown; the same people by sex, two of the categories hidden.
TOLD = [
    *regions([40, 12, HIDDEN, 21, HIDDEN]),
    row(HIDDEN, category="F"),
    row(HIDDEN, category="M"),
    row(0, category="not_stated"),
]
EXACT = [*regions([40, 12, 3, 21, 4]), row(2, category="F"), row(38, category="M"), row(0, category="not_stated")]
IN_WALES, IN_NORTH, IN_GWENT, IN_SOUTH, IN_DYFED, _, F, M, _ = range(len(TOLD))


def attacked(told: list, exact: list, changes: list[tuple[int, int, int, int]]) -> Attack:
    """`changes`: table, row, by how much more its numerator and its denominator are."""
    columns = np.array(changes, dtype=np.int64).reshape(-1, 4).T
    return Attack(file(told), known(), start=file(exact), witnesses=Witnesses(*columns))


def ends(attack: Attack, area: str = WALES, category: str = "", quantity: str = "people") -> tuple[float, float]:
    number = attack.table.find(quantity, "all", area, "2023Q1", "sex" if category else "", category)
    low, high = reached(attack, attack.witnesses)  # type: ignore[arg-type]
    return low[number], high[number]


def test_a_table_that_fits_shows_how_far_its_numbers_can_be() -> None:
    attack = attacked(TOLD, EXACT, [(0, IN_GWENT, 4, 0), (0, IN_DYFED, -4, 0)])
    assert ends(attack, GWENT) == (3, 7)
    assert ends(attack, DYFED) == (0, 4)
    assert ends(attack, NORTH) == (12, 12)


@pytest.mark.parametrize(
    "changes",
    [
        [(IN_GWENT, 4)],  # the sum with the other regions is not Wales any more
        [(IN_GWENT, 5), (IN_DYFED, -5)],  # fewer than nobody
        [(IN_GWENT, 4), (IN_SOUTH, -4)],  # a number that is shown
    ],
)
def test_of_a_table_that_does_not_fit_nothing_is_taken(changes: list[tuple[int, int]]) -> None:
    attack = attacked(TOLD, EXACT, [(0, place, more, 0) for place, more in changes])
    assert ends(attack, GWENT) == (3, 3)
    assert ends(attack, DYFED) == (4, 4)


def test_what_fits_is_taken_though_another_part_of_the_table_does_not() -> None:
    changes = [(0, F, 4, 0), (0, M, -4, 0), (0, IN_GWENT, 9, 0), (0, IN_DYFED, -9, 0)]
    attack = attacked(TOLD, EXACT, changes)
    assert ends(attack, GWENT) == (3, 3)
    assert ends(attack, category="F") == (2, 6)


def test_each_table_counts_by_itself() -> None:
    """Two tables of which each fits, though both together would not."""
    changes = [(0, IN_GWENT, 4, 0), (0, IN_DYFED, -4, 0), (1, IN_GWENT, -3, 0), (1, IN_DYFED, 3, 0)]
    assert ends(attacked(TOLD, EXACT, changes), GWENT) == (0, 7)


def test_what_follows_from_two_numbers_is_worked_out() -> None:
    """Of an order that ended it is known whether it was completed: the rest is a number too, though no row tells it."""
    told = [row(HIDDEN, HIDDEN, measure="rate"), *(row(HIDDEN, HIDDEN, measure="rate", category=one) for one in "FM")]
    exact = [row(30, 33, measure="rate"), row(10, 12, measure="rate", category="F"), row(20, 21, measure="rate", category="M")]
    attack = attacked(told, exact, [(0, 0, 0, 4), (0, 1, 0, 4)])
    assert ends(attack, quantity="not_done") == (3, 7)
    assert ends(attack, quantity="not_done", category="F") == (2, 6)
    assert ends(attacked(told, exact, [(0, 0, 4, 0), (0, 1, 4, 0)]), quantity="not_done") == (3, 3)  # it would fall below 0


def test_a_row_that_the_file_has_not_is_refused() -> None:
    with pytest.raises(ValueError, match="not in the file"):
        ends(attacked(TOLD, EXACT, [(0, len(TOLD), 4, 0)]), GWENT)


def test_a_leak_stays_one_whatever_tables_are_handed_over() -> None:
    told = [*regions([40, 12, HIDDEN, 21, 4])]
    attack = attacked(told, EXACT[: len(told)], [(0, IN_GWENT, 4, 0), (1, IN_GWENT, 4, 0), (1, IN_WALES, 4, 0)])
    wanted = np.zeros(attack.table.size, dtype=bool)
    wanted[attack.table.find("people", "all", GWENT, "2023Q1")] = True
    assert [(leak.lowest, leak.highest) for leak in attack.seek(wanted, wide=4, reach=5).leaks] == [(3, 3)]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from([IN_GWENT, IN_DYFED, F, M, IN_SOUTH, IN_WALES]), st.integers(-6, 6)), max_size=5))
def test_exactly_the_tables_that_fit_are_taken(changes: list[tuple[int, int]]) -> None:
    """Against trying by hand: regions and sexes are two groups of changes, and each counts where it fits."""
    more = np.zeros(len(TOLD), dtype=int)
    for place, by in changes:
        more[place] += by
    attack = attacked(TOLD, EXACT, [(0, place, by, 0) for place, by in changes])
    wales_is_true = more[IN_WALES] == 0
    regions_fit = wales_is_true and more[IN_SOUTH] == 0 and more[IN_GWENT] == -more[IN_DYFED] and -3 <= more[IN_GWENT] <= 4
    sexes_fit = wales_is_true and more[F] == -more[M] and more[F] >= -2
    for (area, category), place in zip(product([GWENT, DYFED], [""]), [IN_GWENT, IN_DYFED], strict=True):
        start = {IN_GWENT: 3, IN_DYFED: 4}[place]
        reach = start + more[place] if regions_fit else start
        assert ends(attack, area, category) == (min(start, reach), max(start, reach))
    start = 2
    reach = start + more[F] if sexes_fit else start
    assert ends(attack, category="F") == (min(start, reach), max(start, reach))
