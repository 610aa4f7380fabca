"""The plans as they stand, or stood at a moment: the content's plans and actions with what was said of them until then."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext

from priority_groups import content
from priority_groups.content import Framework, Plan, Text
from priority_groups.plans.models import ActionUpdate
from priority_groups.plans.workflow import DROPPED, NOT_TAKEN_UP, ON_HOLD, RUNNING, STATES

OWN = "own-"
LOCK = "delivery plans"
Updates = Mapping[tuple[str, str], ActionUpdate]  # by plan and action, the one that holds


@dataclass(frozen=True, slots=True)
class ActionPart:
    """An action of a plan. `owner`: an organisation or post, in the reader's language; `person`: of the service, if one is named.
    `group` is "" where a plan's own action is of none; `changed_at` and `number` are None and 0 where nothing was said of it."""

    key: str
    text: Text
    group: str
    owner_name: Text | None
    person: str
    due: date | None
    state: str
    is_late: bool
    evidence: Text | None
    link: str
    indicators: tuple[str, ...]
    why: str
    changed_at: datetime | None
    number: int

    @property
    def owner(self) -> str:
        return str(self.owner_name) if self.owner_name else ""

    @property
    def state_label(self) -> Promise:
        return STATES[self.state]

    @property
    def label(self) -> str:
        """What it is called beside its words: the Framework's by their code, the plan's own by their number."""
        return gettext("own %(number)s") % {"number": self.key.removeprefix(OWN)} if self.is_own else self.key

    @property
    def is_own(self) -> bool:
        """Whether the plan has added it to the Framework's."""
        return self.key.startswith(OWN)

    @property
    def stopped_because(self) -> str:
        """The reason, as its author wrote it, why nobody goes on with it; "" where somebody does, or it is done."""
        return self.why if self.state in (ON_HOLD, DROPPED) else ""

    @property
    def is_running(self) -> bool:
        """Whether it is promised and not over."""
        return self.state in RUNNING


@dataclass(frozen=True, slots=True)
class PlanPart:
    """A plan with its actions, group by group, the Framework's before its own. `area`: the code of the area that it is for;
    `under`: the code of the plan that it underpins, or ""."""

    code: str
    title: Text
    area: str
    under: str
    framework: str
    actions: tuple[ActionPart, ...]

    def action(self, key: str) -> ActionPart:
        """KeyError where the plan has none of this key."""
        for one in self.actions:
            if one.key == key:
                return one
        raise KeyError(f"the plan '{self.code}' has no action '{key}'")


def plans_at(moment: datetime) -> tuple[PlanPart, ...]:
    """Every plan as it stood at a moment that has come: the same for ever, whatever is said of it later.

    Who says something holds a lock from before its moment is written down until it is there for all (service._add): once
    this has had the lock, nothing of an earlier moment is still on its way.
    """
    with connection.cursor() as cursor:
        for way in ("pg_advisory_lock_shared", "pg_advisory_unlock_shared"):
            cursor.execute(f"SELECT {way}(hashtextextended(%s, 0))", [LOCK])
    return parts(ActionUpdate.objects.at(moment), timezone.localdate(moment))


def plans_now() -> tuple[PlanPart, ...]:
    """Every plan as it stands; what people are just about to say of it comes with the next reading."""
    return parts(ActionUpdate.objects.standing(), timezone.localdate())


def plan_now(code: str) -> PlanPart:
    """One plan as it stands. KeyError where there is no such plan."""
    framework, found = find_plan(code)
    return part_of(framework, found, by_place(ActionUpdate.objects.filter(plan=code).standing()), timezone.localdate())


def state_at(moment: datetime, history: Iterable[ActionUpdate]) -> dict[tuple[str, str], ActionUpdate]:
    """Of a whole history the update that each action stood at."""
    return by_place(sorted((one for one in history if one.written_at <= moment), key=lambda one: one.number))


def by_place(updates: Iterable[ActionUpdate]) -> dict[tuple[str, str], ActionUpdate]:
    """By plan and action; of several the last."""
    return {(one.plan, one.action): one for one in updates}


def parts(updates: Iterable[ActionUpdate], day: date) -> tuple[PlanPart, ...]:
    """Every plan of the content, with the updates that hold on a day."""
    held = by_place(updates)
    return tuple(part_of(framework, plan, held, day) for framework, plan in all_plans())


def all_plans() -> tuple[tuple[Framework, Plan], ...]:
    """The plans that the frameworks call for, in the order of the content."""
    return tuple((framework, plan) for framework in content.frameworks() for plan in framework.plans)


def find_plan(code: str) -> tuple[Framework, Plan]:
    """KeyError where no framework calls for such a plan."""
    for framework, plan in all_plans():
        if plan.code == code:
            return framework, plan
    raise KeyError(f"no plan '{code}'; there are: {', '.join(plan.code for _, plan in all_plans())}")


def words_of(framework: Framework) -> dict[str, tuple[str, Text]]:
    """Group and words of each of a framework's actions, by their codes, in its order."""
    return {action.code: (group.code, action.text) for group in framework.groups for action in group.actions if action.code}


def is_whole(plan: Plan) -> bool:
    """Whether the plan has every action of its framework from the start; one that underpins another takes up what it chooses."""
    return plan.under is None


def part_of(framework: Framework, plan: Plan, updates: Updates, day: date) -> PlanPart:
    """The plan as the updates leave it."""
    actions = []
    for key, (group, text) in words_of(framework).items():
        update = updates.get((plan.code, key))
        if is_whole(plan) or (update is not None and update.state != NOT_TAKEN_UP):
            actions.append(part(key, group, text, update, day))
    own = [
        update
        for (code, key), update in updates.items()
        if code == plan.code and key.startswith(OWN) and update.state != NOT_TAKEN_UP
    ]
    actions += [part(one.action, one.group, one.text, one, day) for one in sorted(own, key=_number_of_own)]
    place = {group.code: number for number, group in enumerate(framework.groups)}
    actions.sort(key=lambda one: place.get(one.group, len(place)))  # stable: the Framework's stay before the plan's own
    return PlanPart(plan.code, plan.title, plan.area, plan.under or "", framework.slug, tuple(actions))


def part(key: str, group: str, text: Text, update: ActionUpdate | None, day: date) -> ActionPart:
    """An action as its update leaves it on a day; without one nobody has taken it up."""
    said = update or ActionUpdate(state=NOT_TAKEN_UP, number=0)
    return ActionPart(
        key=key,
        text=text,
        group=group,
        owner_name=said.owner,
        person=said.person_name,
        due=said.due,
        state=said.state,
        is_late=is_late(said.state, said.due, day),
        evidence=said.evidence,
        link=said.link,
        indicators=tuple(said.indicators),
        why=said.why,
        changed_at=update.written_at if update else None,
        number=said.number,
    )


@dataclass(frozen=True, slots=True)
class Due:
    """An action of a plan that is late, or due soon."""

    plan: PlanPart
    action: ActionPart


def due_within(plans: Iterable[PlanPart], days: int, day: date) -> tuple[Due, ...]:
    """What is late on a day, then what is due within so many days of it; the earliest first."""
    last = day + timedelta(days=days)
    found = [Due(plan, one) for plan in plans for one in plan.actions if one.is_running and one.due and one.due <= last]
    return tuple(sorted(found, key=lambda one: one.action.due or last))


def is_late(state: str, due: date | None, day: date) -> bool:
    """Whether an action that is not over was due before that day."""
    return state in RUNNING and due is not None and due < day


def _number_of_own(update: ActionUpdate) -> int:
    return int(update.action.removeprefix(OWN))
