"""Administrators add people and change what they may do; both leave a trace."""

from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from tests.conftest import PASSWORD, People
from wales_framework.access.models import User
from wales_framework.audit.models import Event

SignedIn = Callable[[str], Client]


def test_a_person_is_added_and_can_sign_in(signed_in: SignedIn) -> None:
    data = {"username": "ffion", "email": "ffion@example.org", "roles": ["member"], "password1": PASSWORD, "password2": PASSWORD}
    signed_in("administrator").post(reverse("access:add"), data)
    newcomer = Client()
    newcomer.post(reverse("account_login"), {"login": "ffion", "password": PASSWORD})
    assert newcomer.get(reverse("dashboards:home")).status_code == 200
    event = Event.objects.get(action="person.add")
    assert (event.username, event.target_name, event.detail) == ("administrator", "ffion", {"roles": ["member"]})


def test_the_first_administrator_is_added_by_command(db: None, monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    monkeypatch.setenv("PERSON_PASSWORD", PASSWORD)
    call_command("add_person", "first", email="first@example.org", roles=["administrator"], verbosity=0)
    client.post(reverse("account_login"), {"login": "first", "password": PASSWORD})
    assert client.get(reverse("access:people")).status_code == 200
    monkeypatch.setenv("PERSON_PASSWORD", "short")
    with pytest.raises(CommandError, match="too short"):
        call_command("add_person", "second", email="second@example.org", roles=["member"])
    assert not User.objects.filter(username="second").exists()


def test_a_weak_password_is_refused_with_the_reason(signed_in: SignedIn) -> None:
    data = {"username": "ffion", "email": "ffion@example.org", "password1": "ffion", "password2": "ffion"}
    page = signed_in("administrator").post(reverse("access:add"), data)
    assert not User.objects.filter(username="ffion").exists()
    assert "There is a problem" in page.content.decode()


def test_roles_are_changed_and_the_change_is_recorded(people: People, signed_in: SignedIn) -> None:
    url = reverse("access:change", args=[people["member"].pk])
    signed_in("administrator").post(url, {"email": "member@example.org", "roles": ["member", "board"], "is_active": "on"})
    people["member"].refresh_from_db()
    assert people["member"].roles == ["member", "board"]
    event = Event.objects.get(action="person.change")
    assert (event.detail["roles_before"], event.detail["roles_after"]) == (["member"], ["board", "member"])
