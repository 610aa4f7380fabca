"""Signing in: what it tells nobody, how often it may be tried, and how long it lasts."""

import re
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import ScryptPasswordHasher
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from indicators.releases.models import Release
from tests.access.test_second_factors import is_in, sign_in
from tests.conftest import PASSWORD, People
from wales_framework.access.sessions import BEGAN, SEEN
from wales_framework.audit.models import Event
from wales_framework.tokens import service as tokens
from wales_framework.tokens.models import Token

SignedIn = Callable[[str], Client]


def try_wrongly(name: str, times: int = 5, **headers: str) -> list[str]:
    """What somebody is told who gives a wrong password."""
    told = []
    for _ in range(times):
        answer = Client().post(reverse("account_login"), {"login": name, "password": "wrong"}, headers=headers)
        told.append(" ".join(re.findall(r'govuk-error-message">(.*?)</p>', answer.content.decode())))
    return told


def test_an_account_is_locked_for_a_while_whatever_it_is_called(people: People) -> None:
    told = try_wrongly("member", 3) + try_wrongly("member@example.org", 2)
    assert len(set(told)) == 1
    assert not is_in(sign_in(Client(), "member"))
    assert is_in(sign_in(Client(), "analyst"))
    assert Event.objects.filter(action="sign_in.fail", target_name="member").count() == 5
    lock = Event.objects.get(action="sign_in.lock")
    assert (lock.target_name, lock.detail) == ("member", {"address": "127.0.0.1"})


def test_nobody_learns_whether_there_is_an_account(people: People) -> None:
    known, unknown = try_wrongly("member", 6), try_wrongly("somebody", 6)
    assert known == unknown
    assert known[0] != known[5]
    told = str(list(Event.objects.filter(action="sign_in.fail").values()))
    assert "somebody" not in told  # what is typed there by mistake may be a password


