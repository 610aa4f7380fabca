"""What somebody gets into their account by, as administrators change it: their address, to which links for a new password go, and
their second factors.

Whoever has both is that person here. So for somebody who has more than a member has, one administrator asks for it and another
one approves, as with roles; the address that was theirs is written to, before and after. Each is one transaction with its event.
"""

from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from wales_framework import audit
from wales_framework.access import names, sessions
from wales_framework.access.models import AccountChange, User
from wales_framework.access.people import WITHOUT_APPROVAL, RolesRefused, decided, may_decide
from wales_framework.access.predicates import may_manage_people
from wales_framework.access.workflow import ACCOUNT_CHANGE, REQUESTED

ADDRESS, FACTORS = AccountChange.Kind.ADDRESS, AccountChange.Kind.FACTORS


def needs_approval(person: User) -> bool:
    """Whether a second administrator is needed: for who has more than a member, or is to have it once that is approved."""
    return bool(set(person.roles) - WITHOUT_APPROVAL) or person.role_changes.filter(state=REQUESTED).exists()


def change_details(user: Any, person: User) -> AccountChange | None:
    """Save the names, the address and whether the person may sign in; where the address waits for another administrator, the
    request is returned. Raises PermissionDenied, and RolesRefused where the address is somebody else's."""
    _demand(may_manage_people(user))
    with transaction.atomic():
        before = User.objects.select_for_update().get(pk=person.pk)
        _demand(user.pk != person.pk or person.is_active == before.is_active)
        asked = _change_address(user, before, person.email) if person.email != before.email else None
        fields = ["first_name", "last_name", "is_active"]
        person.save(update_fields=fields)
        if before.is_active and not person.is_active:
            sessions.end_all(person)
        changed = [name for name in fields if getattr(before, name) != getattr(person, name)]
        if changed:
            audit.record("person.change", user, person, changed=changed, may_sign_in=person.is_active)
    return asked


def reset_factors(user: Any, person: User) -> AccountChange | None:
    """Remove the second factors of somebody who has lost theirs, or ask for it: then the request is returned. Raises
    PermissionDenied and RolesRefused."""
    _demand(may_manage_people(user) and user.pk != person.pk)
    with transaction.atomic():
        locked = User.objects.select_for_update().get(pk=person.pk)
        if needs_approval(locked):
            return _ask(user, locked, FACTORS)
        _remove_factors(user, locked)
    return None


def approve(user: Any, asked: AccountChange) -> None:
    """Do what was asked for. `user` None: by a command on the server. Raises PermissionDenied, MoveRefused and RolesRefused."""
    with transaction.atomic():
        locked = AccountChange.objects.select_for_update().get(pk=asked.pk)
        _demand(may_decide(user, locked))
        ACCOUNT_CHANGE.move(asked, "approve", user, changes=decided(user))
        person = User.objects.select_for_update().get(pk=locked.person_id)
        if locked.kind == ADDRESS:
            _demand_free(locked.email, person)
            _set_address(user, person, locked.email)
        else:
            _remove_factors(user, person)


def refuse(user: Any, asked: AccountChange) -> None:
    """Leave it as it is; who asked for it withdraws it so. Raises as approve."""
    _demand(user is None or may_manage_people(user))
    move = "withdraw" if user is not None and user.pk == asked.requested_by_id else "refuse"
    ACCOUNT_CHANGE.move(asked, move, user, changes=decided(user))


def _change_address(user: Any, person: User, email: str) -> AccountChange | None:
    _demand_free(email, person)
    if needs_approval(person):
        return _ask(user, person, ADDRESS, email)
    _set_address(user, person, email)
    return None


def _ask(user: Any, person: User, kind: AccountChange.Kind, email: str = "") -> AccountChange:
    if person.account_changes.filter(state=REQUESTED, kind=kind).exists():
        raise RolesRefused(gettext_noop("Another change waits for approval already: decide on it first."))
    asked = AccountChange.objects.create(person=person, kind=kind, email=email, requested_by=user)
    audit.record("account_change.request", user, asked, kind=str(kind))
    _tell(person.email, person, kind, email, waits=True)
    return asked


def _set_address(user: Any, person: User, email: str) -> None:
    former, person.email = person.email, email
    person.save(update_fields=["email"])
    # The sign-in library's own table of addresses: one that stayed there would still be sent links for a new password.
    EmailAddress.objects.filter(user=person).exclude(email__iexact=email).delete()
    audit.record("person.change", user, person, changed=["email"], may_sign_in=person.is_active)
    _tell(former, person, ADDRESS, email)


def _remove_factors(user: Any, person: User) -> None:
    for authenticator in Authenticator.objects.filter(user=person):
        authenticator.delete()
    sessions.end_all(person)
    audit.record("person.reset_factors", user, person)
    _tell(person.email, person, FACTORS)


def _tell(to: str, person: User, kind: str, email: str = "", *, waits: bool = False) -> None:
    """Write to who has the account, in both languages as theirs is not known, within the transaction: of what cannot be told,
    nothing is done. An address that is no more need not hear of it: then that is why it is changed."""
    if not to:
        return
    words = {"person": person, "kind": kind, "email": email, "waits": waits}
    subjects, bodies = [], []
    for language, _name in reversed(settings.LANGUAGES):
        with translation.override(language):
            subjects.append(_("Your account for Positive Change"))
            bodies.append(render_to_string("access/email/account_change.txt", words).strip())
    try:
        EmailMessage(" / ".join(subjects), "\n\n---\n\n".join(bodies) + "\n", to=[to]).send()
    except SMTPRecipientsRefused:
        return
    except (SMTPException, OSError) as wrong:
        raise RolesRefused(gettext_noop("The message could not be sent: nothing was changed.")) from wrong


def _demand_free(email: str, person: User) -> None:
    if message := names.address_taken(email, besides=person):
        raise RolesRefused(message)


def _demand(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied
