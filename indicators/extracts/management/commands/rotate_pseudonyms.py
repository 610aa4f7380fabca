"""manage.py rotate_pseudonyms [--user NAME] [--json]"""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from indicators.extracts.management.commands.load_extract import progress_on
from indicators.extracts.pseudonyms import WrongKey
from indicators.extracts.rotation import rotate
from wales_framework.access.models import User


class Command(BaseCommand):
    help = (
        "Take every record to a new key for pseudonyms. First stop web, workers and scheduler, and add the new key at the end of "
        "PSEUDONYM_KEY (keys with commas between them); then run this; then start them again with the same PSEUDONYM_KEY."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--user", help="in whose name (an administrator); else the service's own")
        parser.add_argument("--json", action="store_true", dest="as_json", help="the result as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            user = User.objects.get(username=options["user"]) if options["user"] else None
            rows = rotate(user, progress_on(self.stderr, quiet=options["as_json"]))
        except User.DoesNotExist as missing:
            raise CommandError(f"There is nobody called {options['user']}.") from missing
        except WrongKey as wrong:
            raise CommandError(str(wrong)) from wrong
        told = json.dumps({"rows": rows}) if options["as_json"] else f"{sum(rows.values()):,} rows are under the new key."
        self.stdout.write(told)
