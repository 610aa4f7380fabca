"""manage.py take_translations FILE: what a translator sent back, into the Welsh catalogue."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from wales_framework.language import catalogues
from wales_framework.language.taking import BadTranslations, take


class Command(BaseCommand):
    help = "Take better Welsh, or “=” for right as it is, from the last column of the CSV that the page for translators gives."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with options["file"].open(encoding="utf-8-sig", newline="") as file:
                done = take(file)
        except (OSError, UnicodeDecodeError, BadTranslations) as bad:
            raise CommandError(str(bad)) from bad
        catalogues.compile_catalogue()
        self.stdout.write(f"{done.changed} messages changed, {done.right} found right; their draft marks are gone.")
        for place in done.by_hand:
            self.stdout.write(f"change in the content file, and write `checked: true` beside it: {place}")
        for english in done.unknown:
            self.stdout.write(f"no message of today: {english}")
        if found := catalogues.faults():
            raise CommandError("The catalogue has faults now:\n" + "\n".join(found))
