"""Progress that others see at once, although the work itself is inside a transaction: written on a connection of its own."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from wales_framework.jobs.models import Job

Progress = Callable[..., None]
INTERVAL = 0.2  # seconds between two writes of the same step: enough for an eye, little for the database


class Reporter:
    """Callable `progress(step, done=0, total=0, unit="")`; a new step is written at once, the rest at intervals."""

    def __init__(self, job: Job, own: BaseDatabaseWrapper) -> None:
        self.job, self.own = job, own
        self.step, self.written = "", 0.0

    def __call__(self, step: str, done: int = 0, total: int = 0, unit: str = "") -> None:
        now = time.monotonic()
        if step == self.step and done < total and now - self.written < INTERVAL:
            return
        self.step, self.written = step, now
        with self.own.cursor() as cursor:
            cursor.execute(
                "UPDATE jobs_job SET step = %s, done = %s, total = %s, unit = %s WHERE id = %s",
                [step, done, total, unit, self.job.id],
            )


def silent(step: str, done: int = 0, total: int = 0, unit: str = "") -> None:
    """Progress for callers that nobody watches."""


@contextmanager
def claimed(job: Job) -> Iterator[Reporter | None]:
    """Hold the job's advisory lock on a connection of its own; yields None when another worker holds it.

    The lock is the database session's: it goes with the worker, however the worker ends.
    """
    own = connection.copy()
    own.inc_thread_sharing()  # a library may read the file, and so report its progress, in a thread of its own
    try:
        with own.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [job.lock_key])
            got = cursor.fetchone()[0]
        yield Reporter(job, own) if got else None
    finally:
        own.close()
