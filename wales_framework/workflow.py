"""State machines: one table of allowed moves, each move written together with its audit event."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from wales_framework import audit


class MoveRefused(Exception):
    """The object is not in a state from which this move is allowed (somebody else may have been quicker)."""


@dataclass(frozen=True, slots=True)
class Move:
    name: str
    sources: frozenset[str]
    to: str


class Machine:
    """The states of one kind of object. `moves` maps a name to (states it may start from, state it leads to)."""

    def __init__(self, noun: str, initial: str, moves: Mapping[str, tuple[Iterable[str], str]]) -> None:
        self.noun = noun
        self.initial = initial
        self.moves = {name: Move(name, frozenset(sources), to) for name, (sources, to) in moves.items()}

    def allows(self, state: str, move: str) -> bool:
        return state in self.moves[move].sources

    def move(
        self,
        obj: Any,
        name: str,
        user: Any,
        *,
        why: str = "",
        changes: Mapping[str, Any] | None = None,
        detail: Mapping[str, Any] | None = None,
    ) -> None:
        """Lock the row, check the move, save the state with `changes`, and record "noun.name"; one transaction.

        Raises MoveRefused when the row's present state does not allow the move. `obj` then holds the new values.
        """
        move = self.moves[name]
        with transaction.atomic():
            # The state alone: of some objects not every process may read all.
            before = type(obj)._base_manager.select_for_update().values_list("state", flat=True).get(pk=obj.pk)
            if before not in move.sources:
                raise MoveRefused(f"{self.noun} {obj.pk}: {name} is not allowed from {before}")
            values = {**(changes or {}), "state": move.to}
            for field, value in values.items():
                setattr(obj, field, value)
            obj.save(update_fields=list(values))
            audit.record(f"{self.noun}.{name}", user, obj, why, before=before, after=move.to, **(detail or {}))

    def mermaid(self) -> str:
        """The picture for the documentation, as a Mermaid state diagram."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial}"]
        lines += [f"    {source} --> {move.to}: {move.name}" for move in self.moves.values() for source in sorted(move.sources)]
        return "\n".join(lines)
