"""A full disk, a database that is away, work that kills its worker, rubbish in the queue, a clock that was put back."""

import contextlib
import io
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import psycopg2
import pytest
from celery import current_app
from django.conf import settings
from django.db import DatabaseError, Error, IntegrityError, connection
from django.utils import timezone
from kombu import Queue

from indicators.extracts.models import Extract
from tests.conftest import make_people
from tests.faults.people import Notes, Person
from tests.faults.running import Part
from tests.operations.poison import FINE, POISON
from tests.serving import Site
from tests.working import wait_until
from wales_framework.access.models import User
from wales_framework.jobs.models import Job
from wales_framework.jobs.tasks import MAX_ATTEMPTS, resume
from wales_framework.servers import database_url
from wales_framework.shortage import database_is_away, is_full

pytestmark = pytest.mark.django_db(transaction=True)
EXAMPLE = Path(settings.BASE_DIR) / "indicators" / "extracts" / "examples" / "women_immediate_custody_wales_2014_2024.csv"
ROOM = 4 << 20


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a few megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(place)], capture_output=True)
    if mounted.returncode:
        pytest.skip("nobody but root may mount a small disk")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def send(analyst: Person, content: bytes) -> int:
    limit = "limit"
    fields = f'--{limit}\r\nContent-Disposition: form-data; name="source"\r\n\r\npublished\r\n'
    fields += f'--{limit}\r\nContent-Disposition: form-data; name="as_at"\r\n\r\n2026-01-31\r\n'
    head = f'--{limit}\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\nContent-Type: text/csv\r\n\r\n'
    body = fields.encode() + head.encode() + content + f"\r\n--{limit}--\r\n".encode()
    return analyst.ask("POST", "/api/v1/extracts", body, f"multipart/form-data; boundary={limit}")[0]


def test_a_full_disk_is_said_and_leaves_nothing(small_disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    analyst_user: User = make_people()["analyst"]
    monkeypatch.setenv("DATA_DIR", str(small_disk))
    monkeypatch.setenv("EMBEDDED_SERVERS", "")  # whose files would not fit on it
    monkeypatch.setenv("SECRET_KEY", settings.SECRET_KEY)
    with contextlib.closing(Site()) as site:
        analyst = Person(analyst_user, site.port, Notes())
        content = EXAMPLE.read_bytes()
        filler = small_disk / "filler"
        with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(b"x" * 4096)
        assert send(analyst, content) == 507
        status, _, page = analyst.ask("POST", "/en/extracts/upload/", b"", "multipart/form-data; boundary=x")
        assert status == 200 and page, "pages that store nothing are served"
        assert not Extract.objects.exists()
        wait_until(lambda: not [path for path in small_disk.rglob("*") if path.suffix in (".csv", ".part", ".upload")])
        filler.unlink()
        assert send(analyst, content) == 202
        (stored,) = (small_disk / "files" / "extracts").iterdir()
        assert stored.read_bytes() == content
        wait_until(lambda: not list((small_disk / "uploads").iterdir()))  # when the request is over, after its answer


def test_a_database_that_is_away_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.serving.database_url", lambda: "postgresql://nobody@127.0.0.1:1/nowhere")
    analyst = Person(make_people()["analyst"], 0, Notes())
    with contextlib.closing(Site()) as site:
        analyst.port = site.port
        status, headers, page = analyst.ask("GET", "/en/")
        assert (status, headers["Retry-After"]) == (503, "15")
        assert "service is away for a moment" in page.decode() and "ar gael am ennyd" in page.decode()
        status, headers, answer = analyst.ask("GET", "/api/v1/indicators")
        assert (status, headers["Content-Type"]) == (503, "application/json")
        assert b"Try again" in answer


@pytest.mark.parametrize("query", ["SELECT 1", "COPY (SELECT generate_series(1, 100)) TO STDOUT"])
def test_a_lost_connection_is_told_from_other_faults(query: str) -> None:
    lost = connection.copy()
    try:
        with lost.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            pid = cursor.fetchone()[0]
            with connection.cursor() as other:
                other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
            ask = (
                partial(cursor.copy_expert, query, io.StringIO()) if query.startswith("COPY") else partial(cursor.execute, query)
            )
            with pytest.raises((Error, psycopg2.Error)) as found:
                ask()
    finally:
        lost.close()
    assert database_is_away(found.value) and not is_full(found.value)


def test_faults_of_what_was_asked_are_no_shortage() -> None:
    with pytest.raises(IntegrityError) as found:
        Extract.objects.create(sha256=None)
    assert not database_is_away(found.value)
    assert not database_is_away(DatabaseError("Save with update_fields did not affect any rows."))
    assert is_full(RuntimeError()) is False
    assert is_full(OSError(28, "No space left on device"))
    full = psycopg2.errors.lookup("53100")()
    assert issubclass(type(full), psycopg2.OperationalError)


def test_rubbish_and_work_that_kills_its_worker_stop_nobody_else(tmp_path: Path) -> None:
    queue = f"{os.environ['QUEUE']}-poison"
    command = [sys.executable, "-m", "celery", "-A", "wales_framework", "worker", "--concurrency=1", "--loglevel=INFO"]
    command += ["--without-gossip", "--without-mingle", "--include=tests.operations.poison", "-n", f"{queue}@localhost"]
    environment = {**os.environ, "DATABASE_URL": database_url(), "QUEUE": queue}
    bad, good = (Job.objects.create(kind=kind, target="x") for kind in (POISON, FINE))
    with current_app.connection_for_write() as broker:
        bound = Queue(queue)(broker.default_channel)
        bound.declare()
        with broker.Producer(routing_key=queue) as producer:
            producer.publish(b"\x00no message of ours", content_type="application/x-unknown", content_encoding="binary")
            producer.publish("[[], {}, {}]", content_type="application/json", headers={"task": "no.such.task", "id": "1"})
        worker = Part("worker", command, tmp_path / "worker.log", environment=environment)
        try:
            worker.start()  # it finds both jobs unfinished, and takes them up
            wait_until(lambda: not Job.objects.unfinished().exists(), seconds=120)
            assert worker.is_alive()
        finally:
            worker.end_group()
            bound.delete()
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (good.state, good.attempts) == (Job.State.DONE, 1)
    assert (bad.state, bad.attempts) == (Job.State.FAILED, MAX_ATTEMPTS)
    assert "several times" in bad.words


def test_a_clock_that_was_put_back_holds_no_job_up() -> None:
    """What was sent an hour "from now" and is held by nobody is sent again, as is what was sent long ago."""
    ahead = Job.objects.create(kind="tests.any", target="x", sent_at=timezone.now() + timedelta(hours=1))
    just_now = Job.objects.create(kind="tests.any", target="y")
    resume()
    before = just_now.sent_at
    ahead.refresh_from_db()
    just_now.refresh_from_db()
    assert ahead.sent_at < timezone.now()
    assert just_now.sent_at == before
