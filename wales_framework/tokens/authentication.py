"""`Authorization: Bearer …` for the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed

from wales_framework.tokens import service
from wales_framework.tokens.models import Token

if TYPE_CHECKING:  # these load REST framework's settings, which name this module
    from rest_framework.request import Request

    from wales_framework.access.models import User

KEYWORD = "Bearer"


class BearerToken(BaseAuthentication):
    """The owner of the token that a request carries; who carries none is asked for a session by others."""

    def authenticate(self, request: Request) -> tuple[User, Token] | None:
        parts = get_authorization_header(request).split()
        if not parts or parts[0].lower() != KEYWORD.lower().encode():
            return None
        token = service.find(parts[1].decode("latin-1"), Token.Scope.API) if len(parts) == 2 else None
        if token is None:
            raise AuthenticationFailed(_("This token is not valid: it was never made, has ended or was revoked."))
        return token.owner, token

    def authenticate_header(self, request: Request) -> str:
        return KEYWORD


class BearerTokenScheme(OpenApiAuthenticationExtension):
    """How the description of the API names it."""

    target_class = "wales_framework.tokens.authentication.BearerToken"
    name = "bearerToken"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}
