from decimal import Decimal

import pytest

from reporting.charts import format as written
from reporting.charts.periods import axis_label, period
from reporting.charts.spec import Point
from tests.charts.examples import T


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        ("0", 0, "0"),
        ("401404", 0, "401,404"),
        ("18.0000", 0, "18"),
        ("3.98", 2, "3.98"),
        ("28.0", 1, "28.0"),
        ("-1.5", 1, "\N{MINUS SIGN}1.5"),
    ],
)
def test_numbers(value: str, decimals: int, text: str) -> None:
    assert written.number(Decimal(value), decimals) == text


def test_nothing_is_rounded_on_its_way_to_a_reader() -> None:
    with pytest.raises(ValueError, match="published precision"):
        written.number(Decimal("28.04"), 1)


def test_only_percentages_carry_their_sign() -> None:
    assert written.amount(Decimal("28.0"), "percent", 1) == "28.0%"
    assert written.amount(Decimal("3.98"), "ratio", 2) == "3.98"


def test_a_symbol_stands_for_what_is_not_shown_and_beside_what_is() -> None:
    assert written.point_text(Point(None, symbol="c"), "percent", 1) == "[c]"
    assert written.point_text(Point(Decimal("28.0"), symbol="p"), "percent", 1) == "28.0% [p]"


@pytest.mark.parametrize("symbol", written.SYMBOLS)
def test_every_standard_symbol_has_a_meaning(symbol: str) -> None:
    assert written.meaning(symbol, T)


@pytest.mark.parametrize(
    ("code", "label", "inline", "short", "axis"),
    [
        ("YE2018-12", "Year ending December 2018", "the year ending December 2018", "2018", "Year ending December"),
        ("YE2019-03", "Year ending March 2019", "the year ending March 2019", "2019", "Year ending March"),
        ("2023Q1", "January to March 2023", "January to March 2023", "Q1 2023", "Quarter"),
        ("2023Q4", "October to December 2023", "October to December 2023", "Q4 2023", "Quarter"),
    ],
)
def test_periods_in_words(code: str, label: str, inline: str, short: str, axis: str) -> None:
    found = period(code, T)
    assert (found.label, found.inline, found.short, axis_label(code, T)) == (label, inline, short, axis)


@pytest.mark.parametrize(
    ("names", "text"),
    [([], ""), (["Gwent"], "Gwent"), (["Gwent", "Wales"], "Gwent and Wales"), (["a", "b", "c"], "a, b and c")],
)
def test_lists(names: list[str], text: str) -> None:
    assert written.listed(names, T) == text
