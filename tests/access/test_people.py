"""Administrators invite people and change what they may do, two of them where it matters; everything leaves a trace."""

import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import TypeVar

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from tests import signing
from tests.access.test_second_factors import is_in, set_up_app, sign_in
from tests.conftest import PASSWORD, People, make_people
from tests.working import wait_until
from wales_framework.access.models import AccountChange, Invitation, RoleChange, User
from wales_framework.audit.models import Event
from wales_framework.tokens import service as tokens
from wales_framework.tokens.models import Token

SignedIn = Callable[[str], Client]
T = TypeVar("T")


@pytest.fixture
def second(people: People) -> Client:
    """Another administrator."""
    return signing.client_of(User.objects.create_user("other", "other@example.org", PASSWORD, roles=["administrator"]))


def invite(client: Client, *roles: str, **more: object) -> Invitation:
    data = {"email": "ffion@example.org", "language": "en", "roles": roles, **more}
    client.post(reverse("access:invite"), data)
    return Invitation.objects.latest("pk")


def link_sent() -> str:
    found = re.search(r"https?://[^/]+(/\S+)", str(mail.outbox[-1].body))
    assert found is not None
    return found.group(1)


NEW = {"username": "ffion", "first_name": "Ffion", "password1": PASSWORD, "password2": PASSWORD}


def test_a_member_is_invited_by_one_administrator_and_the_link_opens_once(signed_in: SignedIn) -> None:
    invitation = invite(signed_in("administrator"), "member", regions=["W15000002"])
    link, newcomer = link_sent(), Client()
    assert mail.outbox[-1].to == ["ffion@example.org"]
    assert link.strip("/").rpartition("/")[2] not in str(list(Invitation.objects.values()))
    assert newcomer.get(link).status_code == 200
    newcomer.post(link, NEW)
    assert is_in(newcomer)
    person = User.objects.get(username="ffion")
    assert (person.email, person.roles, person.regions) == ("ffion@example.org", ["member"], ["W15000002"])
    assert Client().get(link).status_code == 404
    assert Client().post(link, {**NEW, "username": "second"}).status_code == 404
    assert is_in(sign_in(Client(), "ffion"))
    told = Event.objects.filter(target_id=str(invitation.pk), target_type="access.invitation").order_by("pk")
    assert [event.action for event in told] == ["invitation.request", "invitation.send", "invitation.accept"]


def test_an_analyst_is_invited_by_two(signed_in: SignedIn, second: Client) -> None:
    first = signed_in("administrator")
    invitation = invite(first, "analyst")
    assert mail.outbox == []
    assert first.post(reverse("access:approve-invitation", args=[invitation.pk])).status_code == 403
    second.post(reverse("access:approve-invitation", args=[invitation.pk]))
    Client().post(link_sent(), NEW)
    assert User.objects.get(username="ffion").roles == ["analyst"]


def test_an_invitation_ends_in_a_week_or_when_it_is_withdrawn_or_sent_again(signed_in: SignedIn) -> None:
    administrator = signed_in("administrator")
    invitation = invite(administrator, "member")
    first = link_sent()
    administrator.post(reverse("access:send-again", args=[invitation.pk]))
    again = link_sent()
    assert [Client().get(link).status_code for link in (first, again)] == [404, 200]
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().get(again).status_code == 404
    Invitation.objects.update(expires_at=timezone.now() + timedelta(days=1))
    administrator.post(reverse("access:withdraw-invitation", args=[invitation.pk]))
    assert Client().post(again, NEW).status_code == 404
    assert not User.objects.filter(username="ffion").exists()


def test_an_invitation_is_accepted_without_a_password_and_leads_to_a_passkey(signed_in: SignedIn) -> None:
    invite(signed_in("administrator"), "member")
    newcomer = Client()
    answer = newcomer.post(link_sent(), {"username": "ffion", "way": "passkey"})
    assert answer["Location"] == reverse("mfa_add_webauthn")
    assert newcomer.get(answer["Location"]).status_code == 200
    assert not User.objects.get(username="ffion").has_usable_password()


def test_an_address_is_invited_once_and_a_weak_password_refused(signed_in: SignedIn) -> None:
    administrator = signed_in("administrator")
    invite(administrator, "member")
    page = administrator.post(reverse("access:invite"), {"email": "FFION@example.org", "language": "en", "roles": ["member"]})
    assert "invited already" in page.content.decode()
    page = Client().post(link_sent(), {**NEW, "password1": "ffion", "password2": "ffion"})
    assert page.status_code == 422 and "There is a problem" in page.content.decode()
    assert not User.objects.filter(username="ffion").exists()


