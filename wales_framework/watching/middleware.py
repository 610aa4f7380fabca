"""Every request has a number, a line in the log, and its place in the metrics."""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from wales_framework.watching import context, metrics
from wales_framework.watching.logs import shown_path

log = logging.getLogger("wales_framework.access_log")
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


class Watched:
    """Outermost: it sees what every other part of the service answers, and how long that took until the first byte."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # Only a proxy of our own is believed: anybody else could write what they like into our log.
        number = context.new_id(request.headers.get("X-Request-ID", "") if settings.BEHIND_PROXY else "")
        with context.serving(request, number):
            begun = time.perf_counter()
            response = self.get_response(request)
            seconds = time.perf_counter() - begun
            response["X-Request-ID"] = number
            route = route_of(request)
            method = request.method if request.method in METHODS else "other"
            metrics.observe(route, str(method), response.status_code, seconds)
            told = {
                "method": method,
                "path": shown_path(request.path),
                "route": route,
                "status": response.status_code,
                "duration_ms": round(seconds * 1000, 1),
            }
            log.info("%s %s %s", method, told["path"], response.status_code, extra=told)
        return response


def route_of(request: HttpRequest) -> str:
    """The name of the address, never the address: there are as many of those as anybody likes to type."""
    if request.resolver_match is not None:
        return request.resolver_match.view_name or "unnamed"
    return "static" if request.path.startswith(settings.STATIC_URL) else "none"
