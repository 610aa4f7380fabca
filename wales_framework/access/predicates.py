"""One predicate for each action, used alike by views, templates and the API.

Each takes the person and, where it matters, the object; state is not asked here but by the state machines.
"""

from typing import Protocol

from django.contrib.auth.models import AnonymousUser

from wales_framework.access.models import User
from wales_framework.access.table import PERMISSIONS, Action

Person = User | AnonymousUser | None


class Drafted(Protocol):
    """What the four-eyes rule needs to know of a release."""

    drafted_by_id: int | None
    submitted_by_id: int | None


class Requested(Protocol):
    """What the four-eyes rule needs to know of a rebase."""

    requested_by_id: int | None


class AskedFor(Protocol):
    """What the four-eyes rule needs to know of roles, an account or an invitation."""

    @property
    def requested_by_id(self) -> int: ...


def _may(user: Person, action: Action) -> bool:
    return isinstance(user, User) and user.is_active and bool(user.role_set & PERMISSIONS[action])


def _may_for_wales(user: Person, action: Action) -> bool:
    """For what concerns all of Wales: nobody whose matters are some regions alone."""
    return isinstance(user, User) and _may(user, action) and not user.regions


def _may_in(user: Person, action: Action, region: str) -> bool:
    """For what concerns one region: whose matters are all of Wales, or that region. `region`: its code; "" is all of Wales."""
    return isinstance(user, User) and _may(user, action) and (not user.regions or region in user.regions)


def may_read_figures(user: Person) -> bool:
    return _may(user, Action.READ_FIGURES)


def may_read_extracts(user: Person) -> bool:
    return _may(user, Action.READ_EXTRACTS)


def may_load_extracts(user: Person) -> bool:
    return _may_for_wales(user, Action.LOAD_EXTRACTS)


def may_read_drafts(user: Person) -> bool:
    return _may(user, Action.READ_DRAFTS)


def may_draft_release(user: Person) -> bool:
    return _may_for_wales(user, Action.DRAFT_RELEASE)


def may_approve_release(user: Person, release: Drafted | None = None) -> bool:
    """Approvers, and for a given release only those who neither drafted nor submitted it."""
    if not (isinstance(user, User) and _may_for_wales(user, Action.APPROVE_RELEASE)):
        return False
    return release is None or user.pk not in (release.drafted_by_id, release.submitted_by_id)


def may_plan_releases(user: Person) -> bool:
    return _may_for_wales(user, Action.PLAN_RELEASES)


def may_respond_to_signals(user: Person, region: str | None = None) -> bool:
    """Whether somebody responds to signals at all; with a region's code, or "" for all of Wales, to those of it."""
    return _may(user, Action.RESPOND_TO_SIGNALS) if region is None else _may_in(user, Action.RESPOND_TO_SIGNALS, region)


def may_record_events(user: Person) -> bool:
    return _may_for_wales(user, Action.RECORD_EVENTS)


def may_approve_rebase(user: Person, rebase: Requested | None = None) -> bool:
    """Approvers, and for a given rebase only those who did not ask for it."""
    if not (isinstance(user, User) and _may_for_wales(user, Action.APPROVE_REBASE)):
        return False
    return rebase is None or user.pk != rebase.requested_by_id


def may_write_commentary(user: Person) -> bool:
    return _may_for_wales(user, Action.WRITE_COMMENTARY)


def may_keep_plans(user: Person, area: str | None = None) -> bool:
    """Whether somebody keeps plans at all; with the code of the area that a plan is for, whether they keep that one."""
    return _may(user, Action.KEEP_PLANS) if area is None else _may_in(user, Action.KEEP_PLANS, area)


def may_make_packs(user: Person) -> bool:
    return _may(user, Action.MAKE_PACKS)


def may_read_translations(user: Person) -> bool:
    return _may(user, Action.READ_TRANSLATIONS)


def may_watch_deliveries(user: Person) -> bool:
    return _may(user, Action.WATCH_DELIVERIES)


def may_read_audit(user: Person) -> bool:
    return _may(user, Action.READ_AUDIT)


def may_watch_service(user: Person) -> bool:
    return _may(user, Action.WATCH_SERVICE)


def may_manage_people(user: Person) -> bool:
    return _may_for_wales(user, Action.MANAGE_PEOPLE)


def may_approve_roles(user: Person, asked: AskedFor | None = None) -> bool:
    """Administrators, and of a given request only those who did not ask for it and whom it does not concern."""
    if not (isinstance(user, User) and may_manage_people(user)):
        return False
    return asked is None or user.pk not in (asked.requested_by_id, getattr(asked, "person_id", None))
