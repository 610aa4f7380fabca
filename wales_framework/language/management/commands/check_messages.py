"""manage.py check_messages: fails unless every message has its Welsh."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from wales_framework.language import catalogues


class Command(BaseCommand):
    help = "Fail unless the Welsh catalogue is complete and in step with the code."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        if found := catalogues.faults():
            raise CommandError("\n".join(found))
        self.stdout.write("The Welsh catalogue is complete.")
