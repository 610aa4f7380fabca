"""Signing in without the pages: as somebody is who has just given their password."""

import time

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.test import Client

from wales_framework.access.models import User


def client_of(person: User, client: Client | None = None) -> Client:
    """A client that is signed in as `person`, who is not asked to confirm at once that it is them."""
    client = client or Client()
    client.force_login(person)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time()}]
    session[f"{AUTHENTICATION_METHODS_SESSION_KEY}_user"] = str(person.pk)
    session.save()
    return client
