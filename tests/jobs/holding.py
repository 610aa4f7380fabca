"""Work that is held up in its middle, for as long as a test needs it there."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg2

from wales_framework.servers import database_url


class Others:
    """Somebody else who changes what is current of a source, so that a load of it has to wait in its middle."""

    def __init__(self, link: "psycopg2.extensions.connection", source: str) -> None:
        self.link = link
        self._ask("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", f"records of {source}")

    def _ask(self, query: str, *parameters: str) -> object:
        with self.link.cursor() as cursor:
            cursor.execute(query, parameters)
            return cursor.fetchone()[0]

    def are_waited_for(self) -> bool:
        return bool(
            self._ask(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
                " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            )
        )

    def go(self) -> None:
        self.link.rollback()


@contextmanager
def others_at_the_records(source: str) -> Iterator[Others]:
    """They are there until the end of this block, or until they go."""
    with closing(psycopg2.connect(database_url())) as link:
        yield Others(link, source)
