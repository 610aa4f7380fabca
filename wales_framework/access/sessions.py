"""Sessions: how long they last, and how they end before."""

import time
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop

from wales_framework.access.models import User
from wales_framework.tokens.models import Token

BEGAN, SEEN = "signed_in_at", "seen_at"
NOTED_EVERY = 5 * 60  # seconds: an hour of idling is an hour, give or take this


def begin(request: HttpRequest, **more: Any) -> None:
    """Count the session's time from now: somebody has just signed in."""
    now = time.time()
    request.session[BEGAN] = request.session[SEEN] = now


def watch(request: HttpRequest) -> None:
    """Sign somebody out whose time is over, or note now and then that they are there."""
    session = request.session
    now = time.time()
    began, seen = session.setdefault(BEGAN, now), session.setdefault(SEEN, now)
    if now - began >= settings.SESSION_COOKIE_AGE:
        request.why_signed_out = gettext_noop("The longest time of a session was over")  # type: ignore[attr-defined]
    elif now - seen >= settings.SESSION_IDLE_AGE:
        request.why_signed_out = gettext_noop("Nothing was asked for in an hour")  # type: ignore[attr-defined]
    elif now - seen >= NOTED_EVERY:
        session[SEEN] = now
        UserSession.objects.filter(session_key=session.session_key).update(last_seen_at=timezone.now())
    if hasattr(request, "why_signed_out"):
        UserSession.objects.filter(session_key=session.session_key).delete()
        logout(request)


def end_all(person: User) -> int:
    """End every session of a person, also one that is only now beginning; how many there were. Within the transaction of the
    change that it belongs to, whose audit event tells of it."""
    with transaction.atomic():
        User.objects.filter(pk=person.pk).update(session_generation=F("session_generation") + 1)
        person.refresh_from_db(fields=["session_generation"])
        keys = list(UserSession.objects.filter(user=person).values_list("session_key", flat=True))
        ended, _of_each = Session.objects.filter(session_key__in=keys).delete()
        UserSession.objects.filter(user=person).delete()
    return ended


def end_tokens(person: User) -> int:
    """Revoke every valid token of a person; how many there were. As end_all."""
    return Token.objects.filter(owner=person, revoked_at=None).update(revoked_at=timezone.now())
