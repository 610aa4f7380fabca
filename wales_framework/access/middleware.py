from collections.abc import Callable
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from wales_framework.access import factors, sessions

# Addresses that somebody needs who still has to set up a second factor: to set it up, to sign out, and what tells nothing of
# the service's figures.
BEFORE_A_SECOND_FACTOR = {
    "account_logout", "account_reauthenticate", "account_change_password", "account_set_password", "mfa_index",
    "mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes", "mfa_download_recovery_codes", "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn", "choose-language", "accessibility", "cookies", "health-live", "health-ready",
}  # fmt: skip


class PrivatePages:
    """What somebody was shown is theirs: no shared cache keeps it, and a browser asks again before it shows it again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if "Cache-Control" not in response:
            patch_cache_control(response, private=True, no_cache=True)
        return response


class SessionLimits:
    """Sessions end after their longest time, and when nobody has asked for anything for a while (access.sessions)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if SESSION_KEY in request.session:
            sessions.watch(request)
        return self.get_response(request)


class SecondFactor:
    """Who must have a second factor and has none is led to where it is set up, whatever they asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        where = request.resolver_match
        if where is None or where.view_name in BEFORE_A_SECOND_FACTOR or not factors.is_missing(request):
            return None
        if where.view_name.startswith("api"):
            return JsonResponse({"detail": _("Set up a second factor first, on the pages of the service.")}, status=403)
        return redirect("mfa_index")
