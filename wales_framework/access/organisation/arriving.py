"""Somebody whom the identity provider vouches for: whose account it is, and which roles their groups give them today."""

import re
from typing import Any

from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_noop

from wales_framework import audit
from wales_framework.access import inviting
from wales_framework.access.models import Invitation, User
from wales_framework.access.names import is_taken
from wales_framework.access.organisation.groups import granted
from wales_framework.access.people import set_roles
from wales_framework.access.workflow import SENT
from wales_framework.refusal import Refusal

WHY = gettext_noop("The groups of their organisation say so")


class NotLetIn(Refusal):
    """They are who the provider says, but nothing here is theirs; the message says why."""


def arrive(request: HttpRequest, login: SocialLogin) -> None:
    """Set `login.user` to the person's account, made or connected where it is the first time, with the roles that their groups
    give. Raises NotLetIn; roles that went are then gone all the same."""
    claims = _claims(login)
    roles, regions = granted(_groups(claims)) if settings.OIDC_GROUPS else ([], [])
    with transaction.atomic():
        person = _person(request, login, claims, bool(roles))
        if settings.OIDC_GROUPS:
            _follow_groups(person, roles, regions)
    if settings.OIDC_GROUPS and not roles:
        raise NotLetIn(gettext_noop("Your organisation has put you into no group that this service knows."))


def _person(request: HttpRequest, login: SocialLogin, claims: dict[str, Any], has_roles: bool) -> User:
    if login.is_existing:
        return login.user
    email = next((one.email for one in login.email_addresses if one.verified), "")
    if not email:
        raise NotLetIn(gettext_noop("Your organisation does not vouch for your e-mail address."))
    found = list(User.objects.filter(email__iexact=email))
    if len(found) > 1:
        raise NotLetIn(gettext_noop("More than one account has your e-mail address: the administrators have to tell them apart."))
    person = found[0] if found else _made(claims, email, has_roles)
    # An address that was given to somebody else later opens nobody's account.
    if SocialAccount.objects.filter(user=person, provider=login.account.provider).exists():
        raise NotLetIn(gettext_noop("The account with your e-mail address belongs to somebody else of your organisation."))
    login.connect(request, person)
    audit.record("person.connect", person, person)
    return person


def _made(claims: dict[str, Any], email: str, has_roles: bool) -> User:
    """An account for somebody who was invited, or whose groups give them a role."""
    person = User(
        username=_free_name(str(claims.get("preferred_username") or email)),
        email=email,
        first_name=str(claims.get("given_name") or "")[:150],
        last_name=str(claims.get("family_name") or "")[:150],
    )
    person.set_unusable_password()
    invitation = Invitation.objects.filter(email__iexact=email, state=SENT).first()
    if invitation is not None and not invitation.is_over:
        return inviting.accept(invitation, person)
    if not has_roles:
        raise NotLetIn(gettext_noop("You have no account here. The administrators of the service invite people."))
    person.save()
    audit.record("person.add", None, person, WHY, roles=[])
    return person


def _follow_groups(person: User, roles: list[str], regions: list[str]) -> None:
    if (sorted(person.roles), sorted(person.regions), person.by_groups) == (roles, regions, True):
        return
    person.by_groups = True
    set_roles(None, person, roles, regions, WHY)


def _claims(login: SocialLogin) -> dict[str, Any]:
    """What the provider says of the person, in the signed token and when asked; both have to be about the same one."""
    said = login.account.extra_data
    token, asked = said.get("id_token") or {}, said.get("userinfo") or {}
    if token and asked and token.get("sub") != asked.get("sub"):
        raise NotLetIn(gettext_noop("Your organisation's answers contradict each other."))
    return {**token, **asked}


def _groups(claims: dict[str, Any]) -> list[str]:
    named = claims.get(settings.OIDC_GROUPS_CLAIM) or []
    return [named] if isinstance(named, str) else [str(one) for one in named]


def _free_name(wanted: str) -> str:
    """A user name that nobody has, as near as can be to what the organisation calls them."""
    base = re.sub(r"[^\w.+-]", "", wanted.partition("@")[0])[:140] or "person"
    number, name = 1, base
    while is_taken(name):
        number += 1
        name = f"{base}{number}"
    return name
