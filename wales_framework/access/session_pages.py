"""The page on which people see where they are signed in, and sign out there."""

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from wales_framework import audit
from wales_framework.access.browsers import browser_of
from wales_framework.access.models import User

OTHERS = "others"


@never_cache
@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """One's sessions, this one first, then the ones seen last."""
    UserSession.objects.purge_and_list(request.user)
    rows = [
        {
            "session": session,
            "browser": browser_of(session.user_agent),
            "is_this": session.session_key == request.session.session_key,
        }
        for session in UserSession.objects.filter(user_id=request.user.pk).order_by("-last_seen_at")
    ]
    rows.sort(key=lambda row: not row["is_this"])
    return render(request, "access/sessions.html", {"rows": rows, "others": sum(not row["is_this"] for row in rows)})


@require_POST
def end(request: HttpRequest) -> HttpResponseBase:
    """Sign out in one other place (`session`: its number), or in all others."""
    chosen = request.POST.get("session", "")
    user = request.user
    if not isinstance(user, User):
        raise PermissionDenied
    others = UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key)
    found = others if chosen == OTHERS else others.filter(pk=int(chosen)) if _is_number(chosen) else others.none()
    with transaction.atomic():
        ended = _end(found)
        if ended:
            audit.record("session.end_others", user, user, ended=ended)
    if ended:
        told = ngettext("You are signed out in %(number)d other place.", "You are signed out in %(number)d other places.", ended)
        messages.success(request, told % {"number": ended})
    else:
        messages.warning(request, _("There you are signed out already."))
    return redirect("access:sessions")


def _end(found: QuerySet[UserSession]) -> int:
    keys = list(found.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    found.delete()
    return len(keys)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 18
