"""The life of an action of a plan: one table of allowed moves. That an action is late is no state, it follows from its date."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wales_framework.workflow import Machine

NOT_TAKEN_UP, NOT_STARTED, UNDER_WAY = "not_taken_up", "not_started", "under_way"
ON_HOLD, DONE, DROPPED = "on_hold", "done", "dropped"

ACTION = Machine(
    "action",
    NOT_TAKEN_UP,
    {
        "take_up": ([NOT_TAKEN_UP], NOT_STARTED),
        "start": ([NOT_TAKEN_UP, NOT_STARTED, ON_HOLD], UNDER_WAY),
        "hold": ([NOT_STARTED, UNDER_WAY], ON_HOLD),
        "finish": ([NOT_STARTED, UNDER_WAY], DONE),
        "drop": ([NOT_TAKEN_UP, NOT_STARTED, UNDER_WAY, ON_HOLD], DROPPED),
        "reopen": ([DONE, DROPPED], UNDER_WAY),
    },
)

STATES: dict[str, Promise] = {
    NOT_TAKEN_UP: _("not yet taken up"),
    NOT_STARTED: _("not started"),
    UNDER_WAY: _("under way"),
    ON_HOLD: _("on hold"),
    DONE: _("done"),
    DROPPED: _("dropped"),
}
# Whose date counts: neither what is over nor what nobody has promised can be late. Who holds an action gives it a new date.
RUNNING = frozenset({NOT_STARTED, UNDER_WAY, ON_HOLD})
# Moves that readers are owed a reason for.
WITH_REASON = frozenset({"hold", "drop", "reopen"})


def move_between(before: str, after: str) -> str | None:
    """The name of the move from one state to another; None where there is none, "" where nothing moves."""
    if before == after:
        return ""
    return next((move.name for move in ACTION.moves.values() if before in move.sources and move.to == after), None)


def open_to(before: str) -> tuple[str, ...]:
    """The states that an action may be in after an update: the one it is in, and those that a move leads to."""
    return tuple(state for state in STATES if move_between(before, state) is not None)
