"""The API's permissions: the same predicates as the pages'."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from rest_framework.permissions import BasePermission

from wales_framework.access.predicates import Person, may_read_figures

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


class NobodyUnlessSaid(BasePermission):
    """The default: an API view that names no permission answers nobody."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return False
