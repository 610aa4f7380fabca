"""Guards of views."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from wales_framework.access import trail
from wales_framework.access.models import User
from wales_framework.access.predicates import Person

View = Callable[..., HttpResponseBase]


def allowed(predicate: Callable[[Person], bool]) -> Callable[[View], View]:
    """Refuse with 403 those of whom `predicate` does not hold; who is signed out never gets here (LoginRequiredMiddleware)."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not predicate(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return guard


def too_many(request: HttpRequest) -> HttpResponse:
    """The answer to an address or a person that asks for signing in too often (the sign-in library looks for `handler429`)."""
    trail.locked(request, request.user if isinstance(request.user, User) else None)
    return render(request, "429.html", status=429)
