"""Subscriptions: begun and ended by their readers, on the page or by the link of a message."""

from typing import Any

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from reporting.packs.choice import Choice
from reporting.packs.models import Subscription
from wales_framework import audit
from wales_framework.access.predicates import may_make_packs

SALT = "reporting.packs.subscriptions"


def subscribe(reader: Any, language: str, choice: Choice) -> tuple[Subscription, bool]:
    """The reader's subscription to this choice, and whether it is new. Raises PermissionDenied."""
    if not may_make_packs(reader):
        raise PermissionDenied
    with transaction.atomic():
        found, is_new = Subscription.objects.get_or_create(reader=reader, language=language, ended_at=None, **choice.columns)
        if is_new:
            audit.record("subscription.begin", reader, found)
    return found, is_new


def end(subscription: Subscription, user: Any) -> None:
    """End it; ended before, it stays as it is. `user` is None for whoever follows the link of a message."""
    with transaction.atomic():
        locked = Subscription.objects.select_for_update().get(pk=subscription.pk)
        if locked.ended_at is None:
            locked.ended_at = timezone.now()
            locked.save(update_fields=["ended_at"])
            audit.record("subscription.end", user, locked)


def token_of(subscription: Subscription) -> str:
    """What the link of a message names it by: signed, so that nobody can end another's."""
    return signing.Signer(salt=SALT).sign(str(subscription.pk)).replace(":", "~")


def named_by(token: str) -> Subscription | None:
    """The subscription that a link names; None where the link was not made by this service."""
    try:
        pk = signing.Signer(salt=SALT).unsign(token.replace("~", ":"))
    except signing.BadSignature:
        return None
    return Subscription.objects.select_related("reader").filter(pk=pk).first()
