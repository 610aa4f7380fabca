"""The next version is brought in as docs/production.md says, while people read, upload, load and have a pack made."""

import contextlib
import os
import shutil
import socket
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings
from kombu import Queue

from indicators.extracts.models import Extract
from indicators.releases.models import Release
from reporting.packs.models import Pack
from tests.conftest import People
from tests.extracts.files import csv_of, figure
from tests.faults.people import Notes, Person
from tests.faults.running import Part
from tests.faults.working import File, check
from tests.jobs.holding import others_at_the_records
from tests.operations.page import ROOT, blocks, command
from tests.working import WorkerPool, wait_until
from wales_framework.audit.models import Event
from wales_framework.jobs.models import Job
from wales_framework.servers import database_url
from wales_framework.watching.models import Heartbeat

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.worker]
PAGES = ("/en/", "/cy/", "/en/groups/A/", "/api/v1/indicators")
TOKEN = "a-token-of-more-than-twenty-letters"
LOOK = 0.1  # seconds between two pages of a reader
GRACE = "3"  # seconds for what was begun; half a minute on the page, for which no test waits
WORKERS = "2"  # web processes, as several are changed like many; three on the page
AS_AT = "2026-01-31"
REST = ("indicators", "priority_groups", "reporting", "templates", "locale", "static", "node_modules", "gunicorn.conf.py")


def make_version(folder: Path, name: str) -> Path:
    """The program in a folder of its own, which says this name as its version; compiled already, as a release's image is."""
    made = folder / name
    shutil.copytree(ROOT / "wales_framework", made / "wales_framework")
    for rest in REST:
        (made / rest).symlink_to(ROOT / rest)
    (made / ".git").mkdir()
    (made / ".git" / "HEAD").write_text(name)
    return made


def point(current: Path, version: Path) -> None:
    """As the page's `ln --symbolic --force` does it."""
    fresh = current.with_name("fresh")
    fresh.symlink_to(version)
    fresh.replace(current)


