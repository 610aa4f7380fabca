"""Joining all figures of releases with each other."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections, transaction


@contextmanager
def all_at_once(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """A block in which the database reads both sides of a join once.

    The planner knows nothing yet of figures just written; it takes them for a few, looks each up by itself, and needs minutes.
    """
    with transaction.atomic(using):
        with connections[using].cursor() as cursor:
            cursor.execute("SET LOCAL enable_nestloop = off")
        yield
        with connections[using].cursor() as cursor:
            cursor.execute("SET LOCAL enable_nestloop = on")
