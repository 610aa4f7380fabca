"""What a file seems to be, told from its headings and first rows; of people nothing is shown."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from indicators.extracts import guessing, service
from indicators.extracts.layouts import layouts
from indicators.extracts.models import Extract
from indicators.extracts.pages.uploading import EXAMPLES
from tests.extracts.files import csv_of, figure
from tests.extracts.records import many, row
from tests.extracts.visiting import SignedIn, send, words
from tests.extracts.ways import upload

pytestmark = pytest.mark.django_db
OF_RECORDS = [(found.source, example.file) for found in layouts() if found.kind == "records" for example in found.examples]
OF_COUNTS = [(found.source, example.file) for found in layouts() if found.kind == "counts" for example in found.examples]


@pytest.fixture(autouse=True)
def files(own_files: Path) -> Path:
    return own_files


@pytest.mark.parametrize(("source", "file"), OF_RECORDS + OF_COUNTS)
def test_every_example_is_recognised(source: str, file: str) -> None:
    guess = service.guess(upload((EXAMPLES / file).read_bytes(), name=file))
    assert guess.source == source
    assert guess.first_period
    assert guess.first_period <= guess.last_period


@pytest.mark.parametrize(("source", "file"), OF_RECORDS)
def test_the_preview_of_records_shows_nobody(source: str, file: str) -> None:
    content = (EXAMPLES / file).read_bytes()
    guess = service.guess(upload(content, name=file))
    lines = [line.split(",") for line in content.decode("utf-8-sig").splitlines()]
    by_heading = {heading: {line[place] for line in lines[1:6]} for place, heading in enumerate(lines[0])}
    assert guess.rows
    shown = {cell for cells in guess.rows for cell in cells}
    for heading in ("person_id", "date_of_birth"):
        assert not shown & (by_heading.get(heading, set()) - {""})
    assert "•••" in shown


def test_a_column_that_the_source_does_not_know_is_not_shown(signed_in: SignedIn) -> None:
    rows = [{**one, "surname": "Person-Jones"} for one in many("sentences", 3)]
    said = words(send(signed_in("analyst"), csv_of(rows, list(rows[0])), "sentences.csv"))
    assert "surname" in said
    assert "community_order" in said
    for secret in ("Person-Jones", "X00000", "1990-05-17", "N00000"):
        assert secret not in said


def test_of_a_file_that_is_not_recognised_nothing_is_shown(signed_in: SignedIn) -> None:
    said = words(send(signed_in("analyst"), b"X0001,Ann Other,1990-05-17\nX0002,Bea Other,1991-05-17\n", "people.csv"))
    assert "could be about people" in said
    for secret in ("X0001", "X0002", "Other", "1990-05-17"):
        assert secret not in said


def test_the_periods_of_a_long_file_are_left_to_the_check(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its first rows may lie in other quarters than the rest."""
    rows = many("sentences", 30)
    monkeypatch.setattr(guessing, "HEAD_ROWS", 30)
    guess = service.guess(upload(csv_of(rows, list(rows[0]))))
    assert (guess.source, guess.first_period, guess.last_period) == ("sentences", "", "")


@pytest.mark.parametrize("period", ["1019Q1", "YE0002-03", "9999Q4", "2025Q1"])
def test_periods_that_cannot_be_are_not_proposed(period: str) -> None:
    guess = service.guess(upload(csv_of([figure(), figure(period=period)])))
    assert (guess.source, guess.first_period, guess.last_period) == ("published", "", "")


def test_an_edition_of_no_year_is_no_date() -> None:
    assert service.guess(upload(csv_of([figure(vintage="0000-12")]))).source == "published"


def test_both_periods_or_neither(signed_in: SignedIn) -> None:
    analyst: Client = signed_in("analyst")
    send(analyst, csv_of([row("sentences")], list(row("sentences"))), "sentences.csv")
    extract = Extract.objects.get()
    address = reverse("extracts:confirm", args=[extract.pk])
    stated = {"source": "sentences", "first_period": "2023Q1", "last_period": "", "as_at": "2023-04-30"}
    assert "Enter a period" in words(analyst.post(address, stated))
    assert analyst.post(address, {**stated, "first_period": ""}).status_code == 302
    extract.refresh_from_db()
    assert (extract.source, extract.first_period) == ("sentences", "")
