"""manage.py demo"""

import os
import socket
import sys
import urllib.error
import urllib.request
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from wales_framework.access.table import Role
from wales_framework.demo.figures import ensure_figures
from wales_framework.demo.people import ensure_people
from wales_framework.demo.processes import Failed, Program, keep_running

HOST = "127.0.0.1"


class Command(BaseCommand):
    help = "Example people and figures, served at 127.0.0.1 with worker and scheduler until Ctrl-C."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--prepare-only", action="store_true", help="make people and figures, but serve nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("The demo makes people with a known password: it does not run with SERVICE_ENV=production.")
        port = _port()
        if not options["prepare_only"]:
            _demand_free(port)
        self._say("Bringing the database up to date")
        call_command("migrate", verbosity=0)
        password, known = ensure_people(os.environ.get("DEMO_PASSWORD", ""))
        ensure_figures(self._say)
        people = _about_people(password, known)
        if options["prepare_only"]:
            self.stdout.write(people)
            return
        address = f"http://{HOST}:{port}"
        self._say("Starting web, worker and scheduler")
        try:
            keep_running(
                _programs(port),
                say=self._say,
                ready=lambda: _answers(f"{address}/health/ready"),
                when_ready=lambda: self.stdout.write(_banner(address, people)),
            )
        except Failed as failed:
            raise CommandError(str(failed)) from failed

    def _say(self, text: str) -> None:
        self.stdout.write(f"{text} …")
        self.stdout.flush()


def _port() -> int:
    given = os.environ.get("PORT") or "8000"
    if not given.isdigit() or not 0 < int(given) < 65536:
        raise CommandError(f"PORT={given} is not the number of a port.")
    return int(given)


def _demand_free(port: int) -> None:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} of {HOST} cannot be used ({error.strerror}). Stop what uses it, or choose another: make demo PORT=8001"
            ) from error


def _programs(port: int) -> list[Program]:
    logs = settings.DATA_DIR / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    web = ["gunicorn", "wales_framework.wsgi:application", "--bind", f"{HOST}:{port}", "--worker-class", "gthread"]
    web += ["--workers", "2", "--threads", "4", "--timeout", "120"]
    celery = ["celery", "--app", "wales_framework"]
    worker = [*celery, "worker", "--concurrency", "2", "--loglevel", "INFO", "--without-gossip", "--without-mingle"]
    scheduler = [*celery, "beat", "--loglevel", "INFO", "--pidfile="]
    return [
        Program(name, [sys.executable, "-m", *command], logs / f"{name}.log")
        for name, command in (("web", web), ("worker", worker), ("scheduler", scheduler))
    ]


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _about_people(password: str, known: bool) -> str:
    names = ", ".join(role.value for role in Role)
    if known:
        return f"People:    {names}\nPassword:  {password}"
    return f"People:    {names}\nPassword:  as printed by the first run (DEMO_PASSWORD=… make demo sets a new one)"


def _banner(address: str, people: str) -> str:
    line = "─" * 78
    logs = settings.DATA_DIR / "logs"
    return f"\n{line}\nPositive Change · Newid Positif\n\nAddress:   {address}\n{people}\nLogs:      {logs}\n\nCtrl-C stops everything.\n{line}"
