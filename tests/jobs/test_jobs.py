"""Background work: done once, resumed after its worker was killed, failed with a message."""

import threading
from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.conftest import People
from tests.working import Worker, WorkerPool, run_jobs, wait_until
from wales_framework.jobs.models import Job
from wales_framework.jobs.progress import Progress, claimed
from wales_framework.jobs.queue import WORKERS, JobFailed, start, work
from wales_framework.jobs.tasks import MAX_ATTEMPTS, resume, run


@pytest.fixture
def kinds() -> Iterator[None]:
    """Restores the table of workers after a test that registers its own."""
    before = dict(WORKERS)
    yield
    WORKERS.clear()
    WORKERS.update(before)


@pytest.mark.usefixtures("kinds")
class TestOneJob:
    def test_work_that_cannot_be_done_says_why(self, people: People) -> None:
        @work("tests.refuse")
        def refuse(target: str, progress: Progress) -> None:
            raise JobFailed(f"{target} is not there")

        start("tests.refuse", "the file", people["analyst"])
        (job,) = run_jobs()
        assert (job.state, job.message) == (Job.State.FAILED, "the file is not there")

    def test_a_fault_of_ours_is_not_shown_to_people(self, people: People) -> None:
        @work("tests.break")
        def break_down(target: str, progress: Progress) -> None:
            raise RuntimeError("secret detail")

        start("tests.break", "x", people["analyst"])
        (job,) = run_jobs()
        assert job.state == Job.State.FAILED
        assert "secret" not in job.message

    def test_the_same_work_is_not_started_twice(self, people: People) -> None:
        assert start("tests.any", "x", people["analyst"]) == start("tests.any", "x", people["approver"])

    def test_a_job_that_kills_its_workers_is_given_up(self, people: People) -> None:
        job = Job.objects.create(kind="tests.any", target="x", attempts=MAX_ATTEMPTS, state=Job.State.WORKING)
        run(str(job.id))
        job.refresh_from_db()
        assert job.state == Job.State.FAILED

    def test_two_workers_of_one_kind_are_a_mistake(self) -> None:
        work("tests.one")(lambda target, progress: None)
        with pytest.raises(ValueError, match="two workers"):
            work("tests.one")(lambda target, progress: None)


@pytest.mark.django_db(transaction=True)
class TestManyWorkers:
    def test_only_one_works_at_a_time(self, kinds: None) -> None:
        worked = []
        begun, may_end = threading.Event(), threading.Event()

        @work("tests.slow")
        def slow(target: str, progress: Progress) -> None:
            worked.append(target)
            begun.set()
            may_end.wait(10)

        job = Job.objects.create(kind="tests.slow", target="x")

        def first_worker() -> None:
            run(str(job.id))
            connection.close()

        first = threading.Thread(target=first_worker)
        first.start()
        begun.wait(10)
        run(str(job.id))  # a second delivery of the same message
        may_end.set()
        first.join()
        run(str(job.id))  # and a third, after the end
        assert worked == ["x"]

    def test_progress_is_seen_while_the_work_is_inside_its_transaction(self) -> None:
        job = Job.objects.create(kind="tests.any", target="x")
        with claimed(job) as progress:
            assert progress is not None
            progress("loading", 5, 10, "rows")
            job.refresh_from_db()
            assert (job.step, job.done, job.total, job.percent) == ("loading", 5, 10, 50)

    def test_a_job_whose_worker_vanished_is_sent_again(self, worker: Worker) -> None:
        job = Job.objects.create(kind="releases.draft", target="0", state=Job.State.WORKING, attempts=1)
        Job.objects.update(sent_at="2020-01-01T00:00:00Z")
        resume()
        wait_until(lambda: Job.objects.get(pk=job.pk).is_finished)


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_comes_back_takes_up_what_was_left(worker_pool: WorkerPool) -> None:
    worker = worker_pool.running()
    worker.kill()
    job = Job.objects.create(kind="releases.draft", target="0", state=Job.State.WORKING, attempts=1)
    worker_pool.running()
    wait_until(lambda: Job.objects.get(pk=job.pk).is_finished)


def test_progress_is_for_those_who_may_see_the_work(people: People, signed_in: Callable[[str], Client]) -> None:
    job = Job.objects.create(kind="extracts.check", target="x")
    answers = {name: signed_in(name).get(reverse("jobs:progress", args=[job.pk])).status_code for name in people}
    assert answers == {
        "member": 403, "analyst": 200, "approver": 200, "board": 403, "administrator": 403, "nobody": 403,
    }  # fmt: skip
