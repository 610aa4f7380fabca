"""The status page tells administrators how the service is, also while parts of it are away, and has failed work tried again."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from indicators.catalogue.periods import Period
from indicators.extracts import service, watching
from indicators.extracts.layouts import layout
from indicators.releases.models import Release
from tests.conftest import People
from tests.extracts import records
from tests.extracts.conftest import own_files  # noqa: F401 - a fixture
from tests.extracts.files import csv_of
from tests.extracts.ways import upload
from tests.working import Worker, wait_until
from wales_framework.audit import chain, record
from wales_framework.audit.models import Event
from wales_framework.jobs.models import Job
from wales_framework.jobs.progress import silent
from wales_framework.jobs.queue import WORKERS
from wales_framework.jobs.words import KINDS
from wales_framework.watching.models import Heartbeat

SignedIn = Callable[[str], Client]
STATUS = "/en/status/"


def page(client: Client, language: str = "en") -> str:
    with translation.override(language):
        answer = client.get(reverse("watching:status"))
    assert answer.status_code == 200 and "no-store" in answer["Cache-Control"]
    return " ".join(answer.content.decode().split())


def test_it_tells_of_everything(signed_in: SignedIn, published: Release) -> None:
    told = page(signed_in("administrator"))
    for words in ("Version", "Workers", "Scheduler", "Broker", "PostgreSQL 1", "Disk for files", "Last backup", "Verified",
                  "Last release", f"{published}, ", "Could not be sent", "Sentences", "nothing is loaded yet"):  # fmt: skip
        assert words in told, words
    assert "cannot be told" not in told


@pytest.mark.usefixtures("nobody_at_work")
def test_what_shows_itself_and_what_does_not(signed_in: SignedIn) -> None:
    administrator, now = signed_in("administrator"), timezone.now()
    assert page(administrator).count("none shows itself") == 2
    for kind in ("worker", "scheduler"):
        Heartbeat.objects.create(kind=kind, host="one", process=7, started_at=now, at=now, version="other")
    told = page(administrator)
    assert "none shows itself" not in told and "one (7)" in told and "Other versions at work" in told
    Heartbeat.objects.create(kind="scheduler", host="two", process=8, started_at=now, at=now)
    assert "more than one is at work: two (8), one (7)" in page(administrator) or "one (7), two (8)" in page(administrator)


@pytest.mark.parametrize(
    ("ago", "english", "welsh"),
    [
        ({"seconds": 5}, "less than a minute ago", "llai na munud yn ôl"),
        ({"minutes": 2}, "2 minutes ago", "2 funud yn ôl"),
        ({"hours": 1, "minutes": 50}, "1 hour ago", "1 awr yn ôl"),
        ({"days": 6}, "6 days ago", "6 diwrnod yn ôl"),
        ({"days": 40}, "40 days ago", "40 diwrnod yn ôl"),
    ],
)
def test_how_long_ago_is_said_in_both_languages(ago: dict[str, int], english: str, welsh: str, signed_in: SignedIn) -> None:
    Job.objects.create(kind="packs.make", target="x")
    Job.objects.update(created_at=timezone.now() - timedelta(**ago))
    administrator = signed_in("administrator")
    for language, words in (("en", english), ("cy", welsh)):
        assert f", {words}<" in page(administrator, language).replace(" <", "<")


def test_a_broken_trail_is_told(signed_in: SignedIn) -> None:
    administrator = signed_in("administrator")
    record(chain.BROKEN, None, links=3, position=4, event=9, what=chain.CHANGED)
    assert "broken at event 9: changed after it was sealed" in page(administrator)


def test_a_backup_is_told_and_an_old_one_is_late(signed_in: SignedIn) -> None:
    record("operations.backup", None)
    assert "Last backup" in page(signed_in("administrator")) and "none was made yet" not in page(signed_in("administrator"))


def test_without_a_broker_it_answers_soon_and_says_so(signed_in: SignedIn, no_broker: None) -> None:
    administrator, begun = signed_in("administrator"), time.monotonic()
    assert "does not answer" in page(administrator)
    assert time.monotonic() - begun < 4


def test_failed_work_is_tried_again_once(signed_in: SignedIn, people: People) -> None:
    administrator = signed_in("administrator")
    failed = Job.objects.create(kind="packs.make", target="x", state="failed", message="Something went wrong on our side. "
                                "Nothing was changed; try again.", finished_at=timezone.now(), request_id="abc")  # fmt: skip
    told = page(administrator)
    assert "Make a pack" in told and "Something went wrong" in told and "abc" in told and "Try again" in told
    for _time in range(2):
        administrator.post(reverse("watching:retry", args=[failed.pk]))
    assert Job.objects.unfinished().filter(kind="packs.make", target="x").count() == 1
    assert {event.username for event in Event.objects.filter(action="job.retry")} == {"administrator"}
    assert "Make a pack" in page(administrator)


@pytest.mark.parametrize(("kind", "state"), [("releases.draft", "failed"), ("packs.make", "done"), ("tests.unknown", "failed")])
def test_other_work_is_not(kind: str, state: str, signed_in: SignedIn) -> None:
    job = Job.objects.create(kind=kind, target="x", state=state, finished_at=timezone.now())
    assert signed_in("administrator").post(reverse("watching:retry", args=[job.pk])).status_code == 404


def test_every_kind_of_work_has_words() -> None:
    assert {kind for kind in WORKERS if not kind.startswith("tests.")} == set(KINDS)


def test_an_extract_is_late_when_its_quarter_ended_long_enough_ago(people: People) -> None:
    assert all(one.held is None and not one.is_late for one in watching.due())
    (sentences,) = [one for one in watching.due() if one.layout.source == "sentences"]
    today = timezone.localdate()
    held = Period.quarter_of(today - timedelta(days=400))
    late = watching.Due(sentences.layout, held, held.next(), held.next().end + timedelta(days=60))
    assert late.is_late and "was due on" in watching._line(late).value and watching._line(late).tone == "late"


@pytest.mark.parametrize(
    ("source", "drawn", "held"),
    [
        ("sentences", ["2023-06-30"], "2023Q2"),
        ("sentences", ["2023-06-29"], None),
        ("sentences", ["2023-03-31", "2023-06-29"], "2023Q1"),
        ("sentences", ["2023-03-30", "2023-07-01"], "2023Q2"),
        ("caseload", ["2023-06-24"], "2023Q2"),
        ("caseload", ["2023-06-22"], None),
    ],
)
def test_a_quarter_that_was_still_going_on_is_not_there_yet(
    source: str,
    drawn: list[str],
    held: str | None,
    signed_in: SignedIn,
    own_files: Path,  # noqa: F811
) -> None:
    """What was drawn of it before its end is a part of it: the whole is still due."""
    for day in drawn:
        event = layout(source).period
        cells = {event: day} if date.fromisoformat(day) <= date(2023, 6, 30) else {event: "2023-06-30"}
        rows = [records.row(source, **cells)]
        code = Period.quarter_of(date.fromisoformat(cells[event])).code
        extract = upload(csv_of(rows, list(rows[0])), name=f"{day}.csv")
        declared = {"first_period": code, "last_period": code, "as_at": date.fromisoformat(day)}
        service.declare(extract, None, source=source, in_background=False, **declared)
        service.check(extract.pk, silent)
        names = set(extract.problems.values_list("check_name", flat=True))
        service.accept(extract, None, names, in_background=False)
        service.load(extract.pk, silent)
    (found,) = [one for one in watching.due() if one.layout.source == source]
    first = Period.parse(held).next() if held else Period.parse("2023Q2")
    assert (found.held and found.held.code, found.next) == (held, first)
    told = page(signed_in("administrator"))
    assert ("no whole quarter is loaded; April to June 2023 was due on" in told) == (held is None)


def test_what_may_be_tried_again_is_known_without_the_workers_part() -> None:
    """The web process loads no tasks: nothing of the page may rest on them."""
    code = "import django; django.setup(); from wales_framework.watching.pages import RETRIABLE; print(sorted(RETRIABLE))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env={
        **os.environ, "DJANGO_SETTINGS_MODULE": "wales_framework.settings"}).stdout  # fmt: skip
    assert "packs.make" in said and "releases.draft" not in said


@pytest.mark.django_db(transaction=True)
def test_a_worker_shows_itself_and_takes_its_sign_away_when_it_ends_as_it_should() -> None:
    """One of its own: the worker that other tests share goes on."""
    worker = Worker()
    try:
        sign = Heartbeat.objects.filter(kind="worker", process=worker.process.pid)
        wait_until(sign.exists)
    finally:
        worker.close()
    assert not sign.exists()
