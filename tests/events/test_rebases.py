"""A rebase is asked for by one person and approved by another, and only then charts follow it."""

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from indicators.events import rebases_in_force, service
from indicators.events.models import ChangeEvent, Rebase
from indicators.releases import service as releases
from tests.conftest import People, make_people
from tests.events.making import SCRIPT, values
from tests.publishing import load_examples, publish
from wales_framework.audit.models import Event
from wales_framework.workflow import MoveRefused

SignedIn = Callable[[str], Client]


@pytest.fixture
def event(people: People) -> ChangeEvent:
    return service.record(people["analyst"], values(areas=["W15000003", "W92000004"]))


def press(client: Client, name: str, pk: int, **data: Any) -> str:
    return client.post(reverse(f"events:{name}", args=[pk]), data, follow=True).content.decode()


def test_from_request_to_chart_and_back(event: ChangeEvent, people: People, signed_in: SignedIn) -> None:
    analyst, approver = signed_in("analyst"), signed_in("approver")
    press(analyst, "rebase", event.pk, indicators="A1", areas=["W15000003"], why="Nobody could be sentenced")
    rebase = Rebase.objects.get()
    assert rebases_in_force() == []
    assert "1 rebase waits for approval" in approver.get(reverse("events:list")).content.decode()
    assert "The rebase is approved" in press(approver, "approve-rebase", rebase.pk)
    title = {"en": "Courts closed", "cy": "Llysoedd ar gau"}
    assert rebases_in_force() == [
        {"event": event.pk, "date": "2020-03-23", "title": title, "indicator": "A1", "area": "W15000003"}
    ]
    press(approver, "withdraw-rebase", rebase.pk, why="The level did not change")
    assert rebases_in_force() == []
    press(analyst, "request-rebase-again", rebase.pk)
    assert rebases_in_force() == []
    press(approver, "approve-rebase", rebase.pk)
    assert len(rebases_in_force()) == 1
    actions = Event.objects.filter(target_type="events.rebase").order_by("pk").values_list("action", flat=True)
    assert list(actions) == [
        "rebase.request", "rebase.approve", "rebase.withdraw", "rebase.request_again", "rebase.approve",
    ]  # fmt: skip
    page = signed_in("member").get(reverse("events:detail", args=[event.pk])).content.decode()
    assert "Nobody could be sentenced" in page and "Withdraw it" not in page


def test_a_rebase_of_all_that_the_event_affects(event: ChangeEvent, people: People) -> None:
    rebase = service.request_rebase(people["analyst"], event, [], [], "All of it")
    service.approve_rebase(people["approver"], rebase)
    pairs = {(one["indicator"], one["area"]) for one in rebases_in_force()}
    assert pairs == {(indicator, area) for indicator in ("A1", "B1") for area in ("W15000003", "W92000004")}
    everything = service.record(people["analyst"], values(date=date(2018, 1, 1), indicators=[], areas=[]))
    service.approve_rebase(people["approver"], service.request_rebase(people["analyst"], everything, [], [], "All"))
    assert next((one["date"], one["indicator"], one["area"]) for one in rebases_in_force()) == ("2018-01-01", "", "")


def test_who_asked_does_not_approve_even_with_both_roles(event: ChangeEvent, people: People, signed_in: SignedIn) -> None:
    both = people["analyst"]
    both.roles = ["analyst", "approver"]
    both.save()
    rebase = service.request_rebase(both, event, [], [], "Why")
    assert "Somebody else has to approve it" in press(signed_in("analyst"), "approve-rebase", rebase.pk)
    with pytest.raises(PermissionDenied):
        service.approve_rebase(both, rebase)
    rebase.refresh_from_db()
    assert rebase.state == "requested"
    with pytest.raises(DatabaseError, match="rebase_by_two_people"), transaction.atomic():
        Rebase.objects.update(state="approved", approved_by=both)


def test_who_asks_anew_is_who_asked(event: ChangeEvent, people: People) -> None:
    """A person who asked the second time may not approve by a rebase read before."""
    both = people["approver"]
    both.roles = ["analyst", "approver"]
    both.save()
    rebase = service.request_rebase(people["analyst"], event, [], [], "Why")
    read_before = Rebase.objects.get(pk=rebase.pk)
    service.withdraw_rebase(people["analyst"], rebase, "Wrong")
    service.request_again(both, rebase)
    with pytest.raises(PermissionDenied):
        service.approve_rebase(both, read_before)


@pytest.mark.parametrize("name", ["member", "board", "administrator", "approver", "nobody"])
def test_only_analysts_ask_and_only_approvers_approve(name: str, event: ChangeEvent, people: People) -> None:
    with pytest.raises(PermissionDenied):
        service.request_rebase(people[name], event, [], [], "Why")
    rebase = service.request_rebase(people["analyst"], event, [], [], "Why")
    if name != "approver":
        with pytest.raises(PermissionDenied):
            service.approve_rebase(people[name], rebase)
        with pytest.raises(PermissionDenied):
            service.withdraw_rebase(people[name], rebase, "Why")


