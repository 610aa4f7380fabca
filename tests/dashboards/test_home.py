"""The home page: how far the figures go, the groups, everyone for comparison; and what to do before there is anything."""

from collections.abc import Callable

import pytest
from django.test import Client

from indicators.releases.models import Release
from tests.dashboards.reading import read

SignedIn = Callable[[str], Client]


def test_dates_groups_and_how_many_indicators_have_figures(published: Release, signed_in: SignedIn) -> None:
    html = signed_in("member").get("/en/").content
    page = read(html)
    assert page.title == "Home - Positive Change"
    assert [text for level, text in page.headings if level == 1] == ["The Framework in figures"]
    titles = [text for level, text in page.headings if level == 3]
    assert "Reduce the number of women in the criminal justice system" in titles
    assert len({url for url in page.links.values() if url.startswith("/en/groups/")}) == 6
    assert "1 indicator with figures 5 waiting for data" in page.text
    assert page.text.count("No figures yet") == 5
    words = html.decode()
    assert "1 of 38" in words
    assert f"({published})" in words
    assert f"{published.data_as_at:%-d %B %Y}" in words


def test_everyone_for_comparison(published: Release, signed_in: SignedIn) -> None:
    page = read(signed_in("member").get("/en/").content)
    assert "26.3%" in page.text
    assert "84,757 of 322,330" in page.text
    assert "4.02" in page.text
    assert "about everyone, not about a priority group" in page.text
    assert page.links["All years: Reoffending rate"] == "/en/indicators/A3/#everyone"


@pytest.mark.parametrize(
    ("person", "words", "link"),
    [
        ("member", "there is nothing you need to do", None),
        ("board", "there is nothing you need to do", None),
        ("analyst", "Upload an extract and draft a release", "Go to the extracts"),
        ("approver", "you approve and publish it", "Go to the releases"),
    ],
)
def test_before_the_first_release_everybody_learns_who_is_next(
    signed_in: SignedIn, person: str, words: str, link: str | None
) -> None:
    page = read(signed_in(person).get("/en/").content)
    assert words in page.text
    assert {"Go to the extracts", "Go to the releases"} & set(page.links) == ({link} if link else set())
    assert "For comparison" not in page.text
    assert page.text.count("No figures yet") == 6


def test_in_welsh(published: Release, signed_in: SignedIn) -> None:
    page = read(signed_in("member").get("/cy/").content)
    assert "Lleihau nifer y menywod yn y system cyfiawnder troseddol" in page.text
    assert len({url for url in page.links.values() if url.startswith("/cy/grwpiau/")}) == 6
    assert "26.3%" in page.text
