"""Every check of records finds its failing example and says it in words; what is right raises none of them."""

import io
import re
from datetime import date
from itertools import chain

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.catalogue import Period
from indicators.extracts import checks, problems
from indicators.extracts.checks import CHECKS, Found, base
from indicators.extracts.layouts import layout, layouts
from indicators.extracts.pages.uploading import EXAMPLES
from indicators.extracts.reading import Unreadable
from indicators.extracts.reading.apart import read
from indicators.extracts.recordtable import Catalogue, RecordTable
from indicators.extracts.table import Table
from tests.extracts.files import Row, csv_of
from tests.extracts.records import DECLARED, RIGHT, many, record_table, row
from tests.extracts.wrong_records import WRONG_RECORDS, WrongRecords

BY_NAME = {check.name: check for check in CHECKS}
RECORDS = [found.source for found in layouts() if found.kind == "records"]


def counts_table(content: bytes, declared: tuple[str, str, str] = DECLARED) -> Table:
    first, last, as_at = declared
    found = layout("prosecutions")
    return Table.of(
        read(io.BytesIO(content), len(content)),
        found,
        current=pd.DataFrame(columns=list(found.by_name)),
        first_period=Period.parse(first),
        last_period=Period.parse(last),
        as_at=date.fromisoformat(as_at),
    )


def table_for(wrong: WrongRecords) -> Table | RecordTable:
    if wrong.source == "prosecutions":
        return counts_table(csv_of(wrong.rows, list(wrong.rows[0])), wrong.declared)
    beside = record_table(wrong.source, wrong.beside).events if wrong.beside else None
    quarters = [("2022Q4", "before.csv", np.sort(beside))] if beside is not None else []
    return record_table(
        wrong.source, wrong.rows, wrong.columns, wrong.declared, wrong.history, terms=Catalogue(), beside=lambda _: quarters
    )


def found_in(source: str, *rows: Row, **options: object) -> dict[str, Found]:
    table = record_table(source, rows, terms=Catalogue(), **options)  # type: ignore[arg-type]
    return {check.name: found for check, found in checks.make(table)}


def rows_of(found: Found) -> list[int | None]:
    return [None if pd.isna(number) else int(number) for number in found.places["row"]]


def said_by(found: Found) -> str:
    """Everything that a finding says beside its words."""
    return " ".join([*map(str, found.params.values()), *map(str, chain.from_iterable(found.places.astype(object).to_numpy()))])


@pytest.mark.parametrize("name", WRONG_RECORDS)
def test_a_check_finds_its_failing_example(name: str) -> None:
    table = table_for(WRONG_RECORDS[name])
    assert BY_NAME[name].applies_to(table)
    assert rows_of(BY_NAME[name](table)) == list(WRONG_RECORDS[name].found)


@pytest.mark.parametrize("name", WRONG_RECORDS)
@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_check_speaks_in_both_languages(name: str, language: str) -> None:
    found, words = BY_NAME[name](table_for(WRONG_RECORDS[name])), BY_NAME[name].words
    with override(language):
        for sentence in (words.message, words.guidance):
            said = str(sentence) % found.params
            assert said.endswith(".")
            assert not re.search(r"%\(\w+\)", said)
        assert words.told_at_work(found.params).endswith(".")
        if words.row is not None:
            assert str(words.row) % found.places.astype(str).to_dict("records")[0]


@pytest.mark.parametrize("name", WRONG_RECORDS)
def test_every_check_gets_through_every_wrong_file(name: str) -> None:
    assert name in {check.name for check, _found in checks.make(table_for(WRONG_RECORDS[name]))}


@pytest.mark.parametrize("source", RECORDS)
def test_right_rows_raise_nothing(source: str) -> None:
    assert found_in(source, *many(source, 60, **({} if source != "caseload" else {"snapshot_date": "2023-03-31"}))) == {}


@pytest.mark.parametrize("source", [found.source for found in layouts() if found.kind != "figures"])
def test_the_example_files_can_be_loaded(source: str) -> None:
    for example in layout(source).examples:
        content = (EXAMPLES / example.file).read_bytes()
        document = read(io.BytesIO(content), len(content))
        table: Table | RecordTable
        if layout(source).kind == "records":
            table = RecordTable.of(document, layout(source), as_at=date(2026, 1, 31), terms=Catalogue())
        else:
            table = counts_table(content, ("2023Q1", "2023Q4", "2026-01-31"))
        assert [check.name for check, _found in checks.make(table) if check.words.level == "fail"] == []


