"""Tokens: made on a page, shown once, kept as a hash, dead when they end, are revoked or their owner may not sign in."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from indicators.releases.models import Release
from tests import signing
from tests.conftest import People, make_people
from wales_framework.audit.models import Event
from wales_framework.tokens import service
from wales_framework.tokens.models import Token
from wales_framework.tokens.service import MOST

SignedIn = Callable[[str], Client]
FIGURES = "/api/v1/observations"


def filled(client: Client, name: str = "My laptop", scope: str = "api", days: int = 30) -> dict[str, str]:
    """The form of the page as somebody fills it in."""
    number = re.search(r'name="number" value="([^"]+)"', client.get("/en/tokens/").content.decode())
    assert number is not None
    expires = timezone.localdate() + timedelta(days=days)
    return {"number": number[1], "name": name, "scope": scope, "expires": expires.isoformat()}


def made(client: Client, scope: str = "api", days: int = 30) -> str:
    """Make a token on the page, and copy its secret."""
    answer = client.post("/en/tokens/", filled(client, scope=scope, days=days))
    found = re.search(r'id="secret">([^<]+)<', answer.content.decode())
    assert found is not None, answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    return found[1]


def asked(secret: str, address: str = FIGURES) -> int:
    return Client().get(address, headers={"Authorization": f"Bearer {secret}"}).status_code


def test_a_token_reads_what_its_owner_reads(published: Release, signed_in: SignedIn) -> None:
    secret = made(signed_in("member"))
    assert asked(secret) == 200
    assert asked(secret + "x") == 401
    assert asked("") == 401
    refused = Client().get(FIGURES)
    assert refused.status_code == 401
    assert refused["WWW-Authenticate"] == "Bearer"
    assert set(refused.json()) == {"detail", "remedy"}


def test_the_roles_hold_for_tokens_too(published: Release, people: People, signed_in: SignedIn) -> None:
    assert asked(made(signed_in("member")), "/api/v1/extracts") == 403
    analyst = made(signed_in("analyst"))
    assert asked(analyst, "/api/v1/extracts") == 200
    people["analyst"].roles = ["member"]
    people["analyst"].save()
    assert asked(analyst, "/api/v1/extracts") == 403


def test_it_is_shown_once_and_kept_as_a_hash(people: People, signed_in: SignedIn) -> None:
    member = signed_in("member")
    secret = made(member)
    assert secret not in member.get("/en/tokens/").content.decode()
    token = Token.objects.get()
    assert secret not in str(vars(token))
    assert secret.startswith(token.beginning)
    assert secret not in str(list(Event.objects.values_list("detail", "target_name")))
    assert asked(secret, "/api/v1/areas") == 200
    token.refresh_from_db()
    assert token.last_used_at is not None


def test_a_page_that_is_loaded_again_makes_no_second_token(people: People, signed_in: SignedIn) -> None:
    member = signed_in("member")
    form = filled(member)
    first, again = (member.post("/en/tokens/", form) for _time in range(2))
    assert b'id="secret"' in first.content
    assert again["Location"] == "/en/tokens/"
    told = member.get("/en/tokens/").content.decode()
    assert "This token is made already" in told and 'id="secret"' not in told
    assert Token.objects.count() == 1
    without = member.post("/en/tokens/", {**form, "number": ""})
    assert without.status_code == 422 and b"Open this page anew" in without.content
    assert signed_in("analyst").post("/en/tokens/", form).status_code == 200  # the number is one of a person's own forms
    assert Token.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_several_times_at_once_makes_one_token() -> None:
    member = signing.client_of(make_people()["member"])
    form = filled(member)

    def send(_thread: int) -> int:
        try:
            return member.post("/en/tokens/", form).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as threads:
        assert sorted(threads.map(send, range(3))) == [200, 302, 302]
    assert Token.objects.count() == 1


def test_it_ends(people: People, signed_in: SignedIn) -> None:
    member = signed_in("member")
    revoked, expired, orphaned = made(member), made(member), made(member)
    token = Token.objects.get(beginning=revoked[:10], digest__isnull=False)
    assert signed_in("analyst").post(f"/en/tokens/{token.pk}/revoke/").status_code == 404
    assert asked(revoked, "/api/v1/areas") == 200
    member.post(f"/en/tokens/{token.pk}/revoke/")
    assert asked(revoked, "/api/v1/areas") == 401
    Token.objects.filter(beginning=expired[:10]).update(expires_at=timezone.now())
    assert asked(expired, "/api/v1/areas") == 401
    assert asked(orphaned, "/api/v1/areas") == 200
    people["member"].is_active = False
    people["member"].save()
    assert asked(orphaned, "/api/v1/areas") == 401
    assert [*Event.objects.filter(action__startswith="token.").values_list("action", flat=True)].count("token.revoke") == 1


@pytest.mark.parametrize("days", [-1, 366])
def test_a_token_lasts_a_year_at_most(people: People, signed_in: SignedIn, days: int) -> None:
    member = signed_in("member")
    answer = member.post("/en/tokens/", filled(member, days=days))
    assert answer.status_code == 422
    assert b"Choose a day from today to" in answer.content
    assert not Token.objects.exists()


def test_nobody_hoards_them(people: People, signed_in: SignedIn) -> None:
    member = signed_in("member")
    for _number in range(MOST):
        made(member)
    answer = member.post("/en/tokens/", filled(member, "one more", days=0))
    assert b"Revoke one that you do not need" in answer.content
    assert Token.objects.count() == MOST


@pytest.mark.django_db(transaction=True)
def test_who_asks_at_once_has_no_more_than_who_asks_in_turn(settings: Settings) -> None:
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "DEFAULT_THROTTLE_RATES": {"requests": "5/minute", "uploads": "1/hour"}}
    _, secret = service.make(make_people()["member"], "a program", Token.Scope.API, timezone.localdate())

    def several(_thread: int) -> list[int]:
        try:
            return [asked(secret, "/api/v1/areas") for _time in range(5)]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        answers = [status for found in threads.map(several, range(4)) for status in found]
    assert (answers.count(200), answers.count(429)) == (5, 15)


def test_who_asks_too_often_is_told_to_wait(people: People, signed_in: SignedIn, settings: Settings) -> None:
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "DEFAULT_THROTTLE_RATES": {"requests": "3/minute", "uploads": "1/hour"}}
    member, secret = signed_in("member"), made(signed_in("member"))
    assert [member.get("/api/v1/areas").status_code for _time in range(4)] == [200, 200, 200, 429]
    refused = member.get("/api/v1/areas")
    assert 0 < int(refused["Retry-After"]) <= 60
    assert "Retry-After" in refused.json()["remedy"]
    assert asked(secret, "/api/v1/areas") == 200  # each token counts by itself
    assert signed_in("analyst").get("/api/v1/areas").status_code == 200
