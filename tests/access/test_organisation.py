"""Signing in through an organisation: a real identity provider says who somebody is and which groups they are in."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext
from pytest_django import Settings

from tests.access.organisation import Provider, running, sign_in_there
from tests.access.test_people import invite
from tests.access.test_second_factors import is_in, sign_in
from tests.conftest import PASSWORD, People
from tests.serving import Site
from wales_framework.access.models import User
from wales_framework.access.organisation.groups import granted, mapped
from wales_framework.audit.models import Event
from wales_framework.tokens import service as tokens
from wales_framework.tokens.models import Token

SignedIn = Callable[[str], Client]
GROUPS = '{"pc-analysts": "analyst", "pc-members-gwent": "member:W15000002", "pc-board": "board"}'
MEMBER = {"email": "member@example.org", "email_verified": True, "preferred_username": "mevans"}


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    with running(tmp_path_factory.mktemp("provider"), "http://testserver/organisation/callback") as provider:
        yield provider


@pytest.fixture
def provider(started: Provider, db: None, settings: Settings) -> Provider:
    started.say({})
    settings.OIDC_ISSUER = started.issuer
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [started.app()], "SCOPE": ["openid", "profile", "email"]}}
    return started


def test_somebody_known_is_let_in_by_their_address_and_then_by_who_they_are(provider: Provider, people: People) -> None:
    provider.say({"mair": MEMBER})
    client = Client()
    assert "Sign in with Llywodraeth" in client.get(reverse("account_login")).content.decode()
    assert sign_in_there(client, "mair").status_code == 200
    assert client.session["_auth_user_id"] == str(people["member"].pk)
    provider.say({"mair": {**MEMBER, "email": "evans@example.org"}})  # a new address: it is still she
    sign_in_there(again := Client(), "mair")
    assert again.session["_auth_user_id"] == str(people["member"].pk)
    provider.say({"other": MEMBER})  # her former address, given to somebody else
    assert sign_in_there(other := Client(), "other").status_code == 403
    assert not is_in(other)
    told = [event.action for event in Event.objects.order_by("pk")]
    assert told == ["person.connect", "session.begin", "session.begin", "sign_in.fail"]


def test_nobody_else_is_let_in(provider: Provider, people: People, signed_in: SignedIn) -> None:
    provider.say(
        {
            "stranger": {"email": "stranger@example.org", "email_verified": True},
            "unsure": {**MEMBER, "email_verified": False},
            "without": {"preferred_username": "member"},
        }
    )
    for login in ("stranger", "unsure", "without"):
        client = Client()
        assert sign_in_there(client, login).status_code == 403, login
        assert not is_in(client), login
    assert User.objects.count() == len(people)


def test_who_does_not_agree_or_makes_the_answer_up_is_not_let_in(provider: Provider, people: People) -> None:
    provider.say({"mair": MEMBER})
    client = Client()
    assert sign_in_there(client, "mair", refuse=True).status_code == 403
    assert client.get(reverse("openid_connect_callback"), {"code": "made-up", "state": "made-up"}).status_code == 403
    state = parse_qs(urlsplit(client.post(reverse("openid_connect_login"))["Location"]).query)["state"]
    assert client.get(reverse("openid_connect_callback"), {"code": "made-up", "state": state}).status_code == 403
    assert not is_in(client)


def test_the_way_there_is_not_begun_by_a_link_and_has_a_challenge(provider: Provider, people: People) -> None:
    assert Client().get(reverse("openid_connect_login")).status_code == 200  # a page that asks, and leads nowhere by itself
    asked = parse_qs(urlsplit(Client().post(reverse("openid_connect_login"))["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"] and asked["code_challenge"] and asked["state"]


def test_an_invitation_is_accepted_by_signing_in(provider: Provider, signed_in: SignedIn) -> None:
    invitation = invite(signed_in("administrator"), "member", regions=["W15000002"])
    provider.say({"ffion": {"email": "Ffion@example.org", "email_verified": True, "preferred_username": "member"}})
    sign_in_there(Client(), "ffion")
    invitation.refresh_from_db()
    assert invitation.state == "accepted"
    person = User.objects.get(pk=invitation.person_id)
    assert (person.username, person.roles, person.regions) == ("member2", ["member"], ["W15000002"])
    assert not person.has_usable_password()


def test_roles_and_regions_follow_the_groups(provider: Provider, people: People, settings: Settings) -> None:
    settings.OIDC_GROUPS = GROUPS
    siân = {"email": "sian@example.org", "email_verified": True, "preferred_username": "siân.huws", "given_name": "Siân"}
    provider.say({"sian": {**siân, "groups": ["pc-members-gwent", "football"]}})
    client = Client()
    sign_in_there(client, "sian")
    person = User.objects.get(email="sian@example.org")
    assert (person.roles, person.regions, person.first_name) == (["member"], ["W15000002"], "Siân")
    provider.say({"sian": {**siân, "groups": ["pc-members-gwent", "pc-analysts"]}})
    sign_in_there(again := Client(), "sian")
    person.refresh_from_db()
    assert (person.roles, person.regions) == (["analyst", "member"], [])
    assert is_in(again) and not is_in(client)  # who has other roles signs in again
    _, secret = tokens.make(person, "a program", Token.Scope.API, timezone.localdate())
    program = Client(headers={"authorization": f"Bearer {secret}"})
    assert program.get(reverse("api:indicators")).status_code == 200
    provider.say({"sian": {**siân, "groups": ["football"]}})
    assert sign_in_there(Client(), "sian").status_code == 403
    person.refresh_from_db()
    assert person.roles == []
    assert not is_in(again) and program.get(reverse("api:indicators")).status_code == 401
    changes = Event.objects.filter(action="person.roles").order_by("pk")
    assert [event.detail["roles_after"] for event in changes] == [["member"], ["analyst", "member"], []]


def test_whose_roles_the_organisation_decides_on_comes_through_it(
    provider: Provider, people: People, settings: Settings, signed_in: SignedIn
) -> None:
    settings.OIDC_GROUPS = GROUPS
    provider.say({"mair": {**MEMBER, "groups": ["pc-board"]}})
    sign_in_there(Client(), "mair")
    assert not is_in(sign_in(Client(), "member", PASSWORD))
    member = people["member"]
    page = signed_in("administrator").post(reverse("access:change-roles", args=[member.pk]), {"roles": ["member"]})
    assert "follow the groups" in page.content.decode()
    member.refresh_from_db()
    assert member.roles == ["board"]
    _, secret = tokens.make(member, "a program", Token.Scope.API, timezone.localdate())
    User.objects.filter(pk=member.pk).update(last_login=timezone.now() - timedelta(days=31))
    assert tokens.find(secret, Token.Scope.API) is None  # nobody has vouched for her for long


def test_a_mapping_of_groups_is_read_in_both_ways_or_refused(settings: Settings) -> None:
    assert mapped("a=analyst,b=member:W15000001+W15000002") == mapped('{"a": "analyst", "b": "member:W15000001+W15000002"}')
    settings.OIDC_GROUPS = "a=analyst,b=member:W15000001"
    assert granted(["b"]) == (["member"], ["W15000001"])
    assert granted(["a", "b", "c"]) == (["analyst", "member"], [])
    assert granted([]) == ([], [])
    for wrong in ("a", "a=king", '{"a": 1', "[]"):
        with pytest.raises(ImproperlyConfigured):
            mapped(wrong)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_browser_goes_there_and_back(
    people: People, browser: BrowserContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The content policy of the sign-in page lets its form lead to the organisation, and nowhere else."""
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    with running(tmp_path, f"http://127.0.0.1:{port}/organisation/callback") as provider:
        provider.say({"mair": MEMBER})
        for name, value in {"ISSUER": provider.issuer, "CLIENT_ID": "positive-change", "NAME": "Llywodraeth"}.items():
            monkeypatch.setenv(f"OIDC_{name}", value)
        monkeypatch.setenv("OIDC_CLIENT_SECRET", str(provider.app()["secret"]))
        site = Site(port=port)
        try:
            page = browser.new_page()
            page.goto(f"{site.url}/cy/")
            page.locator("form[action='/organisation/sign-in'] button").click()
            page.locator("input[name=login]").fill("mair")
            page.locator("input[name=password]").fill("any")
            page.get_by_role("button", name="Sign-in").click()
            page.get_by_role("button", name="Continue").click()
            page.wait_for_url(f"{site.url}/cy/")
        finally:
            site.close()