class TestNobodyIsTold:
    """Whatever is wrong with a file, no finding holds a person's number, a row's number or a date of birth."""

    SECRETS = ("X0001", "1990-05-17", "1985-03-02", "S-77-K")

    def test_values_that_slipped_by_a_column_are_withheld(self) -> None:
        slipped = row("sentences", sex="X0001", ethnicity="1985-03-02", area=" x0001 ", care_experienced="02/03/85")
        found = found_in("sentences", {**slipped, "sentence_id": "S-77-K"}, {**slipped, "sentence_id": "S-77-K"})
        assert {"code_unknown", "flag_unknown", "identifier_twice", "area_not_recognised"} <= set(found)
        said = " ".join(map(said_by, found.values()))
        assert not [secret for secret in (*self.SECRETS, "x0001", "02/03/85") if secret in said]

    def test_a_row_of_data_in_the_place_of_headings_is_not_shown(self) -> None:
        columns = ["X0001", "1990-05-17", "Ann Other", "Gwent"]
        found = {
            check.name: finding
            for check, finding in checks.make(record_table("sentences", [dict.fromkeys(columns, "F")], terms=Catalogue()))
        }
        assert "headings_unknown" in found
        assert "column_unknown" not in found
        assert not [column for column in columns if column in " ".join(map(said_by, found.values()))]

    def test_a_date_of_birth_in_the_place_of_the_event_shows_its_form_only(self) -> None:
        found = found_in("sentences", row("sentences", start_date="1945-03-02", date_of_birth="2023-02-14"))
        (place,) = found["date_too_early"].places.to_dict("records")
        assert (place["value"], place["year"]) == ("••••-••-••", 1945)

    def test_an_event_after_the_birth_is_shown(self) -> None:
        found = found_in("sentences", row("sentences", start_date="2022-12-31"))
        assert list(found["date_not_declared"].places["value"]) == ["2022-12-31"]

    def test_names_in_a_column_of_codes_are_not_shown(self) -> None:
        rows = [{**one, "ethnicity": f"Person {chr(65 + number)}"} for number, one in enumerate(many("sentences", 25))]
        assert set(found_in("sentences", *rows)["code_unknown"].places["value"]) == {"•••"}

    CELLS = st.sampled_from(
        [
            "X0001",
            "X0002",
            "1990-05-17",
            "17/05/1990",
            "17.5.90",
            "Ann",
            "F",
            "M",
            "Gwent",
            "Y",
            "",
            "2023-02-14",
            "41",
            "x0001",
            "nan",
        ]
    )

    @settings(max_examples=30, deadline=None)
    @given(st.data(), st.sampled_from(RECORDS))
    def test_no_finding_of_any_file_holds_an_identifier(self, data: st.DataObject, source: str) -> None:
        names = list(row(source))
        rows = data.draw(st.lists(st.dictionaries(st.sampled_from(names), self.CELLS), min_size=1, max_size=4))
        columns = data.draw(st.permutations(names).map(lambda order: order[: max(2, len(order) // 2 + 2)]))
        filled = [row(source, **{**cells, "person_id": cells.get("person_id") or "X0001"}) for cells in rows]
        try:
            table = record_table(source, filled, columns, terms=Catalogue())
        except Unreadable:
            return
        persons = {one["person_id"].strip().upper() for one in filled} if "person_id" in columns else set()
        births = {one["date_of_birth"] for one in filled if one.get("date_of_birth")} if "date_of_birth" in columns else set()
        for check, found in checks.make(table):
            assert set(rows_of(found)) <= {None, *range(2, len(rows) + 2)}, check.name
            values = {str(value) for value in found.places["value"]}
            assert not {value.strip().upper() for value in values} & persons, check.name
            shown_births = values & births
            # A day that is an event's too may be told, where the row itself proves it: its birth lies before it.
            assert shown_births <= {one.get(layout(source).period, "") for one in filled}, check.name


class TestQuarters:
    def test_a_quarter_is_odd_when_both_neighbours_are_unlike_it(self) -> None:
        rows = many("sentences", 60)
        assert "quarter_unlike_neighbours" in found_in("sentences", *rows, history={"2022Q4": 130, "2023Q2": 130})
        assert "quarter_unlike_neighbours" not in found_in("sentences", *rows, history={"2022Q4": 130, "2023Q2": 60})

    def test_the_last_quarter_is_compared_with_the_one_before(self) -> None:
        rows = many("sentences", 60)
        assert "quarter_unlike_neighbours" in found_in("sentences", *rows, history={"2022Q4": 130})
        assert "quarter_unlike_neighbours" not in found_in("sentences", *rows, history={"2022Q4": 130, "2022Q3": 55})

    def test_small_quarters_may_halve(self) -> None:
        assert "quarter_unlike_neighbours" not in found_in("referrals", *many("referrals", 4), history={"2022Q4": 9})

    def test_a_few_late_entries_are_no_revision(self) -> None:
        assert "quarter_revised" not in found_in("sentences", *many("sentences", 60), history={"2023Q1": 58})

    def test_a_quarter_that_is_lost_is_told_twice(self) -> None:
        rows = many("sentences", 60)
        found = found_in("sentences", *rows, declared=("2023Q1", "2023Q2", "2026-01-31"), history={"2023Q2": 80})
        assert list(found["quarter_without_rows"].places["value"]) == ["2023Q2"]
        assert list(found["quarter_revised"].places["rows"]) == [0]

    def test_a_quarter_that_was_not_over_is_unfinished(self) -> None:
        found = found_in("sentences", *many("sentences", 60), declared=("2023Q1", "2023Q1", "2023-03-30"))
        assert "quarter_unfinished" in found

    def test_with_few_rows_nobody_can_tell(self) -> None:
        assert "quarter_unfinished" not in found_in("sentences", row("sentences", start_date="2023-01-10"))

    def test_nothing_stated_is_what_the_file_has(self) -> None:
        table = record_table(
            "sentences", [row("sentences", start_date="2022-12-31"), row("sentences")], declared=None, terms=Catalogue()
        )
        assert [str(period) for period in table.declared or ()] == ["2022Q4", "2023Q1"]
        assert {str(period): rows for period, rows in table.rows_in().items()} == {"2022Q4": 1, "2023Q1": 1}
        assert "date_not_declared" not in {check.name for check, _found in checks.make(table)}


def test_suggestions_name_what_was_probably_meant() -> None:
    found = found_in("sentences", row("sentences", sex="femal", sentence_type="comunity order", area="Gwennt"))
    assert set(found["code_unknown"].places["suggestion"]) == {"", "community_order"}
    assert list(found["area_not_recognised"].places["suggestion"]) == ["W15000002 (Gwent)"]


def test_a_mapped_reason_is_understood() -> None:
    class Told(Catalogue):
        def reason_reader(self):  # type: ignore[no-untyped-def]
            return {"Sent to the moon": "neither"}.get

    table = record_table("terminations", [row("terminations", reason="Sent to the moon")], terms=Told())
    assert "reason_unmapped" not in {check.name for check, _found in checks.make(table)}
    assert table.columns(lambda texts: np.zeros((len(texts), 2), np.uint64))["outcome"].tolist() == [ord("N")]


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["X1", "x1 ", "X2"]), st.sampled_from(["2023-02-14", "14/02/2023", "2023-02-15", "soon"])),
        max_size=8,
    )
)
def test_the_same_event_is_found_as_the_obvious_way_finds_it(pairs: list[tuple[str, str]]) -> None:
    rows = [row("caseload", person_id=person, snapshot_date=day) for person, day in pairs]
    if not rows:
        return
    found = BY_NAME["person_twice_in_snapshot"](record_table("caseload", rows, terms=Catalogue()))
    meant = [(person.strip().upper(), "2023-02-14" if day == "14/02/2023" else day) for person, day in pairs]
    assert rows_of(found) == [number for number, key in enumerate(meant, 2) if key[1] != "soon" and meant.count(key) > 1]


def test_every_kind_of_record_has_a_right_row() -> None:
    assert set(RIGHT) == set(RECORDS)
    assert isinstance(record_table("sentences", [row("sentences")]).body["person_id"], pa.ChunkedArray)


class TestManyPlaces:
    def test_the_first_are_kept_and_all_are_counted(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(base, "MOST_PLACES", 3)
        rows = [{**one, "sex": "?", "care_experienced": "?", "children_under_18": "?"} for one in many("sentences", 5)]
        found = found_in("sentences", *rows)
        codes, flags = found["code_unknown"], found["flag_unknown"]
        assert (rows_of(codes), codes.more) == ([2, 3, 4], 2)
        assert (rows_of(flags), flags.more) == ([2, 2, 3], 7)
        counts = {outcome.words.name: outcome.count for outcome in problems.outcomes([(BY_NAME["flag_unknown"], flags)])}
        assert counts == {"flag_unknown": 10}
