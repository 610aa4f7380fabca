"""Every check finds its failing example, says it in words, and is made; what is right raises none of them."""

import importlib
import io
import pkgutil
import re
from collections.abc import Sequence
from datetime import date

import pandas as pd
import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.catalogue import Period
from indicators.extracts import checks
from indicators.extracts.checks import CHECKS, Check, Found
from indicators.extracts.layouts import layout
from indicators.extracts.pages.uploading import EXAMPLES
from indicators.extracts.reading import Unreadable
from indicators.extracts.reading.apart import read
from indicators.extracts.reading.refusals import REFUSALS
from indicators.extracts.series import FIGURE, KEY
from indicators.extracts.table import Table
from tests.extracts.files import COLUMNS, Row, csv_of, figure, rate
from tests.extracts.wrong import REGIONS, WALES, WRONG, Wrong, regions, years
from tests.extracts.wrong_records import WRONG_RECORDS

BY_NAME = {check.name: check for check in CHECKS}  # those of records: see test_record_checks
NO_FIGURES = pd.DataFrame(columns=[*COLUMNS, "extract_id"])


def table_of(content: bytes, declared: tuple[str, str, str], current: pd.DataFrame = NO_FIGURES) -> Table:
    document = read(io.BytesIO(content), len(content))
    first, last, as_at = declared
    return Table.of(
        document,
        layout("published"),
        current=current,
        first_period=Period.parse(first),
        last_period=Period.parse(last),
        as_at=date.fromisoformat(as_at),
    )


def loaded(rows: Sequence[Row], declared: tuple[str, str, str]) -> pd.DataFrame:
    """Rows as the figures that count: read as an extract is."""
    return table_of(csv_of(rows), declared).clean if rows else NO_FIGURES


def table_for(wrong: Wrong) -> Table:
    return table_of(wrong.content, wrong.declared, loaded(wrong.loaded, wrong.declared))


def found_in(rows: Sequence[Row], before: Sequence[Row] = ()) -> dict[str, Found]:
    return {check.name: found for check, found in checks.make(table_for(Wrong(rows, [], loaded=before)))}


def rows_of(found: Found) -> list[int | None]:
    return [None if pd.isna(row) else int(row) for row in found.places["row"]]


def test_every_check_is_made_and_has_a_failing_example() -> None:
    modules = [importlib.import_module(f"{checks.__name__}.{found.name}") for found in pkgutil.iter_modules(checks.__path__)]
    written = {value.name for module in modules for value in vars(module).values() if isinstance(value, Check)}
    assert written == set(BY_NAME) == {*WRONG, *WRONG_RECORDS}
    assert len(CHECKS) == len(BY_NAME)
    assert not set(BY_NAME) & set(REFUSALS)


@pytest.mark.parametrize("name", WRONG)
def test_a_check_finds_its_failing_example(name: str) -> None:
    table = table_for(WRONG[name])
    assert BY_NAME[name].applies_to(table)
    assert rows_of(BY_NAME[name](table)) == list(WRONG[name].found)


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_check_speaks_in_both_languages(name: str, language: str) -> None:
    found = BY_NAME[name](table_for(WRONG[name]))
    words = BY_NAME[name].words
    with override(language):
        for sentence in (words.message, words.guidance):
            said = str(sentence) % found.params
            assert said.endswith(".")
            assert not re.search(r"%\(\w+\)", said)
        if words.row is not None:
            assert str(words.row) % found.places.astype(str).to_dict("records")[0]


@pytest.mark.parametrize("name", WRONG)
def test_every_check_gets_through_every_wrong_file(name: str) -> None:
    """A file is seldom wrong in one way only: no check may stumble over what another one tells of."""
    assert name in {check.name for check, _found in checks.make(table_for(WRONG[name]))}


def test_the_real_examples_raise_one_warning_only() -> None:
    found = {}
    for file in (EXAMPLES / example.file for example in layout("published").examples):
        table = table_of(file.read_bytes(), ("YE2013-03", "YE2024-12", "2026-01-31"))
        for check, finding in checks.make(table):
            found[file.name, check.name] = finding
    assert list(found) == [("women_immediate_custody_wales_2014_2024.csv", "sudden_change")]
    (place,) = next(iter(found.values())).places.to_dict("records")
    assert (place["row"], place["value"], place["area"]) == (38, "245", "W15000003")
    assert (place["before"], place["period"], place["after"]) == ("432", "YE2017-12", "414")


