"""The fast way of counting against the slow and obvious one, on records made to collide in every way."""

import io
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.measures import counting
from indicators.measures.counts import Counts
from tests.measures.columns import COLUMNS, by_key, columns, figures_of, planned
from tests.measures.plainly import Plainly, Row

# Few people, some of whom share a half of their hash with another.
TOP = 2**64 - 1
PEOPLE = [(1, 1), (1, 2), (2, 1), (TOP, TOP), (TOP, 0), (0, TOP)]
QUARTERS = ["2019Q1", "2019Q2", "2019Q3", "2019Q4", "2020Q1", "2020Q2"]
ENDS = [date(2019, 3, 31), date(2019, 12, 31), date(2020, 1, 1), date(2020, 2, 28), date(2020, 2, 29), date(2020, 3, 31)]
FIRST, LAST = date(2019, 1, 1), date(2020, 12, 31)
MATURE = date(2022, 6, 30)  # every quarter has matured

near = st.builds(lambda start, more: start + timedelta(days=more), st.sampled_from(ENDS), st.integers(-2, 2))
some_days = st.one_of(
    near.filter(lambda day: day >= FIRST),
    st.dates(FIRST, LAST),
    st.builds(  # about a year, 55 weeks or 18 months after one of the ends
        lambda start, later, more: min(LAST, start + timedelta(days=later + more)),
        st.sampled_from(ENDS),
        st.sampled_from([365, 385, 547]),
        st.integers(-1, 1),
    ),
)
flags = st.sampled_from("YYN-")
scores = st.none() | st.integers(0, 6)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "age": st.none() | st.sampled_from([16, 17, 18, 20, 21, 24, 25, 26, 29, 30, 49, 50, 97]),
    "sex": st.sampled_from("FM-"),
    "ethnicity_group": st.sampled_from("ABMOW-"),
    "area": st.sampled_from("NGSD-"),
    "sentence_type": st.sampled_from("ICS"),
    "order_type": st.sampled_from("CSL"),
    "index_type": st.sampled_from("RCSOX"),
    "outcome": st.sampled_from("SUN"),
    "predicted": st.none() | st.integers(0, 1_000_000),
    "setting": st.sampled_from("PPMM-"),
    "assessment_type": st.sampled_from("3331"),
    "status": st.sampled_from("CCCI"),
    "version": st.sampled_from([1, 2]),
    "kind": st.sampled_from("ACDO"),
    "stage": st.sampled_from("RASC"),
    "referrer": st.sampled_from("PRB"),
    "breach": st.sampled_from("NNNY-"),
    "in_england_wales": st.sampled_from("YYYN-"),
    "recordable": st.sampled_from("YYYN-"),
}


def value(name: str) -> st.SearchStrategy[Any]:
    if name.endswith("_date"):
        return some_days
    return VALUES.get(name, scores if name in COLUMNS["assessments"] else flags)


@st.composite
def rows(draw: st.DrawFn, source: str) -> list[Row]:
    """Rows in any order; dates repeat, so that rows' numbers have to decide."""
    one = st.fixed_dictionaries({"person": st.sampled_from(PEOPLE), **{name: value(name) for name in COLUMNS[source]}})
    found = draw(st.lists(one, max_size=14))
    numbers = draw(st.permutations(range(2, len(found) + 2)))
    return [{**row, "row": number} for row, number in zip(found, numbers, strict=True)]


def coverage() -> st.SearchStrategy[list[str]]:
    """All quarters, or some with gaps between them, or none."""
    return st.one_of(st.just(QUARTERS), st.sets(st.sampled_from(QUARTERS), min_size=3).map(sorted), st.just([]))


records = st.fixed_dictionaries({}, optional={source: rows(source) for source in COLUMNS})
coverages = st.fixed_dictionaries({}, optional={source: coverage() for source in COLUMNS})
as_at = st.none() | st.sampled_from([date(2020, 9, 29), date(2020, 9, 30), date(2021, 6, 30), date(2024, 1, 1)])
SLOWLY = settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
WHOLE = settings(SLOWLY, max_examples=6)  # every source at once


def is_covered(found: dict[str, list[Row]], covered: dict[str, list[str]]) -> dict[str, list[Row]]:
    """What lies in the records: rows are kept under the quarters that their extracts cover."""
    dates = {"sentences": "start_date", "terminations": "end_date", "index_events": "index_date", "caseload": "snapshot_date",
             "interventions": "entry_date", "referrals": "referral_date"}  # fmt: skip
    kept = {}
    for source, some in found.items():
        name = dates.get(source)
        quarters = covered.get(source, [])
        kept[source] = [row for row in some if name is None or quarter_code(row[name]) in quarters]
    return kept


