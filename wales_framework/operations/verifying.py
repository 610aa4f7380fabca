"""What is compared between a backup and what is made of it. Other apps add what they know of themselves when they are ready."""

from collections.abc import Callable

from django.db import connection

from wales_framework.audit import chain

Facts = dict[str, str]
# Each gives facts by name, worked out anew from the rows: hashes of releases, the end of the audit trail.
FACTS: list[Callable[[], Facts]] = []
# Of these the rows are left out: nobody's session outlives a restore, and the cache fills itself.
WITHOUT_ROWS = ("django_session", "cache")


def fact(function: Callable[[], Facts]) -> Callable[[], Facts]:
    """Register a function whose facts every backup notes and every restore compares."""
    FACTS.append(function)
    return function


def facts() -> Facts:
    """Everything that is known, by name."""
    walked = chain.verify()
    found: Facts = {"audit trail": f"{walked.links} events, head {walked.head}{f', {walked.fault}' if walked.fault else ''}"}
    for function in FACTS:
        found |= function()
    return found


def row_counts() -> dict[str, int]:
    """The rows of each table that holds some itself."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname"
        )
        names = [name for (name,) in cursor.fetchall() if name not in WITHOUT_ROWS]
        counts = {}
        for name in names:
            cursor.execute(f'SELECT count(*) FROM "{name}"')
            counts[name] = int(cursor.fetchone()[0])
    return counts
