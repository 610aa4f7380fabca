"""How the sign-in library behaves here: nobody signs up, limits count accounts, and what fails is written down."""

import logging
import time
from smtplib import SMTPException
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.account.internal.userkit import filter_users_by_email, get_user_by_username
from allauth.core import context
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from wales_framework.access import trail
from wales_framework.access.models import User

log = logging.getLogger(__name__)
WRONG = _("The name or the password is not right.")
WAYS = {
    "reauthenticate": _("Use your password"),
    "mfa_reauthenticate": _("Use a code of your authenticator app, or a recovery code"),
    "mfa_reauthenticate:webauthn": _("Use a passkey or security key"),
}


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in without sign-up: administrators invite people."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": WRONG,
        "username_password_mismatch": WRONG,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            trail.locked(request, _account(credentials))
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        trail.failed(request, _account(credentials), "password")

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Who has signed in a moment ago need not do so again."""
        request = context.request
        records = get_authentication_records(request, request.user)
        latest = max((record["at"] for record in records), default=0.0)
        return bool(time.time() - latest >= app_settings.REAUTHENTICATION_TIMEOUT)

    def get_reauthentication_methods(self, user: User | AnonymousUser) -> list[dict[str, Any]]:
        return [{**way, "description": WAYS[way["id"]]} for way in super().get_reauthentication_methods(user)]

    def pre_login(self, request: HttpRequest, user: User, **more: Any) -> HttpResponse | None:
        """Whose roles their organisation decides on comes through it: there it is known who has left."""
        ways = {record["method"] for record in get_authentication_records(request, user)}
        if user.by_groups and settings.OIDC_ISSUER and "socialaccount" not in ways:
            trail.failed(request, user, "not through the organisation")
            clear_login(request)
            why = _("Sign in through your organisation, which decides on your roles here.")
            return render(request, "socialaccount/refused.html", {"why": why}, status=403)
        response: HttpResponse | None = super().pre_login(request, user, **more)
        return response

    def send_notification_mail(self, template_prefix: str, user: User, *args: Any, **more: Any) -> None:
        """Tell somebody what was changed of their account; a mail server that does not answer undoes no change."""
        try:
            super().send_notification_mail(template_prefix, user, *args, **more)
        except (SMTPException, OSError):
            log.exception("the message %s could not be sent", template_prefix)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Tries count by account, whether they name it or its e-mail address, and whatever host they ask."""
        account = _account(credentials)
        return f"account {account.pk}" if account else f"name {_named(credentials).lower()}"


def _named(credentials: dict[str, Any]) -> str:
    return str(credentials.get("username") or credentials.get("email") or "")


def _account(credentials: dict[str, Any]) -> User | None:
    """The account that somebody tries to sign in to, if there is one."""
    named = _named(credentials)
    found: User | None = get_user_by_username(named)
    return found or next(iter(filter_users_by_email(named)), None)
