"""Values at their published precision, against decimal arithmetic."""

from decimal import ROUND_HALF_UP, Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.measures.values import Precision, with_values

PRECISION = {
    "people": Precision("count", "people", 0),
    "rate": Precision("proportion", "percent", 1, 100),
    "per": Precision("ratio", "ratio", 2),
    "predicted": Precision("mean", "percent", 1, 100),
    "less": Precision("difference", "percentage_points", 1, 100),
}


def value_of(measure: str, numerator: int, denominator: int | None) -> pd.Series:
    frame = pd.DataFrame({"measure": [measure], "numerator": [numerator], "denominator": [denominator]})
    frame["denominator"] = frame["denominator"].astype("int64[pyarrow]")
    return with_values(frame, PRECISION).iloc[0]


def test_the_national_figures_read_as_they_were_published() -> None:
    assert value_of("rate", 112_507, 401_404)["value"] == 28.0
    assert value_of("per", 447_872, 112_507)["value"] == 3.98


def test_intervals_go_with_the_value() -> None:
    rate = value_of("rate", 65, 100)
    assert (rate["lower"], rate["upper"], rate["unit"]) == (55.3, 73.6, "percent")
    count = value_of("people", 10, None)
    assert (count["lower"], count["upper"]) == (5.0, 18.0)
    ratio = value_of("per", 10, 5)
    assert (ratio["lower"], ratio["upper"]) == (0.96, 3.68)


@pytest.mark.parametrize("measure", ["rate", "per"])
def test_nothing_is_divided_by_nobody(measure: str) -> None:
    row = value_of(measure, 0, 0)
    assert row["symbol"] == "z"
    assert pd.isna(row["value"]) and pd.isna(row["lower"]) and pd.isna(row["upper"])


@given(st.integers(0, 10**7), st.integers(1, 10**7))
def test_rounding_is_half_up_and_exact(numerator: int, denominator: int) -> None:
    def rounded(scale: int, step: str) -> float:
        return float((Decimal(numerator * scale) / Decimal(denominator)).quantize(Decimal(step), ROUND_HALF_UP))

    assert value_of("per", numerator, denominator)["value"] == rounded(1, "0.01")
    if numerator <= denominator:
        assert value_of("rate", numerator, denominator)["value"] == rounded(100, "0.1")


def test_order_and_other_columns_are_kept() -> None:
    frame = pd.DataFrame({
        "measure": ["rate", "people", "rate"], "numerator": [1, 2, 3], "denominator": [10, None, 10], "area": list("abc"),
    })  # fmt: skip
    frame["denominator"] = frame["denominator"].astype("int64[pyarrow]")
    assert list(with_values(frame, PRECISION)["area"]) == ["a", "b", "c"]
    assert list(with_values(frame, PRECISION)["value"]) == [10.0, 2.0, 30.0]


def test_a_mean_of_predictions_and_a_difference_have_a_value_and_no_interval() -> None:
    frame = pd.DataFrame({"measure": ["predicted", "less"], "numerator": [12_345_600, -2_345_600], "denominator": [40, 40]})
    rows = with_values(frame.assign(scale=1_000_000), PRECISION)
    assert list(rows["value"]) == [30.9, -5.9]
    assert list(rows["unit"]) == ["percent", "percentage_points"]
    assert rows["lower"].isna().all() and rows["upper"].isna().all()


def test_what_is_not_available_stays_so() -> None:
    frame = pd.DataFrame({"measure": ["rate", "rate"], "numerator": [None, 5], "denominator": [None, 10], "symbol": ["x", ""]})
    rows = with_values(frame.astype({"numerator": "Int64", "denominator": "Int64"}), PRECISION)
    assert list(rows["symbol"]) == ["x", ""]
    assert list(rows["value"].isna()) == [True, False]


CLUSTERED = {"per": Precision("ratio", "per_100", 1, 100, clustered=True), "made": Precision("count", "referrals", 0, 1, True)}


def test_where_cases_cluster_the_interval_is_as_wide_as_the_dispersion_says() -> None:
    frame = pd.DataFrame({"measure": ["per", "per", "made"], "numerator": [1098] * 3, "denominator": [590, 590, 1]})
    one, wide, made = with_values(frame.assign(dispersion=[1.0, 18.0, 4.0]), CLUSTERED).itertuples()
    assert (one.value, one.lower, one.upper) == (186.1, 175.3, 197.4)
    assert (wide.value, wide.lower, wide.upper) == (186.1, 142.3, 239.1)
    assert (made.value, made.upper - made.lower) == (1098.0, pytest.approx(4 * 1098**0.5 * 1.96, rel=0.02))


def test_what_everybody_has_is_no_chance() -> None:
    """A reoffender has a reoffence: five of five have one each, and the average can be no less."""
    frame = pd.DataFrame({"measure": "per", "numerator": [5, 12], "denominator": [5, 5]})
    none, some = with_values(frame.assign(dispersion=3.0, least=1), CLUSTERED).itertuples()
    assert (none.value, none.lower) == (100.0, 100.0) and none.upper > 150
    assert 100 < some.lower < some.value < some.upper


def test_without_a_dispersion_cases_that_cluster_have_a_value_and_no_interval() -> None:
    frame = pd.DataFrame({"measure": ["per", "made"], "numerator": [30, 30], "denominator": [40, 40]})
    for rows in (with_values(frame, CLUSTERED), with_values(frame.assign(dispersion=float("nan"), least=0), CLUSTERED)):
        assert rows["value"].tolist() == [75.0, 30.0]
        assert rows["lower"].isna().all() and rows["upper"].isna().all()
