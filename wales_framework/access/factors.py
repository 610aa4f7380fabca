"""Second factors: what there is beside a password, how its secrets are kept, and whether somebody has shown one."""

import base64
import secrets
from functools import lru_cache

from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wales_framework.access.models import User

PURPOSE = b"secrets of second factors"
# Ways of signing in after which nothing more is asked for: what an organisation asks of its people is the organisation's to say.
ENOUGH = {"mfa", "socialaccount"}
SHOWN = "second_factor"  # in the session: found to have one, so that it is not looked up at every request


class FactorAdapter(DefaultMFAAdapter):
    """Keeps secrets encrypted, and says what the library says in words of our own."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("That code is not right, or was used already. Enter the one that is shown now."),
        "cannot_generate_recovery_codes": gettext_lazy("Set up an authenticator app or a passkey first."),
    }

    def encrypt(self, text: str) -> str:
        return _box(_keys()).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret; one that fits nothing where the key of the service was lost, so that its codes are merely wrong."""
        try:
            return _box(_keys()).decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def get_totp_issuer(self) -> str:
        return _("Positive Change")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": _("Positive Change")}

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("Key %(number)s") % {"number": number}


def has_second_factor(person: User) -> bool:
    """Whether somebody has an app, a passkey or a security key; recovery codes alone are none."""
    return Authenticator.objects.filter(user=person).exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


def is_missing(request: HttpRequest) -> bool:
    """Whether the signed-in person still has to set one up before anything else opens."""
    user = request.user
    if not (settings.REQUIRE_SECOND_FACTOR and isinstance(user, User)) or request.session.get(SHOWN):
        return False
    shown = {record["method"] for record in get_authentication_records(request, user)}
    if not shown & ENOUGH and not has_second_factor(user):
        return True
    request.session[SHOWN] = True
    return False


def _keys() -> tuple[str, ...]:
    return (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


@lru_cache(maxsize=2)
def _box(keys: tuple[str, ...]) -> MultiFernet:
    """Encrypts with the first key, decrypts with any; each is derived from a secret of the service, for this purpose alone."""
    derived = (HKDF(SHA256(), 32, salt=None, info=PURPOSE).derive(key.encode()) for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in derived])
