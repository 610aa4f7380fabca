"""How the sign-in library treats an organisation's identity provider."""

from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import gettext as _

from wales_framework.access import trail
from wales_framework.access.models import User
from wales_framework.access.organisation.arriving import NotLetIn, arrive

WAY = "openid_connect"


class OrganisationAdapter(DefaultSocialAccountAdapter):
    """Nobody signs up: whose account it is, and whether there is one, is decided in `arriving`."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        try:
            arrive(request, sociallogin)
        except NotLetIn as refused:
            _turn_away(request, sociallogin.user, str(refused))

    def on_authentication_error(self, request: HttpRequest, provider: Any, **more: Any) -> None:
        _turn_away(request, None, _("Your organisation did not say who you are. Try again, or sign in another way."))

    def send_notification_mail(self, *args: Any, **more: Any) -> None:
        """Who signs in through their organisation knows it."""


def _turn_away(request: HttpRequest, person: User | None, why: str) -> NoReturn:
    known = person if person is not None and person.pk else None
    trail.failed(request, known, WAY)
    raise ImmediateHttpResponse(render(request, "socialaccount/refused.html", {"why": why}, status=403))
