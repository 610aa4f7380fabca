"""As an analyst meets it: a file goes in at the page, and the page says what became of it."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from indicators.extracts import receiving, service
from indicators.extracts.models import Extract
from indicators.extracts.pages.uploading import EXAMPLES
from indicators.records.models import PublishedFigure
from tests.extracts.files import PICTURE, csv_of, figure, ods_of, rate, table_of, xlsx_of
from tests.extracts.visiting import DECLARED, SignedIn, page, send, sent_and_checked, words
from tests.extracts.ways import checked, load, numerators, upload
from tests.working import run_jobs
from wales_framework.jobs.models import Job
from wales_framework.jobs.queue import WORKERS


@pytest.fixture(autouse=True)
def files(own_files: Path) -> Path:
    return own_files


@pytest.fixture
def analyst(signed_in: SignedIn) -> Client:
    return signed_in("analyst")


class TestTheWholeWay:
    def test_from_a_file_to_figures_that_count(self, analyst: Client) -> None:
        file = EXAMPLES / "women_immediate_custody_wales_2014_2024.csv"
        response = send(analyst, file.read_bytes(), file.name)
        assert "Check what we understood" in words(response)
        assert response.context["form"].initial["first_period"] == "YE2014-12"
        extract, response = sent_and_checked_again(analyst)
        assert "A figure differs by more than 30% from the periods before and after it." in words(response)
        assert "South Wales, YE2017-12: before 432, after 414." in words(response)
        assert "44 new figures 0 changed figures 0 unchanged figures" in words(response)

        refused = analyst.post(reverse("extracts:accept", args=[extract.pk]), {})
        assert "Accept this warning, or upload a corrected file" in words(refused)
        assert not Job.objects.filter(kind="extracts.load").exists()
        analyst.post(reverse("extracts:accept", args=[extract.pk]), {"sudden_change": "on"})
        assert "Waiting for a worker" in words(page(analyst, extract))
        run_jobs()

        assert "Draft a release" in words(page(analyst, extract))
        assert "Accepted by analyst on" in words(page(analyst, extract))
        assert numerators()["W15000003", "YE2024-12"] == 294

    @pytest.mark.parametrize("write", [xlsx_of, ods_of])
    def test_spreadsheets_go_the_same_way(self, analyst: Client, write: Callable[..., bytes]) -> None:
        table = [table_of([figure()])[0], [float(cell) if cell == "50" else cell for cell in table_of([figure()])[1]]]
        extract, _response = sent_and_checked(analyst, write(table), "figures.xlsx")
        analyst.post(reverse("extracts:accept", args=[extract.pk]))
        run_jobs()
        assert numerators() == {("W15000002", "YE2020-12"): 50}

    def test_an_example_is_one_click(self, analyst: Client) -> None:
        for name in ("women_immediate_custody_wales_2014_2024.csv", "reoffending_england_wales_2013_2023.csv"):
            assert name in analyst.get(reverse("extracts:upload")).content.decode()
            given = analyst.get(reverse("extracts:example", args=["published", name]))
            assert b"".join(given.streaming_content) == (EXAMPLES / name).read_bytes()
            tried = analyst.post(reverse("extracts:try", args=["published", name]), follow=True)
            assert "Check what we understood" in words(tried)
            assert words(tried).count("YE20") > 4
        assert analyst.get(reverse("extracts:example", args=["published", "README.md"])).status_code == 404


def sent_and_checked_again(client: Client) -> tuple[Extract, HttpResponse]:
    """The only extract, confirmed as the page proposes it and checked."""
    extract = Extract.objects.get()
    form = page(client, extract, "confirm").context["form"]
    client.post(reverse("extracts:confirm", args=[extract.pk]), form.initial)
    run_jobs()
    extract.refresh_from_db()
    return extract, page(client, extract)


NO_TABLE = [
    (b"", "The file is empty."),
    (PICTURE, "The file is a picture, not a table, whatever its name says."),
    (b"%PDF-1.7 ...", "The file is a PDF document"),
    (csv_of([]), "The file has headings but no rows under them."),
    (xlsx_of([["person_id", "start_date"], [1e16, "2023-02-14"]]), "Cells have numbers of more than 15 digits"),
    (b"a,b\n1,2,3\n", "The row has 3 cells; there are 2 headings."),
    (
        csv_of([figure(source="@"), figure(period="YE2019-12"), figure(period="YE2018-12", source="@")]).replace(b"@", b'"'),
        "A quotation mark is opened and not closed, so that rows run into one another.",
    ),
]


@pytest.mark.parametrize(("content", "sentence"), NO_TABLE)
def test_what_is_no_table_is_refused_at_the_door(analyst: Client, files: Path, content: bytes, sentence: str) -> None:
    response = send(analyst, content)
    assert "There is a problem" in words(response)
    assert sentence in words(response)
    assert not Extract.objects.exists()
    assert not files.exists()


WRONG_TABLES = [
    (csv_of([figure()], ["cohort", "measure", "period", "area_code", "vintage", "source"]), ["is missing", "numerator"]),
    (csv_of([figure(numerator="about fifty")]), ["There is text where a number belongs.", "about fifty", "2"]),
    (csv_of([figure(numerator="1000000000000")]), ["A number has more than nine digits.", "two cells have run together", "2"]),
    (csv_of([rate(numerator="1001")]), ["The numerator is above its denominator", "The denominator is 1000.", "1001"]),
    (csv_of([figure(period="YE0219-12"), figure()]), ["A period begins before 1950", "YE0219-12"]),
    (csv_of([figure(vintage="2099-01")]), ["A vintage lies after the date that the data is of (2026-01-31)", "2099-01"]),
    (csv_of([figure(), figure()]), ["more than once", "rows 2, 3"]),
    (csv_of([figure(area_code="Gwennt")]), ["An area is not one that we know.", "Did you mean W15000002 (Gwent)?"]),
]


@pytest.mark.parametrize(("content", "sentences"), WRONG_TABLES)
def test_a_wrong_table_is_refused_with_the_row_and_the_remedy(analyst: Client, content: bytes, sentences: list[str]) -> None:
    load([figure(area_code="W15000004", period="YE2001-12")])
    before = numerators()
    Extract.objects.update(name="loaded before")
    response = send(analyst, content)
    extract = Extract.objects.exclude(name="loaded before").get()
    analyst.post(reverse("extracts:confirm", args=[extract.pk]), DECLARED)
    run_jobs()
    extract.refresh_from_db()
    response = page(analyst, extract)
    assert extract.state == Extract.State.FAILED
    for sentence in [*sentences, "nothing was changed", "Upload the corrected file"]:
        assert sentence in words(response)
    assert "Accept and load" not in words(response)
    analyst.post(reverse("extracts:accept", args=[extract.pk]))
    run_jobs()
    assert numerators() == before


def test_a_large_spreadsheet_is_opened_by_the_worker_only(analyst: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "SHEET_HEAD_MOST", 10)
    response = send(analyst, xlsx_of([["cohort", "measure"]]))
    assert "it is opened only when it is checked" in words(response)
    extract = Extract.objects.get()
    analyst.post(reverse("extracts:confirm", args=[extract.pk]), DECLARED)
    run_jobs()
    extract.refresh_from_db()
    assert extract.state == Extract.State.FAILED
    assert "The file has headings but no rows under them." in words(page(analyst, extract))


class TestConfirming:
    def test_what_is_wrong_is_said_at_its_field(self, analyst: Client) -> None:
        extract = upload(csv_of([figure()]))
        for changed, sentence in [
            ({"source": ""}, "Choose the source."),
            ({"first_period": "2024"}, "“2024” is not a period"),
            ({"first_period": "2024Q1", "last_period": "2023Q1"}, "must not end before the first one begins"),
            ({"first_period": "0001Q1", "last_period": "9999Q4"}, "must not begin before 1950"),
            ({"first_period": "YE1950-09"}, "must not begin before 1950"),
            ({"last_period": "9999Q4"}, "must have begun by the date that the data is of"),
            ({"last_period": "YE2026-06"}, "must have begun by the date that the data is of"),
            ({"as_at": "31/02/2024"}, "Enter a real date"),
            ({"as_at": "2999-01-01"}, "must not be in the future"),
        ]:
            response = analyst.post(reverse("extracts:confirm", args=[extract.pk]), {**DECLARED, **changed})
            assert sentence in words(response)
        assert not Job.objects.exists()

    def test_a_second_click_and_the_back_button_start_nothing_twice(self, analyst: Client) -> None:
        extract = upload(csv_of([figure()]))
        for _click in range(2):
            response = analyst.post(reverse("extracts:confirm", args=[extract.pk]), DECLARED, follow=True)
            assert response.redirect_chain[-1][0] == reverse("extracts:detail", args=[extract.pk])
        assert Job.objects.count() == 1
        run_jobs()
        for _click in range(2):
            analyst.post(reverse("extracts:accept", args=[extract.pk]), follow=True)
        assert Job.objects.filter(kind="extracts.load").count() == 1
        run_jobs()
        response = analyst.post(reverse("extracts:accept", args=[extract.pk]), follow=True)
        assert "This extract has moved on meanwhile." in words(response)
        assert PublishedFigure.objects.count() == 1


class TestTheSameFileAgain:
    def test_it_leads_to_the_extract_that_there_is(self, analyst: Client) -> None:
        send(analyst, csv_of([figure()]))
        response = send(analyst, csv_of([figure()]), "again.csv")
        assert "The very same file was uploaded before, as figures.csv." in words(response)
        assert Extract.objects.count() == 1

    def test_a_loaded_one_is_said_to_be_loaded(self, analyst: Client) -> None:
        load([figure()])
        assert "The very same file is already loaded" in words(send(analyst, csv_of([figure()])))

    def test_a_superseded_one_can_be_put_back(self, analyst: Client) -> None:
        load([figure(numerator="100")])
        load([figure(numerator="101")])
        response = send(analyst, csv_of([figure(numerator="100")]))
        assert "newer figures took its place. You can put it back here." in words(response)
        assert "Put it back" in words(response)

    def test_the_script_is_told_where_to_go(self, analyst: Client) -> None:
        response = analyst.post(
            reverse("extracts:upload"),
            {"file": SimpleUploadedFile("a.csv", csv_of([figure()]))},
            headers={"X-Requested-With": "XMLHttpRequest"},
        )
        assert response.status_code == 201
        assert response["Location"] == reverse("extracts:confirm", args=[Extract.objects.get().pk])


class TestUndoing:
    def test_undo_and_put_back_ask_why_and_say_what_happened(self, analyst: Client) -> None:
        extract = load([figure()])
        asked = page(analyst, extract, "undo")
        assert "those that it had replaced count again" in words(asked)
        address = reverse("extracts:undo", args=[extract.pk])
        assert "Say why" in words(analyst.post(address, {"why": " "}))
        assert numerators()
        done = analyst.post(address, {"why": "The wrong edition"}, follow=True)
        assert "figures.csv was undone." in words(done)
        assert "The wrong edition" in words(done)
        assert numerators() == {}
        assert "moved on" in words(analyst.post(address, {"why": "again"}, follow=True))
        analyst.post(reverse("extracts:put-back", args=[extract.pk]), {"why": "It was right"})
        assert numerators()

    @pytest.mark.django_db(transaction=True)
    def test_while_a_release_is_drafted_nobody_waits_for_long(self, analyst: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        """Whoever drafts holds what is current of every source, which may take a minute."""
        monkeypatch.setattr(service, "PATIENCE", 0.2)
        extract = load([figure()])
        address = reverse("extracts:undo", args=[extract.pk])
        drafting = psycopg2.connect(**connection.get_connection_params())
        with closing(drafting), drafting.cursor() as cursor:
            cursor.execute("SET lock_timeout = '5s'")
            cursor.execute("SELECT pg_advisory_lock(hashtextextended('records of published', 0))")
            told = analyst.post(address, {"why": "The wrong edition"}, follow=True)
            assert "Nothing was changed: try again in a minute" in words(told)
            extract.refresh_from_db()
            assert extract.state == "loaded"
        analyst.post(address, {"why": "The wrong edition"})
        extract.refresh_from_db()
        assert extract.state == "withdrawn"

    def test_discarding_needs_no_reason_and_keeps_the_name(self, analyst: Client) -> None:
        extract = checked(csv_of([figure()]))
        done = analyst.post(reverse("extracts:discard", args=[extract.pk]), {"why": ""}, follow=True)
        assert "figures.csv was discarded" in words(done)
        assert "figures.csv" not in words(analyst.get(reverse("extracts:list")))
        assert "figures.csv" in words(analyst.get(reverse("extracts:list"), {"discarded": "1"}))


class TestWhenItIsOurFault:
    def test_people_are_told_and_can_try_again(self, analyst: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        extract = upload(csv_of([figure()]))
        analyst.post(reverse("extracts:confirm", args=[extract.pk]), DECLARED)

        def fail(*args: object) -> None:
            raise RuntimeError

        with monkeypatch.context() as broken:
            broken.setitem(WORKERS, "extracts.check", fail)
            run_jobs()
        extract.refresh_from_db()
        response = page(analyst, extract)
        assert extract.state == Extract.State.CHECKING
        assert "That is our fault and not your file's." in words(response)
        analyst.post(reverse("extracts:again", args=[extract.pk]))
        run_jobs()
        extract.refresh_from_db()
        assert extract.state == Extract.State.READY
        assert "moved on" in words(analyst.post(reverse("extracts:again", args=[extract.pk]), follow=True))
