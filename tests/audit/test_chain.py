"""The chain of the audit trail: made by the database without fork or gap, and whoever tampers with it is found out."""

import re
import threading
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from indicators.releases.models import Release
from reporting.packs import delivering, subscribing
from reporting.packs.choice import Choice
from tests.conftest import People
from wales_framework import audit
from wales_framework.access.models import User
from wales_framework.audit import chain
from wales_framework.audit.models import Event, Link

ODD = 'Quotes " and \\ and / and \ttabs\nand ŵŷ €, \u2028, \x7f and \x01 and 😀'


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def seal() -> None:
    """What the database does at a commit, done now."""
    sql("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


@pytest.fixture
def trail(people: People) -> list[Event]:
    """Ten sealed events of every shape."""
    for number in range(5):
        audit.record("person.change", people["analyst"], people["member"], ODD, number=number, part=1.5, tiny=1e-9, text=ODD)
        audit.record("audit.test", None, None, "", nothing=None, several=[{"b": 1, "a": True}], big=10**30)
    seal()
    return list(Event.objects.order_by("pk"))


def tamper(statement: str, *values: object) -> None:
    """As somebody would who owns the database: with every trigger put aside."""
    for table in ("audit_event", "audit_link"):
        sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    sql(statement, *values)
    seal()  # foreign keys are asked at a commit, and have to be before triggers are put back
    for table in ("audit_event", "audit_link"):
        sql(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def fault() -> chain.Fault:
    found = chain.verify(1, chain.witnesses()).fault
    assert found is not None
    return found


def test_events_of_every_shape_are_as_they_were_sealed(trail: list[Event]) -> None:
    found = chain.verify()
    assert (found.fault, found.links) == (None, 10)
    assert [link.event_id for link in Link.objects.order_by("position")] == [event.pk for event in trail]
    assert found.head == chain.head() and found.head.position == 10


def test_nobody_changes_empties_or_forges_a_link(trail: list[Event]) -> None:
    for statement in ("UPDATE audit_link SET hash = 'x'", "DELETE FROM audit_link", "TRUNCATE audit_link"):
        with pytest.raises(DatabaseError, match="never"), transaction.atomic():
            sql(statement)


CHANGES = {
    "why": "UPDATE audit_event SET why = 'I was told to' WHERE id = %s",
    "who": "UPDATE audit_event SET username = 'somebody' WHERE id = %s",
    "when": "UPDATE audit_event SET at = at - interval '1 second' WHERE id = %s",
    "what": "UPDATE audit_event SET detail = jsonb_set(detail, '{big}', '2') WHERE id = %s",
    "what it was": "UPDATE audit_event SET action = 'person.add' WHERE id = %s",
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_event_is_found(change: str, trail: list[Event]) -> None:
    tamper(CHANGES[change], trail[4].pk)
    assert fault() == chain.Fault(5, trail[4].pk, chain.CHANGED)


@pytest.mark.parametrize("number", [0, 4, 9])
def test_a_removed_event_is_found_be_it_the_first_or_the_last(number: int, trail: list[Event]) -> None:
    tamper("DELETE FROM audit_event WHERE id = %s", trail[number].pk)
    assert fault() == chain.Fault(number + 1, trail[number].pk, chain.REMOVED)


def test_an_event_removed_with_its_link_leaves_a_gap(trail: list[Event]) -> None:
    tamper("DELETE FROM audit_link WHERE position = 5; DELETE FROM audit_event WHERE id = %s", trail[4].pk)
    assert fault() == chain.Fault(6, trail[5].pk, chain.CUT)


def test_swapped_events_are_found(trail: list[Event]) -> None:
    tamper(
        "UPDATE audit_event AS one SET why = other.why, action = other.action, detail = other.detail FROM audit_event AS other"
        " WHERE (one.id, other.id) IN ((%s, %s), (%s, %s))",
        trail[2].pk, trail[5].pk, trail[5].pk, trail[2].pk,
    )  # fmt: skip
    assert fault() == chain.Fault(3, trail[2].pk, chain.CHANGED)


def test_swapped_links_are_found(trail: list[Event]) -> None:
    tamper(
        "ALTER TABLE audit_link DROP CONSTRAINT audit_link_event_id_key;"
        "UPDATE audit_link SET event_id = %s - event_id WHERE event_id IN (%s, %s)",
        trail[2].pk + trail[5].pk, trail[2].pk, trail[5].pk,
    )  # fmt: skip
    assert fault().what == chain.CHANGED and fault().position == 3


def test_an_event_put_in_past_the_chain_is_found(trail: list[Event]) -> None:
    tamper(
        "INSERT INTO audit_event (id, at, action, username, target_type, target_id, target_name, why, detail)"
        " SELECT 900001, at, action, 'forged', target_type, target_id, target_name, why, detail FROM audit_event WHERE id = %s",
        trail[3].pk,
    )
    assert fault() == chain.Fault(None, 900001, chain.UNSEALED)


def test_a_back_dated_event_is_found_though_the_chain_took_it(trail: list[Event]) -> None:
    sql(
        "INSERT INTO audit_event (id, at, action, username, target_type, target_id, target_name, why, detail)"
        " VALUES (900001, now() - interval '2 days', 'release.approve', 'approver', '', '', '', '', '{}')"
    )
    seal()
    assert fault() == chain.Fault(11, 900001, chain.DATED)


def test_an_end_that_was_cut_off_is_found_by_what_was_seen_of_it(trail: list[Event]) -> None:
    chain.witness(chain.head())
    tamper("DELETE FROM audit_link WHERE position = 10; DELETE FROM audit_event WHERE id = %s", trail[9].pk)
    assert chain.verify().fault is None  # the chain by itself cannot tell
    assert fault() == chain.Fault(10, None, chain.WITNESS)


def test_a_chain_made_anew_is_found_by_what_was_seen_of_it(trail: list[Event]) -> None:
    seen = chain.head()
    chain.witness(seen)
    tamper("UPDATE audit_event SET why = 'nothing' WHERE id = %s", trail[6].pk)
    previous = Link.objects.get(position=6).hash
    for link in Link.objects.filter(position__gt=6).select_related("event").order_by("position"):
        (row,) = [row for row in chain._rows(1) if row["position"] == link.position]
        made = chain.hash_of(previous, chain.text_of(row))
        tamper("UPDATE audit_link SET previous = %s, hash = %s WHERE position = %s", previous, made, link.position)
        previous = made
    assert chain.verify().fault is None
    assert fault() == chain.Fault(10, trail[9].pk, chain.WITNESS)
    assert chain.verify(known=seen.hash).fault is not None


def test_the_command_says_what_is_wrong_and_the_trail_keeps_it(trail: list[Event]) -> None:
    out = StringIO()
    call_command("verify_audit", stdout=out)
    seen = chain.head()
    assert "10 events" in out.getvalue() and Event.objects.filter(action=chain.GOOD).count() == 1
    seal()
    call_command("verify_audit", "--from", "4", "--expect", seen.hash, stdout=out)
    seal()
    with pytest.raises(CommandError, match="cut or made anew"):
        call_command("verify_audit", "--expect", "0" * 63 + "1")
    seal()
    tamper("DELETE FROM audit_event WHERE id = %s", trail[7].pk)
    with pytest.raises(CommandError, match=f"event {trail[7].pk} at position 8: removed"):
        call_command("verify_audit")
    told = chain.last_verification()
    assert told is not None and (told.action, told.detail["event"]) == (chain.BROKEN, trail[7].pk)
    assert len(chain.witnesses()) == 2


@pytest.mark.django_db(transaction=True)
def test_many_at_once_make_one_chain_and_wait_for_nobody_long(people: People) -> None:
    """Eight connections, and one whose transaction is open all the while: it takes its place when it ends."""
    begun, go_on = threading.Event(), threading.Event()
    wrong: list[BaseException] = []

    def running(work: Callable[[], None]) -> threading.Thread:
        def run() -> None:
            try:
                work()
            except BaseException as failure:  # told by the test, in its own thread
                wrong.append(failure)
            finally:
                connection.close()

        thread = threading.Thread(target=run)
        thread.start()
        return thread

    def long() -> None:
        with transaction.atomic():
            audit.record("extract.load", None, None, "long")
            begun.set()
            assert go_on.wait(30)

    def holding() -> None:
        for number in range(50):
            with transaction.atomic():
                member = User.objects.select_for_update().get(pk=people["member"].pk)
                audit.record("person.change", None, member, number=number)

    def asking() -> None:
        """Their second event's foreign key is asked at the commit, and waits for the row that the others hold."""
        for number in range(25):
            with transaction.atomic():
                audit.record("person.change", None, None, number=number)
                audit.record("person.change", people["member"], None, number=number)

    first = running(long)
    assert begun.wait(30)
    others = [running(work) for work in (holding, asking) * 4]
    for thread in others:
        thread.join(60)
    assert wrong == []
    assert Link.objects.count() == 400  # the long one holds nobody up
    go_on.set()
    first.join(30)
    assert wrong == []
    found = chain.verify()
    assert (found.fault, found.links) == (None, 401)
    assert list(Link.objects.order_by("position").values_list("position", flat=True)) == list(range(1, 402))
    assert Link.objects.get(position=401).event.action == "extract.load"
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_sealing")
        assert cursor.fetchone() == (0,)


def test_what_is_rolled_back_leaves_no_gap(trail: list[Event]) -> None:
    with transaction.atomic():
        audit.record("person.add", None)
        seal()
        transaction.set_rollback(True)
    audit.record("person.add", None)
    seal()
    assert chain.verify().fault is None and chain.head().position == 11


def test_a_publication_is_told_outside_the_database(
    published: Release, people: People, signed_in: Callable[[str], Client], django_capture_on_commit_callbacks: Callable
) -> None:
    told = chain.seal_of("release.publish", "releases.release", published.pk)
    assert told is not None and chain.verify(known=told.hash).fault is None
    page = signed_in("analyst").get(reverse("releases:detail", args=[published.pk])).content.decode()
    assert str(told) in page
    subscribing.subscribe(people["board"], "en", Choice.of("summary", ["A"], []))
    delivering.deliver(published.pk)
    assert re.search(rf"\b{told}\b", str(mail.outbox[-1].body))
    with django_capture_on_commit_callbacks(execute=True):
        chain.witness_at_commit()
    assert chain.witnesses() == {chain.head().position: chain.head().hash}