def quarter_code(when: date) -> str:
    return f"{when.year}Q{(when.month + 2) // 3}"


@SLOWLY
@given(records, coverages, as_at, st.booleans())
def test_equals_the_obvious_version(
    found: dict[str, list[Row]], covered: dict[str, list[str]], when: date | None, everything: bool
) -> None:
    """Also where rows lie outside the quarters that are covered (`everything`): they count for nothing."""
    given_rows = found if everything else is_covered(found, covered)
    assert figures_of(planned(covered, when), given_rows) == Plainly(found, covered, when).figures()


@pytest.mark.parametrize("source", COLUMNS)
@SLOWLY
@given(st.data())
def test_equals_the_obvious_version_for_each_source(source: str, data: st.DataObject) -> None:
    """Every quarter covered and many rows of few people."""
    needed = {"proven_offences": ("index_events", "proven_offences"), "assessments": ("caseload", "assessments")}
    found = {name: data.draw(rows(name)) + data.draw(rows(name)) for name in needed.get(source, (source,))}
    found = {name: [{**row, "row": number} for number, row in enumerate(some, 2)] for name, some in found.items()}
    covered = dict.fromkeys(found, QUARTERS)
    assert figures_of(planned(covered, MATURE), found) == Plainly(found, covered, MATURE).figures()


@WHOLE
@given(records, st.permutations(range(len(PEOPLE))), st.integers(1, 4))
def test_parts_of_the_people_add_up_to_the_whole(found: dict[str, list[Row]], shuffled: list[int], parts: int) -> None:
    covered = dict.fromkeys(COLUMNS, QUARTERS)
    plan = planned(covered, MATURE)
    added = Counts.empty(plan)
    for number in range(parts):
        share = {PEOPLE[place] for place in shuffled[number::parts]}
        rows_of = {source: [row for row in some if row["person"] in share] for source, some in found.items()}
        counts = counting.count(plan, {source: columns(source, some) for source, some in rows_of.items()})
        added = Counts.from_bytes(counts.to_bytes()) + added
    assert by_key(counting.figures(plan, added)) == figures_of(plan, found)


@WHOLE
@given(records, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(found: dict[str, list[Row]], chance: Any) -> None:
    covered = dict.fromkeys(COLUMNS, QUARTERS)
    plan = planned(covered, MATURE)
    shuffled = {source: chance.sample(some, len(some)) for source, some in found.items()}
    assert figures_of(plan, shuffled) == figures_of(plan, found)


def test_nobody_counts_as_nothing() -> None:
    covered = dict.fromkeys(COLUMNS, QUARTERS)
    plan = planned(covered, MATURE)
    nobody = by_key(counting.figures(plan, Counts.empty(plan)))
    assert nobody == Plainly({}, covered, MATURE).figures()
    assert {numerator for numerator, *_ in nobody.values()} == {0}


def test_counts_of_different_plans_are_not_added() -> None:
    one, other = planned({"sentences": QUARTERS}, None), planned({"sentences": QUARTERS[1:]}, None)
    with pytest.raises(ValueError, match="different plans"):
        Counts.empty(one) + Counts.empty(other)
    with pytest.raises(ValueError, match="another plan"):
        counting.figures(one, Counts.empty(other))
    assert Counts.empty(one) + Counts.empty(planned({"sentences": QUARTERS}, None)) == Counts.empty(one)


@pytest.mark.parametrize("number", [0, 127, 128, -(2**15), 2**31 - 1, 2**31, -(2**40)])
def test_counts_as_bytes_keep_every_number(number: int) -> None:
    written = Counts("plan", {"one": np.array([[number, 1]], dtype=np.int64), "none": np.zeros((0, 2), dtype=np.int64)})
    read = Counts.from_bytes(written.to_bytes())
    assert (read.plan, list(read.tables)) == ("plan", ["one", "none"])
    assert read.tables["one"].tolist() == [[number, 1]]
    assert (read.tables["one"].dtype, read.tables["none"].shape) == (np.int64, (0, 2))


def test_counts_as_bytes_hold_no_code() -> None:
    written = io.BytesIO()
    np.savez(written, plan=np.array("plan"), **{"table one": np.array([{"a": 1}], dtype=object)})
    with pytest.raises(ValueError, match="pickle"):
        Counts.from_bytes(written.getvalue())