@pytest.mark.parametrize("taken", ["Analyst", "ANALYST", "Analyst@Example.org"])
@pytest.mark.parametrize("way", ["password", "passkey"])
def test_nobody_takes_what_another_signs_in_by(signed_in: SignedIn, taken: str, way: str) -> None:
    invite(signed_in("administrator"), "member")
    page = Client().post(link_sent(), {**NEW, "username": taken, "way": way})
    assert page.status_code == 422 and "already exists" in page.content.decode()
    assert User.objects.filter(username__iexact=taken).count() == (0 if "@" in taken else 1)
    assert is_in(sign_in(Client(), "analyst"))
    with pytest.raises(IntegrityError), transaction.atomic():  # by whatever way an account is made
        User.objects.create_user("ANALYST", "another@example.org", PASSWORD)


def at_once(acts: Sequence[Callable[[], T]]) -> list[T]:
    """What comes of all these when each has looked whether it may, and none has made an account yet."""

    def done(act: Callable[[], T]) -> T:
        try:
            return act()
        finally:
            connection.close()

    def waiting() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
            )
            return int(cursor.fetchone()[0])

    with ThreadPoolExecutor(len(acts)) as threads:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("LOCK TABLE access_user IN SHARE MODE")
            found = [threads.submit(done, act) for act in acts]
            wait_until(lambda: waiting() == len(acts))
        return [one.result() for one in found]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("other", ["ffion", "FFION"])
def test_of_two_who_take_a_name_at_the_same_moment_one_is_asked_for_another(other: str) -> None:
    administrator, links = signing.client_of(make_people()["administrator"]), []
    for email in ("ffion@example.org", "another@example.org"):
        invite(administrator, "member", email=email)
        links.append(link_sent())
    tries = [partial(Client().post, link, {**NEW, "username": name}) for link, name in zip(links, ("ffion", other), strict=True)]
    first, second = sorted(at_once(tries), key=lambda answer: answer.status_code)
    assert (first.status_code, second.status_code) == (302, 422)
    assert "already exists" in second.content.decode()
    assert User.objects.filter(username__iexact="ffion").count() == 1
    assert sorted(Invitation.objects.values_list("state", flat=True)) == ["accepted", "sent"]


@pytest.mark.django_db(transaction=True)
def test_a_link_that_is_followed_twice_at_once_makes_one_account() -> None:
    invite(signing.client_of(make_people()["administrator"]), "member")
    answers = at_once([partial(Client().post, link_sent(), {**NEW, "username": name}) for name in ("ffion", "other")])
    assert sorted(answer.status_code for answer in answers) == [302, 404]


