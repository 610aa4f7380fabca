"""manage.py alive worker|scheduler: for container runtimes, which ask whether the process beside this one still works."""

import socket
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from wales_framework.watching.heartbeat import alive
from wales_framework.watching.models import Heartbeat


class Command(BaseCommand):
    help = "Exit 0 if a worker, or a scheduler, of this machine has shown itself lately."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=Heartbeat.Kind.values)

    def handle(self, *args: Any, kind: str, **options: Any) -> None:
        here = socket.gethostname()[:100]
        latest = next((beat for beat in alive(kind) if beat.host == here), None)
        if latest is None:
            raise CommandError(f"No {kind} of {here} has shown itself lately.")
        self.stdout.write(f"{latest.at:%H:%M:%S} {latest}")
