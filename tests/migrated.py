"""Migrating takes seconds, and each process of a test run has a database of its own: the first migrates one, all copy it.

What is copied is to the byte what migrations make. A process alone, and one that keeps its database, migrates as ever.
"""

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection

NAME = "migrated"  # of the file that processes share; of the database too, after the name of the tests' own


@contextlib.contextmanager
def copied(shared: Path) -> Iterator[None]:
    """What is created within as the tests' database is a copy of the one that is migrated once. The last to end removes it."""
    template = f"test_{settings.DATABASES['default']['NAME']}_{NAME}"
    with _counted(shared) as users:
        if not users:
            _migrate(template)
        _count(shared, users + 1)
    connection.settings_dict["TEST"]["TEMPLATE"] = template
    yield
    with _counted(shared) as users:
        if users == 1:
            _remove(template)
        _count(shared, users - 1)


@contextlib.contextmanager
def _counted(shared: Path) -> Iterator[int]:
    """How many processes use it, while none of the others changes that."""
    with (shared / f"{NAME}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        file = shared / f"{NAME}.users"
        yield int(file.read_text()) if file.exists() else 0


def _count(shared: Path, users: int) -> None:
    (shared / f"{NAME}.users").write_text(str(users))


def _migrate(name: str) -> None:
    own = connection.settings_dict["TEST"]["NAME"], settings.DATABASES["default"]["NAME"]
    connection.settings_dict["TEST"]["NAME"] = name
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    connection.close()
    connection.settings_dict["TEST"]["NAME"] = own[0]
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = own[1]


def _remove(name: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}"')
