"""A need of everybody is the sum of the need in each setting: what is hidden in one leans on the others."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.disclosure import attack
from indicators.disclosure.protecting.figures import BEFORE, protect_figures
from indicators.disclosure.protecting.structure import Structure, swapping

SMALL, ROOM = 4, 4
BREAKDOWNS = ("need", "in custody", "in the community", "not recorded")
Setting = tuple[int, int]  # people with the need, and without it
FAMILY = swapping("needs", divided=(("need", BREAKDOWNS[1:]),))


def is_small(count: int) -> bool:
    return 1 <= count <= SMALL


def symbols(parts: list[Setting], **known: str) -> list[str]:
    """Of everybody, then of each setting. `known`: the breakdown of which readers have something already."""
    told = [(sum(one for one, _ in parts), sum(rest for _, rest in parts)), *parts]
    figures = pd.DataFrame({"breakdown": BREAKDOWNS[: len(told)], "people": pd.array([one for one, _ in told], "Int64")}).assign(
        cohort="women",
        measure="needs",
        period="2023Q1",
        area_code="W",
        category="drugs",
        denominator=pd.array([sum(pair) for pair in told], "Int64"),
        primary=["c" if is_small(one) or is_small(rest) else "" for one, rest in told],
        **{name: [breakdown == known.get(name) for breakdown in BREAKDOWNS[: len(told)]] for name in BEFORE},
    )
    structure = Structure(wales="W", parts=(), families=(FAMILY,))
    return protect_figures(figures, structure, largest_small_count=SMALL, room=ROOM).symbols.tolist()


def test_one_hidden_setting_hides_another_and_not_everybody() -> None:
    assert symbols([(3, 40), (30, 60)]) == ["", "c", "c"]
    assert symbols([(30, 2), (30, 60)]) == ["", "c", "c"]
    assert symbols([(30, 20), (30, 60)]) == ["", "", ""]


def test_where_a_setting_is_known_everybody_is_hidden() -> None:
    assert symbols([(3, 40), (30, 60)], fixed="in the community") == ["c", "c", ""]


several = st.integers(0, 30)
setting = st.tuples(several, several).filter(lambda pair: sum(pair) >= 10)


@settings(deadline=None, max_examples=150)
@given(st.lists(setting, min_size=2, max_size=3))
def test_no_small_count_of_a_setting_can_be_worked_out(parts: list[Setting]) -> None:
    everybody = (sum(one for one, _ in parts), sum(rest for _, rest in parts))
    told = [everybody, *parts]
    hidden = [place for place, symbol in enumerate(symbols(parts)) if symbol]
    values = [None if place in hidden else one for place, (one, _) in enumerate(told)]
    equation = {0: -1.0, **dict.fromkeys(range(1, len(told)), 1.0)}
    found = attack(values, hidden, [equation], upper=[sum(pair) for pair in told])
    for place, (one, rest) in enumerate(told):
        if is_small(one) or is_small(rest):
            low, high = found[place]
            assert high - low >= ROOM
            assert not is_small(one) or high > SMALL
            assert not is_small(rest) or one + rest - low > SMALL
