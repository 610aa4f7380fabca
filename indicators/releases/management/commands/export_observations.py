"""manage.py export_observations [--release ID|latest|draft] [--exact] [--out FILE]"""

import sys
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError, CommandParser

from indicators.releases.drafting import KEY
from indicators.releases.models import Release
from indicators.releases.rows import as_row, observations, write_csv


class Command(BaseCommand):
    help = "The figures of a release as CSV, as readers download them; --exact: before disclosure control, for analysts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--release", default="latest", help="a release's number, latest (published) or draft")
        parser.add_argument("--exact", action="store_true", help="exact numerators and denominators, nothing hidden")
        parser.add_argument("--out", help="a file; without it, standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        release = _release(options["release"])
        if options["out"]:
            with Path(options["out"]).open("w", encoding="utf-8", newline="") as out:
                _write(release, options["exact"], out)
        else:
            _write(release, options["exact"], sys.stdout)


def _write(release: Release, exact: bool, out: TextIO) -> None:
    if exact:
        columns = [*KEY, "numerator", "denominator"]
        write_csv(release.exact_observations.order_by(*KEY).values(*columns).iterator(), out, columns)
    else:
        write_csv((as_row(observation) for observation in observations(release)), out)


def _release(which: str) -> Release:
    if which == "latest":
        release = Release.objects.latest_published()
    elif which == "draft":
        release = Release.objects.open().first()
    else:
        release = Release.objects.filter(pk=which.upper().removeprefix("R")).first()
    if release is None:
        raise CommandError(f"There is no release “{which}”: draft one with manage.py recalculate, or name its number.")
    return release
