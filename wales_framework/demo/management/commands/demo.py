"""manage.py demo"""

import http.client
import os
import socket
import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from wales_framework.access.table import Role
from wales_framework.demo.figures import ensure_figures
from wales_framework.demo.people import ensure_people
from wales_framework.demo.plans import ensure_plans
from wales_framework.demo.processes import Failed, Program, keep_running

HOST = "127.0.0.1"


class Command(BaseCommand):
    help = "Example people and figures, served at 127.0.0.1 with worker and scheduler until Ctrl-C."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--prepare-only", action="store_true", help="make people and figures, but serve nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("The demo makes people with a known password: it does not run with SERVICE_ENV=production.")
        os.environ["DEMO"] = "1"  # for the programs started below
        port = _port()
        if not options["prepare_only"]:
            _demand_free(port)
        self._say("Bringing the database up to date")
        call_command("migrate", verbosity=0)
        password = ensure_people(os.environ.get("DEMO_PASSWORD", ""), settings.DATA_DIR / "demo_password")
        ensure_figures(self._say)
        ensure_plans(self._say)
        people = _about_people(password)
        if options["prepare_only"]:
            self._show(people)
            return
        address = f"http://{HOST}:{port}"
        self._say("Starting web, worker and scheduler")
        try:
            keep_running(
                _programs(port),
                say=self._say,
                ready=lambda: _answers(port, "/health/ready"),
                when_ready=lambda: self._show(_banner(address, people)),
            )
        except Failed as failed:
            raise CommandError(str(failed)) from failed

    def _say(self, text: str) -> None:
        self._show(f"{text} …")

    def _show(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()  # also where it goes into a file or a pipe


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
                f"Port {port} of {HOST} cannot be used ({error.strerror}). "
                "Stop what uses it, or choose another: make demo PORT=8001"
            ) from error


def _programs(port: int) -> list[Program]:
    logs = settings.DATA_DIR / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    web = ["gunicorn", "wales_framework.wsgi:application", "--bind", f"{HOST}:{port}", "--worker-class", "gthread"]
    web += ["--workers", "2", "--threads", "4", "--timeout", "120"]
    celery = ["celery", "--app", "wales_framework"]
    worker = [*celery, "worker", "--concurrency", "2", "--loglevel", "INFO", "--without-gossip", "--without-mingle"]
    scheduler = [*celery, "beat", "--loglevel", "INFO", "--pidfile="]
    commands = {"web": web, "worker": worker, "scheduler": scheduler}
    for name in commands:
        (logs / f"{name}.log").unlink(missing_ok=True)  # a log tells of one run
    return [Program(name, [sys.executable, "-m", *command], logs / f"{name}.log") for name, command in commands.items()]


def _answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _about_people(password: str) -> str:
    return f"People:    {', '.join(role.value for role in Role)}\nPassword:  {password}"


def _banner(address: str, people: str) -> str:
    line = "─" * 78
    facts = f"Address:   {address}\n{people}\nLogs:      {settings.DATA_DIR / 'logs'}"
    return f"\n{line}\nPositive Change · Newid Positif\n\n{facts}\n\nCtrl-C stops everything.\n{line}"
