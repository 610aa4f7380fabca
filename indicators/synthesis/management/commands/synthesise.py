"""`manage.py synthesise`: generated extracts of every source of records, and the figures planted in them."""

import sys
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate

from indicators.catalogue import Period
from indicators.synthesis.generating import generate
from indicators.synthesis.request import Refused, Request


def period(text: str) -> Period:
    """For argparse, which shows this error's words and not a ValueError's."""
    try:
        return Period.parse(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from error


class Command(BaseCommand):
    help = "Write generated extracts SOURCE.csv of every source of records, and truth.csv, the figures planted in them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--people", type=int, required=True, help="how many people")
        parser.add_argument("--seed", type=int, required=True, help="the same number, the same files")
        parser.add_argument("--from", type=period, required=True, dest="first", help="the first quarter, such as 2016Q1")
        parser.add_argument("--to", type=period, required=True, dest="last", help="the last quarter, such as 2024Q4")
        parser.add_argument("--out", type=Path, required=True, help="a folder; only files of these names are replaced")
        parser.add_argument("--as-at", type=date.fromisoformat, help="YYYY-MM-DD, when the extracts are drawn; else today")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("Generated people are not for a service with SERVICE_ENV=production.")
        self.people = options["people"]
        try:
            as_at = options["as_at"] or localdate()
            request = Request(options["people"], options["seed"], options["first"], options["last"], as_at)
            rows = generate(request, options["out"], self._progress)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        except OSError as error:
            raise CommandError(f"{error.filename or options['out']}: {error.strerror}") from error
        if options["verbosity"] == 0:
            return
        for name, count in rows.items():
            self.stdout.write(f"{name + '.csv':20} {count:>12,} rows")
        if options["as_at"]:
            self.stdout.write(f"Load them with --as-at {as_at}: which cohorts are mature depends on it.")

    def _progress(self, done: int) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"\r{done:,}/{self.people:,} people ", ending="\n" if done >= self.people else "")
