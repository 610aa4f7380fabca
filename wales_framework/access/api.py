"""The API's permissions: the same predicates as the pages'."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection, transaction
from rest_framework.permissions import BasePermission
from rest_framework.throttling import SimpleRateThrottle

from wales_framework.access.predicates import Person, may_load_extracts, may_read_extracts, may_read_figures

if TYPE_CHECKING:  # these load REST framework's settings, which name this module
    from rest_framework.request import Request
    from rest_framework.views import APIView


def permission(predicate: Callable[[Person], bool]) -> type[BasePermission]:
    """A DRF permission class that asks `predicate`."""

    class Allowed(BasePermission):
        def has_permission(self, request: Request, view: APIView) -> bool:
            return predicate(request.user)

    return Allowed


ReadFigures = permission(may_read_figures)
ReadExtracts = permission(may_read_extracts)
LoadExtracts = permission(may_load_extracts)


class NobodyUnlessSaid(BasePermission):
    """The default: an API view that names no permission answers nobody."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return False


class EachPerson(SimpleRateThrottle):
    """No program asks more often than the setting says; each of a person's tokens counts by itself, their browser too."""

    scope = "requests"

    def get_rate(self) -> str:
        rates: Any = settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"]
        return str(rates[self.scope])

    def get_cache_key(self, request: Request, view: APIView) -> str | None:
        """None for somebody who is not signed in: they are refused before."""
        if request.user.pk is None:
            return None
        return f"throttle-{self.scope}-{request.user.pk}-{getattr(request.auth, 'pk', 'session')}"

    def allow_request(self, request: Request, view: APIView) -> bool:
        """As the library counts, but one request of a key after the other: else all that come at once read the same count."""
        key = self.get_cache_key(request, view)
        if key is None:
            return True
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
            return bool(super().allow_request(request, view))


class EachUploader(EachPerson):
    """Of uploads fewer: each has a file that has to be read."""

    scope = "uploads"
