"""Records through the front door: what is found is stored, and says of nobody who they are."""

from datetime import date
from pathlib import Path

import pytest
from django.core import serializers

from indicators.extracts import service
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


def checked(content: bytes) -> Extract:
    extract = upload(content, name="sentences.csv")
    service.declare(extract, None, source="sentences", first_period="", last_period="", as_at=AS_AT, in_background=False)
    service.check(extract.pk, silent)
    extract.refresh_from_db()
    return extract


def test_right_rows_ask_nothing_and_their_periods_are_those_of_the_file() -> None:
    rows = many("sentences", 60)
    extract = checked(csv_of(rows, list(rows[0])))
    assert (extract.state, extract.rows) == (Extract.State.READY, 60)
    assert (extract.first_period, extract.last_period) == ("2023Q1", "2023Q1")


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
