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