class Service:
    """Web and worker in the folder to which `current` points, with an address that stays open."""

    def __init__(self, folder: Path) -> None:
        self.current, self.queue = folder / "current", f"{os.environ['QUEUE']}-next"
        self.versions = [make_version(folder, name) for name in ("version-1", "version-2")]
        self.current.symlink_to(self.versions[0])
        self.address = socket.create_server(("127.0.0.1", 0), backlog=2048)
        self.port = self.address.getsockname()[1]
        environment = {
            **os.environ,
            "DATABASE_URL": database_url(),
            "QUEUE": self.queue,
            "METRICS_TOKEN": TOKEN,
            "BUILD_VERSION": "",
        }
        commands = {name: [sys.executable, *command(name)] for name in ("web", "worker")}
        for option, value in (("--graceful-timeout", GRACE), ("--workers", WORKERS)):
            commands["web"][commands["web"].index(option) + 1] = value
        self.web, self.worker = (
            Part(name, line, folder / f"{name}.log", environment=environment, folder=self.current)
            for name, line in commands.items()
        )
        self.web.address = self.address

    def start(self) -> None:
        self.web.start()
        self.worker.start()

    def close(self) -> None:
        self.web.end_group()
        self.worker.end_group()
        self.address.close()
        with current_app.connection_for_write() as broker:
            Queue(self.queue).bind(broker.default_channel).delete()

    def version(self, asking: Person) -> str:
        """Which version answers."""
        _, _, told = asking.ask("GET", "/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        return next(name for name in ("version-1", "version-2") if f'version="{name}"' in told.decode())


@pytest.fixture
def service(tmp_path: Path, worker_pool: WorkerPool) -> Iterator[Service]:
    worker_pool.rest()  # it would be counted among the workers
    with contextlib.closing(Service(tmp_path)) as made:
        made.start()
        yield made


def workers() -> set[str]:
    """The versions of the workers that are there."""
    return set(Heartbeat.objects.filter(kind="worker").values_list("version", flat=True))


def endless_upload(person: Person, ended: threading.Event) -> None:
    """An upload that takes longer than a web process waits for at its end; sets `ended` when nobody takes it any more."""
    with socket.create_connection(("127.0.0.1", person.port)) as link, contextlib.suppress(OSError):
        link.sendall(
            b"POST /api/v1/extracts HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: multipart/form-data; boundary=x\r\n"
            b"Content-Length: 1000000\r\nX-CSRFToken: "
            + person.token.encode()
            + b"\r\nCookie: "
            + person.cookie.encode()
            + b"\r\n\r\n"
            b'--x\r\nContent-Disposition: form-data; name="file"; filename="endless.csv"\r\n\r\n'
        )
        while not ended.wait(0.1):
            link.sendall(b"cohort,measure\r\n")
    ended.set()


def test_everybody_is_answered_and_what_was_begun_is_done_once(published: Release, people: People, service: Service) -> None:
    notes, enough, cut = Notes(calm_since=time.monotonic()), threading.Event(), threading.Event()
    analyst, board, slow = (Person(people[name], service.port, notes) for name in ("analyst", "board", "analyst"))
    seen: Counter[str] = Counter()

    def read() -> None:
        reader = Person(people["member"], service.port, notes)
        while not enough.is_set():
            for path in PAGES:
                reader.get(path)
                seen[service.version(reader)] += 1
                time.sleep(LOOK)  # three who read at all times, and leave a processor to those who start

    rows = [figure(period=f"YE{year}-12", area_code=area) for year in range(1950, 2020) for area in ("W15000001", "W15000003")]
    loaded = check(analyst, File("published", "loaded.csv", csv_of(rows)))
    names = list(Extract.objects.get(pk=loaded).problems.values_list("check_name", flat=True))
    sent: list[str] = []
    content = csv_of([{**row, "numerator": "51"} for row in rows])
    at_once = [threading.Thread(target=read) for _ in range(3)]
    at_once.append(threading.Thread(target=lambda: sent.append(slow.send("published", content, AS_AT, "sent.csv", pause=1.0))))
    at_once.append(threading.Thread(target=endless_upload, args=(slow, cut)))
    with others_at_the_records("published") as others:
        analyst.post(f"/en/extracts/{loaded}/accept/", dict.fromkeys(names, "on"))
        board.post("/en/packs/make/", {"kind": "full", "language": "en"})
        wait_until(others.are_waited_for)
        for one in at_once:
            one.start()
        wait_until(lambda: seen["version-1"] > 3)
        point(service.current, service.versions[1])
        service.web.restart(patience=40)
        threading.Timer(1.0, others.go).start()  # the worker is told to end, and its load still waits
        service.worker.restart(patience=300)
    wait_until(lambda: seen["version-2"] > 3)
    enough.set()
    for one in at_once:
        one.join()
    wait_until(lambda: not Job.objects.unfinished().exists())
    wait_until(lambda: workers() == {"version-2"})

    assert dict(notes.refused) == {}
    assert {job.kind: (job.state, job.attempts) for job in Job.objects.filter(target=loaded)}["extracts.load"] == ("done", 1)
    assert Event.objects.filter(action="extract.load", target_id=loaded).count() == 1
    assert Pack.objects.exclude(file="").count() == 1
    assert Extract.objects.get(pk=sent[0]).name == "sent.csv"
    assert cut.is_set() and not Extract.objects.filter(name="endless.csv").exists()
    assert list(Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir()) == []


def test_the_page_says_so() -> None:
    """What is tried above is what the page tells people to do."""
    text = (ROOT / "docs" / "production.md").read_text()
    assert "systemctl restart positive-change-web\n" in text and "systemctl reload positive-change" not in text
    assert "Requires=positive-change-web.socket" in blocks("unit")["positive-change-web.service"]
