"""manage.py count_parts RECOUNT"""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from indicators.releases.recounting import count_parts


class Command(BaseCommand):
    help = "Help with a recount that is being made (recalculate --workers starts these)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("recount", type=int, help="its number")

    def handle(self, *args: Any, **options: Any) -> None:
        count_parts(options["recount"])