def test_nobody_learns_it_from_how_long_it_takes(people: People, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashing is what takes time: whoever types a wrong name or password waits for one hash, not for none or two."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
    settings.ACCOUNT_RATE_LIMITS = {}
    people["member"].set_password(PASSWORD)
    people["member"].save()
    people["board"].set_unusable_password()
    people["board"].save()
    hashed: list[str] = []
    encode = ScryptPasswordHasher.encode

    def counted(self: ScryptPasswordHasher, password: str, *rest: object, **more: object) -> str:
        hashed.append(password)
        return str(encode(self, password, *rest, **more))

    monkeypatch.setattr(ScryptPasswordHasher, "encode", counted)
    for name in ("member", "board", "somebody"):
        hashed.clear()
        try_wrongly(name, 1)
        assert len(hashed) == 1, name


def test_a_link_for_a_new_password_is_answered_alike(people: People) -> None:
    answers = [
        Client().post(reverse("account_reset_password"), {"email": email}, follow=True)
        for email in ("member@example.org", "somebody@example.org")
    ]
    pages = [re.sub(r'value="\w{64}"', "", answer.content.decode()) for answer in answers]
    assert pages[0] == pages[1]
    assert [message.to for message in mail.outbox] == [["member@example.org"], ["somebody@example.org"]]
    for _ in range(3):
        last = Client().post(reverse("account_reset_password"), {"email": "member@example.org"})
    assert last.status_code == 429
    assert "Too many tries" in last.content.decode()


@pytest.mark.parametrize(("proxies", "each_their_own"), [(0, False), (1, False), (1, True)])
def test_an_address_is_limited_and_cannot_be_made_up(
    people: People, settings: Settings, proxies: int, each_their_own: bool
) -> None:
    """Without a proxy the header counts for nothing; with one, only what the proxy itself has added, which is the last."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/5m/ip"}
    for number in range(3):
        real = f"192.0.2.{number}" if each_their_own else "192.0.2.1"
        try_wrongly(f"name{number}", 1, x_forwarded_for=f"10.0.0.{number}, {real}")
    client = Client(headers={"x-forwarded-for": "10.9.9.9, 192.0.2.1"})
    assert is_in(sign_in(client, "member")) is each_their_own


def test_short_and_common_passwords_are_refused(signed_in: SignedIn) -> None:
    member = signed_in("member")
    for password in ("short", "password1234", "member@example.org"):
        member.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": password, "password2": password})
        assert not is_in(sign_in(Client(), "member", password)), password


def test_a_new_password_ends_the_other_sessions(people: People) -> None:
    here, there = sign_in(Client(), "member"), sign_in(Client(), "member")
    new = "another long pass phrase"
    here.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert (is_in(here), is_in(there)) == (True, False)
    assert Event.objects.get(action="password.change").username == "member"


@pytest.mark.parametrize(("key", "ago"), [(BEGAN, timedelta(hours=8)), (SEEN, timedelta(hours=1))])
def test_a_session_ends_by_itself(people: People, key: str, ago: timedelta) -> None:
    client = sign_in(Client(), "member")
    for part, still_in in ((0.99, True), (1.01, False)):
        session = client.session
        session[BEGAN] = session[SEEN] = time.time()
        session[key] = time.time() - ago.total_seconds() * part
        session.save()
        assert is_in(client) is still_in
    assert Event.objects.get(action="session.end").why


def test_a_session_lasts_no_longer_for_being_used(people: People) -> None:
    client = sign_in(Client(), "member")
    session = client.session
    session[BEGAN], session[SEEN] = time.time() - 7 * 3600, time.time() - 600
    session.save()
    assert is_in(client)
    assert client.session[SEEN] > time.time() - 60
    assert client.session[BEGAN] < time.time() - 6 * 3600


def test_a_stolen_cookie_opens_nothing_after_signing_out(people: People) -> None:
    owner = sign_in(Client(), "member")
    thief = Client()
    thief.cookies["sessionid"] = owner.cookies["sessionid"].value
    assert is_in(thief)
    owner.post(reverse("account_logout"))
    assert not is_in(thief)
    assert thief.get(reverse("api:observations")).status_code in (401, 403)
    assert not Session.objects.exists()
    assert [event.action for event in Event.objects.order_by("pk")] == ["session.begin", "session.end"]


def test_somebody_sees_where_they_are_signed_in_and_signs_out_there(people: People) -> None:
    here = sign_in(Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"}), "member")
    there, elsewhere, other = sign_in(Client(), "member"), sign_in(Client(), "member"), sign_in(Client(), "analyst")
    page = here.get(reverse("access:sessions")).content.decode()
    assert "Firefox, Windows" in page and page.count("127.0.0.1") == 3
    numbers = re.findall(r'name="session" value="(\d+)"', page)
    assert len(numbers) == 2
    other.post(reverse("access:end-session"), {"session": numbers[0]})
    assert is_in(there) and is_in(elsewhere)  # nobody ends another person's
    here.post(reverse("access:end-session"), {"session": numbers[0]})
    assert [is_in(there), is_in(elsewhere)].count(True) == 1
    here.post(reverse("access:end-session"), {"session": "others"})
    assert (is_in(here), is_in(there), is_in(elsewhere), is_in(other)) == (True, False, False, True)


def test_a_browser_that_has_a_page_is_not_told_that_it_is_unchanged_once_its_person_may_not_see_it(
    published: Release, people: People
) -> None:
    client = sign_in(Client(), "member")
    home = reverse("dashboards:home")
    tag = client.get(home)["ETag"]
    assert client.get(home, headers={"if-none-match": tag}).status_code == 304
    people["member"].roles = []
    people["member"].save()
    assert client.get(home, headers={"if-none-match": tag}).status_code == 403
    client.post(reverse("account_logout"))
    assert client.get(home, headers={"if-none-match": tag}).status_code == 302


@pytest.mark.parametrize("change", [{"is_active": False}, {"roles": []}])
def test_a_token_ends_with_its_owner(people: People, change: dict[str, object]) -> None:
    _, secret = tokens.make(people["member"], "a program", Token.Scope.API, timezone.localdate())
    program = Client(headers={"authorization": f"Bearer {secret}"})
    assert program.get(reverse("api:indicators")).status_code == 200
    for name, value in change.items():
        setattr(people["member"], name, value)
    people["member"].save()
    assert program.get(reverse("api:indicators")).status_code == 401
