"""What a file of records is understood as, against a slow and obvious way to the same."""

import io
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pyarrow as pa
import pytest
from django.apps import apps
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.catalogue import Period, code_lists
from indicators.extracts import pseudonyms
from indicators.extracts.layouts import layout, layouts
from indicators.extracts.reading.apart import read
from indicators.extracts.recordtable import Catalogue, RecordTable
from indicators.extracts.recordtable.dates import (
    NO_DAY,
    Fault,
    calendar_numbers,
    day_number,
    full_years,
    quarters,
    read_days,
)
from indicators.extracts.recordtable.numbers import millionths
from indicators.extracts.recordtable.texts import encoded, repeated
from indicators.records.binary import columns_of, kind_of
from tests.extracts.files import csv_of
from tests.extracts.records import many, record_table, row

RECORDS = [found.source for found in layouts() if found.kind == "records"]
MODELS = {
    "sentences": "sentence", "terminations": "termination", "index_events": "indexevent", "proven_offences": "provenoffence",
    "caseload": "caseloadperson", "assessments": "assessment", "interventions": "intervention", "referrals": "referral",
}  # fmt: skip
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def table(source: str, *rows: dict[str, str]) -> RecordTable:
    return record_table(source, rows, terms=Catalogue())


def columns(source: str, *rows: dict[str, str]) -> dict[str, list[object]]:
    found = table(source, *rows).columns(lambda texts: pseudonyms.hashed(texts, [b"key"]))
    return {name: values.tolist() for name, values in found.items()}


@pytest.mark.parametrize("source", RECORDS)
def test_the_columns_are_those_of_the_record(source: str) -> None:
    model = apps.get_model("records", MODELS[source])
    found = table(source, *many(source, 3)).columns(pseudonyms.hashed)
    assert set(found) == {*columns_of(model), "quarter"} - {"slice_id"}
    for name, values in found.items():
        if name != "quarter":
            assert values.dtype.itemsize * (2 if name == "person" else 1) == kind_of(model, name).width, name
        assert len(values) == 3, name
    assert found["row"].tolist() == [2, 3, 4]
    assert found["quarter"].tolist() == [2023 * 4] * 3


class TestDates:
    FORMS = (
        "%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%Y-%m-%dT00:00:00", "%Y-%m-%d 00:00",
        "%d/%m/%Y 00:00:00", "%Y/%m/%d", "%d.%m.%Y",
    )  # fmt: skip

    @settings(deadline=None)
    @given(DAYS, st.sampled_from(FORMS))
    def test_every_form_is_the_same_day(self, day: date, written: str) -> None:
        (found,), (fault,) = read_days([day.strftime(written)])
        assert (found, fault) == (day_number(day), Fault.NONE)

    @settings(deadline=None)
    @given(DAYS)
    def test_without_noughts(self, day: date) -> None:
        assert read_days([f"{day.day}/{day.month}/{day.year}"])[0].tolist() == [day_number(day)]

    @settings(deadline=None)
    @given(st.dates(date(1970, 1, 1), date(2030, 12, 31)))
    def test_a_month_before_its_day_is_never_taken_for_another_day(self, day: date) -> None:
        (found,), (fault,) = read_days([day.strftime("%m/%d/%Y")])
        if day.day > 12:
            assert (found, fault) == (NO_DAY, Fault.MONTH_FIRST)

    @pytest.mark.parametrize(
        ("text", "fault"),
        [
            ("", Fault.NONE),
            ("14/02/23", Fault.TWO_DIGITS),
            ("14-Feb-23", Fault.TWO_DIGITS),
            ("02/14/2023", Fault.MONTH_FIRST),
            ("2023-02-14T23:00:00", Fault.WITH_TIME),
            ("2023-02-14T00:00:00Z", Fault.WITH_TIME),
            ("14/02/2023 11:30 PM", Fault.WITH_TIME),
            ("44971", Fault.SERIAL),
            ("44971.0", Fault.SERIAL),
            ("2023-02-29", Fault.UNKNOWN),
            ("31/04/2023", Fault.UNKNOWN),
            ("14 Febtober 2023", Fault.UNKNOWN),
            ("2023-02", Fault.UNKNOWN),
            ("٢٠٢٣-٠٢-١٤", Fault.UNKNOWN),
            ("0000-00-00", Fault.UNKNOWN),
        ],
    )
    def test_what_is_no_date(self, text: str, fault: Fault) -> None:
        assert [found.tolist() for found in read_days([text])] == [[NO_DAY], [fault]]

    def test_welsh_months(self) -> None:
        assert read_days(["14 Chwefror 2023"])[0].tolist() == [day_number(date(2023, 2, 14))]

    @settings(deadline=None)
    @given(DAYS)
    def test_quarters(self, day: date) -> None:
        period = Period.quarter_of(day)
        assert quarters(np.array([day_number(day)], np.int32)).tolist() == [period.year * 4 + period.quarter - 1]