def test_a_command_takes_nobodys_name_in_other_capitals(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERSON_PASSWORD", PASSWORD)
    with pytest.raises(CommandError, match="already exists"):
        call_command("add_person", "Analyst", email="first@example.org", roles=["administrator"])


@pytest.mark.django_db(transaction=True)
def test_a_service_that_has_a_name_twice_is_told_which_one() -> None:
    try:
        call_command("migrate", "access", "0004", verbosity=0)
        User.objects.create_user("other")
        second = User.objects.create_user("Other")
        with pytest.raises(CommandError, match="Other, other"):
            call_command("migrate", "access", verbosity=0)
        User.objects.filter(pk=second.pk).update(username="another")
    finally:
        call_command("migrate", "access", verbosity=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("OTHER")


def test_the_first_administrator_is_added_by_command(db: None, monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    monkeypatch.setenv("PERSON_PASSWORD", PASSWORD)
    call_command("add_person", "first", email="first@example.org", roles=["administrator"], verbosity=0)
    client.post(reverse("account_login"), {"login": "first", "password": PASSWORD})
    assert client.get(reverse("access:people")).status_code == 200
    monkeypatch.setenv("PERSON_PASSWORD", "short")
    with pytest.raises(CommandError, match="too short"):
        call_command("add_person", "second", email="second@example.org", roles=["member"])
    assert not User.objects.filter(username="second").exists()


def test_more_than_a_member_has_is_given_by_two_and_never_by_oneself(people: People, signed_in: SignedIn, second: Client) -> None:
    first, member = signed_in("administrator"), sign_in(Client(), "member")
    url = reverse("access:change-roles", args=[people["member"].pk])
    first.post(url, {"roles": ["member", "approver"], "why": "Stands in for Angharad"})
    asked = RoleChange.objects.get()
    people["member"].refresh_from_db()
    assert people["member"].roles == ["member"] and is_in(member)
    assert first.post(reverse("access:approve-roles", args=[asked.pk])).status_code == 403
    second.post(reverse("access:approve-roles", args=[asked.pk]))
    people["member"].refresh_from_db()
    assert people["member"].roles == ["approver", "member"]
    assert not is_in(member)  # with other roles everybody signs in again
    event = Event.objects.get(action="person.roles")
    assert (event.username, event.why) == ("other", "Stands in for Angharad")
    assert (event.detail["roles_before"], event.detail["roles_after"]) == (["member"], ["approver", "member"])
    own = reverse("access:change-roles", args=[people["administrator"].pk])
    assert first.post(own, {"roles": ["administrator", "analyst"]}).status_code == 403


def test_who_is_given_roles_does_not_approve_them(people: People, signed_in: SignedIn, second: Client) -> None:
    other = User.objects.get(username="other")
    signed_in("administrator").post(reverse("access:change-roles", args=[other.pk]), {"roles": ["administrator", "approver"]})
    assert second.post(reverse("access:approve-roles", args=[RoleChange.objects.get().pk])).status_code == 403


def test_taking_away_is_done_at_once_and_giving_it_back_is_not(people: People, signed_in: SignedIn) -> None:
    url, first = reverse("access:change-roles", args=[people["analyst"].pk]), signed_in("administrator")
    analyst = sign_in(Client(), "analyst")
    first.post(url, {"roles": ["analyst"], "regions": ["W15000001"]})
    people["analyst"].refresh_from_db()
    assert people["analyst"].regions == ["W15000001"] and not is_in(analyst)
    first.post(url, {"roles": ["analyst"]})  # all of Wales again: another administrator's to approve
    people["analyst"].refresh_from_db()
    assert people["analyst"].regions == ["W15000001"]
    assert RoleChange.objects.get().state == "requested"


def test_a_single_administrator_is_told_of_the_command_that_approves(
    people: People, signed_in: SignedIn, capsys: pytest.CaptureFixture[str]
) -> None:
    first = signed_in("administrator")
    first.post(reverse("access:change-roles", args=[people["member"].pk]), {"roles": ["analyst"]})
    assert "manage.py approve_roles" in first.get(reverse("access:people")).content.decode()
    call_command("approve_roles")
    listed = re.search(r"roles:\d+", capsys.readouterr().out)
    assert listed is not None
    call_command("approve_roles", listed.group())
    people["member"].refresh_from_db()
    assert people["member"].roles == ["analyst"]
    with pytest.raises(CommandError, match="already"):
        call_command("approve_roles", listed.group())


def test_a_refused_change_changes_nothing(people: People, signed_in: SignedIn, second: Client) -> None:
    signed_in("administrator").post(reverse("access:change-roles", args=[people["member"].pk]), {"roles": ["analyst"]})
    asked = RoleChange.objects.get()
    second.post(reverse("access:refuse-roles", args=[asked.pk]))
    second.post(reverse("access:approve-roles", args=[asked.pk]))
    people["member"].refresh_from_db()
    assert people["member"].roles == ["member"]


def test_all_sessions_and_tokens_of_a_person_are_ended(people: People, signed_in: SignedIn) -> None:
    member = sign_in(Client(), "member")
    _, secret = tokens.make(people["member"], "a program", Token.Scope.API, timezone.localdate())
    signed_in("administrator").post(reverse("access:end-everything", args=[people["member"].pk]))
    assert not is_in(member)
    assert Client(headers={"authorization": f"Bearer {secret}"}).get(reverse("api:indicators")).status_code == 401
    assert Event.objects.get(action="person.end_sessions").detail == {"sessions": 1, "tokens": 1}


def test_somebody_who_lost_their_app_is_helped_by_an_administrator(people: People, signed_in: SignedIn) -> None:
    set_up_app(sign_in(Client(), "member"))
    assert not is_in(sign_in(Client(), "member"))
    signed_in("administrator").post(reverse("access:reset-factors", args=[people["member"].pk]))
    assert is_in(sign_in(Client(), "member"))


def give_address(client: Client, person: User, email: str) -> str:
    data = {"first_name": person.first_name, "email": email, "is_active": "on"}
    return client.post(reverse("access:change", args=[person.pk]), data, follow=True).content.decode()


def test_one_administrator_alone_does_not_get_in_as_an_approver(people: People, signed_in: SignedIn, second: Client) -> None:
    first, approver = signed_in("administrator"), people["approver"]
    assert "Another administrator has to approve it" in give_address(first, approver, "mine@example.org")
    approver.refresh_from_db()
    assert approver.email == "approver@example.org"
    [told] = mail.outbox
    assert told.to == ["approver@example.org"]
    assert "mine@example.org" in told.body and "Another administrator decides" in told.body and "Gweinyddwr arall" in told.body
    Client().post(reverse("account_reset_password"), {"email": "mine@example.org"})
    assert mail.outbox[-1].to == ["mine@example.org"] and "/password/reset/" not in mail.outbox[-1].body
    asked = AccountChange.objects.get()
    assert "mine@example.org instead of approver@example.org" in second.get(reverse("access:people")).content.decode()
    assert first.post(reverse("access:approve-account", args=[asked.pk])).status_code == 403
    assert sign_in(Client(), "approver").post(reverse("access:approve-account", args=[asked.pk])).status_code == 403
    second.post(reverse("access:approve-account", args=[asked.pk]))
    approver.refresh_from_db()
    assert approver.email == "mine@example.org"
    assert mail.outbox[-1].to == ["approver@example.org"] and "no longer here" in mail.outbox[-1].body
    told_of = Event.objects.filter(action__startswith="account_change").order_by("pk")
    assert [(event.action, event.username) for event in told_of] == [
        ("account_change.request", "administrator"),
        ("account_change.approve", "other"),
    ]
    assert Event.objects.get(action="person.change").username == "other"


def test_an_approvers_second_factors_are_removed_by_two(people: People, signed_in: SignedIn, second: Client) -> None:
    set_up_app(sign_in(Client(), "approver"))
    first, url = signed_in("administrator"), reverse("access:reset-factors", args=[people["approver"].pk])
    mail.outbox.clear()
    first.post(url)
    assert not is_in(sign_in(Client(), "approver"))
    assert [message.to for message in mail.outbox] == [["approver@example.org"]]
    assert "waits for another administrator" in first.get(reverse("access:change", args=[people["approver"].pk])).content.decode()
    assert "waits for approval already" in first.post(url, follow=True).content.decode()
    first.post(reverse("access:refuse-account", args=[AccountChange.objects.get().pk]))
    assert AccountChange.objects.get().state == "withdrawn"
    first.post(url)
    second.post(reverse("access:approve-account", args=[AccountChange.objects.latest("pk").pk]))
    assert is_in(sign_in(Client(), "approver"))
    assert "were removed" in mail.outbox[-1].body


def test_who_is_to_have_more_than_a_member_keeps_their_address_meanwhile(people: People, signed_in: SignedIn) -> None:
    first, member = signed_in("administrator"), people["member"]
    first.post(reverse("access:change-roles", args=[member.pk]), {"roles": ["approver"]})
    give_address(first, member, "mine@example.org")
    member.refresh_from_db()
    assert member.email == "member@example.org"
    assert "member@example.org" in first.get(reverse("access:people")).content.decode()  # what another one approves it by


def test_an_administrator_alone_has_an_address_approved_on_the_server(
    people: People, signed_in: SignedIn, capsys: pytest.CaptureFixture[str]
) -> None:
    first = signed_in("administrator")
    give_address(first, people["administrator"], "new@example.org")
    call_command("approve_roles")
    listed = re.search(r"account:\d+  .*new@example.org, not administrator@example.org", capsys.readouterr().out)
    assert listed is not None
    call_command("approve_roles", listed.group().split()[0])
    people["administrator"].refresh_from_db()
    assert people["administrator"].email == "new@example.org"


def test_an_address_is_one_persons_in_whatever_capitals(people: People, signed_in: SignedIn, second: Client) -> None:
    first = signed_in("administrator")
    assert "Somebody with this address has an account" in give_address(first, people["member"], "APPROVER@example.org")
    give_address(first, people["approver"], "new@example.org")
    give_address(first, people["member"], "New@example.org")  # meanwhile
    second.post(reverse("access:approve-account", args=[AccountChange.objects.get().pk]))
    assert AccountChange.objects.get().state == "requested"
    people["approver"].refresh_from_db()
    assert people["approver"].email == "approver@example.org"


def test_what_cannot_be_told_is_not_done(people: People, signed_in: SignedIn, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 1
    assert "nothing was changed" in give_address(signed_in("administrator"), people["member"], "new@example.org")
    people["member"].refresh_from_db()
    assert people["member"].email == "member@example.org"


def test_people_are_managed_only_by_who_has_just_shown_that_it_is_them(people: People) -> None:
    client = Client()
    client.force_login(people["administrator"])
    for name, args in (
        ("access:invite", []),
        ("access:change", [people["member"].pk]),
        ("access:change-roles", [people["member"].pk]),
    ):
        answer = client.post(reverse(name, args=args), {"roles": ["member"], "email": "x@example.org", "language": "en"})
        assert answer["Location"].startswith(reverse("account_reauthenticate")), name
    assert not Invitation.objects.exists()


def test_details_are_changed_and_nobody_locks_themselves_out(people: People, signed_in: SignedIn) -> None:
    first = signed_in("administrator")
    data = {"first_name": "Mair", "email": "mair@example.org", "is_active": "on"}
    first.post(reverse("access:change", args=[people["member"].pk]), data)
    changed = Event.objects.filter(action="person.change").order_by("pk")
    assert [event.detail["changed"] for event in changed] == [["email"], ["first_name"]]
    assert [message.to for message in mail.outbox] == [["member@example.org"]]
    first.post(reverse("access:change", args=[people["administrator"].pk]), {"email": "administrator@example.org"})
    people["administrator"].refresh_from_db()
    assert people["administrator"].is_active
