"""Workers and schedulers write down every now and then that they are there."""

import logging
import os
import socket
import threading
import time
from datetime import timedelta

from django.db import Error, connection
from django.utils import timezone

from wales_framework.watching.models import Heartbeat
from wales_framework.watching.version import version

log = logging.getLogger(__name__)
INTERVAL = 20.0  # seconds
ALIVE = timedelta(seconds=75)  # three beats, and a slow database
FORGOTTEN = timedelta(days=1)


class Pulse:
    """The heartbeat of this process."""

    def __init__(self, kind: str) -> None:
        self.kind, self.host, self.process = kind, socket.gethostname()[:100], os.getpid()
        self.started, self.last = timezone.now(), -INTERVAL

    def beat(self) -> None:
        """Write down that this process is there, unless it did just now. A database that is away stops nobody's work."""
        if time.monotonic() - self.last < INTERVAL / 2:
            return
        self.last = time.monotonic()
        now = timezone.now()
        try:
            Heartbeat.objects.update_or_create(
                kind=self.kind,
                host=self.host,
                process=self.process,
                defaults={"at": now, "started_at": self.started, "version": version()[:40]},
            )
            Heartbeat.objects.filter(at__lt=now - FORGOTTEN).delete()
        except Error as away:
            log.warning("no heartbeat: %s", type(away).__name__)
            connection.close()

    def end(self) -> None:
        """This process ends as it should: nobody need look for it."""
        try:
            Heartbeat.objects.filter(kind=self.kind, host=self.host, process=self.process).delete()
        except Error:
            log.warning("a heartbeat stays behind")


def keep_beating(kind: str, stop: threading.Event) -> None:
    """Beat until told to stop. The connection is closed after each beat, so that no process that is forked meanwhile has it."""
    pulse = Pulse(kind)
    while True:
        pulse.beat()
        connection.close()
        if stop.wait(INTERVAL):
            break
    pulse.end()
    connection.close()


def alive(kind: str) -> list[Heartbeat]:
    """The processes that showed themselves lately, the latest first."""
    return list(Heartbeat.objects.filter(kind=kind, at__gte=timezone.now() - ALIVE).order_by("-at"))


def last(kind: str) -> Heartbeat | None:
    """The latest sign of any."""
    return Heartbeat.objects.filter(kind=kind).order_by("-at").first()
