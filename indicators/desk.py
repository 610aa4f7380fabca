"""The analysts' desk: the narrow door through which a web process reads exact numbers.

Exact are figures before disclosure control, what an attack worked out of them, previews, the cells that checks found fault with,
and numbers of rows of files and quarters. The database role of web processes (`NAME_web`) may read none of them. Analysts' pages
read them on a connection of its own, whose role (`NAME_desk`) may read them and change nothing, and whose address
(EXACT_DATABASE_URL) only those web processes have that serve analysts. A view opens it after its predicate, and writes into the
audit trail (`audit.reading`) who is shown what.

Why a second connection: with SET ROLE on the first one, whatever smuggles a statement into it could set the role too; behind
functions of the owner (SECURITY DEFINER) everybody who may call them could call them with anything. A process that was not given
the address has nothing to open.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

ALIAS = "exact"
EXACT_TABLE = "releases_exactobservation"
View = Callable[..., HttpResponseBase]


class Elsewhere(Exception):
    """This process holds no exact numbers."""


def alias() -> str:
    """The database connection on which exact numbers are read. Raises Elsewhere.

    Without one of its own it is the default connection, where that may: in workers and commands, and where one role does
    everything.
    """
    if ALIAS in settings.DATABASES:
        return ALIAS
    if not reads_exact():
        raise Elsewhere
    return DEFAULT_DB_ALIAS


def is_here() -> bool:
    """Whether exact numbers can be read from this process."""
    try:
        alias()
    except Elsewhere:
        return False
    return True


def reads_exact() -> bool:
    """Whether the role of the default connection may read exact figures."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, 'SELECT')", [EXACT_TABLE])
        return bool(cursor.fetchone()[0])


def here(view: View) -> View:
    """Where exact numbers are elsewhere, the page says so and where to go; it is no page of this address."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Elsewhere:
            return render(request, "desk/elsewhere.html", {"address": address_of(request)}, status=404)

    return guarded


def address_of(request: HttpRequest) -> str:
    """Where the same page stands with its exact numbers; "" where nobody has said."""
    return f"{settings.DESK_URL.rstrip('/')}{request.get_full_path()}" if settings.DESK_URL else ""
