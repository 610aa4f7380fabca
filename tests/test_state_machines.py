"""The pictures in the documentation are those of the code."""

from pathlib import Path

import pytest

from indicators.events.workflow import EVENT, REBASE
from indicators.extracts.workflow import EXTRACT
from indicators.releases.workflow import RELEASE, WITHDRAWAL
from priority_groups.plans.workflow import ACTION
from reporting.packs.workflow import DELIVERY
from wales_framework.access.workflow import ACCOUNT_CHANGE, INVITATION, ROLE_CHANGE
from wales_framework.workflow import Machine

MACHINES = [EXTRACT, RELEASE, WITHDRAWAL, EVENT, REBASE, ACTION, DELIVERY, ROLE_CHANGE, ACCOUNT_CHANGE, INVITATION]
DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "states.md"


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.noun)
def test_the_documented_states_are_those_of_the_code(machine: Machine) -> None:
    assert f"```mermaid\n{machine.mermaid()}\n```" in DOCUMENT.read_text(), f"docs/states.md: paste\n{machine.mermaid()}"


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.noun)
def test_every_state_can_be_reached(machine: Machine) -> None:
    reached = {machine.initial}
    while fresh := {m.to for m in machine.moves.values() if m.sources & reached} - reached:
        reached |= fresh
    named = {state for move in machine.moves.values() for state in (*move.sources, move.to)}
    assert named <= reached
