"""What people do with the register: record and change events, ask for rebases, approve and withdraw them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from indicators.events.models import ChangeEvent, Rebase
from indicators.events.workflow import EVENT, REBASE, RECORDED
from wales_framework import audit
from wales_framework.access.predicates import may_approve_rebase, may_record_events
from wales_framework.refusal import Refusal

# What a rebase rests on: while one is asked for or approved, these stay as they were when it was.
RESTED_ON = ("date", "title_en", "cause_en", "indicators", "areas")
WORDS = ("title_cy", "cause_cy")


class EventRefused(Refusal):
    """It is not done; the message says why and what to do instead."""


def record(user: Any, values: Mapping[str, Any]) -> ChangeEvent:
    """A new event of the register; `values` has the fields of RESTED_ON and WORDS. Raises PermissionDenied."""
    _demand(may_record_events(user))
    with transaction.atomic():
        event = ChangeEvent.objects.create(recorded_by=user, **values)
        audit.record("event.record", user, event, **_told(event))
    return event


def change(user: Any, event: ChangeEvent, values: Mapping[str, Any], version: int) -> ChangeEvent:
    """Change an event that was read in this version. Raises PermissionDenied, and EventRefused where somebody was quicker,
    it was taken back, or a rebase rests on what would change."""
    _demand(may_record_events(user))
    with transaction.atomic():
        locked = ChangeEvent.objects.select_for_update().get(pk=event.pk)
        before = _told(locked)
        if locked.version != version:
            raise EventRefused(gettext_noop("Somebody changed this event meanwhile. Look at it again before you change it."))
        if locked.state != RECORDED:
            raise EventRefused(gettext_noop("This event was taken back. Put it back before you change it."))
        if is_rested_on(locked) and any(getattr(locked, name) != values.get(name, getattr(locked, name)) for name in RESTED_ON):
            raise EventRefused(
                gettext_noop("A rebase rests on this event: withdraw the rebase before you change more than the Welsh.")
            )
        for name, value in values.items():
            setattr(locked, name, value)
        after = _told(locked)
        if after != before:
            locked.version += 1
            locked.save()
            changed = [name for name in after if after[name] != before[name]]
            audit.record(
                "event.change",
                user,
                locked,
                before={name: before[name] for name in changed},
                after={name: after[name] for name in changed},
            )
    return locked


def take_back(user: Any, event: ChangeEvent, why: str) -> None:
    """Strike an event from the register; it can be put back. Raises PermissionDenied, MoveRefused and EventRefused."""
    _demand(may_record_events(user))
    with transaction.atomic():
        locked = ChangeEvent.objects.select_for_update().get(pk=event.pk)
        if is_rested_on(locked):
            raise EventRefused(gettext_noop("A rebase rests on this event: withdraw the rebase first."))
        EVENT.move(event, "take_back", user, why=why)


def put_back(user: Any, event: ChangeEvent) -> None:
    """Have an event that was taken back in the register again. Raises PermissionDenied and MoveRefused."""
    _demand(may_record_events(user))
    EVENT.move(event, "put_back", user)


def request_rebase(user: Any, event: ChangeEvent, indicators: Sequence[str], areas: Sequence[str], why: str) -> Rebase:
    """Ask for a new level at an event, for these indicators and areas: none given are all that the event affects.

    Raises PermissionDenied, and EventRefused where the event is not in the register, does not affect them, or a rebase of
    the same is live already.
    """
    _demand(may_record_events(user))
    with transaction.atomic():
        locked = ChangeEvent.objects.select_for_update().get(pk=event.pk)
        if locked.state != RECORDED:
            raise EventRefused(gettext_noop("This event was taken back: there is nothing to rest a rebase on."))
        reach = {"indicators": _within(indicators, locked.indicators), "areas": _within(areas, locked.areas)}
        _refuse_twice(locked, reach)
        rebase = Rebase.objects.create(event=locked, why=why, requested_by=user, requested_at=timezone.now(), **reach)
        audit.record("rebase.request", user, rebase, why, **rebase.reach)
    return rebase


def approve_rebase(user: Any, rebase: Rebase) -> None:
    """Approve: only an approver who did not ask for it. Releases drafted from now on begin a new level there.

    Raises PermissionDenied and MoveRefused.
    """
    with transaction.atomic():
        locked = Rebase.objects.select_for_update().get(pk=rebase.pk)  # who asked is what it says now, not when it was read
        _demand(may_approve_rebase(user, locked))
        changes = {"approved_by": user, "approved_at": timezone.now()}
        REBASE.move(rebase, "approve", user, changes=changes, detail=locked.reach)


def withdraw_rebase(user: Any, rebase: Rebase, why: str) -> None:
    """Give up a rebase, or refuse it: drafts from now on are without it. Raises PermissionDenied and MoveRefused."""
    _demand(may_record_events(user) or may_approve_rebase(user))
    changes = {"withdrawn_by": user, "withdrawn_at": timezone.now(), "approved_by": None, "approved_at": None}
    REBASE.move(rebase, "withdraw", user, why=why, changes=changes, detail=rebase.reach)


def request_again(user: Any, rebase: Rebase) -> None:
    """Ask anew for a rebase that was withdrawn; it has to be approved again. Raises as request_rebase, and MoveRefused."""
    _demand(may_record_events(user))
    with transaction.atomic():
        event = ChangeEvent.objects.select_for_update().get(pk=rebase.event_id)
        if event.state != RECORDED:
            raise EventRefused(gettext_noop("This event was taken back: there is nothing to rest a rebase on."))
        reach = {"indicators": _within(rebase.indicators, event.indicators), "areas": _within(rebase.areas, event.areas)}
        _refuse_twice(event, reach)
        asked = {"requested_by": user, "requested_at": timezone.now(), "withdrawn_by": None, "withdrawn_at": None}
        REBASE.move(rebase, "request_again", user, changes={**reach, **asked}, detail=rebase.reach)


def is_rested_on(event: ChangeEvent) -> bool:
    """Whether a rebase at it is asked for or approved."""
    return event.rebases.live().exists()


def _within(asked: Sequence[str], affected: Sequence[str]) -> list[str]:
    """What is asked for; where nothing is, what the event affects."""
    if affected and not set(asked) <= set(affected):
        raise EventRefused(gettext_noop("A rebase can only be of what the event affects."))
    return sorted(asked or affected)


def _refuse_twice(event: ChangeEvent, reach: Mapping[str, list[str]]) -> None:
    if event.rebases.live().filter(**reach).exists():
        raise EventRefused(gettext_noop("A rebase of the same indicators and areas is already asked for or approved."))


def _told(event: ChangeEvent) -> dict[str, Any]:
    return {name: getattr(event, name) for name in (*RESTED_ON, *WORDS)}


def _demand(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied
