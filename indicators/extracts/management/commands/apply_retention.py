"""manage.py apply_retention [--dry-run] [--json]"""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from indicators.extracts import retention
from wales_framework.operations.tidying import tidy


class Command(BaseCommand):
    help = "Remove files and records that were kept long enough (RETAIN_… in the environment). The scheduler does it every night."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only tell what would be removed")
        parser.add_argument("--json", action="store_true", dest="as_json", help="the result as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        removed = retention.apply(dry_run=options["dry_run"])
        tidied = {} if options["dry_run"] else tidy()
        if options["as_json"]:
            self.stdout.write(json.dumps({"removed": [asdict(found) for found in removed], "tidied": tidied}))
            return
        for found in removed:
            self.stdout.write(f"{found.kind} {found.name}: {found.rows:,} rows")
        if not removed:
            self.stdout.write("Nothing was kept longer than it may be.")
