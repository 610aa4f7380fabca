"""Invitations: asked for, approved where they give more than a member has, sent by e-mail, and accepted once."""

import secrets
from collections.abc import Iterable
from datetime import timedelta
from hashlib import sha256
from smtplib import SMTPException
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from wales_framework import audit
from wales_framework.access import names
from wales_framework.access.models import Invitation, User
from wales_framework.access.people import RolesRefused, decided, may_decide, needs_approval
from wales_framework.access.predicates import may_manage_people
from wales_framework.access.workflow import INVITATION, SENT
from wales_framework.workflow import MoveRefused

VALID = timedelta(days=7)


class NameTaken(Exception):
    """Somebody else was quicker to take the user name."""


def invite(user: Any, email: str, roles: Iterable[str], regions: Iterable[str], language: str, why: str = "") -> Invitation:
    """Ask for an invitation, which is sent at once where one administrator may give its roles. Raises PermissionDenied, and
    RolesRefused where the address is somebody's or was invited, or the message cannot be sent."""
    if not may_manage_people(user):
        raise PermissionDenied
    roles, regions = sorted(set(roles)), sorted(set(regions))
    if message := names.address_taken(email):
        raise RolesRefused(message)
    with transaction.atomic():
        invitation = Invitation.objects.create(
            email=email, roles=roles, regions=regions, language=language, why=why, requested_by=user
        )
        audit.record("invitation.request", user, invitation, why, roles=roles, regions=regions)
        if not needs_approval(roles, regions):
            _send(invitation, "send", user)
    return invitation


def approve(user: Any, invitation: Invitation) -> None:
    """Have it sent. `user` None: by a command on the server. Raises PermissionDenied, MoveRefused and RolesRefused."""
    if not may_decide(user, invitation):
        raise PermissionDenied
    _send(invitation, "send", user, **decided(user))


def send_again(user: Any, invitation: Invitation) -> None:
    """Send a new link; the former one opens nothing any more. Raises as approve."""
    if not may_manage_people(user):
        raise PermissionDenied
    _send(invitation, "send_again", user)


def withdraw(user: Any, invitation: Invitation) -> None:
    """Its link opens nothing any more. Raises PermissionDenied and MoveRefused."""
    if not may_manage_people(user):
        raise PermissionDenied
    INVITATION.move(invitation, "withdraw", user, changes={"digest": ""})


def find(secret: str) -> Invitation | None:
    """The invitation of a link that still opens; None where there is none."""
    found = Invitation.objects.filter(digest=_digest(secret), state=SENT).first()
    return found if found is not None and not found.is_over else None


def accept(invitation: Invitation, person: User) -> User:
    """Make the account, `person` being unsaved and holding the names and password chosen. Raises MoveRefused where it was quicker
    accepted or withdrawn, and NameTaken."""
    with transaction.atomic():
        locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if not INVITATION.allows(locked.state, "accept"):
            raise MoveRefused(f"invitation {invitation.pk}: accepted or withdrawn meanwhile")
        person.email, person.roles, person.regions = invitation.email, invitation.roles, invitation.regions
        try:
            with transaction.atomic():
                person.save()
        except IntegrityError as taken:  # the form saw it free a moment ago
            raise NameTaken from taken
        INVITATION.move(invitation, "accept", person, changes={"person": person, "digest": ""})
        audit.record("person.add", person, person, roles=person.roles, regions=person.regions)
    return person


def _send(invitation: Invitation, move: str, user: Any, **changes: Any) -> None:
    """A fresh link, sent within the transaction: where it cannot be sent nothing is changed."""
    secret = secrets.token_urlsafe(32)
    fresh = {"digest": _digest(secret), "expires_at": timezone.now() + VALID}
    with transaction.atomic():
        INVITATION.move(invitation, move, user, changes={**fresh, **changes})
        try:
            _message(invitation, secret).send()
        except (SMTPException, OSError) as wrong:
            raise RolesRefused(gettext_noop("The message could not be sent: nothing was changed.")) from wrong


def _message(invitation: Invitation, secret: str) -> EmailMessage:
    with translation.override(invitation.language):
        link = urljoin(settings.SERVICE_URL, reverse("access:accept", args=[secret]))
        words = {"link": link, "until": timezone.localtime(invitation.expires_at), "roles": invitation.role_names}
        body = render_to_string("access/email/invitation.txt", words)
        return EmailMessage(_("Your account for Positive Change"), body, to=[invitation.email])


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
