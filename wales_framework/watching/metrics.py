"""Figures about requests, which each web process counts for itself; in several processes of a machine they are added up in files.

Everything else that is told at /metrics comes from the database (watching.collecting), so that one place is enough to ask.
"""

import hmac
import os
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from wales_framework.watching.collecting import FromDatabase

BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120)
REQUESTS = Counter("positive_change_requests", "Requests that were answered", ["route", "method", "status"])
SECONDS = Histogram("positive_change_request_seconds", "Time until an answer began", ["route", "method"], buckets=BUCKETS)


def observe(route: str, method: str, status: int, seconds: float) -> None:
    """Count a request."""
    REQUESTS.labels(route, method, status).inc()
    SECONDS.labels(route, method).observe(seconds)


@login_not_required
@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """For whoever has the token; for everybody else there is no such address."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").encode()
    if not settings.METRICS_TOKEN or not hmac.compare_digest(given, settings.METRICS_TOKEN.encode()):
        raise Http404
    own = CollectorRegistry()
    own.register(FromDatabase())
    return HttpResponse(_requests() + generate_latest(own), content_type=CONTENT_TYPE_LATEST)


def _requests() -> bytes:
    if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        return generate_latest(REGISTRY)
    several = CollectorRegistry()
    several.register(Counted())
    return generate_latest(several)


class Counted(Collector):
    """What the processes of this machine have counted. The file of one that is just starting has no size yet: it is left out."""

    def collect(self) -> Iterable[Metric]:
        folder = Path(os.environ["PROMETHEUS_MULTIPROC_DIR"])
        return MultiProcessCollector.merge([str(file) for file in folder.glob("*.db") if file.stat().st_size])
