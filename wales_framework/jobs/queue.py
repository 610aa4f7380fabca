"""Start a job, and say which function does the jobs of a kind.

    @work("extracts.check")
    def check(target: str, progress: Progress) -> None: ...

    start("extracts.check", extract.id, user)

A worker function may be killed at any moment and is then started again from its beginning: it must leave nothing half
done (one transaction for what it writes) and do nothing twice.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

from wales_framework.jobs.models import Job
from wales_framework.jobs.progress import Progress
from wales_framework.refusal import Refusal
from wales_framework.watching.context import request_id

Worker = Callable[[str, Progress], None]
WORKERS: dict[str, Worker] = {}


class JobFailed(Refusal):
    """The work cannot be done; the message is for the person who asked for it."""


def work(kind: str) -> Callable[[Worker], Worker]:
    """Register the function that does the jobs of this kind."""

    def register(function: Worker) -> Worker:
        if kind in WORKERS:
            raise ValueError(f"two workers for jobs of kind {kind}")
        WORKERS[kind] = function
        return function

    return register


def start(kind: str, target: object, user: Any) -> Job:
    """Create the job and send it to the workers once the surrounding transaction has committed.

    An unfinished job of the same kind and target is returned instead of a second one.
    """
    with transaction.atomic():
        running = Job.objects.unfinished().of(kind, target).first()
        if running is not None:
            return running
        job = Job.objects.create(kind=kind, target=str(target), requested_by=user, request_id=request_id.get())
        transaction.on_commit(lambda: send(job))
    return job


def latest(kind: str, target: object) -> Job | None:
    """The newest job of this kind for this target."""
    return Job.objects.of(kind, target).order_by("-created_at").first()


def send(job: Job) -> None:
    """Put the job on the broker's queue. A broker that is away is no failure: `resume` sends it again."""
    with suppress(OperationalError):
        current_app.send_task("jobs.run", args=[str(job.id)])
