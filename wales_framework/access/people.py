"""People's roles and sessions, as administrators change them. Nobody changes their own roles.

What gives somebody more than a member has is asked for by one administrator and approved by another; what takes away is done at
once. Each is one transaction with its audit event, and ends the person's sessions.
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from wales_framework import audit
from wales_framework.access import sessions
from wales_framework.access.models import Asked, RoleChange, User
from wales_framework.access.predicates import may_approve_roles, may_manage_people
from wales_framework.access.table import Role
from wales_framework.access.workflow import REQUESTED, ROLE_CHANGE
from wales_framework.refusal import Refusal

WITHOUT_APPROVAL = frozenset({Role.MEMBER.value})  # what one administrator may give


class RolesRefused(Refusal):
    """It is not done; the message says why."""


def needs_approval(roles: Iterable[str], regions: Iterable[str], before: User | None = None) -> bool:
    """Whether a second administrator is needed: for a role that is more than a member's, and for more regions beside one."""
    after, had = set(roles), set(before.roles) if before else set()
    if after - had - WITHOUT_APPROVAL:
        return True
    return before is not None and bool(after - WITHOUT_APPROVAL) and _is_wider(set(regions), set(before.regions))


def ask_for_roles(user: Any, person: User, roles: Iterable[str], regions: Iterable[str], why: str = "") -> RoleChange | None:
    """Give a person these roles and regions: at once where one administrator may, and None is returned; else once another one
    approves. Raises PermissionDenied and RolesRefused."""
    _demand(may_manage_people(user) and user.pk != person.pk)
    roles, regions = sorted(set(roles)), sorted(set(regions))
    with transaction.atomic():
        locked = User.objects.select_for_update().get(pk=person.pk)
        if locked.by_groups:
            raise RolesRefused(
                gettext_noop("The roles of this person follow the groups of their organisation: change them there.")
            )
        if (roles, regions) == (sorted(locked.roles), sorted(locked.regions)):
            raise RolesRefused(gettext_noop("These are the roles and regions that the person has."))
        if locked.role_changes.filter(state=REQUESTED).exists():
            raise RolesRefused(gettext_noop("Another change waits for approval already: decide on it first."))
        if not needs_approval(roles, regions, locked):
            set_roles(user, locked, roles, regions, why)
            return None
        asked = RoleChange.objects.create(person=locked, roles=roles, regions=regions, why=why, requested_by=user)
        detail = {"roles_before": sorted(locked.roles), "roles_after": roles, "regions_after": regions}
        audit.record("role_change.request", user, asked, why, **detail)
        return asked


def approve(user: Any, asked: RoleChange) -> None:
    """Give what was asked for. `user` None: by a command on the server. Raises PermissionDenied and MoveRefused."""
    with transaction.atomic():
        locked = RoleChange.objects.select_for_update().get(pk=asked.pk)
        _demand(may_decide(user, locked))
        ROLE_CHANGE.move(asked, "approve", user, changes=decided(user))
        set_roles(user, User.objects.select_for_update().get(pk=asked.person_id), asked.roles, asked.regions, asked.why)


def refuse(user: Any, asked: RoleChange) -> None:
    """Do not give it; who asked for it withdraws it so. Raises as approve."""
    _demand(user is None or may_manage_people(user))
    move = "withdraw" if user is not None and user.pk == asked.requested_by_id else "refuse"
    ROLE_CHANGE.move(asked, move, user, changes=decided(user))


def set_roles(user: Any, person: User, roles: Iterable[str], regions: Iterable[str], why: str = "", **detail: Any) -> None:
    """Write roles and regions down and end the person's sessions, within a transaction; who may is asked before."""
    before = {"roles_before": sorted(person.roles), "regions_before": sorted(person.regions)}
    person.roles, person.regions = sorted(set(roles)), sorted(set(regions))
    person.save()
    sessions.end_all(person)
    after = {"roles_after": person.roles, "regions_after": person.regions}
    audit.record("person.roles", user, person, why, **before, **after, **detail)


def end_everything(user: Any, person: User) -> None:
    """End every session and token of a person. Raises PermissionDenied."""
    _demand(may_manage_people(user))
    with transaction.atomic():
        ended, revoked = sessions.end_all(person), sessions.end_tokens(person)
        audit.record("person.end_sessions", user, person, sessions=ended, tokens=revoked)


def may_decide(user: Any, asked: Asked) -> bool:
    """Whether `user` may approve: another administrator, or None for who has the server in their hands."""
    return user is None or may_approve_roles(user, asked)


def decided(user: Any) -> dict[str, Any]:
    return {"decided_by": user, "decided_at": timezone.now()}


def _is_wider(after: set[str], before: set[str]) -> bool:
    """Whether these regions are more than those; none are all of Wales."""
    return bool(before) and (not after or not after <= before)


def _demand(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied
