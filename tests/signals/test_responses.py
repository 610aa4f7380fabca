"""What analysts say of a signal: cause, owner, action and review, in both languages, with every version kept."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from indicators.signals import service
from indicators.signals.models import LONGEST, SignalResponse
from indicators.signals.series import Series
from tests.conftest import People, make_people
from tests.events.making import record
from tests.signals.making import GWENT, finding, load, published
from wales_framework.audit.models import Event

SignedIn = Callable[[str], Client]
GWENT_WOMEN = Series("A1", "women", "sentences_started", GWENT, "sentence_type", "immediate_custody")
SAID = {"cause_en": "A new court", "cause_cy": "Llys newydd", "owner_en": "Women's lead", "action_en": "Ask the court"}
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def signal(people: People) -> Series:
    load(people)
    published(people, finding(GWENT))
    return GWENT_WOMEN


def post(client: Client, **data: Any) -> Any:
    return client.post(GWENT_WOMEN.url, {"number": 0, **data}, follow=True)


def test_an_analyst_responds_and_members_read_it(signal: Series, people: People, signed_in: SignedIn) -> None:
    event = record(people["analyst"], areas=[])
    day = timezone.localdate() + timedelta(days=90)
    assert "The response is saved" in post(signed_in("analyst"), **SAID, event=event.pk, review_on=day).content.decode()
    for address in (signal.url, reverse("signals:list")):
        html = signed_in("member").get(address).content.decode()
        assert (
            "A new court" in html
            and "Women&#x27;s lead" in html
            and "Courts closed" in html
            and "<form class=" not in html.replace('<form class="app-header__person"', "").replace('<form class="app-filter"', "")
        )
    with translation.override("cy"):
        welsh = signed_in("member").get(GWENT_WOMEN.url).content.decode()
    assert "Llys newydd" in welsh and "A new court" not in welsh
    assert '<span lang="en">Women&#x27;s lead</span>' in welsh
    told = Event.objects.get(action="signal.respond").detail
    assert (told["cause_en"], told["version"], told["event"]) == ("A new court", 1, event.pk)


def test_a_response_goes_on_with_its_series(signal: Series, people: People, signed_in: SignedIn) -> None:
    service.respond(people["analyst"], signal, SAID, 0)
    published(people, finding(GWENT))
    assert "Ask the court" in signed_in("member").get(reverse("signals:list")).content.decode()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "Give at least a cause"),
        ({"cause_cy": "Llys"}, "Write it in English too."),
        ({"review_on": "2020-01-01"}, "The day has passed already"),
        ({"cause_en": "x" * (LONGEST + 1)}, f"at most {LONGEST} characters"),
        ({"owner_en": "x" * 201}, "at most 200 characters"),
        ({"cause_en": "x", "event": 999}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(data: dict[str, Any], said: str, signal: Series, signed_in: SignedIn) -> None:
    answer = post(signed_in("analyst"), **data)
    assert answer.status_code == 422 and said in answer.content.decode() and "There is a problem" in answer.content.decode()
    assert not SignalResponse.objects.exists()


@pytest.mark.parametrize("name", ["member", "board", "approver", "administrator"])
def test_only_analysts_respond(name: str, signal: Series, people: People, signed_in: SignedIn) -> None:
    with pytest.raises(PermissionDenied):
        service.respond(people[name], signal, SAID, 0)
    assert post(signed_in(name), **SAID).status_code == 403
    assert not SignalResponse.objects.exists()


@pytest.mark.parametrize("field", ["cause_en", "cause_cy", "owner_en", "owner_cy", "action_en", "action_cy"])
def test_markup_is_text(field: str, signal: Series, people: People, signed_in: SignedIn) -> None:
    service.respond(people["analyst"], signal, {**SAID, "owner_cy": "x", "action_cy": "x", field: SCRIPT}, 0)
    service.respond(people["analyst"], signal, SAID, 1)
    for language in ("en", "cy"):
        with translation.override(language):
            for address in (GWENT_WOMEN.url, reverse("signals:list")):
                assert "<script>alert" not in signed_in("analyst").get(address).content.decode()


def test_every_version_is_kept_and_a_former_one_can_be_put_back(signal: Series, people: People, signed_in: SignedIn) -> None:
    analyst = signed_in("analyst")
    first = service.respond(people["analyst"], signal, SAID, 0)
    service.respond(people["analyst"], signal, {**SAID, "cause_en": "Something else"}, 1)
    assert (
        "Version 1 is in force again."
        in analyst.post(reverse("signals:restore", args=[first.pk]), {"number": 2}, follow=True).content.decode()
    )
    there = reverse(
        "signals:take-back", args=[signal.indicator, signal.cohort, signal.area_code, "sentence_type.immediate_custody"]
    )
    assert "The response is taken back" in analyst.post(there, {"number": 3}, follow=True).content.decode()
    assert "No cause or action is given yet" in signed_in("member").get(reverse("signals:list")).content.decode()
    versions = SignalResponse.objects.of(signal).order_by("number").values_list("number", "cause_en", "restored_from")
    assert list(versions) == [(1, "A new court", None), (2, "Something else", None), (3, "A new court", 1), (4, "", None)]
    actions = Event.objects.filter(action__startswith="signal.").order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["signal.respond", "signal.respond", "signal.restore", "signal.take_back"]


def test_who_read_an_older_version_is_told(signal: Series, people: People, signed_in: SignedIn) -> None:
    first = service.respond(people["analyst"], signal, SAID, 0)
    answer = post(signed_in("analyst"), cause_en="Mine")
    assert answer.status_code == 422 and "Somebody wrote a response meanwhile" in answer.content.decode()
    page = signed_in("analyst").post(reverse("signals:restore", args=[first.pk]), {"number": "x"}, follow=True)
    assert "Somebody wrote a response meanwhile" in page.content.decode()
    assert SignalResponse.objects.count() == 1


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_keeps_what_was_said(change: str, signal: Series, people: People) -> None:
    service.respond(people["analyst"], signal, SAID, 0)
    with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
        SignalResponse.objects.update(cause_en="x") if change == "update" else SignalResponse.objects.all().delete()


def test_reviews_that_are_due_and_overdue(signal: Series, people: People, signed_in: SignedIn) -> None:
    today = timezone.localdate()
    page = reverse("signals:list")
    service.respond(people["analyst"], signal, {**SAID, "review_on": today + timedelta(days=31)}, 0)
    assert "To be looked at again" not in signed_in("board").get(page).content.decode()
    service.respond(people["analyst"], signal, {**SAID, "review_on": today}, 1)
    html = signed_in("board").get(page).content.decode()
    assert "To be looked at again" in html and "overdue" not in html
    service.respond(people["analyst"], signal, {**SAID, "review_on": today - timedelta(days=1)}, 2)
    assert "overdue" in signed_in("board").get(page).content.decode()
    again = post(signed_in("analyst"), **SAID, review_on=today - timedelta(days=1), number=3)
    assert again.status_code == 200  # a day that stood there before may stay
    service.take_back(people["analyst"], signal, 4)
    assert "To be looked at again" not in signed_in("board").get(page).content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "A1/women/W99/total",
        "Z1/women/W15000002/total",
        "A1/nobody/W15000002/total",
        "A1/women/W15000002/x.y",
        "A1/women/W15000002/total",
    ],
)
def test_a_series_that_is_none(address: str, signal: Series, signed_in: SignedIn) -> None:
    assert signed_in("analyst").get(f"{reverse('signals:list')}{address}/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_respond_at_the_same_moment_and_one_is_told() -> None:
    people = make_people()
    start, told = threading.Barrier(2), []

    def run(text: str) -> None:
        try:
            start.wait(10)
            service.respond(people["analyst"], GWENT_WOMEN, {"cause_en": text}, 0)
            told.append("saved")
        except service.ResponseRefused:
            told.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[text]) for text in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(told) == ["refused", "saved"]
    assert Event.objects.filter(action="signal.respond").count() == SignalResponse.objects.count() == 1
