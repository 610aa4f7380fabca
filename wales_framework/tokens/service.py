"""Making, recognising and revoking tokens."""

import secrets
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from wales_framework import audit
from wales_framework.access.models import User
from wales_framework.access.predicates import may_read_figures
from wales_framework.tokens.models import Token

LONGEST = timedelta(days=365)
MOST = 20  # valid ones of one person
NOTED_EVERY = timedelta(minutes=1)  # a program that asks ten times a second is not written down each time
BEGINNINGS = {Token.Scope.API: "pca_", Token.Scope.FEED: "pcf_"}
SHOWN = 10  # characters by which a token is told from others; of the secret itself six


class TooMany(Exception):
    """The person has as many valid tokens as there may be."""


class MadeAlready(Exception):
    """The form that was sent has made its token."""


def make(owner: Any, name: str, scope: str, expires: date, form: UUID | None = None) -> tuple[Token, str]:
    """A token and its secret, which is told now and never again. It ends with the day `expires`.

    `form`: the number of the form that asks for it, which makes one token however often it is sent. Raises PermissionDenied,
    TooMany, MadeAlready, and ValueError for a day that is over or more than a year ahead.
    """
    if not may_read_figures(owner):
        raise PermissionDenied
    today = timezone.localdate()
    if not today <= expires <= today + LONGEST:
        raise ValueError(f"a token cannot end on {expires}")
    secret = BEGINNINGS[Token.Scope(scope)] + secrets.token_urlsafe(32)
    ends = timezone.make_aware(datetime.combine(expires + timedelta(days=1), time.min))
    with transaction.atomic():
        User.objects.select_for_update().get(pk=owner.pk)
        if form is not None and Token.objects.filter(owner=owner, form=form).exists():
            raise MadeAlready
        if valid_of(owner).count() >= MOST:
            raise TooMany
        token = Token.objects.create(
            owner=owner, name=name, scope=scope, digest=_digest(secret), beginning=secret[:SHOWN], expires_at=ends, form=form
        )
        audit.record("token.make", owner, token, scope=scope, expires=expires)
    return token, secret


def revoke(token: Token, user: Any) -> None:
    """End a token now. Raises PermissionDenied for somebody else's."""
    if token.owner_id != user.pk:
        raise PermissionDenied
    with transaction.atomic():
        locked = Token.objects.select_for_update().get(pk=token.pk)
        if locked.revoked_at is None:
            locked.revoked_at = timezone.now()
            locked.save(update_fields=["revoked_at"])
            audit.record("token.revoke", user, locked)


def find(secret: str, scope: str) -> Token | None:
    """The valid token of this secret and scope with its owner; None where there is none. Its use is written down."""
    token = Token.objects.select_related("owner").filter(digest=_digest(secret), scope=scope).first()
    now = timezone.now()
    if token is None or not token.is_valid(now):
        return None
    unnoted = Q(last_used_at=None) | Q(last_used_at__lt=now - NOTED_EVERY)
    if token.last_used_at is None or token.last_used_at < now - NOTED_EVERY:
        Token.objects.filter(unnoted, pk=token.pk).update(last_used_at=now)
    return token


def valid_of(owner: Any) -> Any:
    """Somebody's tokens that neither ended nor were revoked, as a query."""
    return Token.objects.filter(owner=owner, revoked_at=None, expires_at__gt=timezone.now())


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
