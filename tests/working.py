"""A real Celery worker as a process of its own, and jobs done in this process where a worker would only slow a test."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from typing import IO

from celery import current_app
from kombu import Queue

from wales_framework.jobs.models import Job
from wales_framework.jobs.tasks import run
from wales_framework.servers import database_url


class Worker:
    """One worker process with one child. `environment`: what else it is told; `log`: where it writes."""

    def __init__(self, log: IO[bytes] | None = None, **environment: str) -> None:
        command = [sys.executable, "-m", "celery", "-A", "wales_framework", "worker", "--concurrency=1", "--loglevel=INFO"]
        command += ["--without-gossip", "--without-mingle", "--without-heartbeat", "-n", f"tests-{time.monotonic_ns()}@localhost"]
        told = {**os.environ, "DATABASE_URL": database_url(), **environment}
        self.process = subprocess.Popen(command, env=told, start_new_session=True, stdout=log, stderr=log)

    def is_alive(self) -> bool:
        return self.process.poll() is None

    def kill(self) -> None:
        """As the kernel does it when memory runs out: no warning, no tidying up."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def close(self) -> None:
        if self.is_alive():
            self.process.terminate()
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.kill()


_pools: list["WorkerPool"] = []


def all_rest() -> None:
    """The worker that other tests have left at the queue ends: it would show itself in the database of the next one."""
    for pool in _pools:
        pool.rest()


class WorkerPool:
    """Keeps one worker for the whole run; a test that killed it gets the next test a new one."""

    def __init__(self) -> None:
        self.current: Worker | None = None
        _pools.append(self)

    def running(self) -> Worker:
        if self.current is None or not self.current.is_alive():
            self.current = Worker()
        return self.current

    def rest(self) -> None:
        """Until somebody asks for a worker again, there is none."""
        if self.current is not None:
            self.current.close()

    def close(self) -> None:
        self.rest()
        with current_app.connection_for_write() as broker:
            Queue(current_app.conf.task_default_queue).bind(broker.default_channel).delete()


def run_jobs() -> list[Job]:
    """Do every unfinished job here and now, through the worker's own code; returns the jobs done.

    A worker that another test of this run left at the queue may have taken a job already: then it is waited for.
    """
    jobs = list(Job.objects.unfinished().order_by("created_at"))
    for job in jobs:
        run(str(job.id))
        wait_until(lambda job=job: _is_finished(job))  # type: ignore[misc]
    return jobs


def _is_finished(job: Job) -> bool:
    job.refresh_from_db()
    return job.is_finished


def wait_until(true: Callable[[], bool], seconds: float = 60) -> None:
    """Wait for something a worker does. Raises AssertionError when it has not happened in time."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            raise AssertionError(f"nothing happened within {seconds} s")
        time.sleep(0.05)
