"""What a browser has already is not sent again, and what has changed is."""

from collections.abc import Callable

import pytest
from django.conf import settings
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


def token_of(page: str) -> str:
    return page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]


def again(client: Client, path: str, tag: str) -> int:
    return client.get(path, headers={"If-None-Match": tag}).status_code


@pytest.mark.parametrize("path", PAGES)
def test_a_page_that_is_as_it_was_is_not_sent_again(path: str, rich: Release, signed_in: Callable[[str], Client]) -> None:
    member = signed_in("member")
    member.get(path)  # with which it has its cookie, as a browser has since it signed in
    assert again(member, path, tag_of(member, path)) == 304


@pytest.mark.parametrize("path", PAGES)
def test_a_program_that_has_only_its_session_is_not_sent_a_page_again(
    path: str, rich: Release, signed_in: Callable[[str], Client]
) -> None:
    """It keeps no cookie but the one that it was given for signing in, so its pages' tokens are of no use to it."""
    member = signed_in("member")
    tag = tag_of(member, path)
    member.cookies.pop(settings.CSRF_COOKIE_NAME, None)
    answer = member.get(path, headers={"If-None-Match": tag})
    assert answer.status_code == 304 and not answer.cookies


def test_a_browser_keeps_no_page_with_the_token_of_another_cookie(rich: Release, signed_in: Callable[[str], Client]) -> None:
    member = signed_in("member")
    without = tag_of(member, "/en/")  # with which it was given a cookie
    assert settings.CSRF_COOKIE_NAME in member.cookies
    assert again(member, "/en/", without) == 200
    given = tag_of(member, "/en/")
    assert given != without and again(member, "/en/", given) == 304
    del member.cookies[settings.CSRF_COOKIE_NAME]
    assert again(member, "/en/", given) == 200  # another one
    assert tag_of(member, "/en/") not in (given, without)


def test_who_lost_that_cookie_has_a_way_out(rich: Release, signed_in: Callable[[str], Client], people: dict[str, User]) -> None:
    """Their browser may go on showing the page that it was given last without a cookie: its form is refused once."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(people["member"])
    answer = browser.get("/en/")
    without, shown = answer["ETag"], token_of(answer.content.decode())
    del browser.cookies[settings.CSRF_COOKIE_NAME]
    assert again(browser, "/en/", without) == 304
    leave = reverse("account_logout")
    refused = browser.post(leave, {"csrfmiddlewaretoken": shown})
    assert refused.status_code == 403 and settings.CSRF_COOKIE_NAME in refused.cookies
    fresh = browser.get("/en/", headers={"If-None-Match": without})
    assert fresh.status_code == 200
    assert browser.post(leave, {"csrfmiddlewaretoken": token_of(fresh.content.decode())}).status_code == 302


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
    token = token_of(second)
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
