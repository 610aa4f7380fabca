"""To say of an action how far it is, to give a plan an action of its own, and to put back what was said before.

Each is a new update with its audit event, in one transaction; nothing that was said is overwritten.
"""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from priority_groups.content import Framework, Plan
from priority_groups.plans import aims, rules
from priority_groups.plans.models import PROGRESS, SAID, WORDS, ActionUpdate
from priority_groups.plans.reading import LOCK, OWN, find_plan, words_of
from priority_groups.plans.workflow import NOT_STARTED, NOT_TAKEN_UP, move_between
from wales_framework import audit
from wales_framework.access.predicates import may_keep_plans
from wales_framework.refusal import Refusal

NOTHING = ActionUpdate().said  # of an action that nobody has said anything of


class PlanRefused(Refusal):
    """It is not done; the message says why and what to do instead."""


class Overtaken(PlanRefused):
    """Somebody else said something of the action since it was read."""


def report(user: Any, plan: str, action: str, values: Mapping[str, Any], why: str, number: int) -> ActionUpdate:
    """Say how an action of a plan stands, which takes it up where nobody has; `values`: the state and the fields of PROGRESS,
    `number`: of the update that was read, 0 for none.

    Raises PermissionDenied, KeyError where there is no such plan or action, PlanRefused, and Overtaken where somebody else was
    quicker.
    """
    framework, of_plan = find_plan(plan)
    _demand(user, of_plan)
    with transaction.atomic():
        latest = _locked(plan, action, number)
        if latest is None and action not in words_of(framework):
            raise KeyError(f"the framework '{framework.slug}' has no action '{action}'")
        before = latest.said if latest else NOTHING
        after = {**before, **{name: values.get(name, before[name]) for name in ("state", *PROGRESS)}}
        _refuse_faults(framework, before, after, why)
        move = move_between(before["state"], after["state"])
        if after == before and not why:
            raise PlanRefused(gettext_noop("Nothing is changed. Change something, or give a reason why it stays."))
        return _add(user, plan, action, number, f"action.{move or 'report'}", before, after, why)


def add(user: Any, plan: str, values: Mapping[str, Any], why: str = "") -> ActionUpdate:
    """Give a plan an action of its own, not started; `values`: the fields of WORDS and PROGRESS. Raises as report."""
    framework, of_plan = find_plan(plan)
    _demand(user, of_plan)
    with transaction.atomic():
        _lock()
        own = ActionUpdate.objects.filter(plan=plan, action__startswith=OWN, number=1).count()
        after = {**NOTHING, **{name: values.get(name, NOTHING[name]) for name in (*WORDS, *PROGRESS)}, "state": NOT_STARTED}
        if not (after["text_en"] and after["text_cy"]):
            raise PlanRefused(gettext_noop("Give the words of the action in both languages."))
        if after["group"] and after["group"] not in {group.code for group in framework.groups}:
            raise PlanRefused(gettext_noop("There is no such group in this framework."))
        _refuse_faults(framework, NOTHING, after, why)
        return _add(user, plan, f"{OWN}{own + 1}", 0, "action.add", NOTHING, after, why)


def put_back(user: Any, plan: str, action: str, to: int, why: str, number: int) -> ActionUpdate:
    """Say again what the update of the number `to` said; 0 for what was before anything was said, which takes an action out of a
    plan that had taken it up or added it. Raises as report."""
    _framework, of_plan = find_plan(plan)
    _demand(user, of_plan)
    with transaction.atomic():
        latest = _locked(plan, action, number)
        if latest is None or not 0 <= to < latest.number:
            raise PlanRefused(gettext_noop("There is nothing of that number to put back."))
        words = {name: getattr(latest, name) for name in WORDS}
        after = ActionUpdate.objects.of(plan, action).get(number=to).said if to else {**NOTHING, **words}
        return _add(user, plan, action, number, "action.put_back", latest.said, after, why, put_back=to)


def _add(
    user: Any,
    plan: str,
    action: str,
    number: int,
    event: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    why: str,
    **more: Any,
) -> ActionUpdate:
    """The next update, under the lock that readers of a moment wait for: its own moment is after all that they have read."""
    person = after["person"]
    values = {**after, "person_name": str(person) if person else "", "why": why, **more}
    added = ActionUpdate.objects.create(
        plan=plan, action=action, number=number + 1, written_by=user, written_at=timezone.now(), **values
    )
    changed = [name for name in SAID if before[name] != after[name]]
    told = {name: [_told(before[name]), _told(after[name])] for name in changed}
    audit.record(event, user, added, why, update=added.number, changed=told, **more)
    return added


def _refuse_faults(framework: Framework, before: Mapping[str, Any], after: Mapping[str, Any], why: str) -> None:
    known = {one.code for one in aims.indicators(framework.slug)}
    if not set(after["indicators"]) <= known:
        raise PlanRefused(gettext_noop("There is no such indicator in this framework."))
    if after["state"] == NOT_TAKEN_UP and before["state"] == NOT_TAKEN_UP:
        raise PlanRefused(gettext_noop("Nobody has taken this action up yet: say how it stands."))
    for fault in rules.faults(before, after, why).values():
        raise PlanRefused(fault)


def _locked(plan: str, action: str, number: int) -> ActionUpdate | None:
    """The update that holds, once nobody else adds one. Raises Overtaken where it is not the one of that number."""
    _lock()
    latest = ActionUpdate.objects.of(plan, action).select_related("person").first()
    if (latest.number if latest else 0) != number:
        raise Overtaken(gettext_noop("Somebody changed this action meanwhile. Read what changed before you save yours."))
    return latest


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [LOCK])


def _told(value: Any) -> Any:
    """For the audit trail, which holds what JSON can."""
    return value.pk if hasattr(value, "pk") else value


def _demand(user: Any, plan: Plan) -> None:
    if not may_keep_plans(user, plan.area):
        raise PermissionDenied
