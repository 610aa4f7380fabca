"""The worker is killed at each step of its work: what counts stays as it was, and a worker that comes back finishes it."""

from pathlib import Path

import psycopg2
import pytest

from benchmarks.sentences_file import write
from indicators.extracts import service
from indicators.extracts.models import Extract
from indicators.records import store
from indicators.records.models import Sentence, Slice
from tests.conftest import make_people
from tests.extracts.ways import AS_AT
from tests.working import Worker, WorkerPool, wait_until
from wales_framework.access.models import User
from wales_framework.jobs.models import Job
from wales_framework.jobs.progress import silent
from wales_framework.servers import database_url

ROWS = 250_000


@pytest.fixture(scope="module")
def many_sentences(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Long enough to be caught in the middle."""
    path = tmp_path_factory.mktemp("killed") / "sentences.csv"
    write(path, ROWS, seed=1)
    return path


def received(path: Path, analyst: User, *, in_background: bool) -> Extract:
    with path.open("rb") as file:
        extract = service.receive(file, path.name, analyst)
    service.declare(
        extract, analyst, source="sentences", first_period="", last_period="", as_at=AS_AT, in_background=in_background
    )
    return extract


def counted_rows() -> int:
    return sum(found.rows for found in store.current_slices("sentences"))


def accept_and_wait(extract: Extract, analyst: User) -> None:
    extract.refresh_from_db()
    service.accept(extract, analyst, extract.problems.values_list("check_name", flat=True))
    wait_until(lambda: Extract.objects.get(pk=extract.pk).state == Extract.State.LOADED, seconds=180)


def is_there_once() -> None:
    assert counted_rows() == ROWS
    assert Sentence.objects.count() == ROWS
    assert Slice.objects.count() == len(store.current_slices("sentences"))


@pytest.mark.parametrize("step", ["reading", "checking", "loading"])
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_while_it_checks(step: str, many_sentences: Path, worker: Worker, worker_pool: WorkerPool) -> None:
    analyst = make_people()["analyst"]
    extract = received(many_sentences, analyst, in_background=True)
    job = Job.objects.get(kind="extracts.check")

    def is_in_the_middle() -> bool:
        job.refresh_from_db()
        assert not job.is_finished, "the work was over before it could be cut short"
        return job.step == step and (step != "loading" or 0 < job.done < ROWS)

    wait_until(is_in_the_middle)
    worker.kill()
    extract.refresh_from_db()
    assert extract.state == Extract.State.CHECKING
    assert not Sentence.objects.exists()
    assert not Slice.objects.exists()

    worker_pool.running()
    wait_until(lambda: Extract.objects.get(pk=extract.pk).state == Extract.State.NEEDS_ACCEPTANCE, seconds=180)
    job.refresh_from_db()
    assert job.attempts == 2
    assert counted_rows() == 0
    accept_and_wait(extract, analyst)
    is_there_once()


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_while_it_loads(many_sentences: Path, worker: Worker, worker_pool: WorkerPool) -> None:
    """The source is held from outside, so that the load stands still until the worker is gone."""
    analyst = make_people()["analyst"]
    extract = received(many_sentences, analyst, in_background=False)
    service.check(extract.pk, silent)
    with psycopg2.connect(database_url()) as holder, holder.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", ["records of sentences"])
        extract.refresh_from_db()
        service.accept(extract, analyst, extract.problems.values_list("check_name", flat=True))
        job = Job.objects.get(kind="extracts.load")
        wait_until(lambda: Job.objects.get(pk=job.pk).step == "queueing")
        worker.kill()
    extract.refresh_from_db()
    assert extract.state == Extract.State.LOADING
    assert counted_rows() == 0
    worker_pool.running()
    wait_until(lambda: Extract.objects.get(pk=extract.pk).state == Extract.State.LOADED, seconds=180)
    is_there_once()