def slow_age(born: date, on: date) -> int:
    """Birthdays counted one by one; in a year without 29 February that birthday is on 1 March."""
    age = 0
    while True:
        year = born.year + age + 1
        try:
            birthday = born.replace(year=year)
        except ValueError:
            birthday = date(year, 3, 1)
        if birthday > on:
            return age
        age += 1


class TestAges:
    @settings(deadline=None)
    @given(DAYS, st.integers(0, 40_000))
    def test_full_years(self, born: date, days: int) -> None:
        on = born + timedelta(days=days)
        numbers = [calendar_numbers(np.array([day_number(day)], np.int32)) for day in (born, on)]
        assert full_years(*numbers).tolist() == [slow_age(born, on)]

    @pytest.mark.parametrize(
        ("born", "on", "age"),
        [
            ("2005-02-14", "2023-02-14", 18),
            ("2005-02-15", "2023-02-14", 17),
            ("1997-02-14", "2023-02-14", 26),
            ("1997-02-15", "2023-02-14", 25),
            ("2004-02-29", "2022-02-28", 17),
            ("2004-02-29", "2022-03-01", 18),
            ("2004-02-29", "2024-02-29", 20),
            ("", "2023-02-14", -1),
        ],
    )
    def test_on_the_day(self, born: str, on: str, age: int) -> None:
        assert columns("sentences", row("sentences", date_of_birth=born, start_date=on))["age"] == [age]

    def test_a_file_without_dates_of_birth(self) -> None:
        one = row("sentences")
        del one["date_of_birth"]
        assert columns("sentences", one)["age"] == [-1]


class TestNumbers:
    @settings(deadline=None)
    @given(st.decimals(0, 1, places=6), st.integers(0, 3))
    def test_rates_are_exact(self, rate: Decimal, noughts: int) -> None:
        assert millionths(pa.array([f"{rate:f}" + "0" * noughts])).tolist() == [int(rate * 1_000_000)]

    @settings(deadline=None)
    @given(st.integers(0, 10**9))
    def test_half_a_millionth_is_rounded_up(self, billionths: int) -> None:
        text = f"{Decimal(billionths) / 10**9:.9f}"
        slow = int((Decimal(text) * 1_000_000).quantize(Decimal(1), ROUND_HALF_UP))
        assert millionths(pa.array([text])).tolist() == [slow]

    def test_rates_and_scores_as_records_keep_them(self) -> None:
        rates = [row("index_events", predicted_rate=text) for text in ("0.412", "", "1", "3.5e-2", ".5", "1.0000")]
        assert columns("index_events", *rates)["predicted"] == [412_000, -1, 1_000_000, 35_000, 500_000, 1_000_000]
        assert columns("index_events", {name: cell for name, cell in rates[0].items() if name != "predicted_rate"})[
            "predicted"
        ] == [-1]
        assert columns("assessments", *[row("assessments", drugs=text) for text in ("0", "8.0", "", "30")])["drugs"] == [
            0,
            8,
            -1,
            30,
        ]


