"""What readers have from elsewhere protects nothing: other counts are hidden in its place."""

import numpy as np
import pandas as pd
import pytest

from indicators.disclosure.protecting.figures import BEFORE, protect_figures
from indicators.disclosure.protecting.structure import Family, Structure, simple, swapping

AREAS = ("W", "N", "M", "S", "G")
COUNTS = (37, 17, 9, 7, 4)  # the last of them is small


def symbols(family: Family, numerators: tuple[int, ...], denominators: tuple[int, ...], **known: list[str]) -> dict[str, str]:
    """By area what is hidden, where of the areas in `known` readers have a number already."""
    figures = pd.DataFrame({"area_code": AREAS, "people": pd.array(numerators, "Int64")}).assign(
        cohort="women",
        measure="entries",
        period="2023Q1",
        breakdown="",
        category="",
        denominator=pd.array(denominators, "Int64"),
        primary=["c" if 1 <= count <= 4 else "" for count in numerators],
        **{name: np.isin(AREAS, known.get(name, [])) for name in BEFORE},
    )
    structure = Structure(wales="W", parts=AREAS[1:], families=(family,))
    found = protect_figures(figures, structure, largest_small_count=4, room=4)
    return dict(zip(AREAS, found.symbols.tolist(), strict=True))


def test_a_count_is_hidden_beside_one_that_nobody_has() -> None:
    family = simple("entries", proportion=False)
    first = symbols(family, COUNTS, COUNTS)
    assert first["G"] == "c" and list(first.values()).count("c") > 1
    later = symbols(family, COUNTS, COUNTS, known_people=["N", "M", "S"])
    assert {area for area, symbol in later.items() if symbol} == {"G", "W"}


@pytest.mark.parametrize("known", ["known_people", "known_denominator"])
def test_either_number_of_a_proportion_is_enough(known: str) -> None:
    """Somebody more among those, and so among all, is nobody whom readers would not miss where they have one of the two."""
    family = simple("entries", proportion=True)
    denominators = tuple(10 * count for count in COUNTS)
    later = symbols(family, COUNTS, denominators, **{known: ["N", "M", "S"]})
    assert {area for area, symbol in later.items() if symbol} == {"G", "W"}


def test_sides_are_not_changed_where_one_side_is_known() -> None:
    family = swapping("entries")
    denominators = tuple(10 * count for count in COUNTS)
    later = symbols(family, COUNTS, denominators, known_people=["N", "M", "S"])
    assert {area for area, symbol in later.items() if symbol} == {"G", "W"}


def test_what_was_called_few_stays_that_and_what_was_hidden_stays_hidden() -> None:
    family = simple("entries", proportion=False)
    assert symbols(family, COUNTS, COUNTS, kept=["S"])["S"] == "c"
    assert symbols(family, COUNTS, COUNTS, fixed=["N", "M", "S"]) == {"W": "c", "N": "", "M": "", "S": "", "G": "c"}
