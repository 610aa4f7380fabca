"""The Celery tasks behind the jobs."""

import logging
from datetime import timedelta
from typing import Any

from celery import shared_task
from celery.signals import task_postrun, worker_ready
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_noop

from wales_framework.jobs.memory import give_back
from wales_framework.jobs.models import Job
from wales_framework.jobs.progress import claimed
from wales_framework.jobs.queue import WORKERS, JobFailed, send
from wales_framework.shortage import database_is_away, is_full
from wales_framework.watching.context import working

log = logging.getLogger(__name__)
task_postrun.connect(give_back)
MAX_ATTEMPTS = 5  # a job that took its worker down this often is not tried again
RESEND_AFTER = timedelta(seconds=20)
NO_ROOM = gettext_noop(
    "There is no room left on our disks. Nothing was changed. Ask an administrator to make room, then try again."
)


@shared_task(name="jobs.run")
def run(job_id: str) -> None:
    """Do one job, unless it is finished or another worker is at it."""
    job = Job.objects.filter(pk=job_id).first()
    if job is None:  # the message outlived its job: another database's, or one that was put back from a copy
        return
    with working(job.id, job.request_id), claimed(job) as progress:
        if progress is None:
            return
        job.refresh_from_db()
        if job.is_finished:
            return
        if job.attempts >= MAX_ATTEMPTS:
            _finish(
                job, Job.State.FAILED, gettext_noop("This work was started several times and did not end. Ask an administrator.")
            )
            return
        job.state, job.attempts, job.started_at = Job.State.WORKING, job.attempts + 1, timezone.now()
        job.save(update_fields=["state", "attempts", "started_at"])
        try:
            WORKERS[job.kind](job.target, progress)
        except JobFailed as failure:
            _finish(job, Job.State.FAILED, failure.message, failure.params)
        except Exception as fault:
            if database_is_away(fault):
                # Nothing of it is written: `resume` sends it again. The start counts: a job may be what brings the server down.
                log.warning("job %s (%s) lost the database and is left for another attempt", job.id, job.kind)
                return
            log.exception("job %s (%s) failed", job.id, job.kind)
            if is_full(fault):
                _finish(job, Job.State.FAILED, NO_ROOM)
                return
            _finish(job, Job.State.FAILED, gettext_noop("Something went wrong on our side. Nothing was changed; try again."))
        else:
            _finish(job, Job.State.DONE, "")


def _finish(job: Job, state: Job.State, message: str, params: dict[str, str] | None = None) -> None:
    log.info("job %s %s", job.kind, state.value)
    job.state, job.message, job.params, job.finished_at = state, message, params or {}, timezone.now()
    job.done = job.total = 0  # how many rows there were is not everybody's
    job.save(update_fields=["state", "message", "params", "finished_at", "done", "total"])


@shared_task(name="jobs.resume")
def resume() -> None:
    """Send unfinished jobs again that no worker holds: their worker was killed, or the broker lost them.

    Who holds a job is told by the database's lock, never by a clock. What was sent "later than now" was sent before a clock was
    put back, or by a machine whose clock is fast.
    """
    now = timezone.now()
    _resend(Job.objects.unfinished().filter(Q(sent_at__lt=now - RESEND_AFTER) | Q(sent_at__gt=now + RESEND_AFTER)))


def _resend(jobs: Any) -> None:
    for job in jobs:
        with claimed(job) as free:
            abandoned = free is not None
        if abandoned:
            job.sent_at = timezone.now()
            job.save(update_fields=["sent_at"])
            send(job)


@worker_ready.connect
def resume_at_start(**kwargs: object) -> None:
    """A worker that comes back takes up at once what its predecessor left."""
    _resend(Job.objects.unfinished())
