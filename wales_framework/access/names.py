"""User names and addresses: signing in asks for one or the other, in any capitals, so that each is one person's."""

from django.db.models import Q
from django.utils.translation import gettext_noop

from wales_framework.access.models import Invitation, User
from wales_framework.access.workflow import REQUESTED, SENT


def is_taken(username: str) -> bool:
    """Whether somebody signs in by this already, be it their user name or their address."""
    return User.objects.filter(Q(username__iexact=username) | Q(email__iexact=username)).exists()


def address_taken(email: str, besides: User | None = None) -> str:
    """Why nobody but `besides` may be given this address, untranslated; "" where they may. None at all is nobody's."""
    others = User.objects.exclude(pk=besides.pk) if besides else User.objects.all()
    if email and others.filter(Q(email__iexact=email) | Q(username__iexact=email)).exists():
        return gettext_noop("Somebody with this address has an account.")
    if email and Invitation.objects.filter(email__iexact=email, state__in=[REQUESTED, SENT]).exists():
        return gettext_noop("This address is invited already.")
    return ""