class TestLetters:
    @pytest.mark.parametrize("name", ["sex", "ethnicity_group"])
    def test_each_spelling_has_its_category_letter(self, name: str) -> None:
        column = "ethnicity" if name == "ethnicity_group" else name
        for category in code_lists()[name]:
            for spelling in (category.code, *category.aliases, category.label.en, category.label.cy or ""):
                expected = ord(category.letter or "-")
                assert columns("sentences", row("sentences", **{column: f" {spelling.lower()} "}))[name] == [expected], spelling

    @pytest.mark.parametrize(
        ("text", "letter"),
        [
            ("Gwynedd", "N"), ("dyfed powys", "D"), ("W15000003", "S"), ("Newport", "G"), ("Casnewydd", "G"),
            ("Wales", "-"), ("unknown", "-"), ("", "-"), ("Atlantis", "-"), ("England and Wales", "-"),
        ],
    )  # fmt: skip
    def test_an_area_is_its_region(self, text: str, letter: str) -> None:
        assert columns("sentences", row("sentences", area=text))["area"] == [ord(letter)]

    def test_flags(self) -> None:
        rows = [row("sentences", care_experienced=text) for text in ("Y", "no", "Oes", "", "NK", "1")]
        assert columns("sentences", *rows)["care_experienced"] == [ord(letter) for letter in "YNY--Y"]

    def test_reasons_are_outcomes(self) -> None:
        rows = [row("terminations", reason=text) for text in ("Expired (Normal)", "Recall", "failure to comply")]
        assert columns("terminations", *rows)["outcome"] == [ord(letter) for letter in "SUU"]


class TestPeople:
    def test_one_person_however_they_are_written(self) -> None:
        first, second, third = columns("caseload", *[row("caseload", person_id=text) for text in ("x1", " X1\u200b ", "X2")])[
            "person"
        ]
        assert first == second != third

    def test_each_person_is_hashed_once_and_as_the_hash_says(self) -> None:
        asked: list[list[str]] = []

        def hashed(texts: pa.Array) -> np.ndarray:
            asked.append(texts.to_pylist())
            return pseudonyms.hashed(texts, [b"key"])

        rows = [row("caseload", person_id=text) for text in ("B", "a", "b", "A")]
        found = table("caseload", *rows).columns(hashed)["person"]
        assert asked == [["B", "A"]]
        assert found.tolist() == pseudonyms.hashed(pa.array(["b", "a", "b", "a"]), [b"key"]).tolist()


# Many short ones, so that some are equal, and some longer than the words that fingerprints are made of.
TEXTS = st.lists(st.text(st.sampled_from("ab é1"), max_size=2) | st.text(st.sampled_from("aé"), max_size=20), max_size=12)


@settings(deadline=None)
@given(TEXTS, st.integers(0, 12))
def test_repeated_texts_are_those_that_a_dictionary_finds(texts: list[str], cut: int) -> None:
    column = pa.chunked_array([pa.array(texts[:cut], pa.string()), pa.array(texts, pa.string()).slice(cut)])
    bare = [text.strip() for text in texts]
    assert repeated(column).tolist() == [bool(text) and bare.count(text) > 1 for text in bare]


@settings(deadline=None)
@given(TEXTS, st.integers(0, 12), st.booleans())
def test_columns_are_encoded_without_loss(texts: list[str], cut: int, as_dictionary: bool) -> None:
    column = pa.chunked_array([pa.array(texts[:cut], pa.string()), pa.array(texts[cut:], pa.string())])
    cells = encoded(column.dictionary_encode() if as_dictionary else column)
    assert [cells.listed[code] for code in cells.codes] == [text.strip() for text in texts]


def test_a_column_that_the_file_has_twice_counts_as_it_stands_first() -> None:
    content = csv_of([row("caseload")], list(row("caseload"))).decode().splitlines()
    text = "\r\n".join([content[0] + ",Gender", content[1] + ",M"]) + "\r\n"
    document = read(io.BytesIO(text.encode()), len(text))
    found = RecordTable.of(document, layout("caseload"), terms=Catalogue())
    assert chr(found.letters("sex")[0]) == "F"
    assert found.heading("sex") == "sex"


def test_dates_are_days_since_1970() -> None:
    assert table("sentences", row("sentences", start_date="02/01/1970")).days("start_date").tolist() == [1]
