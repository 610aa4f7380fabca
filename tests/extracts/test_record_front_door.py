"""Records through the front door: what is found is stored, and says of nobody who they are."""

from datetime import date
from pathlib import Path

import pytest
from django.core import serializers

from indicators.extracts import service
from indicators.extracts.layouts import layout, layouts
from indicators.extracts.models import Extract, Problem, ProblemRow
from tests.extracts.files import csv_of
from tests.extracts.records import many, row
from tests.extracts.ways import upload
from wales_framework.audit.models import Event
from wales_framework.jobs.progress import silent

pytestmark = pytest.mark.django_db
AS_AT = date(2026, 1, 31)


@pytest.fixture(autouse=True)
def files(own_files: Path) -> Path:
    return own_files


def checked(content: bytes, source: str = "sentences") -> Extract:
    extract = upload(content, name=f"{source}.csv")
    service.declare(extract, None, source=source, first_period="", last_period="", as_at=AS_AT, in_background=False)
    service.check(extract.pk, silent)
    extract.refresh_from_db()
    return extract


def test_right_rows_ask_nothing_and_their_periods_are_those_of_the_file() -> None:
    rows = many("sentences", 60)
    extract = checked(csv_of(rows, list(rows[0])))
    assert (extract.state, extract.rows) == (Extract.State.READY, 60)
    assert (extract.first_period, extract.last_period) == ("2023Q1", "2023Q1")


@pytest.mark.parametrize("source", [found.source for found in layouts() if found.kind == "records"])
@pytest.mark.parametrize(
    ("day", "name"), [("0001-01-01", "date_too_early"), ("9998-12-31", "date_after_as_at"), ("9999-12-31", "date_after_as_at")]
)
def test_a_date_at_the_end_of_all_calendars_is_named_with_its_row(source: str, day: str, name: str) -> None:
    event = layout(source).period
    rows = [*many(source, 60), row(source, **{event: day})]
    extract = checked(csv_of(rows, list(rows[0])), source)
    assert extract.state == Extract.State.FAILED
    (place,) = extract.problems.get(check_name=name).places.filter(column=event)
    assert place.row == 62
    empty = extract.problems.filter(check_name="quarter_without_rows").first()
    assert empty is None or empty.count < 4 * (AS_AT.year - 1950 + 1)


def test_nothing_that_is_stored_of_a_wrong_file_tells_of_a_person() -> None:
    right = row("sentences", person_id="Q-4711-Z", date_of_birth="1985-03-02")
    slipped = {**right, "sex": "Q-4711-Z", "area": "1985-03-02", "care_experienced": "q-4711-z", "start_date": "1985-03-02"}
    extract = checked(csv_of([right, slipped, {**slipped, "date_of_birth": "02/03/85", "ethnicity": "2.3.85"}], list(right)))
    assert extract.state == Extract.State.FAILED
    assert set(extract.problems.values_list("check_name", flat=True)) >= {"identifier_twice", "code_unknown"}
    stored = [*Extract.objects.all(), *Problem.objects.all(), *ProblemRow.objects.all(), *Event.objects.all()]
    text = serializers.serialize("json", stored).lower()
    for secret in ("q-4711-z", "1985-03-02", "02/03/85", "2.3.85"):
        assert secret not in text
