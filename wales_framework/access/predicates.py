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


def _may(user: Person, action: Action) -> bool:
    return isinstance(user, User) and user.is_active and bool(user.role_set & PERMISSIONS[action])


def may_read_figures(user: Person) -> bool:
    return _may(user, Action.READ_FIGURES)


def may_read_extracts(user: Person) -> bool:
    return _may(user, Action.READ_EXTRACTS)


def may_load_extracts(user: Person) -> bool:
    return _may(user, Action.LOAD_EXTRACTS)


def may_read_drafts(user: Person) -> bool:
    return _may(user, Action.READ_DRAFTS)


def may_draft_release(user: Person) -> bool:
    return _may(user, Action.DRAFT_RELEASE)


def may_approve_release(user: Person, release: Drafted | None = None) -> bool:
    """Approvers, and for a given release only those who neither drafted nor submitted it."""
    if not (isinstance(user, User) and _may(user, Action.APPROVE_RELEASE)):
        return False
    return release is None or user.pk not in (release.drafted_by_id, release.submitted_by_id)


def may_plan_releases(user: Person) -> bool:
    return _may(user, Action.PLAN_RELEASES)


def may_respond_to_signals(user: Person) -> bool:
    return _may(user, Action.RESPOND_TO_SIGNALS)


def may_record_events(user: Person) -> bool:
    return _may(user, Action.RECORD_EVENTS)


def may_approve_rebase(user: Person, rebase: Requested | None = None) -> bool:
    """Approvers, and for a given rebase only those who did not ask for it."""
    if not (isinstance(user, User) and _may(user, Action.APPROVE_REBASE)):
        return False
    return rebase is None or user.pk != rebase.requested_by_id


def may_write_commentary(user: Person) -> bool:
    return _may(user, Action.WRITE_COMMENTARY)


def may_keep_plans(user: Person) -> bool:
    return _may(user, Action.KEEP_PLANS)


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
    return _may(user, Action.MANAGE_PEOPLE)
