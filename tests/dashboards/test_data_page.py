"""The page on how to get the data."""

from collections.abc import Callable

from django.test import Client

from indicators.releases.models import Release
from reporting.published import COLUMNS
from tests.dashboards.reading import read

SignedIn = Callable[[str], Client]


def test_it_explains_every_column_and_every_example_answers(published: Release, signed_in: SignedIn) -> None:
    member = signed_in("member")
    page = read(member.get("/en/data/").content)
    assert all(column in page.text for column in COLUMNS)
    assert "has 77 figures." in page.text
    examples = [url for url in page.links.values() if url.startswith("/api/v1/observations?")]
    assert len(examples) == 3
    for url in [*examples, "/api/v1/indicators", "/api/v1/groups", "/api/v1/areas", "/api/v1/releases", "/api/schema"]:
        answer = member.get(url)
        assert answer.status_code == 200, url
        assert len(answer.content) > 200, url
        assert url in page.links.values()
    for link in (
        "Download all figures (CSV)",
        "For Excel (XLSX)",
        "For LibreOffice (ODS)",
        "Your tokens, and a form for a new one",
    ):
        assert member.get(page.links[link]).status_code == 200, link
    assert "http://testserver/en/feeds/pcf_…/releases.atom" in page.text


def test_it_is_there_before_the_first_release(people: object, signed_in: SignedIn) -> None:
    page = read(signed_in("member").get("/en/data/").content)
    assert "No figures are published yet." in page.text
    assert "Download all figures (CSV)" not in page.links
