"""What a browser has already is not sent again, and what has changed is."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.releases.models import Release
from wales_framework import audit
from wales_framework.access.models import User
from wales_framework.audit.models import Event

PAGES = [
    "/en/",
    "/cy/",
    "/en/groups/A/",
    "/en/indicators/A1/?area=W15000002",
    "/en/indicators/A1/figures.csv",
    "/en/data/all-figures.csv",
]


def tag_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    assert "no-cache" in answer["Cache-Control"] and "private" in answer["Cache-Control"]
    return str(answer["ETag"])


def again(client: Client, path: str, tag: str) -> int:
    return client.get(path, headers={"If-None-Match": tag}).status_code


@pytest.mark.parametrize("path", PAGES)
def test_a_page_that_is_as_it_was_is_not_sent_again(path: str, rich: Release, signed_in: Callable[[str], Client]) -> None:
    member = signed_in("member")
    assert again(member, path, tag_of(member, path)) == 304


def test_what_somebody_wrote_since_is_sent(rich: Release, signed_in: Callable[[str], Client], people: dict[str, User]) -> None:
    member = signed_in("member")
    before = tag_of(member, "/en/")
    audit.record("plan.announce", people["analyst"])
    assert again(member, "/en/", before) == 200
    audit.record("pack.download", people["board"])  # which changes nothing that anybody reads
    assert again(member, "/en/", tag_of(member, "/en/")) == 304


def test_the_tag_is_of_one_person_one_language_and_one_address(rich: Release, signed_in: Callable[[str], Client]) -> None:
    member, analyst = signed_in("member"), signed_in("analyst")
    paths = ("/en/", "/cy/", f"/en/?release={rich.pk}", "/en/groups/A/")
    assert len({tag_of(member, path) for path in paths} | {tag_of(analyst, "/en/")}) == 5


def test_what_is_said_once_is_not_said_again(rich: Release, signed_in: Callable[[str], Client]) -> None:
    """An address with a mistake is answered with a message above the page: no browser may keep that page."""
    member = signed_in("member")
    path = "/en/indicators/A1/?from=nonsense"
    answer = member.get(path)
    assert "nonsense" in answer.content.decode()
    if "ETag" in answer:  # then it is part of the page, and comes again with it
        assert "nonsense" in member.get(path).content.decode()


def test_a_change_of_roles_is_another_page(rich: Release, signed_in: Callable[[str], Client], people: dict[str, User]) -> None:
    member = signed_in("member")
    before = tag_of(member, "/en/")
    User.objects.filter(pk=people["member"].pk).update(roles=["member", "board"])
    assert again(member, "/en/", before) == 200


def test_what_one_reader_was_answered_the_next_gets_with_their_own_name_and_token(
    rich: Release, signed_in: Callable[[str], Client], people: dict[str, User]
) -> None:
    member = signed_in("member")
    first = member.get("/en/").content.decode()
    other = User.objects.create_user("Nia <b>Rhys</b>", "nia@example.org", roles=["member"])
    client = Client(enforce_csrf_checks=True)
    client.force_login(other)
    with CaptureQueriesContext(connection) as asked:
        second = client.get("/en/").content.decode()
    assert len(asked) == 3  # the session, the person, the latest change: the page was made before
    assert "<strong data-reader>Nia &lt;b&gt;Rhys&lt;/b&gt;</strong>" in second and "Nia" not in first
    assert "<strong data-reader>member</strong>" in first and "<strong data-reader>member</strong>" not in second
    token = second.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    assert token not in first
    assert client.post(reverse("account_logout"), {"csrfmiddlewaretoken": token}).status_code == 302


def test_who_may_do_something_else_gets_another_page(rich: Release, signed_in: Callable[[str], Client]) -> None:
    menus = {signed_in(role).get("/en/").content.decode().split("<main")[0].count("<li") for role in ("member", "analyst")}
    assert len(menus) == 2


def test_a_change_whose_transaction_took_longer_than_a_later_one_is_seen(
    rich: Release, signed_in: Callable[[str], Client], people: dict[str, User]
) -> None:
    """Events are numbered when they are written: what was committed last may have a lower number than what is seen already."""
    member = signed_in("member")
    audit.record("plan.announce", people["analyst"])
    early = Event.objects.latest("pk")
    audit.record("plan.announce", people["analyst"])
    with connection.cursor() as cursor:  # as if its transaction had not ended
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE audit_event DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM audit_event WHERE id = %s", [early.pk])
    before = tag_of(member, "/en/")
    early.save(force_insert=True)
    assert again(member, "/en/", before) == 200
