"""Reading what never changes from a copy of the database, where there is one (REPLICA_DATABASE_URL): a PostgreSQL standby.

Only published editions are read there, by `reporting.published`; who is signed in, what is being worked on and which release
is the latest is always asked of the primary. A copy follows some moments behind, so before a figure is read there it is asked
whether it has the release; a release is published in one transaction, so with it there are all its figures. Where the copy is
behind, away or gets in the way, the primary answers instead, and the log says so.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, InterfaceError, OperationalError, connections
from django.http import HttpRequest, HttpResponseBase

ALIAS = "replica"
AWAY_FOR = 30.0  # seconds in which nobody waits for a copy that was just found to be away
SAFE = ("GET", "HEAD", "OPTIONS")

log = logging.getLogger(__name__)
_away_until = 0.0  # of this process
_left_aside: ContextVar[bool] = ContextVar("replica_left_aside", default=False)


def using(what: str, is_there: Callable[[str], bool]) -> str:
    """The connection on which to read `what`: the copy's where `is_there(connection)` says that it has it.

    Asked once for each session of the copy: what it has, it keeps.
    """
    if ALIAS not in settings.DATABASES or _left_aside.get() or time.monotonic() < _away_until:
        return DEFAULT_DB_ALIAS
    try:
        seen = _seen()
        if what not in seen:
            if not is_there(ALIAS):
                log.info("the replica is behind: %s is read from the primary", what)
                return DEFAULT_DB_ALIAS
            seen.add(what)
    except Error as error:
        _is_away(error)
        return DEFAULT_DB_ALIAS
    return ALIAS


def state() -> str | None:
    """ "ok" or "away", for whoever watches over the service; None where there is no copy."""
    if ALIAS not in settings.DATABASES:
        return None
    try:
        with connections[ALIAS].cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error as error:
        _is_away(error)
        return "away"
    return "ok"


class FallBack:
    """Middleware: a page that failed because the copy went away, or ended a reading that kept it from following, is made once
    more from the primary alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        if not isinstance(exception, (OperationalError, InterfaceError)) or request.method not in SAFE:
            return None
        if ALIAS not in settings.DATABASES or _left_aside.get() or request.resolver_match is None:
            return None
        if not _answers():
            _is_away(exception)
        log.warning("reading from the replica failed, the page is made from the primary: %s", exception)
        match = request.resolver_match
        with _aside():
            response: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
            return response


@contextmanager
def _aside() -> Iterator[None]:
    token = _left_aside.set(True)
    try:
        yield
    finally:
        _left_aside.reset(token)


def _seen() -> set[str]:
    """What this very session of the copy was found to have: another one may be of a server made anew from an older state."""
    wrapper = connections[ALIAS]
    wrapper.ensure_connection()
    session, found = vars(wrapper).get("seen_there", (None, set()))
    if session is not wrapper.connection:
        session, found = wrapper.connection, set()
        vars(wrapper)["seen_there"] = (session, found)
    seen: set[str] = found
    return seen


def _answers() -> bool:
    wrapper = connections[ALIAS]
    return wrapper.connection is not None and wrapper.is_usable()


def _is_away(why: Exception) -> None:
    global _away_until
    _away_until = time.monotonic() + AWAY_FOR
    connections[ALIAS].close()
    log.warning("the replica is away: for %d seconds everything is read from the primary: %s", AWAY_FOR, why)
