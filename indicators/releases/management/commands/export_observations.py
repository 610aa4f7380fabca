"""manage.py export_observations [--release ID|latest|draft] [--exact] [--out FILE]"""

import sys
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from indicators import desk
from indicators.releases.models import ExactObservation, Release
from indicators.releases.rows import as_row, observations, write_csv
from indicators.releases.workflow import PUBLISHED
from wales_framework import audit

COMMAND = "manage.py export_observations"
EXACT_KEY = ["cohort", "measure", "period", "area_code", "breakdown", "category"]


class Command(BaseCommand):
    help = "The figures of a release as CSV, as readers download them; --exact: before disclosure control, for analysts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--release",
            help="a release's number, latest (published) or draft; without it, the latest, or the draft before any is",
        )
        parser.add_argument("--exact", action="store_true", help="exact numerators and denominators, nothing hidden")
        parser.add_argument("--out", help="a file; without it, standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        release = _release(options["release"])
        write = _write_exact if options["exact"] else _write
        # Written before the first figure is: nobody has them whom the trail does not know.
        if options["exact"]:
            audit.reading("exact.export", None, release, COMMAND, rows=release.observation_count)
        elif release.state != PUBLISHED:
            audit.reading("draft.export", None, release, COMMAND, rows=release.observation_count)
        if options["out"]:
            with Path(options["out"]).open("w", encoding="utf-8", newline="") as out:
                write(release, out)
        else:
            write(release, sys.stdout)


def _write(release: Release, out: TextIO) -> None:
    write_csv((as_row(observation) for observation in observations(release)), out)


def _write_exact(release: Release, out: TextIO) -> None:
    """As the database writes it, in the order of the keys' bytes; an empty field for what is empty or missing."""
    columns = [*(f"nullif({column}, '') AS {column}" for column in EXACT_KEY), "numerator", "denominator"]
    order = ", ".join(f"exact.{column}" for column in EXACT_KEY)
    table = ExactObservation._meta.db_table
    with connections[desk.alias()].cursor() as cursor:
        query = cursor.mogrify(
            f"SELECT {', '.join(columns)} FROM {table} AS exact WHERE release_id = %s ORDER BY {order}", [release.pk]
        ).decode()
        cursor.copy_expert(f"COPY ({query}) TO STDOUT WITH (FORMAT csv, HEADER)", out)


def _release(which: str | None) -> Release:
    latest, draft = Release.objects.latest_published, Release.objects.open().first
    if which is None:
        release = latest() or draft()
    elif which == "latest":
        release = latest()
    elif which == "draft":
        release = draft()
    else:
        release = Release.objects.filter(pk=which.upper().removeprefix("R")).first()
    if release is None:
        raise CommandError(
            f"There is no release “{which or 'latest'}”: draft one with manage.py recalculate, or name its number."
        )
    return release
