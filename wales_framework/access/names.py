"""User names and addresses: signing in asks for one or the other, in any capitals, so that each is one person's."""

from django.db.models import Q

from wales_framework.access.models import User


def is_taken(username: str) -> bool:
    """Whether somebody signs in by this already, be it their user name or their address."""
    return User.objects.filter(Q(username__iexact=username) | Q(email__iexact=username)).exists()
