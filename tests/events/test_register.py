"""The register of events, through its pages: recorded, changed, taken back and put back, with who may and what is told."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from indicators import events
from indicators.events import service
from indicators.events.models import LONGEST_CAUSE, ChangeEvent
from tests.conftest import People
from tests.events.making import CLOSED, SCRIPT, values
from wales_framework.audit.models import Event

SignedIn = Callable[[str], Client]


def post(client: Client, name: str, data: dict[str, Any], *args: Any) -> Any:
    return client.post(reverse(f"events:{name}", args=args), data, follow=True)


def test_an_analyst_records_an_event_and_members_read_it(signed_in: SignedIn) -> None:
    page = post(signed_in("analyst"), "record", CLOSED).content.decode()
    assert "The event is in the register" in page
    event = ChangeEvent.objects.get()
    assert (event.indicators, event.areas, event.date) == (["A1", "B1"], ["W15000003"], date(2020, 3, 23))
    assert Event.objects.get(action="event.record").detail["title_en"] == "Courts closed"
    page = signed_in("member").get(reverse("events:detail", args=[event.pk])).content.decode()
    assert "23 March 2020" in page and "A1, B1" in page and "South Wales" in page
    assert "<br><br>Cases waited." in page
    assert "Record an event" not in signed_in("member").get(reverse("events:list")).content.decode()


def test_a_welsh_page_tells_the_welsh_and_marks_what_is_english_only(people: People, signed_in: SignedIn) -> None:
    there = service.record(people["analyst"], values())
    missing = service.record(people["analyst"], values(title_en="New rules", title_cy="", cause_cy=""))
    with translation.override("cy"):
        addresses = [reverse("events:detail", args=[event.pk]) for event in (there, missing)]
    pages = [signed_in("member").get(address).content.decode() for address in addresses]
    assert "Llysoedd ar gau" in pages[0] and "Courts closed" not in pages[0].replace("title_en", "")
    assert '<span lang="en">New rules</span>' in pages[1]


@pytest.mark.parametrize(
    ("field", "wrong", "said"),
    [
        ("date", "", "Give the day from which figures are affected."),
        ("date", "31/31/2020", "Enter a real date with the day first"),
        ("date", "1066-10-14", "no earlier than 1900"),
        ("date", str(timezone.localdate() + timedelta(days=2)), "must have come already"),
        ("title_en", "  ", "Fill in: What happened"),
        ("title_en", "x" * 201, "at most 200 characters"),
        ("cause_en", "x" * (LONGEST_CAUSE + 1), f"at most {LONGEST_CAUSE} characters"),
        ("cause_en", "a\x00b", "Null characters are not allowed."),
        ("indicators", "A1, Z9", "There is no indicator “Z9”"),
        ("areas", ["W99999999"], "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(field: str, wrong: object, said: str, signed_in: SignedIn) -> None:
    answer = post(signed_in("analyst"), "record", {**CLOSED, field: wrong})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page and "There is a problem" in page and f'href="#id_{field}' in page
    assert not ChangeEvent.objects.exists()


@pytest.mark.parametrize("field", ["title_en", "title_cy", "cause_en", "cause_cy"])
def test_markup_is_text_on_every_page(field: str, people: People, signed_in: SignedIn) -> None:
    event = service.record(people["analyst"], values(**{field: SCRIPT}))
    for language in ("en", "cy"):
        with translation.override(language):
            addresses = [
                reverse("events:list"),
                *(reverse(f"events:{page}", args=[event.pk]) for page in ("detail", "change", "rebase")),
            ]
        for address in addresses:
            page = signed_in("analyst").get(address).content.decode()
            assert "<script>alert" not in page, address


def test_a_change_is_written_down_with_what_it_was_before(people: People, signed_in: SignedIn) -> None:
    event = service.record(people["analyst"], values(title_cy=""))
    post(signed_in("analyst"), "change", {**CLOSED, "version": "1"}, event.pk)
    event.refresh_from_db()
    assert (event.title_cy, event.version) == ("Llysoedd ar gau", 2)
    told = Event.objects.get(action="event.change").detail
    assert told == {"before": {"title_cy": ""}, "after": {"title_cy": "Llysoedd ar gau"}}
    again = post(signed_in("analyst"), "change", {**CLOSED, "version": "2"}, event.pk)
    assert again.status_code == 200 and Event.objects.filter(action="event.change").count() == 1


def test_who_read_an_older_version_is_told(people: People, signed_in: SignedIn) -> None:
    event = service.record(people["analyst"], values())
    service.change(people["analyst"], event, values(title_en="Courts were closed"), 1)
    answer = post(signed_in("analyst"), "change", {**CLOSED, "title_en": "Mine", "version": "1"}, event.pk)
    assert answer.status_code == 422 and "Somebody changed this event meanwhile" in answer.content.decode()
    event.refresh_from_db()
    assert event.title_en == "Courts were closed"


def test_an_event_is_taken_back_and_put_back(people: People, signed_in: SignedIn) -> None:
    event = service.record(people["analyst"], values())
    analyst = signed_in("analyst")
    assert post(analyst, "take-back", {"why": ""}, event.pk).status_code == 422
    post(analyst, "take-back", {"why": "It was another year"}, event.pk)
    assert events.events_for("A1", "W15000003") == []
    assert signed_in("member").get(reverse("events:detail", args=[event.pk])).status_code == 404
    assert "Courts closed" not in signed_in("member").get(reverse("events:list")).content.decode()
    assert "was taken back already" in post(analyst, "take-back", {"why": "again"}, event.pk).content.decode()
    post(analyst, "put-back", {}, event.pk)
    assert [one["event"] for one in events.events_for("A1", "W15000003")] == [event.pk]
    actions = Event.objects.filter(target_type="events.changeevent").order_by("pk").values_list("action", "why")
    assert list(actions) == [("event.record", ""), ("event.take_back", "It was another year"), ("event.put_back", "")]


@pytest.mark.parametrize(
    ("affected", "area", "touched"),
    [
        ([], "W15000002", True),
        (["W15000003"], "W15000003", True),
        (["W15000003"], "W92000004", True),
        (["W92000004"], "W15000003", True),
        (["W15000003"], "W15000002", False),
        (["W15000003"], "K04000001", False),
    ],
)
def test_an_event_touches_its_areas_and_what_they_are_part_of(
    affected: list[str], area: str, touched: bool, people: People
) -> None:
    service.record(people["analyst"], values(areas=affected))
    assert bool(events.events_for("A1", area)) is touched
    assert events.events_for("A2", area) == []


def test_a_chart_is_told_day_and_title_in_both_languages(people: People) -> None:
    event = service.record(people["analyst"], values(indicators=[], areas=[]))
    title = {"en": "Courts closed", "cy": "Llysoedd ar gau"}
    assert events.events_for("F4", "W92000004") == [{"event": event.pk, "date": "2020-03-23", "title": title}]


def test_an_empty_register_says_what_to_do(signed_in: SignedIn) -> None:
    assert "Record one as soon as" in signed_in("analyst").get(reverse("events:list")).content.decode()
    assert "nothing you need to do" in signed_in("board").get(reverse("events:list")).content.decode()
