"""Whatever belongs to a published release: the database refuses to change, add to, remove or empty it."""

import pytest
from django.db import DatabaseError, connection, transaction

from indicators.releases import prerelease, service
from indicators.releases.models import Release
from tests.conftest import NEVER_EMPTIED, People
from tests.publishing import load_examples
from tests.releases.life import approved

ROWS = ["releases_observation", "releases_exactobservation", "releases_release_extracts", "releases_acceptedwarning"]
ROWS += ["releases_prereleaseaccess", "releases_releasepart", "releases_releaseseries"]


@pytest.fixture
def published(people: People) -> Release:
    """With a row in every table of ROWS."""
    load_examples(people["analyst"])
    release = approved(people)
    prerelease.give_access(release, people["board"], people["approver"], "Briefing")
    service.publish(release, people["approver"])
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what is still to be checked would refuse a TRUNCATE by itself
    return release


def refused(statement: str, *values: object) -> bool:
    """Whether the database refuses because something is published; anything else it says does not count."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
    except DatabaseError as error:
        return "published" in str(error)
    return False


def test_truncate_is_refused(published: Release) -> None:
    assert [table for table in NEVER_EMPTIED if not refused(f"TRUNCATE {table} CASCADE")] == []


def test_rows_are_neither_removed_changed_nor_moved_away(published: Release) -> None:
    for table in ROWS:
        assert refused(f"DELETE FROM {table} WHERE release_id = %s", published.pk), table
        assert refused(f"UPDATE {table} SET release_id = release_id WHERE release_id = %s", published.pk), table


def test_no_figure_is_added(published: Release) -> None:
    for table in ("releases_observation", "releases_exactobservation"):
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS another")
            some = f"SELECT * FROM {table} WHERE release_id = %s LIMIT 1"
            cursor.execute(f"CREATE TEMPORARY TABLE another ON COMMIT DROP AS {some}", [published.pk])
            cursor.execute("UPDATE another SET category = 'another'")
        assert refused(f"INSERT INTO {table} SELECT * FROM another"), table


def test_the_release_itself_stays(published: Release) -> None:
    for change in ("state = 'draft'", "note_en = 'x'", "published_at = now()", "content_hash = ''", "id = id + 1"):
        assert refused(f"UPDATE releases_release SET {change} WHERE id = %s", published.pk), change
    assert refused("DELETE FROM releases_release WHERE id = %s", published.pk)


def test_before_anything_is_published_a_table_can_be_emptied(people: People) -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE releases_observation")


def test_the_view_for_outside_readers_has_published_figures_only(published: Release, people: People) -> None:
    draft = service.draft(people["analyst"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT release_id FROM published_observation")
        assert cursor.fetchall() == [(published.pk,)]
        cursor.execute("SELECT count(*) FROM releases_observation WHERE release_id = %s", [draft.pk])
        assert cursor.fetchone()[0] > 0
