"""The pages around the way: problems, history, layouts, and who may see what."""

import csv
import io
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from indicators.extracts.models import Extract, ProblemRow
from tests.conftest import People
from tests.extracts.files import csv_of, figure
from tests.extracts.visiting import SignedIn, page, words
from tests.extracts.ways import checked, load
from tests.extracts.wrong import years


@pytest.fixture(autouse=True)
def files(own_files: Path) -> Path:
    return own_files


@pytest.fixture
def analyst(signed_in: SignedIn) -> Client:
    return signed_in("analyst")


class TestProblems:
    def many(self) -> Extract:
        rows = [figure(period=f"{1990 + number // 4}Q{number % 4 + 1}", numerator="=1+1") for number in range(130)]
        return checked(csv_of(rows * 9))

    def test_the_first_rows_are_shown_and_more_on_a_page_of_their_own(self, analyst: Client) -> None:
        extract = self.many()
        assert "Show 1,150 more rows" in words(page(analyst, extract))
        address = reverse("extracts:problem", args=[extract.pk, "not_a_number"])
        first = analyst.get(address)
        assert "1,170 rows. The first 1,000 are shown here; all are in the file." in words(first)
        assert "Page 1 of 5" in words(first)
        assert "1001" in words(analyst.get(address, {"page": "5"}))
        assert analyst.get(reverse("extracts:problem", args=[extract.pk, "something"])).status_code == 404

    def test_all_rows_are_in_the_file_and_none_is_a_formula(self, analyst: Client) -> None:
        extract = self.many()
        answer = analyst.get(reverse("extracts:problems-csv", args=[extract.pk]))
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))
        assert len(rows) == ProblemRow.objects.count() > 2000
        assert rows[0]["row"] == "2"
        assert rows[0]["value"] == "'=1+1"
        assert rows[0]["what is wrong"] == "There is text where a number belongs."

    def test_they_are_told_in_welsh_too(self, analyst: Client) -> None:
        extract = self.many()
        address = reverse("extracts:problems-csv", args=[extract.pk])
        english = b"".join(analyst.get(address).streaming_content).decode()
        welsh_page = analyst.get(analyst.get(reverse("extracts:detail", args=[extract.pk])).context["languages"][1]["url"])
        assert 'lang="cy"' in welsh_page.content.decode()
        link = re.search(r'href="([^"]+\.csv)"', welsh_page.content.decode())
        welsh = b"".join(analyst.get(link[1]).streaming_content).decode()
        assert welsh.splitlines()[0] != english.splitlines()[0]
        assert len(welsh.splitlines()) == len(english.splitlines())


def test_of_two_files_none_is_dropped_in_silence(analyst: Client) -> None:
    two = [SimpleUploadedFile(f"{number}.csv", csv_of([figure(numerator=number)])) for number in ("50", "60")]
    assert "Send one file at a time." in words(analyst.post(reverse("extracts:upload"), {"file": two}))
    assert not Extract.objects.exists()


class TestTheList:
    def test_an_empty_one_says_what_to_do(self, analyst: Client, signed_in: SignedIn) -> None:
        assert "Upload the first extract" in words(analyst.get(reverse("extracts:list")))
        assert "Analysts upload them." in words(signed_in("approver").get(reverse("extracts:list")))

    def test_it_has_every_extract_and_narrows_to_a_source(self, analyst: Client) -> None:
        load([figure()], name="one.csv")
        checked(csv_of([figure(numerator="x")]), name="two.csv")
        listed = words(analyst.get(reverse("extracts:list")))
        assert listed.index("two.csv") < listed.index("one.csv")
        assert "refused" in listed
        assert "one.csv" in words(analyst.get(reverse("extracts:list"), {"source": "published"}))
        assert "No extract is like that" in words(analyst.get(reverse("extracts:list"), {"source": "sentences"}))


def test_the_layout_page_lists_every_column_and_its_codes(analyst: Client) -> None:
    said = words(analyst.get(reverse("extracts:layout", args=["published"])))
    for column in ("cohort", "numerator", "vintage", "W15000004", "Dyfed-Powys", "immediate_custody", "reoffending_rate"):
        assert column in said
    assert analyst.get(reverse("extracts:layout", args=["something"])).status_code == 404


READING = ["list", "layout", "example", "detail", "problem", "problems-csv"]
CHANGING = ["upload", "try", "confirm", "accept", "again", "undo", "put-back", "discard"]


@pytest.mark.parametrize(
    ("person", "allowed"),
    [
        ("analyst", READING + CHANGING),
        ("approver", READING),
        ("member", []),
        ("board", []),
        ("administrator", []),
        ("nobody", []),
    ],
)
def test_who_may_do_what(people: People, signed_in: SignedIn, person: str, allowed: list[str]) -> None:
    extract = checked(csv_of([figure(numerator="x")]))
    example = "reoffending_england_wales_2013_2023.csv"
    arguments = {
        "list": [], "upload": [], "layout": ["published"], "example": ["published", example], "try": ["published", example],
        "problem": [extract.pk, "not_a_number"],
    }  # fmt: skip
    for name in READING + CHANGING:
        address = reverse(f"extracts:{name}", args=arguments.get(name, [extract.pk]))
        ask = signed_in(person).get if name in [*READING, "upload", "confirm"] else signed_in(person).post
        assert (ask(address).status_code != 403) == (name in allowed), name
        assert Client().get(address).status_code in (302, 405), name


def test_a_warning_of_a_file_that_others_see_cannot_be_accepted_by_them(people: People, signed_in: SignedIn) -> None:
    extract = checked(csv_of(years([432, 245, 414])))
    seen = page(signed_in("approver"), extract)
    assert "A figure differs by more than" in words(seen)
    assert "Accept and load" not in words(seen)
