"""Two machines, each with a web process, a worker and a DATA_DIR of its own, and one folder of files between them.

Started by hand: `.venv/bin/pytest tests/scaling/two_machines.py`; it takes a minute. What goes in at one machine comes out at the
other, a worker that is killed is not missed, and a message that the broker gives out twice does nothing twice.
"""

import hashlib
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from indicators.extracts import service
from indicators.extracts.models import Extract, Problem
from indicators.releases.models import Release
from reporting import published as editions
from reporting.packs import service as packs
from reporting.packs.models import Pack
from tests import least_rights
from tests.conftest import People
from tests.publishing import EXAMPLES
from tests.serving import Site
from tests.working import Worker, WorkerPool, wait_until
from wales_framework.audit.models import Event
from wales_framework.jobs.models import Job
from wales_framework.tokens import service as tokens
from wales_framework.tokens.models import Token

pytestmark = pytest.mark.django_db(transaction=True)
FILE = EXAMPLES / "women_immediate_custody_wales_2014_2024.csv"
LONG = 120


class Machine:
    """A web process and a worker. What the worker says is in `log`."""

    def __init__(self, stack: ExitStack, folder: Path, files: Path, addresses: dict[str, str]) -> None:
        own = {
            "DATA_DIR": str(folder), "FILES_DIR": str(files), "SECRET_KEY": settings.SECRET_KEY,
            "PSEUDONYM_KEY": b",".join(settings.PSEUDONYM_KEYS).decode(), "BROKER_VISIBILITY_TIMEOUT": "2", "LOG_FORMAT": "text",
        }  # fmt: skip
        folder.mkdir()
        self.log = folder / "worker.log"
        file = stack.enter_context(self.log.open("wb"))
        self.worker = stack.enter_context(closing(Worker(log=file, DATABASE_URL=addresses["worker"], **own)))
        self.site = stack.enter_context(closing(Site(DATABASE_URL=addresses["web"], EXACT_DATABASE_URL=addresses["desk"], **own)))

    def ask(self, address: str, body: bytes | None = None, **headers: str) -> bytes:
        request = urllib.request.Request(f"{self.site.url}{address}", body, {k.replace("_", "-"): v for k, v in headers.items()})
        with urllib.request.urlopen(request, timeout=60) as answer:
            content: bytes = answer.read()
            return content


@pytest.fixture
def machines(published: Release, worker_pool: WorkerPool, tmp_path: Path) -> Iterator[tuple[Machine, Machine]]:
    worker_pool.rest()
    with ExitStack() as stack:
        addresses = stack.enter_context(least_rights.roles())
        yield tuple(Machine(stack, tmp_path / name, tmp_path / "files", addresses) for name in "ab")  # type: ignore[misc]


def test_what_goes_in_at_one_machine_comes_out_at_the_other(
    machines: tuple[Machine, Machine], published: Release, people: People
) -> None:
    here, there = machines
    _token, secret = tokens.make(people["analyst"], "machines", Token.Scope.API, timezone.localdate())
    extract = Extract.objects.get(pk=sent(here, secret))
    wait_until(lambda: state_of(extract) in (Extract.State.NEEDS_ACCEPTANCE, Extract.State.READY), LONG)
    assert extract.name.encode() in there.ask(f"/api/v1/extracts/{extract.pk}", Authorization=f"Bearer {secret}")

    # A load that lasts longer than the broker waits for its acknowledgement: held up where loads queue for their source.
    names = Problem.objects.filter(extract=extract).values_list("check_name", flat=True)
    holder = connection.copy()
    holder.set_autocommit(False)
    with holder.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"records of {extract.source}"])
    before = received(machines)
    service.accept(extract, people["analyst"], list(names))
    job = Job.objects.filter(kind=service.LOAD_JOB).latest("created_at")
    # RabbitMQ waits for half an hour before it gives a message to somebody else.
    twice = settings.CELERY_BROKER_URL.startswith("redis")
    wait_until(lambda: received(machines) >= before + (2 if twice else 1), LONG)
    holder.rollback()
    holder.close()
    wait_until(lambda: state_of(extract) == Extract.State.LOADED, LONG)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (Job.State.DONE, 1)
    assert Event.objects.filter(action="extract.load", target_id=str(extract.pk)).count() == 1

    # One worker is gone. The pack is made by the other one, and handed out by both machines.
    here.worker.kill()
    pack = packs.request(editions.get(published.pk), "en", people["board"])
    wait_until(lambda: Pack.objects.exclude(made_at=None).filter(pk=pack.pk).exists(), LONG)
    pack.refresh_from_db()
    client = Client()
    client.force_login(people["board"])
    session = f"sessionid={client.cookies['sessionid'].value}"
    for machine in machines:
        pdf = machine.ask(f"/en/packs/{pack.pk}/download/", Cookie=session)
        assert hashlib.sha256(pdf).hexdigest() == pack.sha256


def sent(machine: Machine, secret: str) -> str:
    """The example file with one line more, by the API; the number of its extract."""
    edge, content = "edge", FILE.read_bytes().replace(b",245,", b",246,", 1)
    fields = {"source": "published", "as_at": "2025-01-31"}
    parts = [f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()]
    parts.append(f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="again.csv"\r\n\r\n')
    body = "".join(parts).encode() + content + f"\r\n--{edge}--\r\n".encode()
    kind = f"multipart/form-data; boundary={edge}"
    machine.ask("/api/v1/extracts", body, Authorization=f"Bearer {secret}", Content_Type=kind)
    return str(Extract.objects.latest("uploaded_at").pk)


def state_of(extract: Extract) -> str:
    return Extract.objects.values_list("state", flat=True).get(pk=extract.pk)


def received(machines: tuple[Machine, ...]) -> int:
    """How many messages about jobs the workers were given so far."""
    lines = [line for one in machines for line in one.log.read_text(errors="replace").splitlines()]
    return sum("jobs.run[" in line and "received" in line for line in lines)
