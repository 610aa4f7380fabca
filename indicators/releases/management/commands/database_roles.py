"""manage.py database_roles [--prefix NAME] [--print]"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from indicators.releases.grants import ROLES, Relation, statements, undecided
from wales_framework.secret_files import secret_of

RELATIONS = """
    SELECT relation.relname, relation.relkind::text,
        coalesce(pg_partition_root(relation.oid)::regclass::text, relation.relname),
        ARRAY(SELECT attname::text FROM pg_attribute WHERE attrelid = relation.oid AND attnum > 0 AND NOT attisdropped
              ORDER BY attnum)
    FROM pg_class AS relation JOIN pg_namespace AS place ON place.oid = relation.relnamespace
    WHERE place.nspname = 'public' AND relation.relkind IN ('r', 'p', 'v', 'S')
    UNION ALL
    SELECT trigger.proname, 'f', trigger.proname, ARRAY[]::text[]
    FROM pg_proc AS trigger JOIN pg_namespace AS place ON place.oid = trigger.pronamespace
    WHERE place.nspname = 'public' AND trigger.prorettype = 'trigger'::regtype AND trigger.pronargs = 0
"""


class Command(BaseCommand):
    help = (
        "Make database roles with the least rights: NAME_owner for migrations, NAME_web, NAME_worker, NAME_desk, who reads exact "
        "numbers for analysts' pages, and NAME_reader, who sees published figures only. Passwords come from OWNER_PASSWORD, "
        "WEB_PASSWORD, WORKER_PASSWORD, DESK_PASSWORD and READER_PASSWORD. "
        "Run it as a role that may make roles, and again after migrations."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--prefix", help="what the roles' names begin with; without it the database's name")
        parser.add_argument("--print", action="store_true", help="print the statements, without passwords, and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        prefix = options["prefix"] or str(connection.settings_dict["NAME"])
        passwords = {role: secret_of(f"{role.upper()}_PASSWORD") for role in ROLES}
        found = relations()
        if missing := undecided(found):
            raise CommandError(
                f"Nobody has decided who may read {', '.join(missing)}: say so in indicators/releases/decisions.py."
            )
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT rolname FROM pg_roles")
            existing = [name for (name,) in cursor.fetchall()]
            todo = statements(prefix, found, {} if options["print"] else passwords, existing)
            for statement in todo:
                if options["print"]:
                    self.stdout.write(f"{statement.as_string(cursor.cursor)};")
                else:
                    cursor.execute(statement)
        if not options["print"]:
            self.stdout.write("\n".join(f"{prefix}_{role}" for role in ROLES))


def relations() -> list[Relation]:
    """Everything of the service that is in the database."""
    with connection.cursor() as cursor:
        cursor.execute(RELATIONS)
        return [Relation(name, kind, root, tuple(columns)) for name, kind, root, columns in cursor.fetchall()]
