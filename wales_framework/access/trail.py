"""What the audit trail holds of signing in: who came and went, what failed, and which second factors and passwords changed.

Never a password or a code, nor what was typed as a name where no account has it: some type their password there.
"""

from typing import Any

from allauth.account import signals
from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed
from django.contrib.auth.signals import user_logged_out
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest

from wales_framework import audit
from wales_framework.access.models import User

LOCKED_FOR = 15 * 60  # seconds in which one lock-out is written once


def connect() -> None:
    """Have everything written down from now on: the ways that lead here are the library's."""
    signals.user_logged_in.connect(_signed_in, dispatch_uid="trail")
    user_logged_out.connect(_signed_out, dispatch_uid="trail")
    for signal, action in (
        (signals.password_changed, "password.change"),
        (signals.password_set, "password.set"),
        (signals.password_reset, "password.reset"),
    ):
        signal.connect(_of_person(action), dispatch_uid=f"trail {action}", weak=False)
    authentication_failed.connect(_wrong_code, dispatch_uid="trail")
    # Of the rows themselves, so that the event is in their transaction, whichever way they are written.
    post_save.connect(_factor_added, sender=Authenticator, dispatch_uid="trail")
    post_delete.connect(_factor_removed, sender=Authenticator, dispatch_uid="trail")


def failed(request: HttpRequest, person: User | None, way: str) -> None:
    """Somebody could not show that they are who they said; `way`: what they tried."""
    audit.record("sign_in.fail", None, person, way=way, address=address_of(request))


def locked(request: HttpRequest, person: User | None) -> None:
    """An account or an address has failed too often; written once in a while, for whoever goes on trying fails often."""
    address = address_of(request)
    if cache.add(f"locked-{person.pk if person else ''}-{address}", True, LOCKED_FOR):
        audit.record("sign_in.lock", None, person, address=address)


def address_of(request: HttpRequest | None) -> str:
    """Where a request comes from, as the rate limits count it; "" where there is none, as on the command line."""
    try:
        return str(get_adapter().get_client_ip(request)) if request is not None else ""
    except PermissionDenied:
        return ""


def ways_of(request: HttpRequest, person: User) -> list[str]:
    """How the person has shown in this session who they are: password, totp, webauthn, socialaccount …"""
    return [record.get("type") or record["method"] for record in get_authentication_records(request, person)]


def _signed_in(request: HttpRequest, user: User, **more: Any) -> None:
    audit.record("session.begin", user, user, ways=ways_of(request, user), address=address_of(request))


def _signed_out(request: HttpRequest | None, user: User | None, **more: Any) -> None:
    if user is not None:
        audit.record("session.end", user, user, getattr(request, "why_signed_out", ""), address=address_of(request))


def _of_person(action: str) -> Any:
    def write(request: HttpRequest, user: User, **more: Any) -> None:
        audit.record(action, user, user, address=address_of(request))

    return write


def _wrong_code(request: HttpRequest, user: User, authenticator: Authenticator, **more: Any) -> None:
    failed(request, user, authenticator.type)


def _factor_added(instance: Authenticator, created: bool, **more: Any) -> None:
    if created:
        audit.record("second_factor.add", _actor(), instance.user, kind=instance.type)


def _factor_removed(instance: Authenticator, **more: Any) -> None:
    audit.record("second_factor.remove", _actor(), instance.user, kind=instance.type)


def _actor() -> User | None:
    """Who asked for it, where it was asked for by a page."""
    request = getattr(context, "request", None)
    user = getattr(request, "user", None)
    return user if isinstance(user, User) else None
