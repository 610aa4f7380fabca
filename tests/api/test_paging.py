"""Long lists in pages: followed from link to link they say what the whole answer says, each item once."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from indicators.releases.models import Release

SignedIn = Callable[[str], Client]


def pages(client: Client, address: str) -> Iterator[HttpResponse]:
    while address:
        answer = client.get(address)
        assert answer.status_code == 200
        yield answer
        link = re.fullmatch(r'<([^>]+)>; rel="next"', answer.get("Link", ""))
        address = link[1] if link else ""


@pytest.mark.parametrize("query", ["", "measure=reoffending_rate", "area=W15000003&kind=year_12"])
@pytest.mark.parametrize("limit", [1, 7, 50])
def test_pages_make_up_the_whole(rich: Release, signed_in: SignedIn, query: str, limit: int) -> None:
    member = signed_in("member")
    whole = member.get(f"/api/v1/observations?{query}").json()
    found: list[Any] = []
    for page in pages(member, f"/api/v1/observations?{query}&limit={limit}"):
        rows = page.json()
        assert 0 < len(rows) <= limit
        found += rows
        if limit == 1 and len(found) == 9:
            return
    assert found == whole


def test_findings_and_csv_come_in_pages_too(rich: Release, signed_in: SignedIn) -> None:
    member = signed_in("member")
    whole = member.get("/api/v1/findings").json()
    assert [row for page in pages(member, "/api/v1/findings?limit=4") for row in page.json()] == whole
    text = member.get("/api/v1/observations?format=csv").content.decode().splitlines()
    lines = [
        line
        for page in pages(member, "/api/v1/observations?format=csv&limit=60")
        for line in page.content.decode().splitlines()[1:]
    ]
    assert [text[0], *lines] == text


def test_the_next_page_is_of_the_same_release(rich: Release, signed_in: SignedIn) -> None:
    first = signed_in("member").get("/api/v1/observations?limit=1")
    assert f"release=R{rich.pk}" in first["Link"]


@pytest.mark.parametrize("query", ["limit=0", "limit=x", "limit=10001", "cursor=x", "cursor=WyJhIl0", "limit=1&cursor=WzFd"])
def test_what_is_no_page_is_refused(rich: Release, signed_in: SignedIn, query: str) -> None:
    for name in ("observations", "findings"):
        answer = signed_in("member").get(f"/api/v1/{name}?{query}")
        assert answer.status_code == 400, name
        assert answer.json()["problems"][0]["parameter"] in ("limit", "cursor")


@pytest.mark.django_db
@hypothesis_settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cursor=st.text(max_size=40))
def test_no_cursor_breaks_it(rich: Release, signed_in: SignedIn, cursor: str) -> None:
    assert signed_in("member").get("/api/v1/observations", {"cursor": cursor, "limit": "2"}).status_code in (200, 400)


@pytest.mark.parametrize("name", ["indicators", "groups", "areas", "releases"])
def test_lists_that_are_as_they_were_are_not_sent_again(rich: Release, signed_in: SignedIn, name: str) -> None:
    member = signed_in("member")
    first = member.get(f"/api/v1/{name}")
    assert member.get(f"/api/v1/{name}", headers={"If-None-Match": first["ETag"]}).status_code == 304
