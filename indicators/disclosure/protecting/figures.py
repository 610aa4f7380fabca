"""Secondary suppression of a whole release: which figures beside the small ones must be hidden."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from indicators.disclosure.protecting.along import Limits, taking_along
from indicators.disclosure.protecting.blocks import Blocks, blocks_of, whose
from indicators.disclosure.protecting.changes import Raised
from indicators.disclosure.protecting.costs import costs_of
from indicators.disclosure.protecting.covering import Pattern, Places, Problem, Targets, cover, together
from indicators.disclosure.protecting.relations import limits, relations
from indicators.disclosure.protecting.structure import Expression, Family, Move, Sensitive, Structure
from indicators.disclosure.protecting.tables import Tables, packed, tables_of

Mask = NDArray[np.bool_]
HIDDEN, TOO_FEW = "c", "u"
# Columns that say what readers have from elsewhere; all False of a first release.
BEFORE = ("fixed", "kept", "called_few", "known_people", "known_denominator")
SMALL, FEW, COMPANION, KEPT = "small", "few", "companion", "kept"


@dataclass(frozen=True)
class Protection:
    """`symbols` and `reasons` of each figure, "" for one that is shown; `tables`: by which the hidden ones are safe."""

    symbols: NDArray[np.str_]
    reasons: NDArray[np.str_]
    tables: Tables


def protect_figures(
    figures: pd.DataFrame,
    structure: Structure,
    *,
    largest_small_count: int,
    room: int,
) -> Protection:
    """Hide what must be hidden so that no small count can be worked out, at the least loss that is found.

    `figures`: PLACE, measure, people (or cases: what a numerator tells of), denominator, `primary` ("c", "u" or "": what the
    primary rules hide), and what readers have already, BEFORE: `fixed` (known to everybody: published elsewhere, or shown by an
    earlier release with these numbers), `kept` (one with these numbers hides it), `called_few` (one calls it too few, which tells
    more than a hidden one does: its denominator may stand elsewhere), `known_people` and `known_denominator` (one shows this
    number of it, whatever the other was). `room`: how much higher than it is each hidden small count could be for all that is to
    be worked out. Figures of measures that belong to no family are hidden by the primary rules only.
    """
    primary = figures["primary"].to_numpy(dtype=str)
    symbols, reasons = primary.copy(), np.select([primary == HIDDEN, primary == TOO_FEW], [SMALL, FEW], "").astype("<U9")
    measure = figures["measure"].to_numpy(dtype=str)
    figures = figures.assign(row=np.arange(len(figures)))
    tables: dict[str, Tables] = {}
    parts: dict[str, _Family] = {}
    for family in structure.families:
        mine = np.flatnonzero(np.isin(measure, list(family.measures)))
        if len(mine):
            needed = np.isin(measure, [*family.measures, *(told.measure for told in family.quantities.values())])
            part = _Family(figures[needed], family, structure, largest_small_count, room, parts.get(family.within))
            parts[family.code] = part
            symbols[mine], reasons[mine] = part.protected()
            # Families that tell the same numbers have tables of their own; the others share them.
            tables[family.code] = part.tables(tables[family.within].count if family.within in tables else 0)
    return Protection(symbols, reasons, Tables.together(tables.values()))


class _Family:
    def __init__(
        self,
        figures: pd.DataFrame,
        family: Family,
        structure: Structure,
        largest: int,
        room: int,
        within: "_Family | None" = None,
    ) -> None:
        self.blocks: Blocks = blocks_of(figures, family, structure)
        figures = figures[figures["measure"].isin(list(family.measures))]
        self.family, self.largest, self.wanted = family, largest, room
        self.small = self._any(figures["primary"].to_numpy(dtype=str) == HIDDEN)
        self.few = self._any(figures["primary"].to_numpy(dtype=str) == TOO_FEW) & ~self.small
        # What was called few stays that, and no other count may lean on it; what was hidden stays hidden, though it is few.
        called_few = self.few & self._any(figures["called_few"].to_numpy(dtype=bool))
        primary = (self.small | self.few) & ~called_few
        self.fixed = called_few | (self._any(figures["fixed"].to_numpy(dtype=bool)) & ~primary)
        self.kept = self._any(figures["kept"].to_numpy(dtype=bool)) & ~self.small & ~self.fixed
        self.inside = (
            np.zeros(len(primary), dtype=bool) if within is None else within.hides(whose(self.blocks.places, family.whose))
        )
        forced = self.inside.copy()
        for sensitive in family.sensitive:
            if sensitive.hides:
                forced |= self.blocks.small(sensitive.of, largest)
            elif sensitive.unless is not None:  # the family that would see to it cannot, where readers have its numbers
                forced |= self.blocks.small(sensitive.of, largest) & self.blocks.readers_have(sensitive.unless)
        self.pattern = Pattern(primary | self.kept | forced, forced)
        self.sums = relations(self.blocks.places, family, structure)
        self.limits = self.blocks.within_reach(limits(self.blocks.places, structure))
        self.costs = costs_of(self.blocks.places, structure)
        self.changes: list[Raised] = []

    def protected(self) -> tuple[NDArray[np.str_], NDArray[np.str_]]:
        """Symbols and reasons. What nothing protects, since readers know already what gives it away, the attacker will find."""
        left = [self._open(sensitive) for sensitive in self.family.sensitive]
        limits = Limits(self.blocks, self.limits)
        for move in self.family.moves:
            served = [number for number, sensitive in enumerate(self.family.sensitive) if move.name in sensitive.by]
            problem = self._problem(move)
            found = [self._targets(problem, left[number], self.family.sensitive[number].of) for number in served]
            lost = cover(problem, self.pattern, together(found), hiding=not move.inside)
            hidden = self.pattern.hidden
            for change in packed(self.pattern.tables, self.limits):
                self.changes += taking_along(limits, move, problem.sums, hidden, change)
            self.pattern.tables.clear()
            for number, targets in zip(served, found, strict=True):
                left[number] = np.union1d(np.setdiff1d(left[number], targets.places), np.intersect1d(lost, targets.places))
        return self._told()

    def tables(self, first: int) -> Tables:
        """Those by which it is protected; the first has the number `first`."""
        told = {name: (self.blocks.rows[name], found.column) for name, found in self.family.quantities.items()}
        return tables_of(self.changes, told, self.limits, first)

    def _open(self, sensitive: Sensitive) -> Places:
        """The blocks where the count is small, and this family has to see to it."""
        wanted = self.blocks.small(sensitive.of, self.largest) & self.pattern.hidden
        if sensitive.unless is not None:
            wanted &= (self.blocks.value(sensitive.unless) < self.wanted) | self.blocks.readers_have(sensitive.unless)
        return np.flatnonzero(wanted)

    def _targets(self, problem: Problem, places: Places, of: Expression) -> Targets:
        """Each must be free to rise by its room, or, where that much is not possible, beyond the small counts and then to fall
        by the rest. A place from which the move can do neither is not among them."""
        value = self.blocks.value(of)[places]
        up, down = np.minimum(problem.up[places], self.wanted), problem.down[places]
        fall = self.wanted - up
        possible = (value + up > self.largest) & (fall <= down)
        places, up, fall = places[possible], up[possible], fall[possible]
        falling = fall > 0
        return Targets(np.concatenate([places, places[falling]]), np.concatenate([up, -fall[falling]]))

    def _problem(self, move: Move) -> Problem:
        down, up = self.blocks.room(move, self.inside)
        if move.inside:
            down, up = np.where(self.inside, down, 0), np.where(self.inside, up, 0)
        fixed = self.fixed | (down + up == 0)
        limits, slack = self.blocks.limited(self.limits, move)
        return Problem(self.blocks.holding(self.sums, move), down, up, self.costs, fixed, limits, slack)

    def _told(self) -> tuple[NDArray[np.str_], NDArray[np.str_]]:
        """A block that a table changed is hidden so that another is safe: to call it "on too few people" would narrow both."""
        hidden = self.small | self.few | self.kept | self.pattern.used
        called_few = self.few & ~self.kept & ~self.pattern.used
        symbols = np.select([called_few, hidden], [TOO_FEW, HIDDEN], "").astype("<U2")
        reasons = np.select([self.small, self.few, self.kept, hidden], [SMALL, FEW, KEPT, COMPANION], "").astype("<U9")
        return symbols[self.blocks.of], reasons[self.blocks.of]

    def hides(self, places: pd.DataFrame) -> Mask:
        """Which of the places are hidden for small counts or for the sake of others."""
        hidden = self.blocks.places[self.small | self.kept | self.pattern.used]
        return np.asarray(pd.MultiIndex.from_frame(places).isin(pd.MultiIndex.from_frame(hidden)), dtype=bool)

    def _any(self, figures: Mask) -> Mask:
        """The blocks with one of these figures at least."""
        found = np.zeros(len(self.blocks.places), dtype=bool)
        found[self.blocks.of[figures]] = True
        return found
