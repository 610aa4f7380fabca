"""The delivery plans in a pack, as they stood when the release came out."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from priority_groups.plans.reading import ActionPart, PlanPart, plans_at
from priority_groups.plans.workflow import NOT_TAKEN_UP
from reporting.packs.choice import WALES, Choice, framework_of_packs
from reporting.packs.parts import ActionRow, PlanPages
from reporting.packs.words import capital

SOON = timedelta(days=90)


def plans(moment: datetime, choice: Choice) -> tuple[PlanPages, ...]:
    """The national plan and those of the chosen regions, with the actions for the chosen groups."""
    slug = framework_of_packs().slug
    day = timezone.localdate(moment)
    chosen = [one for one in plans_at(moment) if one.framework == slug and (one.area == WALES or choice.has_region(one.area))]
    return tuple(
        _pages(one, [part for part in one.actions if not part.group or choice.has_group(part.group)], day) for one in chosen
    )


def _pages(plan: PlanPart, actions: Sequence[ActionPart], day: Any) -> PlanPages:
    held = [one for one in actions if one.state != NOT_TAKEN_UP]
    return PlanPages(str(plan.title), tuple(_row(one, day) for one in held), len(actions) - len(held))


def _row(action: ActionPart, day: Any) -> ActionRow:
    return ActionRow(
        text=str(action.text),
        group=action.group,
        owner=", ".join(part for part in (action.owner, action.person) if part),
        due=date_format(action.due, "j F Y") if action.due else "",
        state=action.state,
        label=capital(str(action.state_label)),
        is_late=action.is_late,
        indicators=action.indicators,
        is_soon=bool(action.is_running and action.due and day <= action.due <= day + SOON),
    )
