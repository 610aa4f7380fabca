"""Exact numbers: readers' processes cannot read them, the desk's connection can, and every look is in the audit trail."""

from collections.abc import Callable, Iterator

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from indicators.extracts.models import Extract, Problem
from indicators.releases import auditing, service
from indicators.releases.decisions import TABLES
from indicators.releases.grants import DESK, WEB, undecided
from indicators.releases.management.commands.database_roles import relations
from indicators.releases.models import Release
from tests.access.test_roles import TABLE, address_of, each_alone, places
from tests.conftest import People
from tests.releases.test_database_roles import PREFIX, acting, make_roles, released, said
from wales_framework.audit.models import Event
from wales_framework.jobs.models import Job

SignedIn = Callable[[str], Client]
__all__ = ["places", "released"]
NOT_FOR_READERS = [
    ("records_sentence", "person"), ("records_slice", "rows"), ("records_publishedfigure", "numerator"),
    ("records_prosecutioncount", "prosecutions"), ("extracts_extract", "rows"), ("extracts_extract", "plan"),
    ("extracts_problemrow", "value"), ("extracts_problemrow", "params"), ("releases_exactobservation", "numerator"),
    ("releases_exactobservation", "hidden"), ("releases_witnesstables", "content"), ("releases_recountpart", "counts"),
    ("releases_recount", "slices"), ("releases_recount", "rows"), ("releases_preview", "changes"), ("releases_preview", "counts"),
    ("releases_audit", "leaks"),
]  # fmt: skip
PEOPLES = {
    "records_sentence",
    "records_publishedfigure",
    "records_prosecutioncount",
    "releases_witnesstables",
    "releases_recountpart",
}


@pytest.fixture
def roles(places: dict[str, object]) -> None:
    make_roles()


@pytest.fixture
def web(released: Release) -> Iterator[Release]:
    """From here on everything is asked of the database as a web process that serves readers would."""
    yield from acting("web", released)


@pytest.mark.django_db
def test_somebody_has_decided_on_every_table() -> None:
    there = relations()
    assert undecided(there) == []
    assert set(TABLES) <= {one.name for one in there}, "a decision on a table that is not there"


@pytest.mark.django_db
def test_a_table_that_nobody_has_decided_on_stops_the_command() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE extracts_brandnew (id int)")
    with pytest.raises(CommandError, match="extracts_brandnew"):
        call_command("database_roles", prefix=PREFIX)


def test_each_column_is_readable_or_not_as_it_was_decided(released: Release) -> None:
    """Every table and column there is, asked of PostgreSQL itself: the statements give what the decisions say."""
    with connection.cursor() as cursor:
        for relation in relations():
            if relation.kind in ("S", "f"):
                continue
            assert relation.rights is not None
            for role in (WEB, DESK):
                given = relation.rights.of(role, relation.columns)
                for column in relation.columns:
                    wanted = any("SELECT" in right and (not only or column in only) for right, only in given)
                    cursor.execute(
                        "SELECT has_column_privilege(%s, %s, %s, 'SELECT')", [f"{PREFIX}_{role}", relation.name, column]
                    )
                    assert cursor.fetchone()[0] is wanted, (role, relation.name, column)


def test_readers_processes_cannot_read_what_is_exact_or_gives_it_back(web: Release) -> None:
    for table, column in NOT_FOR_READERS:
        assert "permission denied" in said(f'SELECT "{column}" FROM {table} LIMIT 1'), (table, column)
        assert "permission denied" in said(f"SELECT * FROM {table} LIMIT 1"), table
        assert "permission denied" in said(f'SELECT 1 FROM {table} WHERE "{column}" IS NULL'), (table, column)


def test_the_desk_reads_exact_numbers_of_nobody_in_particular_and_writes_nothing(released: Release) -> None:
    for _release in acting("desk", released):
        for table, column in NOT_FOR_READERS:
            answer = said(f'SELECT "{column}" FROM {table} LIMIT 1')
            assert ("permission denied" in answer) is (table in PEOPLES), (table, column, answer)
        for table in TABLES:
            assert said(f"DELETE FROM {table}"), table
        assert "permission denied" in said("SELECT password FROM access_user LIMIT 1")


def test_pages_with_exact_numbers_say_where_they_are(web: Release, signed_in: SignedIn, settings: object) -> None:
    settings.DESK_URL = "https://desk.example.org/"  # type: ignore[attr-defined]
    analyst, extract = signed_in("analyst"), Extract.objects.filter(problems__isnull=False).first()
    assert extract is not None
    problem = Problem.objects.filter(extract=extract).values_list("check_name", flat=True).first()
    for address in (
        reverse("releases:hidden", args=[web.pk]),
        reverse("releases:preview", args=[extract.pk]),
        reverse("extracts:problems-csv", args=[extract.pk]),
        reverse("extracts:problem", args=[extract.pk, problem]),
    ):
        answer = analyst.get(address)
        assert answer.status_code == 404, address
        assert f'href="https://desk.example.org{address}"' in answer.content.decode(), address
    page = analyst.get(reverse("extracts:detail", args=[extract.pk]))
    assert page.status_code == 200
    assert "cannot read exact numbers" in page.content.decode()
    assert "South Wales" not in page.content.decode().partition("<main")[2]
    assert analyst.get("/api/v1/extracts").json()[0]["rows"] is None
    assert analyst.get(f"/api/v1/extracts/{extract.pk}").json()["rows"] is None
    assert not Event.objects.readings().filter(username="analyst").exclude(action__startswith="draft").exists()


def test_without_an_attack_a_reader_facing_process_asks_a_worker_for_one(web: Release, signed_in: SignedIn) -> None:
    draft = Release.objects.get(state="draft")
    Release.objects.filter(pk=draft.pk).update(content_hash="other")
    page = signed_in("analyst").get(reverse("releases:detail", args=[draft.pk])).content.decode()
    ticked = [part.split('"')[0] for part in page.split('name="accept" value="')[1:]]
    signed_in("analyst").post(reverse("releases:submit", args=[draft.pk]), {"accept": ticked, "note_en": "a", "note_cy": "b"})
    draft.refresh_from_db()
    assert draft.state == "draft"
    assert Job.objects.filter(kind=auditing.AUDIT_JOB, target=str(draft.pk)).exists()


def test_a_draft_that_a_web_process_asks_for_is_counted_from_what_there_is(web: Release, people: People) -> None:
    job = service.request_draft(people["analyst"])
    assert job.kind == service.DRAFT_JOB


# What has nothing to show without exact numbers.
AT_THE_DESK = {"releases:hidden", "releases:preview", "extracts:problem", "extracts:problems-csv", "extracts:unknown-terms"}


def test_every_address_works_for_a_process_that_serves_readers(
    places: dict[str, object], roles: None, signed_in: SignedIn
) -> None:
    """Each is asked once by somebody who may: nothing else asks the database for what that process may not read."""
    wrong = []
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {PREFIX}_web")
    for name, expected in TABLE.items():
        with each_alone():
            client = signed_in(expected.roles[-1] if "analyst" not in expected.roles else "analyst")
            answer = getattr(client, expected.method)(address_of(name, places), expected.data)
            content = b"".join(answer) if answer.streaming else answer.content
        elsewhere = b"Exact numbers are not at this address" in content
        if answer.status_code not in expected.good and not (elsewhere and name in AT_THE_DESK):
            wrong.append(f"{name}: {answer.status_code}")
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    assert wrong == []
