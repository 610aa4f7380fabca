"""Health for load balancers and container runtimes."""

import logging
from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from wales_framework import replica
from wales_framework.watching import broker

log = logging.getLogger(__name__)


@login_not_required
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@login_not_required
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """The process can serve: database reachable and migrated; 503 otherwise, details only in the log.

    The broker is told, and makes nobody unready: readers need none, and what is asked for meanwhile is written down and sent to
    the workers when it is back. A process that was taken out for it would take the readers' pages away for nothing. So is a
    replica, without which the service is slower and nothing else.
    """
    database = _database()
    answer = {"status": "ok" if database else "unavailable", "database": database, "broker": broker.look().reachable}
    if (copy := replica.state()) is not None:
        answer["replica"] = copy
    return JsonResponse(answer, status=200 if database else 503)


def _database() -> bool:
    try:
        missing = _known() - set(MigrationRecorder(connection).applied_migrations())
    except Error:
        log.exception("database not ready")
        return False
    if missing:
        log.error("%d migrations are not applied", len(missing))
    return not missing


@cache
def _known() -> frozenset[tuple[str, str]]:
    """The migrations of this program: read once, for they are files of it."""
    return frozenset(MigrationLoader(None).disk_migrations)
