"""manage.py restore DIR [--into-new NAME]"""

from pathlib import Path
from typing import Any

import psycopg2
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from psycopg2 import sql

from wales_framework.operations.manifest import Damaged
from wales_framework.operations.programs import ProgramMissing
from wales_framework.operations.restore import NotEmpty, checked, demand_no_files, restore


class Command(BaseCommand):
    help = (
        "Bring a backup back (DIR, or the newest in DIR) into the database and DATA_DIR of the environment, which must be empty. "
        "Every file is compared with its hash first; rows, hashes of releases and the audit trail are compared afterwards."
    )
    requires_migrations_checks = False
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", metavar="DIR")
        parser.add_argument("--into-new", metavar="NAME", help="make a database NAME on the same server and restore into that")

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["into_new"]
        try:
            place = checked(Path(options["folder"]))
            if name:
                _begin(name)
            try:
                said = restore(place)
            except BaseException:
                if name:
                    _on_server(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))
                raise
        except (Damaged, NotEmpty, ProgramMissing, OSError) as wrong:
            raise CommandError(f"Nothing was restored: {wrong}") from wrong
        self.stdout.write(
            f"{place.name}: {sum(said.rows.values())} rows of {len(said.rows)} tables, {len(said.files) - 1} files, "
            f"{len(said.facts)} facts are what they were."
        )
        if name:
            self.stdout.write(
                f"The database is {name}, its files are in {settings.DATA_DIR}. To go on with them, exchange its name, "
                "and nothing else, in the addresses of owner, web and worker: docs/runbook.md has each step."
            )


def _begin(name: str) -> None:
    """Make the database, and let everything go on in it."""
    demand_no_files()
    try:
        _on_server(sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(name)))
    except psycopg2.Error as refused:
        raise CommandError(f"Nothing was restored: {str(refused).strip()}") from refused
    connection.close()
    connection.settings_dict["NAME"] = name


def _on_server(statement: sql.Composable) -> None:
    """On the server's own database, outside of any transaction."""
    connection.close()
    there = connection.get_connection_params()
    link = psycopg2.connect(**{**there, "dbname": "postgres", "cursor_factory": None})
    try:
        link.autocommit = True
        with link.cursor() as cursor:
            cursor.execute(statement)
    finally:
        link.close()
