"""Databases that are made for a measurement and removed after it."""

from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from io import StringIO

from django.db import connection


@contextmanager
def own_database() -> Iterator[None]:
    """A migrated, empty database for the whole run."""
    kept = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = f"bench_{kept}"
    with redirect_stdout(StringIO()):
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(kept, verbosity=0)


@contextmanager
def fresh_database(name: str) -> Iterator[None]:
    """A copy of it as it was made, for one measurement."""
    creation = connection.creation
    creation.clone_test_db(name, verbosity=0, autoclobber=True)
    empty = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = creation.get_test_db_clone_settings(name)["NAME"]
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = empty
        creation.destroy_test_db(suffix=name, verbosity=0)
