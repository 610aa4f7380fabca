"""A worker that is killed in the middle of its work: the work is done once, whichever way its message comes back."""

import os
import signal

import pytest

from indicators.extracts import service
from indicators.extracts.models import Extract
from indicators.records.models import PublishedFigure
from indicators.records.store import current_published
from tests.extracts.files import figure
from tests.extracts.ways import accepted
from tests.faults.memory import tree
from tests.jobs.holding import others_at_the_records
from tests.working import Worker, WorkerPool, wait_until
from wales_framework.audit.models import Event
from wales_framework.jobs.models import Job
from wales_framework.jobs.queue import start

pytestmark = pytest.mark.django_db(transaction=True)
YEARS = range(1995, 2020)


def child(worker: Worker) -> int:
    """The process of this worker that does its jobs."""
    _parent, first, *_others = tree(worker.process.pid)
    return first


@pytest.mark.parametrize("killed", ["the process that does the job", "the whole worker"])
def test_a_load_whose_worker_is_killed_is_loaded_once(worker_pool: WorkerPool, killed: str) -> None:
    extract = accepted([figure(period=f"YE{year}-12") for year in YEARS])
    worker = worker_pool.running()
    with others_at_the_records("published") as others:
        job = start(service.LOAD_JOB, extract.pk, None)
        wait_until(others.are_waited_for)
        if killed == "the whole worker":
            worker.kill()
        else:  # the worker that is left gives the message back, and is given it again
            os.kill(child(worker), signal.SIGKILL)
            wait_until(lambda: Job.objects.get(pk=job.pk).attempts == 2)
    worker_pool.running()
    wait_until(lambda: Job.objects.get(pk=job.pk).is_finished)
    job.refresh_from_db()
    extract.refresh_from_db()
    assert (job.state, job.attempts) == (Job.State.DONE, 2)
    assert extract.state == Extract.State.LOADED
    assert PublishedFigure.objects.count() == len(current_published()) == len(YEARS)
    assert Event.objects.filter(action="extract.load", target_id=str(extract.pk)).count() == 1
