"""manage.py verify_audit [--from POSITION] [--expect HASH]"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from wales_framework.audit.chain import verify_and_tell


class Command(BaseCommand):
    help = (
        "Walk along the chain of the audit trail, work every hash out anew, and compare with what was seen of it before. Ends "
        "with 1 and names the first event that was changed, removed or put in. What was found is written into the trail itself."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--from", type=int, default=1, dest="start", help="a position in the chain; what comes before is believed"
        )
        parser.add_argument("--expect", default="", help="a hash that must be in the chain, as a message or a log tells it")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["start"] < 1:
            raise CommandError("The chain begins with position 1.")
        found = verify_and_tell(options["start"], options["expect"].strip().lower())
        if found.fault is not None:
            raise CommandError(f"The audit trail is broken: {found.fault}.")
        self.stdout.write(f"{found.links} events, each as it was sealed. Head: {found.head}")
