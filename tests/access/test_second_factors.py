"""Authenticator apps and recovery codes, and that nothing opens without where they are needed."""

import re
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests.access.codes import fresh_code_of, test_codes_are_those_of_the_standard
from tests.conftest import PASSWORD, People
from wales_framework.access.factors import FactorAdapter
from wales_framework.audit.models import Event

__all__ = ["test_codes_are_those_of_the_standard"]
SignedIn = Callable[[str], Client]


def sign_in(client: Client, name: str, password: str = PASSWORD) -> Client:
    client.post(reverse("account_login"), {"login": name, "password": password})
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse("dashboards:home")).status_code == 200


def set_up_app(client: Client) -> str:
    """Set up an app as a person does; its secret, which is read off the page."""
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    found = re.search(r'<code id="secret">([A-Z2-7]+)</code>', page)
    assert found is not None
    answer = client.post(reverse("mfa_activate_totp"), {"code": fresh_code_of(found.group(1))})
    assert answer.status_code == 302
    return found.group(1)


def test_who_has_an_app_is_in_with_its_code_only_and_each_code_once(people: People) -> None:
    secret = set_up_app(sign_in(Client(), "member"))
    client = sign_in(Client(), "member")
    assert not is_in(client)
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert not is_in(client)
    code = fresh_code_of(secret)
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert is_in(client)
    again = sign_in(Client(), "member")
    again.post(reverse("mfa_authenticate"), {"code": code})
    assert not is_in(again)
    told = list(Event.objects.filter(target_id=str(people["member"].pk)).order_by("pk").values_list("action", flat=True))
    assert told[:3] == ["session.begin", "second_factor.add", "second_factor.add"]  # the app, and with it recovery codes
    assert told[3:5] == ["sign_in.fail", "session.begin"]
    trail = str(list(Event.objects.values()))
    assert not [said for said in (code, "000000", secret, PASSWORD) if said in trail]


def test_a_recovery_code_opens_once(people: People) -> None:
    client = sign_in(Client(), "member")
    set_up_app(client)
    codes = re.findall(r"<li><code>(\d+)</code>", client.get(reverse("mfa_view_recovery_codes")).content.decode())
    assert len(codes) == 10
    assert codes[0] in client.get(reverse("mfa_download_recovery_codes")).content.decode()
    opened = []
    for _ in range(2):
        other = sign_in(Client(), "member")
        other.post(reverse("mfa_authenticate"), {"code": codes[0]})
        opened.append(is_in(other))
    assert opened == [True, False]


def test_the_secret_of_an_app_is_encrypted_where_it_is_kept(people: People, settings: Settings) -> None:
    secret = set_up_app(sign_in(Client(), "member"))
    kept = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in kept
    assert FactorAdapter().decrypt(kept) == secret
    former = settings.SECRET_KEY
    settings.SECRET_KEY = "another key of the service, since the former one was seen by somebody"
    assert FactorAdapter().decrypt(kept) != secret
    settings.SECRET_KEY_FALLBACKS = [former]
    assert FactorAdapter().decrypt(kept) == secret


def test_nothing_opens_without_a_second_factor_where_it_is_needed(people: People, settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    client = sign_in(Client(), "analyst")
    for name in ("dashboards:home", "extracts:list", "access:sessions", "tokens:list"):
        assert client.get(reverse(name))["Location"] == reverse("mfa_index"), name
    assert client.get(reverse("api:indicators")).status_code == 403
    assert "A password alone does not open this service" in client.get(reverse("mfa_index")).content.decode()
    set_up_app(client)
    assert is_in(client)
    assert client.get(reverse("api:indicators")).status_code == 200


def test_wrong_codes_are_limited(people: People) -> None:
    secret = set_up_app(sign_in(Client(), "member"))
    client = sign_in(Client(), "member")
    for _ in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    client.post(reverse("mfa_authenticate"), {"code": fresh_code_of(secret)})
    assert not is_in(client)


def test_an_app_is_taken_away_only_by_who_has_just_shown_that_it_is_them(people: People) -> None:
    client = sign_in(Client(), "member")
    set_up_app(client)
    session = client.session
    session["account_authentication_methods"] = [
        {**one, "at": one["at"] - 3600} for one in session["account_authentication_methods"]
    ]
    session.save()
    answer = client.post(reverse("mfa_deactivate_totp"))
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert Authenticator.objects.filter(type="totp").exists()
    client.post(answer["Location"], {"password": PASSWORD})  # what was asked for is done then
    assert not Authenticator.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_whose_account_it_is_is_told_by_e_mail(people: People) -> None:
    set_up_app(sign_in(Client(), "member"))
    (message,) = mail.outbox
    assert message.to == ["member@example.org"]
    assert "authenticator app was set up" in message.body and "127.0.0.1" in message.body