class TestWhatIsRight:
    def test_codes_may_be_written_differently(self) -> None:
        assert found_in([figure(cohort="Women", measure="Sentences started", area_code="gwent", period="ye2020-12")]) == {}

    def test_the_same_rate_may_be_whole(self) -> None:
        assert found_in([rate(numerator="1000"), rate(numerator="0", period="YE2017-12")]) == {}

    def test_regions_and_unknown_area_may_add_up_to_wales(self) -> None:
        rows = [*regions("10", "20", "30", "40"), figure(area_code="unknown", numerator="5")]
        assert found_in([*rows, figure(area_code=WALES, numerator="105")]) == {}

    def test_wales_may_stand_without_all_regions(self) -> None:
        assert "regions_not_wales" not in found_in([*regions("1", "2", "3", "4")[:3], figure(area_code=WALES, numerator="50")])

    def test_a_small_region_may_move_by_half(self) -> None:
        assert found_in(years([18, 27, 15, 24])) == {}

    def test_a_lasting_change_is_no_break_in_the_middle_of_a_series(self) -> None:
        assert found_in(years([400, 390, 250, 240, 245])) == {}

    def test_a_small_revision_is_no_warning(self) -> None:
        assert found_in([figure(numerator="104")], [figure(numerator="100")]) == {}
        assert found_in([figure(numerator="3")], [figure(numerator="2")]) == {}


class TestHistory:
    def test_the_neighbours_may_be_loaded_ones(self) -> None:
        before = [figure(period="YE2019-12", numerator="432"), figure(period="YE2021-12", numerator="414")]
        found = found_in([figure(period="YE2020-12", numerator="245")], before)
        assert rows_of(found["sudden_change"]) == [2]

    def test_a_break_in_what_is_already_loaded_is_not_told_again(self) -> None:
        assert "sudden_change" not in found_in(years([410, 415], first=2018), years([432, 245, 414]))

    def test_the_last_period_is_compared_with_the_one_before(self) -> None:
        assert rows_of(found_in(years([400, 410, 120]))["sudden_change"]) == [4]

    def test_a_gap_parts_a_series(self) -> None:
        assert "sudden_change" not in found_in(
            [figure(period="YE2015-12", numerator="400"), figure(period="YE2018-12", numerator="100")]
        )

    def test_quarters_and_years_are_not_compared(self) -> None:
        assert found_in([figure(period="2020Q4", numerator="100"), figure(period="YE2020-12", numerator="400")]) == {}

    def test_a_region_lost_from_an_update_is_missed(self) -> None:
        before = [row for year in (2018, 2019) for row in regions("100", "100", "100", "100", period=f"YE{year}-12")]
        found = found_in(regions("100", "100", "100", "100", period="YE2020-12")[:3], before)
        (place,) = found["area_missing"].places.to_dict("records")
        assert (place["area"], place["period"]) == (REGIONS[3], "YE2020-12")

    def test_a_loaded_revision_that_is_replaced_does_not_count_twice(self) -> None:
        found = found_in(
            [*regions("10", "20", "30", "41"), figure(area_code=WALES, numerator="101")],
            [*regions("10", "20", "30", "40"), figure(area_code=WALES, numerator="100")],
        )
        assert found == {}


def test_suggestions_name_what_was_probably_meant() -> None:
    found = found_in(
        [figure(cohort="wimen", measure="sentence_started", area_code="Gwennt", period="2018/19", vintage="31/12/2024")]
    )
    said = {name: finding.places["suggestion"].iloc[0] for name, finding in found.items() if "suggestion" in finding.places}
    assert said == {
        "cohort_unknown": "women",
        "measure_unknown": "sentences_started",
        "area_unknown": "W15000002 (Gwent)",
        "period_unknown": "YE2019-03",
        "vintage_malformed": "2024-12",
    }


def test_a_heading_that_is_nearly_right_is_shown_beside_the_missing_one() -> None:
    table = table_for(Wrong([figure()], [], ("numeratr", *[name for name in COLUMNS if name != "numerator"])))
    (place,) = BY_NAME["column_missing"](table).places.to_dict("records")
    assert (place["value"], place["closest"]) == ("numerator", "numeratr")


CELLS = st.one_of(
    st.sampled_from(
        [*figure().values(), *rate().values(), WALES, *REGIONS, "sex", "F", "reoffences_per_reoffender", "2020Q1", "1.5"]
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="\x00\r\n"), max_size=6),
)
ROWS = st.lists(st.dictionaries(st.sampled_from(COLUMNS), CELLS), min_size=1, max_size=5)


@settings(max_examples=40, deadline=None)
@given(ROWS, ROWS, st.sets(st.sampled_from(COLUMNS), min_size=2))
def test_no_file_is_too_strange_for_the_checks(rows: list[Row], before: list[Row], columns: set[str]) -> None:
    """Whatever stands in the cells and whichever columns are there, every check gets through and names rows that exist."""
    filled = [figure(**row) for row in rows]
    right = loaded([figure(**row) for row in before], WRONG["sudden_change"].declared)
    current = right.dropna(subset=[*FIGURE]).drop_duplicates(KEY)  # what is loaded was understood, and is there once
    content = csv_of(filled, [name for name in COLUMNS if name in columns])
    try:
        table = table_of(content, WRONG["sudden_change"].declared, current)
    except Unreadable as error:
        if error.name != "headings_only":  # the columns that were chosen are blank throughout
            raise
        return
    for _check, found in checks.make(table):
        assert set(rows_of(found)) <= {None, *range(2, len(rows) + 2)}
