"""The page of a priority group."""

from collections.abc import Callable

import pytest
from django.test import Client

from indicators import catalogue
from indicators.releases.models import Release
from priority_groups import content
from tests.dashboards.reading import read

SignedIn = Callable[[str], Client]
FRAMEWORK = "reoffending-2018-2023"


def test_indicators_with_figures_come_first_and_the_others_say_what_they_wait_for(
    published: Release, signed_in: SignedIn
) -> None:
    html = signed_in("member").get("/en/groups/A/").content
    page = read(html)
    assert page.headings[0] == (1, "Reduce the number of women in the criminal justice system")
    order = [text for level, text in page.headings if level in (2, 3)]
    assert order.index("Indicators with figures") < order.index("Still waiting for data") < order.index("What the Framework says")
    assert "The latest figure for Wales is 424, for the year ending December 2024." in page.text
    assert (
        "Figures so far: immediate custody only. Still waiting for data: community order, suspended sentence order." in page.text
    )
    assert "Waiting for the extracts of: releases, court sentences and cautions; proven offences." in page.text
    assert html.count(b"<svg xmlns") == 1


@pytest.mark.parametrize("code", list("ABCDEF"))
def test_every_group_shows_its_indicators_in_the_frameworks_words(people: object, signed_in: SignedIn, code: str) -> None:
    page = read(signed_in("member").get(f"/en/groups/{code}/").content)
    group = content.group(FRAMEWORK, code)
    assert page.headings[0] == (1, str(group.title))
    words = [indicator.words.en for indicator in catalogue.indicators_of(FRAMEWORK, code)]
    shown = [text for level, text in page.headings if level == 3 and text in words]
    assert shown == words
    assert str(group.actions[0].text) in page.text


def test_the_way_to_the_groups_beside(people: object, signed_in: SignedIn) -> None:
    member = signed_in("member")
    first, second, last = (member.get(f"/en/groups/{code}/").content for code in "ABF")
    assert b'rel="prev"' not in first
    assert b'href="/en/groups/B/" rel="next"' in first
    assert b'href="/en/groups/A/" rel="prev"' in second
    assert b'href="/en/groups/C/" rel="next"' in second
    assert b'rel="next"' not in last


def test_case_does_not_matter_and_an_unknown_group_is_not_found(people: object, signed_in: SignedIn) -> None:
    member = signed_in("member")
    answer = member.get("/en/groups/a/")
    assert (answer.status_code, answer["Location"]) == (301, "/en/groups/A/")
    assert read(member.get("/en/groups/A/").content).headings[0][1] == str(content.group(FRAMEWORK, "A").title)
    for code in ("Z", "AA", "1", "%C3%A9"):
        assert member.get(f"/en/groups/{code}/").status_code == 404


def test_both_cohorts_of_a_group_are_named(people: object, signed_in: SignedIn) -> None:
    page = read(signed_in("member").get("/en/groups/D/").content)
    assert "They overlap" in page.text
