"""manage.py compile_messages: the Welsh catalogue as Django reads it."""

from typing import Any

from django.core.management.base import BaseCommand

from wales_framework.language import catalogues


class Command(BaseCommand):
    help = "Compile the Welsh catalogue."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        catalogues.compile_catalogue()