def test_what_a_rebase_rests_on_stays_as_it_was_approved(event: ChangeEvent, people: People, signed_in: SignedIn) -> None:
    service.request_rebase(people["analyst"], event, [], [], "Why")
    for name, other in {
        "date": date(2021, 1, 1),
        "title_en": "Other",
        "cause_en": "Other",
        "areas": [],
        "indicators": [],
    }.items():
        with pytest.raises(service.EventRefused, match="A rebase rests on this event"):
            service.change(people["analyst"], event, {name: other}, event.version)
    with pytest.raises(service.EventRefused, match="withdraw the rebase first"):
        service.take_back(people["analyst"], event, "Why")
    page = signed_in("analyst").get(reverse("events:change", args=[event.pk])).content.decode()
    assert "only the Welsh can be changed" in page
    press(signed_in("analyst"), "change", event.pk, version="1", title_en="Sly", title_cy="Y llysoedd ar gau")
    event.refresh_from_db()
    assert (event.title_en, event.title_cy) == ("Courts closed", "Y llysoedd ar gau")


def test_a_rebase_is_of_what_the_event_affects_and_asked_for_once(
    event: ChangeEvent, people: People, signed_in: SignedIn
) -> None:
    page = press(signed_in("analyst"), "rebase", event.pk, indicators="A2", why="Why")
    assert "The event does not affect A2." in page
    page = press(signed_in("analyst"), "rebase", event.pk, areas=["W15000001"], why="Why")
    assert "Select a valid choice" in page
    with pytest.raises(service.EventRefused, match="only be of what the event affects"):
        service.request_rebase(people["analyst"], event, ["A2"], [], "Why")
    service.request_rebase(people["analyst"], event, ["A1"], [], "Why")
    page = press(signed_in("analyst"), "rebase", event.pk, indicators="a1", why="Why")
    assert "already asked for or approved" in page
    assert Rebase.objects.count() == 1


def test_no_rebase_at_an_event_that_was_taken_back(event: ChangeEvent, people: People) -> None:
    rebase = service.request_rebase(people["analyst"], event, [], [], "Why")
    service.withdraw_rebase(people["analyst"], rebase, "Wrong")
    service.take_back(people["analyst"], event, "Wrong")
    with pytest.raises(service.EventRefused, match="taken back"):
        service.request_rebase(people["analyst"], event, [], [], "Why")
    with pytest.raises(service.EventRefused, match="taken back"):
        service.request_again(people["analyst"], rebase)


def test_markup_in_a_reason_is_text(event: ChangeEvent, people: People, signed_in: SignedIn) -> None:
    rebase = service.request_rebase(people["analyst"], event, [], [], SCRIPT)
    service.withdraw_rebase(people["analyst"], rebase, SCRIPT)
    assert "<script>alert" not in signed_in("analyst").get(reverse("events:detail", args=[event.pk])).content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_approve_at_the_same_moment_and_one_does() -> None:
    people = make_people()
    second = type(people["approver"]).objects.create_user("approver2", roles=["approver"])
    event = service.record(people["analyst"], values())
    rebase = service.request_rebase(people["analyst"], event, [], [], "Why")
    start, told = threading.Barrier(2), []

    def approve(user: Any) -> None:
        try:
            own = Rebase.objects.get(pk=rebase.pk)
            start.wait(10)
            service.approve_rebase(user, own)
            told.append("approved")
        except MoveRefused:
            told.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=approve, args=[user]) for user in (people["approver"], second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(told) == ["approved", "refused"]
    assert Event.objects.filter(action="rebase.approve").count() == 1
    rebase.refresh_from_db()
    assert rebase.approved_by_id == Event.objects.get(action="rebase.approve").user_id


def test_a_release_has_the_rebases_in_force_when_it_was_drafted(people: People) -> None:
    """Charts of what readers have stay as they are, whatever becomes of the rebase."""
    load_examples(people["analyst"])
    event = service.record(people["analyst"], values(date=date(2020, 3, 23), areas=[]))
    rebase = service.request_rebase(people["analyst"], event, ["A1"], ["W15000003"], "Courts were closed")
    service.approve_rebase(people["approver"], rebase)
    release = publish(people["analyst"], people["approver"])
    in_force = rebases_in_force()
    service.withdraw_rebase(people["analyst"], rebase, "The level came back")
    release.refresh_from_db()
    assert release.rebases == in_force and len(in_force) == 1
    centres = {one.area_code: set(one.series["centre"]) - {None} for one in release.findings.filter(indicator="A1")}
    assert len(centres["W15000003"]) == 2  # one level before the event, another since
    assert all(len(found) == 1 for area, found in centres.items() if area != "W15000003")
    assert releases.draft(people["analyst"]).rebases == []
