"""The roles of the database: what the web process cannot do, and that the service works with what is left to it."""

from collections.abc import Callable, Iterator

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from indicators.releases import auditing, service
from indicators.releases.models import Release
from indicators.releases.workflow import PUBLISHED
from tests import keeping
from tests.conftest import NEVER_EMPTIED, People
from tests.publishing import publish_examples
from wales_framework.audit import chain

SignedIn = Callable[[str], Client]
PREFIX = "test_roles"
FIGURES = [
    "releases_observation",
    "releases_releasepart",
    "releases_releaseseries",
    "releases_exactobservation",
    "releases_release_extracts",
]


@pytest.fixture
def released(people: People) -> Release:
    """A published release and a draft, then the roles; all of it is rolled back after the test, roles included."""

    def made() -> Release:
        release = publish_examples(people["analyst"], people["approver"])
        auditing.audit(service.draft(people["analyst"]))
        return release

    release = keeping.release("published, and a draft", made)
    make_roles()
    return release


def make_roles() -> None:
    """In this transaction, with leave to put them on."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user")
        if not cursor.fetchone()[0]:
            pytest.skip("this database's user may not make roles")
    call_command("database_roles", prefix=PREFIX)
    for role in ("web", "worker", "desk", "reader"):
        with connection.cursor() as cursor:
            cursor.execute(f"GRANT {PREFIX}_{role} TO CURRENT_USER")


@pytest.fixture
def web(released: Release) -> Iterator[Release]:
    """From here on everything is asked of the database as the web process would."""
    yield from acting("web", released)


def acting(role: str, released: Release) -> Iterator[Release]:
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {PREFIX}_{role}")
    yield released
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def said(statement: str, *values: object) -> str:
    """What the database says against a statement; "" where it does it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
    except DatabaseError as error:
        return str(error)
    return ""


def test_the_web_role_cannot_change_what_is_published(web: Release) -> None:
    for table in FIGURES:
        for statement in (
            f"DELETE FROM {table}",
            f"UPDATE {table} SET release_id = 1",
            f"INSERT INTO {table} SELECT * FROM {table}",
        ):
            assert "permission denied" in said(statement), statement
    for statement in ("UPDATE releases_release SET note_en = 'x' WHERE id = %s", "DELETE FROM releases_release WHERE id = %s"):
        assert "published" in said(statement, web.pk), statement
    for table in ("releases_acceptedwarning",):
        assert "published" in said(f"DELETE FROM {table} WHERE release_id = %s", web.pk)
    for table in NEVER_EMPTIED:
        assert "permission denied" in said(f"TRUNCATE {table} CASCADE"), table


def test_the_web_role_cannot_put_the_refusal_aside(web: Release) -> None:
    for statement in (
        "ALTER TABLE releases_release DISABLE TRIGGER ALL",
        "ALTER TABLE releases_release DISABLE TRIGGER releases_published_is_final",
        "DROP TRIGGER releases_published_is_final ON releases_release",
        "CREATE OR REPLACE FUNCTION releases_refuse_published() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "ALTER TABLE releases_release OWNER TO CURRENT_USER",
        "DROP TABLE releases_observation CASCADE",
        "SET session_replication_role = replica",
        "CREATE TABLE public.mine ()",
        f"GRANT {PREFIX}_owner TO CURRENT_USER",
        "UPDATE audit_event SET username = 'x'",
        "DELETE FROM audit_event",
        "UPDATE audit_link SET hash = 'x'",
        "DELETE FROM audit_link",
        "INSERT INTO audit_link SELECT position + 100, event_id + 100, sealed_at, previous, hash FROM audit_link LIMIT 1",
        "DELETE FROM audit_sealing",
    ):
        assert said(statement), statement


def test_the_web_role_sees_no_records_of_people(web: Release) -> None:
    assert "permission denied" in said("SELECT * FROM records_sentence LIMIT 1")


def test_pages_and_steps_work_as_the_web_role(web: Release, signed_in: SignedIn) -> None:
    member, analyst, approver = (signed_in(name) for name in ("member", "analyst", "approver"))
    for address in (
        "/en/",
        "/en/groups/A/",
        "/en/indicators/A1/",
        "/en/data/all-figures.csv",
        "/api/v1/observations?indicator=A1",
    ):
        assert member.get(address).status_code == 200, address
    for name in ("releases:list", "extracts:list", "releases:calendar", "releases:compare"):
        assert analyst.get(reverse(name)).status_code == 200, name
    draft = Release.objects.get(state="draft")
    page = analyst.get(reverse("releases:detail", args=[draft.pk])).content.decode()
    ticked = {"accept": [part.split('"')[0] for part in page.split('name="accept" value="')[1:]]}
    analyst.post(reverse("releases:submit", args=[draft.pk]), {**ticked, "note_en": "New", "note_cy": "Newydd"})
    approver.post(reverse("releases:approve", args=[draft.pk]))
    approver.post(reverse("releases:schedule", args=[draft.pk]), {"day": "2999-12-02"})
    approver.post(reverse("releases:publish", args=[draft.pk]))
    assert Release.objects.get(pk=draft.pk).state == PUBLISHED
    assert chain.verify().fault is None  # the database sealed it all, with rights that the web process has not


def test_the_worker_drafts_and_publishes_but_owns_nothing(released: Release, people: People) -> None:
    for release in acting("worker", released):
        again = service.draft(people["analyst"])
        assert again.observation_count == release.observation_count
        assert "permission denied" in said("UPDATE releases_observation SET value = 1 WHERE release_id = %s", again.pk)
        assert "published" in said("UPDATE releases_release SET note_en = 'x' WHERE id = %s", release.pk)
        assert said("ALTER TABLE releases_release DISABLE TRIGGER ALL")


def test_the_reader_role_sees_published_figures_and_nothing_else(released: Release) -> None:
    for release in acting("reader", released):
        with connection.cursor() as cursor:
            cursor.execute("SELECT DISTINCT release_id FROM published_observation")
            assert cursor.fetchall() == [(release.pk,)]
        for table in ("releases_observation", "releases_exactobservation", "releases_release", "access_user", "audit_event"):
            assert "permission denied" in said(f"SELECT * FROM {table} LIMIT 1"), table
        assert said("UPDATE published_observation SET value = 1")


def test_the_command_comes_to_the_same_when_it_is_run_again(released: Release, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("database_roles", prefix=PREFIX)
    call_command("database_roles", prefix=PREFIX, print=True)
    printed = capsys.readouterr().out
    assert "CREATE ROLE" not in printed and f'GRANT SELECT ON "public"."published_observation" TO "{PREFIX}_reader"' in printed
