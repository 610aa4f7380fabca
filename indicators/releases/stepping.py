"""What all pages of steps have in common: take the step, say how it went, show the release again."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from indicators.releases.models import Release
from indicators.releases.refusals import ReleaseRefused
from wales_framework.workflow import MoveRefused


def take(request: HttpRequest, release: Release, act: Callable[[], object], done: str, back: str = "detail") -> HttpResponseBase:
    """Take one step and say how it went; a second press of the same button does no harm."""
    attempt(request, release, act, done)
    return redirect(f"releases:{back}", pk=release.pk)


def attempt(request: HttpRequest, release: Release, act: Callable[[], object], done: str) -> bool:
    """The same without showing the release; whether the step was taken."""
    try:
        act()
    except MoveRefused:
        release.refresh_from_db()
        state = release.get_state_display()
        messages.warning(
            request, _("That step is not open any more: %(release)s is now “%(state)s”.") % {"release": release, "state": state}
        )
    except ReleaseRefused as refused:
        messages.warning(request, str(refused))
    except PermissionDenied:
        messages.warning(request, _("You took an earlier step with this release yourself. Somebody else has to take this one."))
    else:
        messages.success(request, done % {"release": release})
        return True
    return False
