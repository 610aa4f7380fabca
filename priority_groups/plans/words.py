"""What was said of an action, in a reader's words: what each update changed, and how many actions there are of each state."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from priority_groups.content import Text
from priority_groups.plans.models import ActionUpdate
from priority_groups.plans.reading import ActionPart
from priority_groups.plans.workflow import STATES

LATE = "late"
LATE_LABEL = gettext_lazy("late")
LABELS: dict[str, Promise] = {
    "state": gettext_lazy("State"),
    "text": gettext_lazy("Action"),
    "group": gettext_lazy("Priority group"),
    "owner": gettext_lazy("Owner"),
    "person": gettext_lazy("Person"),
    "due": gettext_lazy("Due"),
    "evidence": gettext_lazy("Evidence"),
    "link": gettext_lazy("Link to the evidence"),
    "indicators": gettext_lazy("Indicators it is meant to move"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """A field of an action, what it says now, and what it said before; "" for nothing."""

    label: Promise
    now: Text
    before: Text


@dataclass(frozen=True, slots=True)
class Count:
    """How many actions are in a state; `look` is the end of its class in the style sheet."""

    look: str
    label: Promise
    number: int


def counts(actions: Iterable[ActionPart]) -> tuple[Count, ...]:
    """How many there are of each state, in the order of their life, the late ones first: these are counted twice."""
    every = list(actions)
    late = [Count(LATE, LATE_LABEL, sum(one.is_late for one in every))]
    found = [Count(state, label, sum(one.state == state for one in every)) for state, label in STATES.items()]
    return tuple(one for one in late + found if one.number)


def changes(before: ActionUpdate | None, now: ActionUpdate) -> tuple[Change, ...]:
    """What differs between two updates of an action, of which there may be none before."""
    was, said = _fields(before), _fields(now)
    return tuple(Change(LABELS[name], said[name], was[name]) for name in LABELS if was[name] != said[name])


@dataclass(frozen=True, slots=True)
class Entry:
    """An update as the history tells of it: who, when, what changed and why. `can_be_put_back`: it is not the one that holds."""

    number: int
    by: str
    at: datetime
    changes: tuple[Change, ...]
    why: str
    put_back: int | None
    can_be_put_back: bool


def history(updates: Sequence[ActionUpdate]) -> tuple[Entry, ...]:
    """Newest first, as the updates are."""
    former = [*updates[1:], None] if updates else []
    return tuple(
        Entry(
            number=one.number,
            by=str(one.written_by),
            at=one.written_at,
            changes=changes(before, one),
            why=one.why,
            put_back=one.put_back,
            can_be_put_back=one is not updates[0],
        )
        for one, before in zip(updates, former, strict=True)
    )


def _fields(update: ActionUpdate | None) -> dict[str, Text]:
    said = update or ActionUpdate()
    nothing = Text(en="")
    return {
        "state": _plain(STATES[said.state]),
        "text": said.text,
        "group": Text(en=said.group),
        "owner": said.owner or nothing,
        "person": _plain(said.person_name),
        "due": _plain(date_format(said.due, "j F Y") if said.due else ""),
        "evidence": said.evidence or nothing,
        "link": _plain(said.link),
        "indicators": _plain(", ".join(said.indicators)),
    }


def _plain(words: Any) -> Text:
    """Words that are in the reader's language already, or in none."""
    return Text(en=str(words), cy=str(words))


def overtaken(opened: ActionUpdate | None, latest: ActionUpdate) -> str:
    """One sentence on what somebody else changed since a form was opened."""
    what = "; ".join(f"{one.label}: {one.now}" for one in changes(opened, latest))
    return _("Meanwhile %(who)s changed this: %(what)s. Save again if yours is to stand instead.") % {
        "who": latest.written_by,
        "what": what or _("nothing that is shown"),
    }
