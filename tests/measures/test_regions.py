"""Wales as the sum of its regions, against a slow and obvious version."""

from collections import defaultdict
from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.measures.regions import SUM_OF_REGIONS, add_wales

WALES, REGIONS, UNKNOWN = "W", ["N", "G", "S", "D"], "unknown"
COLUMNS = [
    "cohort", "measure", "period", "area_code", "breakdown", "category",
    "numerator", "denominator", "vintage", "source", "extract_id",
]  # fmt: skip


def frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=COLUMNS)
    return table.astype({"numerator": "int64[pyarrow]", "denominator": "int64[pyarrow]"})


def row(area: str, numerator: int, denominator: int | None = None, **other: Any) -> dict[str, Any]:
    base = {"cohort": "women", "measure": "added", "period": "YE2018-12", "breakdown": "", "category": ""}
    return {**base, "vintage": "2024-12", "source": "s", "extract_id": "e", "area_code": area,
            "numerator": numerator, "denominator": denominator, **other}  # fmt: skip


def with_wales(rows: list[dict[str, Any]]) -> pd.DataFrame:
    return add_wales(frame(rows), wales=WALES, regions=REGIONS, unknown=UNKNOWN, additive={"added"})


def wales_of(table: pd.DataFrame) -> list[tuple[int, object, str]]:
    found = table[table["area_code"] == WALES]
    denominators = [None if pd.isna(value) else int(value) for value in found["denominator"]]
    return list(zip(found["numerator"].astype(int), denominators, found["derived"], strict=True))


def test_four_regions_make_wales() -> None:
    table = with_wales([row("N", 95), row("G", 56), row("S", 414), row("D", 20)])
    assert wales_of(table) == [(585, None, SUM_OF_REGIONS)]


def test_three_regions_do_not() -> None:
    assert wales_of(with_wales([row("N", 95), row("G", 56), row("S", 414)])) == []


def test_the_unknown_area_counts_in_wales() -> None:
    table = with_wales([row(area, 10) for area in [*REGIONS, UNKNOWN]])
    assert wales_of(table) == [(50, None, SUM_OF_REGIONS)]


def test_a_wales_that_was_given_stays_as_it_is() -> None:
    table = with_wales([*(row(area, 10) for area in REGIONS), row(WALES, 41)])
    assert wales_of(table) == [(41, None, "")]


def test_a_measure_that_does_not_add_up_is_not_added_up() -> None:
    assert wales_of(with_wales([row(area, 10, measure="other") for area in REGIONS])) == []


def test_a_missing_denominator_leaves_wales_without_one() -> None:
    table = with_wales([row("N", 1, 10), row("G", 1, 10), row("S", 1, 10), row("D", 1)])
    assert wales_of(table) == [(4, None, SUM_OF_REGIONS)]


def test_the_sum_is_as_old_as_its_oldest_part() -> None:
    table = with_wales(
        [row(area, 1, vintage=vintage) for area, vintage in zip(REGIONS, ["2025", "2023", "2024", "2024"], strict=True)]
    )
    assert list(table.loc[table["area_code"] == WALES, "vintage"]) == ["2023"]


rows = st.lists(
    st.builds(
        lambda area, period, numerator, denominator: row(area, numerator, denominator, period=period),
        st.sampled_from([*REGIONS, UNKNOWN, WALES, "K"]),
        st.sampled_from(["2020Q1", "2020Q2"]),
        st.integers(0, 500),
        st.none() | st.integers(0, 500),
    ),
    unique_by=lambda one: (one["area_code"], one["period"]),
)


@settings(deadline=None)  # a first look at the catalogue takes its time
@given(rows)
def test_equals_the_obvious_version(given_rows: list[dict[str, Any]]) -> None:
    by_period: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for one in given_rows:
        by_period[one["period"]][one["area_code"]] = one
    expected = {}
    for period, areas in by_period.items():
        if WALES not in areas and all(region in areas for region in REGIONS):
            parts = [areas[code] for code in [*REGIONS, UNKNOWN] if code in areas]
            denominators = [part["denominator"] for part in parts]
            total = None if None in denominators else sum(denominators)
            expected[period] = (sum(part["numerator"] for part in parts), total)
    table = with_wales(given_rows)
    added = table[table["derived"] == SUM_OF_REGIONS]
    found = {
        period: (int(numerator), None if pd.isna(denominator) else int(denominator))
        for period, numerator, denominator in zip(added["period"], added["numerator"], added["denominator"], strict=True)
    }
    assert found == expected
    assert len(table) == len(given_rows) + len(expected)
