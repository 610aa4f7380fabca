"""manage.py board_pack [--release ID|latest] [--language en|cy] [--summary] [--group A]… [--region W15000004]… --out FILE.pdf"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from reporting import published
from reporting.packs import service
from reporting.packs.choice import FULL, SUMMARY, Choice, UnknownChoice, all_groups, all_regions
from reporting.published import Edition


class Command(BaseCommand):
    help = "The Board's pack of a published release as PDF: the file that the page offers, made now if there is none yet."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--release", default="latest", help="a published release's number, or latest")
        parser.add_argument("--language", default=settings.LANGUAGE_CODE, choices=[code for code, _name in settings.LANGUAGES])
        parser.add_argument("--summary", action="store_true", help="the summary of two pages instead of the whole pack")
        parser.add_argument("--group", action="append", default=[], help="only this priority group; may be repeated")
        parser.add_argument("--region", action="append", default=[], help="only this region, by its code; may be repeated")
        parser.add_argument("--out", required=True, help="where to write the PDF")

    def handle(self, *args: Any, **options: Any) -> None:
        edition = _edition(options["release"])
        pack = service.ready(edition, options["language"], _choice(options["summary"], options["group"], options["region"]))
        with pack.file.open("rb") as file:
            Path(options["out"]).write_bytes(file.read())
        service.download(pack, None)
        self.stdout.write(f"{options['out']}: {pack}, {pack.pages} pages, {pack.size} bytes")


def _choice(summary: bool, groups: list[str], regions: list[str]) -> Choice:
    try:
        return Choice.of(SUMMARY if summary else FULL, [code.upper() for code in groups], [code.upper() for code in regions])
    except UnknownChoice as unknown:
        known = ", ".join((*all_groups(), *all_regions()))
        raise CommandError(f"There is no group or region {unknown}; there are: {known}.") from unknown


def _edition(which: str) -> Edition:
    if which == "latest":
        edition = published.latest()
        if edition is None:
            raise CommandError("No release is published yet: there is nothing to make a pack of.")
        return edition
    number = which.upper().removeprefix("R")
    if not number.isdecimal():
        raise CommandError(f"{which} is not a release's number.")
    try:
        return published.get(int(number))
    except published.EditionNotFound as missing:
        raise CommandError(f"{which} is not a published release.") from missing
