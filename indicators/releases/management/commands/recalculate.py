"""manage.py recalculate [--workers N] [--json]"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from indicators.releases import service
from indicators.releases.models import Recount


class Command(BaseCommand):
    help = "Measures from the current records into a draft release."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--workers", type=int, default=1, help="processes that share the counting (1)")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["workers"] < 1:
            raise CommandError("--workers: at least 1")
        started = time.monotonic()

        @contextmanager
        def helpers(recount: Recount) -> Iterator[None]:
            with _processes(recount, min(options["workers"], recount.parts) - 1):
                yield

        try:
            release = service.draft(None, helpers=helpers)
        except service.ReleaseRefused as refused:
            raise CommandError(str(refused)) from refused
        recount = Recount.objects.get(release=release)
        seconds = {**recount.seconds, "all": round(time.monotonic() - started, 3)}
        result = {
            "release": release.pk,
            "state": release.state,
            "observations": release.observation_count,
            "counted": release.counted,
            "already_published": release.already_published,
            "content_hash": release.content_hash,
            "records": recount.rows,
            "parts": recount.parts,
            "seconds": seconds,
        }
        self.stdout.write(
            json.dumps(result)
            if options["json"]
            else f"{release}: {release.observation_count} figures from {recount.rows} records drafted in {seconds['all']} s"
        )


@contextmanager
def _processes(recount: Recount, number: int) -> Iterator[None]:
    """Further processes that count parts of the recount; those still at it when the block ends are not needed any more."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "count_parts", str(recount.pk)]
    started = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for _ in range(number)]
    try:
        yield
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait()
