"""The page of the audit trail: what is searched for is found, page after page, and taken away as files that can be verified."""

import ast
import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from indicators.events.workflow import EVENT, REBASE
from indicators.extracts.workflow import EXTRACT
from indicators.releases.models import Release
from indicators.releases.workflow import RELEASE, WITHDRAWAL
from priority_groups.plans.workflow import ACTION
from reporting.packs.workflow import DELIVERY
from tests.conftest import People
from wales_framework import audit
from wales_framework.audit import chain
from wales_framework.audit.models import Event
from wales_framework.audit.searching import PAGE
from wales_framework.audit.words import GROUPS, LISTS, PLACES, SENTENCES

SignedIn = Callable[[str], Client]
ROOT = Path(__file__).resolve().parents[2]


def seal() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def body(client: Client, **query: str) -> str:
    answer = client.get(reverse("audit:events"), query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


@pytest.fixture
def analyst(people: People, signed_in: SignedIn) -> Client:
    audit.record("person.change", people["administrator"], people["member"], "She moved to Gwent")
    audit.record("person.add", None, people["nobody"], "=HYPERLINK(1)")
    audit.reading("exact.read", people["approver"], people["member"], "/en/releases/1/hidden/", rows=7)
    seal()
    return signed_in("analyst")


def test_each_way_of_narrowing_finds_what_it_should(analyst: Client, people: People) -> None:
    changed, added, read = "Changed the person", "Added the person", "before disclosure control"
    today = timezone.localdate()
    for query, found in (
        ({}, {changed, added, read}),
        ({"who": str(people["administrator"].pk)}, {changed}),
        ({"who": "-"}, {added}),
        ({"group": "person"}, {changed, added}),
        ({"kind": "readings"}, {read}),
        ({"kind": "changes"}, {changed, added}),
        ({"words": "gwent"}, {changed}),
        ({"words": "GWE mov"}, {changed}),
        ({"words": "approv"}, {read}),
        ({"words": "'; DROP TABLE \\ & | ! :* ("}, set()),
        ({"target": f"access.user:{people['nobody'].pk}"}, {added}),
        ({"since": str(today), "until": str(today)}, {changed, added, read}),
        ({"since": str(today + timedelta(days=1))}, set()),
        ({"until": str(today - timedelta(days=1))}, set()),
        ({"who": "-", "kind": "readings"}, set()),
    ):
        told = body(analyst, **query)
        assert {words for words in (changed, added, read) if words in told} == found, query
        assert ("There is no such event" in told) == (not found)


@pytest.mark.parametrize("query", [{"since": "2026-02-30"}, {"who": "x"}, {"since": "2026-02-02", "until": "2026-02-01"}])
def test_what_an_address_asks_for_wrongly_is_said(query: dict[str, str], analyst: Client) -> None:
    answer = analyst.get(reverse("audit:events"), query)
    assert answer.status_code == 422 and "There is a problem" in answer.content.decode()


def test_pages_go_on_after_the_last_event_and_back(analyst: Client, people: People) -> None:
    for number in range(2 * PAGE):
        audit.record("person.change", people["administrator"], people["member"], f"Reason {number:03}")
    first = body(analyst)
    assert f"Reason {2 * PAGE - 1:03}" in first and "Newer events" not in first
    second = body(analyst, before=str(Event.objects.get(why=f"Reason {PAGE:03}").pk))
    assert f"Reason {PAGE - 1:03}" in second and f"Reason {PAGE:03}" not in second and "Newer events" in second
    last = body(analyst, before=str(Event.objects.get(why="Reason 000").pk))
    assert "She moved to Gwent" in last and "Older events" not in last
    back = body(analyst, after=str(Event.objects.get(why=f"Reason {PAGE - 1:03}").pk))
    assert f"Reason {PAGE:03}" in back and f"Reason {2 * PAGE - 1:03}" in back and "Newer events" not in back


def test_the_same_where_days_are_asked_for(analyst: Client, people: People) -> None:
    for number in range(PAGE + 5):
        audit.record("person.change", None, None, f"Reason {number:03}")
    today, seen = str(timezone.localdate()), []
    query: dict[str, str] = {"since": today}
    for _page in range(2):
        answer = analyst.get(reverse("audit:events"), query)
        seen += [event["text"] for event in answer.context["events"]]
        query = {"since": today, "before": str(Event.objects.get(why=f"Reason {5:03}").pk)}
    assert seen[:-3] == [f"Reason {number:03}" for number in reversed(range(PAGE + 5))]
    assert len(seen) == PAGE + 8


def test_an_event_leads_to_what_it_happened_to_for_those_who_may_open_it(published: Release, signed_in: SignedIn) -> None:
    address = reverse("releases:detail", args=[published.pk])
    assert address in body(signed_in("analyst"), group="release")
    assert address not in body(signed_in("administrator"), group="release")


def test_every_place_there_is(people: People) -> None:
    for name, _may in PLACES.values():
        assert any(_reverses(name, arg) for arg in (1, "00000000-0000-4000-8000-000000000000")), name
    for name, _may in LISTS.values():
        assert reverse(name)


def _reverses(name: str, arg: object) -> bool:
    try:
        return bool(reverse(name, args=[arg]))
    except Exception:
        return False


def test_the_head_and_the_last_verification_are_shown(analyst: Client) -> None:
    assert "was not verified yet" in body(analyst)
    seal()
    found = chain.verify()
    audit.record(chain.GOOD, None, links=3, position=found.head.position, hash=found.head.hash)
    seal()
    assert "was whole on" in body(analyst) and chain.head().hash in body(analyst)


def test_the_csv_is_harmless_and_is_an_event_itself(analyst: Client) -> None:
    answer = analyst.get(reverse("audit:csv"), {"group": "person"})
    rows = list(csv.DictReader(io.StringIO(b"".join(answer).decode().removeprefix("\ufeff"))))
    assert [row["why"] for row in rows] == ["'=HYPERLINK(1)", "She moved to Gwent"]
    told = Event.objects.latest("pk")
    assert (told.action, told.username, told.detail["rows"], told.detail["kind"]) == ("audit.export", "analyst", 2, "csv")


def test_json_lines_can_be_verified_with_nothing_but_sha256(analyst: Client) -> None:
    lines = [json.loads(line) for line in b"".join(analyst.get(reverse("audit:jsonl"))).decode().splitlines()][::-1]
    assert len(lines) == 3
    for before, line in zip([None, *lines], lines, strict=False):
        assert hashlib.sha256(f"{line['previous']}\n{line['sealed']}".encode()).hexdigest() == line["hash"]
        assert before is None or line["previous"] == before["hash"]
        sealed = json.loads(line["sealed"])
        assert sealed[2] == line["number"] and sealed[4] == line["action"] and json.loads(sealed[11]) == line["detail"]


def actions() -> Iterator[str]:
    """Every action that the program can record: those it names, and every move of every state machine."""
    for room in ("wales_framework", "priority_groups", "indicators", "reporting"):
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Attribute)
                    and node.func.attr in ("record", "reading")
                    and node.args
                    and isinstance(node.args[0], ast.Constant)
                    and isinstance(node.args[0].value, str)
                ):
                    yield node.args[0].value
    for machine in (EXTRACT, RELEASE, WITHDRAWAL, EVENT, REBASE, DELIVERY, ACTION):
        for move in machine.moves:
            yield f"{machine.noun}.{move}"
    yield from (chain.GOOD, chain.BROKEN)


def test_every_action_has_words_in_a_group() -> None:
    found = set(actions())
    assert len(found) > 50
    assert sorted(found - SENTENCES.keys()) == []
    assert sorted({action.partition(".")[0] for action in SENTENCES} - GROUPS.keys()) == []


def test_it_reads_in_welsh(analyst: Client) -> None:
    with translation.override("cy"):
        answer = analyst.get(reverse("audit:events"))
    assert answer.status_code == 200 and 'lang="cy"' in answer.content.decode()
