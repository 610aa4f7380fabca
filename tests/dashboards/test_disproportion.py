"""The relative rate index comes from what is shown, and from nothing else."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.statistics import relative_rate_index
from reporting.charts.figures import Figure
from reporting.disproportion import Rate, Rules, index_of, others, rate_of
from tests.charts.examples import PLAIN

RULES = Rules()
# The first number that a process draws is chosen after a look through all source files, which takes a while on a busy machine.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def rates() -> st.SearchStrategy[Rate]:
    return st.tuples(st.integers(0, 5000), st.integers(0, 5000)).map(lambda two: Rate(min(two), max(two)))


def figure(symbol: str, numerator: int, denominator: int) -> Figure:
    return replace(PLAIN, symbol=symbol, numerator=numerator, denominator=denominator)


@unhurried
@given(st.sampled_from(["c", "u", "x"]), rates(), rates(), rates())
def test_where_a_part_is_hidden_there_is_nothing_whatever_lies_behind_it(
    symbol: str, one: Rate, other: Rate, whole: Rate
) -> None:
    hidden = rate_of(figure(symbol, one.numerator, one.denominator))
    assert hidden == Rate(symbol=symbol)
    assert index_of(hidden, other, 0.95).value is None
    assert index_of(other, hidden, 0.95).symbol == symbol
    assert others(whole, [hidden], RULES) == Rate(symbol=symbol)
    assert others(hidden, [other], RULES) == Rate(symbol=symbol)


@unhurried
@given(st.lists(rates(), min_size=2, max_size=6))
def test_the_others_are_all_but_those_left_out_or_not_told(parts: list[Rate]) -> None:
    whole = Rate(sum(one.numerator for one in parts), sum(one.denominator for one in parts))
    rest = others(whole, parts[:1], RULES)
    numerator, people = sum(one.numerator for one in parts[1:]), sum(one.denominator for one in parts[1:])
    small = any(1 <= count <= 4 for count in (numerator, people - numerator, people))
    expected = Rate(symbol="c") if small else Rate(symbol="u") if 0 < people < 30 else Rate(numerator, people)
    assert rest == expected


@unhurried
@given(rates(), rates())
def test_an_index_is_that_of_the_statistics_and_turns_round_with_its_sides(one: Rate, other: Rate) -> None:
    found = index_of(one, other, 0.95)
    if not (one.numerator and other.numerator):
        assert (found.value, found.symbol) == (None, "z")
        return
    exact = relative_rate_index(one.numerator, one.denominator, other.numerator, other.denominator)
    assert found.value is not None
    assert abs(found.value - Decimal(repr(exact.index))) <= Decimal("0.005")
    back = index_of(other, one, 0.95)
    assert back.value is not None
    assert abs(float(back.value) - 1 / exact.index) <= 0.0051
    assert found.lower is not None
    assert found.upper is not None
    assert found.lower <= found.value <= found.upper


def test_figures_that_do_not_fit_together_give_no_others() -> None:
    assert others(Rate(10, 100), [Rate(20, 50)], RULES) == Rate(symbol="x")
    assert others(Rate(60, 100), [Rate(10, 70)], RULES) == Rate(symbol="x")
