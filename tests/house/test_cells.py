"""No cell of a CSV file that somebody else wrote is a formula."""

from hypothesis import given
from hypothesis import strategies as st

from wales_framework.cells import BEGINNINGS, harmless


@given(st.text(max_size=20))
def test_a_text_begins_no_formula_and_is_still_there(text: str) -> None:
    (cell,) = harmless([text])
    assert isinstance(cell, str) and cell.endswith(text)
    assert cell == text or text.startswith(BEGINNINGS)
    assert not cell.startswith(("=", "@", "\t", "\r"))


def test_numbers_stay_numbers() -> None:
    assert harmless(["-1.5", "+44", 7, None, "-5%", "=1", "-1+1", "+SUM(A1)"]) == [
        "-1.5", "+44", 7, None, "-5%", "'=1", "'-1+1", "'+SUM(A1)"
    ]  # fmt: skip
