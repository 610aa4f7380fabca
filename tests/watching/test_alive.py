"""Container runtimes ask whether the worker or the scheduler beside them is at work; the service's own word for it answers."""

import shlex
import socket
from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests.working import Worker, wait_until
from wales_framework.watching.models import Heartbeat

COMPOSE = yaml.safe_load((Path(__file__).resolve().parents[2] / "docker-compose.yml").read_text())


def asked(name: str) -> list[str]:
    """What compose asks the service's container, after `python manage.py`."""
    kind, *command = COMPOSE["services"][name]["healthcheck"]["test"]
    assert kind == "CMD" and command[:2] == ["python", "manage.py"], shlex.join(command)
    return command[2:]


@pytest.mark.parametrize("name", ["worker", "scheduler"])
@pytest.mark.usefixtures("nobody_at_work")
def test_who_is_silent_or_elsewhere_is_not_alive(name: str) -> None:
    now = timezone.now()
    with pytest.raises(CommandError, match="has shown itself"):
        call_command(*asked(name))
    beat = Heartbeat.objects.create(kind=name, host="elsewhere", process=7, started_at=now, at=now)
    with pytest.raises(CommandError, match="has shown itself"):
        call_command(*asked(name))
    Heartbeat.objects.filter(pk=beat.pk).update(host=socket.gethostname()[:100])
    call_command(*asked(name))
    Heartbeat.objects.filter(pk=beat.pk).update(at=now - timedelta(minutes=3))
    with pytest.raises(CommandError, match="has shown itself"):
        call_command(*asked(name))


@pytest.mark.worker
def test_a_real_worker_is(worker: Worker) -> None:
    def is_alive() -> bool:
        try:
            call_command(*asked("worker"))
        except CommandError:
            return False
        return True

    wait_until(lambda: worker.is_alive() and is_alive())
