"""manage.py recalculate [--json]"""

import json
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from indicators.releases import service


class Command(BaseCommand):
    help = "Measures from the current records into a draft release."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        try:
            release = service.draft(None)
        except service.ReleaseRefused as refused:
            raise CommandError(str(refused)) from refused
        result = {
            "release": release.pk,
            "state": release.state,
            "observations": release.observation_count,
            "content_hash": release.content_hash,
            "seconds": round(time.monotonic() - started, 3),
        }
        self.stdout.write(
            json.dumps(result)
            if options["json"]
            else f"{release}: {release.observation_count} figures drafted in {result['seconds']} s"
        )
