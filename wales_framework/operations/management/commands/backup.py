"""manage.py backup [DIR] [--keep N]"""

import subprocess
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from wales_framework.operations import backup
from wales_framework.operations.programs import ProgramMissing


class Command(BaseCommand):
    help = (
        "Back up the database and the files that it names, as they are at one moment, into a new folder of DIR (or of "
        "BACKUP_DIR in the environment). The keys of pseudonyms and the secret key are not in it: keep them elsewhere."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", metavar="DIR", help="where backups are kept; without it BACKUP_DIR")
        parser.add_argument("--keep", type=int, help="remove all but the newest N backups in DIR afterwards")

    def handle(self, *args: Any, **options: Any) -> None:
        given = options["folder"] or settings.BACKUP_DIR
        if not given:
            raise CommandError("Say where to: manage.py backup DIR, or set BACKUP_DIR.")
        if options["keep"] is not None and options["keep"] < 1:
            raise CommandError("--keep 0 would remove the backup that was just made.")
        folder = Path(given)
        try:
            made = backup.make(folder)
        except subprocess.CalledProcessError as failed:
            raise CommandError(f"pg_dump: {failed.stderr.strip()[-1000:]}") from failed
        except (ProgramMissing, backup.Vanished, OSError) as wrong:
            raise CommandError(f"No backup was made: {wrong}") from wrong
        self.stdout.write(str(made))
        if options["keep"]:
            for old in backup.thin_out(folder, options["keep"]):
                self.stderr.write(f"removed {old}")
