"""How a step of a release is refused."""

from django.core.exceptions import PermissionDenied

from wales_framework.refusal import Refusal


class ReleaseRefused(Refusal):
    """The step cannot be taken; the message says why and what to do instead."""


def demand(allowed: bool) -> None:
    """Raises PermissionDenied."""
    if not allowed:
        raise PermissionDenied
