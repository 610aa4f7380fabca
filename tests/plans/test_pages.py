"""Delivery plans as people use them: members take actions up and say how far they are, everybody reads it."""

import csv
import io
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries

from priority_groups.plans.models import ActionUpdate
from priority_groups.plans.reading import due_within, plan_now, plans_now
from tests.conftest import People
from tests.plans.making import FIRST, SCRIPT, add, report

SignIn = Callable[[str], Client]
SENT = {"state": "under_way", "owner_en": "Gwent Police", "owner_cy": "Heddlu Gwent", "due": "2999-03-31", "indicators": ["A1"]}


def page(client: Client, name: str, *args: object, status: int = 200, **query: str) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == status
    return answer.content.decode()


def send(client: Client, plan: str, action: str, number: int = 0, **other: Any) -> Any:
    sent = {**SENT, "number": number, **other}
    return client.post(
        reverse("plans:update", args=[plan, action]), {name: value for name, value in sent.items() if value}, follow=True
    )


def said(text: str) -> str:
    """The words of a page, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_a_member_takes_an_action_up_and_everybody_reads_it(signed_in: SignIn) -> None:
    member = signed_in("member")
    assert "No action is taken up yet" in page(member, "plans:plan", "gwent")
    answer = send(member, "gwent", FIRST, others="d3, B1")
    assert "It is said." in answer.content.decode()
    found = plan_now("gwent").action(FIRST)
    assert (found.state, found.owner, found.due, found.indicators) == (
        "under_way",
        "Gwent Police",
        date(2999, 3, 31),
        ("A1", "B1", "D3"),
    )
    for role in ("board", "approver", "administrator"):
        read = said(page(signed_in(role), "plans:plan", "gwent"))
        assert "Under way" in read and "Gwent Police · due 31 March 2999 · Indicators: A1, B1, D3" in read
        assert "Take it up" not in read
    with translation.override("cy"):
        assert "Heddlu Gwent" in page(signed_in("board"), "plans:plan", "gwent")


def test_an_action_that_nobody_has_said_anything_of(signed_in: SignIn) -> None:
    for plan in ("national", "gwent"):
        read = said(page(signed_in("member"), "plans:action", plan, "A-2"))
        assert "Nobody answers for it yet." in read and "Nobody has said anything of it yet." in read and "Take it up" in read


def test_from_start_to_done_and_back(signed_in: SignIn, people: People) -> None:
    member = signed_in("member")
    send(member, "national", FIRST, person=people["member"].pk)
    refused = send(member, "national", FIRST, 1, state="done")
    assert refused.status_code == 422 and "Say what shows that it is done" in refused.content.decode()
    send(member, "national", FIRST, 1, state="done", evidence_en="A centre is open", link="https://example.org/centre")
    read = page(member, "plans:action", "national", FIRST)
    assert "Done" in read and "A centre is open" in read and 'href="https://example.org/centre" rel="external noreferrer"' in read
    assert f'href="{reverse("dashboards:indicator", args=["A1"])}"' in read
    undone = member.post(reverse("plans:put-back", args=["national", FIRST, 1]), {"number": 2}, follow=True)
    assert "in force again" in undone.content.decode() and "put back what it was after change 1" in undone.content.decode()
    assert plan_now("national").action(FIRST).state == "under_way"
    out = member.post(reverse("plans:put-back", args=["national", FIRST, 0]), {"number": 3}, follow=True)
    assert "Not yet taken up" in out.content.decode()
    assert ActionUpdate.objects.count() == 4


def test_who_opened_a_form_before_a_change_is_told_what_changed(signed_in: SignIn, people: People) -> None:
    report(people["analyst"])
    late = send(signed_in("member"), "national", FIRST, 0, state="on_hold", why="No money")
    assert late.status_code == 422
    told = said(late.content.decode())
    assert "Meanwhile analyst changed this: State: under way; Owner: South Wales Police" in told
    assert 'name="number" value="1"' in late.content.decode()
    again = send(signed_in("member"), "national", FIRST, 1, state="on_hold", why="No money")
    assert again.status_code == 200 and "Reason No money" in said(again.content.decode())


def test_a_plan_gets_an_action_of_its_own(signed_in: SignIn) -> None:
    member = signed_in("member")
    address = reverse("plans:add", args=["gwent"])
    words = {"text_en": "Open a women's centre", "text_cy": "Agor canolfan i fenywod", "group": "A"}
    assert member.post(address, {**SENT, **words, "text_cy": ""}).status_code == 422
    answer = member.post(address, {**SENT, **words, "indicators": ["A1", "F6"]}, follow=True)
    assert "The action is in the plan." in answer.content.decode()
    assert "Open a women&#x27;s centre" in page(member, "plans:plan", "gwent", group="A")
    with translation.override("cy"):
        assert "Agor canolfan i fenywod" in page(member, "plans:plan", "gwent")


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("link", "javascript:alert(1)", "begins with https://"),
        ("others", "Z9", "There is no indicator “Z9”"),
        ("indicators", "B1", "not one of the available choices"),
        ("due", "31 March", "Enter a real date with the day first, such as 31/12/2024."),
        ("state", "not_taken_up", "not one of the available choices"),
        ("person", "1", "not one of the available choices"),
    ],
)
def test_what_cannot_be_is_refused_in_words(field: str, value: str, fault: str, signed_in: SignIn) -> None:
    answer = send(signed_in("member"), "national", FIRST, **{field: value})
    assert answer.status_code == 422 and fault in answer.content.decode()
    assert not ActionUpdate.objects.exists()


def test_what_people_write_is_text(signed_in: SignIn, people: People) -> None:
    texts = dict.fromkeys(("owner_en", "owner_cy", "evidence_en", "evidence_cy"), SCRIPT)
    report(people["member"], **texts)
    report(people["member"], "national", FIRST, SCRIPT, state="on_hold", **texts)
    add(people["member"], "national", text_en=SCRIPT, text_cy=SCRIPT)
    for address in (
        reverse("plans:plan", args=["national"]),
        reverse("plans:action", args=["national", FIRST]),
        reverse("plans:update", args=["national", FIRST]),
        reverse("dashboards:scorecard", args=["national"]),
        reverse("dashboards:scorecard", args=["gwent"]),
        reverse("dashboards:group", args=["A"]),
        reverse("dashboards:home"),
        reverse("plans:list"),
    ):
        assert SCRIPT not in signed_in("member").get(address).content.decode(), address


def test_late_comes_first_and_the_rest_can_be_chosen(signed_in: SignIn, people: People) -> None:
    today = timezone.localdate()
    report(people["member"], "national", "A-2")
    report(people["member"], "national", "B-1", due=today - timedelta(days=1), owner_en="Welsh Government", owner_cy="")
    report(people["member"], "national", "F-4", due=today - timedelta(days=9))
    board = signed_in("board")

    def shown(**query: str) -> list[str]:
        return re.findall(r'id="action-([\w-]+)"', page(board, "plans:plan", "national", **query))

    assert shown()[:4] == ["F-4", "B-1", "A-1", "A-2"] and len(shown()) == 27
    assert shown(state="late") == ["F-4", "B-1"]
    assert shown(owner="Welsh Government") == ["B-1"]
    assert shown(group="A", state="under_way") == ["A-2"]
    assert "No action here" in page(board, "plans:plan", "national", group="C", state="late")
    assert "All actions are shown." in page(board, "plans:plan", "national", state="lost") and len(shown(state="lost")) == 27
    assert [one.action.key for one in due_within(plans_now(), 30, today)] == ["F-4", "B-1"]


def test_a_plan_as_a_file(signed_in: SignIn, people: People) -> None:
    report(people["member"], owner_en="=1+1", owner_cy="", evidence_en="Two\nlines")
    answer = signed_in("board").get(reverse("plans:csv", args=["national"]))
    assert answer["Content-Disposition"] == 'attachment; filename="national.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.content.decode().removeprefix("\ufeff"))))
    assert len(rows) == 27
    assert rows[0]["owner"] == "'=1+1" and rows[0]["evidence"] == "Two\nlines" and rows[0]["indicators"] == "A1 A3"
    assert (rows[0]["state"], rows[0]["late"], rows[1]["state"], rows[1]["due"]) == ("under_way", "N", "not_taken_up", "")


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("plans:plan", ["nowhere"]),
        ("plans:csv", ["nowhere"]),
        ("plans:action", ["national", "A-9"]),
        ("plans:action", ["national", "own-1"]),
        ("plans:update", ["national", "own-1"]),
        ("plans:update", ["national", "W-1"]),
        ("dashboards:scorecard", ["nowhere"]),
    ],
)
def test_what_there_is_not(name: str, args: list[str], signed_in: SignIn) -> None:
    page(signed_in("member"), name, *args, status=404)


def test_pages_ask_the_database_seldom(
    signed_in: SignIn, people: People, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for plan in ("national", "gwent"):
        for action in (FIRST, "A-2", "C-4"):
            report(people["member"], plan, action)
    report(people["analyst"], state="done", evidence_en="It is there")
    member = signed_in("member")
    for name, args in (
        ("plans:list", []),
        ("plans:plan", ["national"]),
        ("plans:action", ["national", FIRST]),
        ("plans:update", ["national", FIRST]),
        ("dashboards:scorecard", ["gwent"]),
    ):
        with django_assert_max_num_queries(12):
            page(member, name, *args)
