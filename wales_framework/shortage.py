"""What a fault comes from when the machines are at their end: no room on a disk, or a database that is away."""

import errno
from collections.abc import Iterator

import psycopg2
from django.db import DatabaseError, InterfaceError, OperationalError

FULL = (errno.ENOSPC, errno.EDQUOT)
# PostgreSQL's own codes: disk full; ended by an administrator, a crash, a start that is not over, a connection that is lost.
DISK_FULL = "53100"
AWAY = ("57P", "08", "53300")
# Two at once that the server put apart, or one that waited too long for another: tried again, both succeed.
AGAIN = ("40001", "40P01", "55P03")
BROKEN = (
    DatabaseError,
    InterfaceError,
    OperationalError,
    psycopg2.DatabaseError,
    psycopg2.InterfaceError,
    psycopg2.OperationalError,
)


def is_full(fault: BaseException) -> bool:
    """Whether it is for want of room: on a disk of this machine, or on the database's."""
    return any(
        (isinstance(one, OSError) and one.errno in FULL) or getattr(one, "pgcode", None) == DISK_FULL for one in _causes(fault)
    )


def database_is_away(fault: BaseException) -> bool:
    """Whether the connection to the database was lost or refused, so that the same may well succeed a moment later.

    A COPY raises the driver's own exceptions, which Django does not wrap.
    """
    said = [one.pgcode for one in _causes(fault) if isinstance(one, psycopg2.Error)]
    if not said:
        return isinstance(fault, OperationalError | InterfaceError)
    code = next((found for found in said if found), None)
    # Without a code it is no word of the server's: the connection broke. In the middle of a COPY that is a plain DatabaseError.
    return type(fault) in BROKEN if code is None else code.startswith(AWAY) or code in AGAIN


def _causes(fault: BaseException | None) -> Iterator[BaseException]:
    while fault is not None:
        yield fault
        fault = fault.__cause__ or fault.__context__
