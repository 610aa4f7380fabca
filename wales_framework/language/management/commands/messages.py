"""manage.py messages: bring the Welsh catalogue up to date with the code and compile it."""

from typing import Any

from django.core.management.base import BaseCommand

from wales_framework.language import catalogues


class Command(BaseCommand):
    help = "Extract all messages into the Welsh catalogue (new ones empty) and compile it."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        catalogues.write(catalogues.merge())
        catalogues.compile_catalogue()
        self.stdout.write("\n".join(catalogues.faults()) or "The Welsh catalogue is complete.")
