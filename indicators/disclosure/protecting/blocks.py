"""Figures of one family as blocks: their numbers, what of it is small, and how far each can be moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import scipy
from numpy.typing import NDArray

from indicators.disclosure.protecting.relations import PLACE
from indicators.disclosure.protecting.structure import DENOMINATOR, Expression, Family, Move, Structure, Told

Numbers = NDArray[np.float64]
Mask = NDArray[np.bool_]
FAR = 40  # from its limit: so much no table changes for the sake of a small count, and the attack would see it


@dataclass(frozen=True)
class Blocks:
    """`places`: a row a block, with the columns PLACE; `numbers`: of each quantity, NaN where it is not told or not available;
    `rows`: the row of the figure that tells it, -1 where none does; `of`: the block of each figure of the family's measures."""

    family: Family
    places: pd.DataFrame
    numbers: Mapping[str, Numbers]
    rows: Mapping[str, NDArray[np.int64]]
    of: NDArray[np.intp]
    somebody: Mask  # blocks that are told only where somebody is in them
    nobody: Mask  # blocks in which, as everybody knows, nobody can be
    known: Mapping[str, Mask]  # of each quantity, where readers have it from elsewhere, whatever is hidden here

    def value(self, expression: Expression) -> Numbers:
        """What an expression comes to in each block; NaN where one of its quantities is not there."""
        return np.sum([factor * self.numbers[name] for name, factor in expression.items()], axis=0)

    def small(self, expression: Expression, largest: int) -> Mask:
        value = self.value(expression)
        return (value >= 1) & (value <= largest)

    def readers_have(self, expression: Expression) -> Mask:
        """Where one of its quantities at least is known from elsewhere."""
        return np.any([self.known[name] for name in expression], axis=0)

    def room(self, move: Move, inside: Mask) -> tuple[Numbers, Numbers]:
        """By how many units of the move each block can be lowered and raised, so that nothing falls below 0 that cannot.

        `inside`: where the family that this one is within is hidden.
        """
        down, up = np.full(len(self.places), np.inf), np.full(len(self.places), np.inf)
        anywhere = np.zeros_like(inside)
        for expression, free in (
            *((one, anywhere) for one in self.family.positive),
            *((one, inside if move.inside or move.beyond else anywhere) for one in self.family.beneath),
        ):
            effect = sum(factor * move.raises.get(name, 0) for name, factor in expression.items())
            if effect:
                most = np.where(free, np.inf, np.nan_to_num(self.value(expression), nan=np.inf) / abs(effect))
                bound = down if effect > 0 else up
                np.minimum(bound, np.floor(most), out=bound)
        there = np.any([~np.isnan(self.numbers[name]) for name in move.raises], axis=0) & ~self.nobody
        there &= ~self.readers_have({name: by for name, by in move.raises.items() if by})
        return np.where(there, np.maximum(down - self.somebody, 0), 0), np.where(there, np.maximum(up, 0), 0)

    def holding(self, sums: scipy.sparse.csr_matrix, move: Move) -> scipy.sparse.csr_matrix:
        """The sums that hold of one of the quantities that the move raises at least.

        One that does not is none that a reader could use, for instance where a part was published elsewhere in another edition.
        """
        holds = np.zeros(sums.shape[0], dtype=bool)
        for name in move.raises:
            holds |= np.abs(sums @ self.numbers[name]) < 0.5  # False where a number is not there
        return sums[np.flatnonzero(holds)]

    def within_reach(self, limits: scipy.sparse.csr_matrix) -> scipy.sparse.csr_matrix:
        """Of `limits`, sums that are never above 0, those that of what of each family cannot be below 0 are not far below it."""
        rooms = [-(limits @ self.value(expression)) for expression in self.family.positive]
        return limits[np.flatnonzero(np.any([(room >= 0) & (room <= FAR) for room in rooms], axis=0))]

    def limited(self, limits: scipy.sparse.csr_matrix, move: Move) -> tuple[scipy.sparse.csr_matrix, Numbers]:
        """Of `limits`, sums that are never above 0, and of what of each family cannot be below 0, those that hold and that a move
        could break: rows for its units, and by how much they may grow."""
        rows, slack = [scipy.sparse.csr_matrix((0, limits.shape[1]))], [np.empty(0)]
        for sign in (1, -1):
            most = np.full(limits.shape[0], np.inf)
            for expression in (*self.family.positive, *(() if move.beyond else self.family.beneath)):
                effect = sign * sum(factor * move.raises.get(name, 0) for name, factor in expression.items())
                if effect > 0:
                    room = -(limits @ self.value(expression))
                    holds = room >= 0  # False where a number is not there
                    most[holds] = np.minimum(most[holds], np.floor(room[holds] / effect))
            near = np.flatnonzero(most <= FAR)
            rows.append(limits[near] * sign)
            slack.append(most[near])
        return scipy.sparse.vstack(rows, format="csr"), np.concatenate(slack)


def blocks_of(figures: pd.DataFrame, family: Family, structure: Structure) -> Blocks:
    """The blocks of the family's figures among `figures`, which have PLACE, measure, people, denominator, row,
    known_people and known_denominator."""
    mine = figures[figures["measure"].isin(list(family.measures))]
    keys = pd.MultiIndex.from_frame(mine[PLACE].astype(str))
    of, found = pd.factorize(keys, sort=True)
    places = pd.MultiIndex.from_tuples(list(found), names=PLACE)
    found_of = {name: _told(figures, told, places) for name, told in family.quantities.items()}
    numbers = {name: numbers for name, (numbers, _) in found_of.items()}
    rows = {name: rows for name, (_, rows) in found_of.items()}
    known = {name: _known(figures, told, rows[name]) for name, told in family.quantities.items()}
    frame = places.to_frame(index=False)
    categories = pd.MultiIndex.from_frame(frame[["breakdown", "category"]])
    somebody = categories.isin(list(structure.if_any)) | (frame["breakdown"].to_numpy(dtype=str) == (structure.sets or "-"))
    nobody = pd.MultiIndex.from_frame(frame[["cohort", "breakdown", "category"]]).isin(list(structure.empty))
    return Blocks(family, frame, numbers, rows, of, somebody, nobody, known)


def _told(figures: pd.DataFrame, told: Told, places: pd.MultiIndex) -> tuple[Numbers, NDArray[np.int64]]:
    """A quantity by place, and the rows that tell it: NaN and -1 where none does."""
    chosen = figures["measure"] == told.measure
    if told.at:
        chosen &= figures["breakdown"].isin(list(told.at)) & (figures["category"] == told.category)
    rows = figures[chosen]
    keys = whose(rows[PLACE].astype(str), told.at)
    at = places.get_indexer(pd.MultiIndex.from_frame(keys))
    there = at >= 0
    numbers, lines = np.full(len(places), np.nan), np.full(len(places), -1, dtype=np.int64)
    numbers[at[there]] = rows[told.column].to_numpy(dtype=np.float64, na_value=np.nan)[there]
    lines[at[there]] = rows["row"].to_numpy(dtype=np.int64)[there]
    return numbers, lines


def whose(places: pd.DataFrame, at: Mapping[str, tuple[str, str]]) -> pd.DataFrame:
    """Each place with the breakdown and category of the people of whom its own breakdown tells; as they are where `at` is empty,
    and of all people where it does not name a breakdown."""
    if not at:
        return places
    found = [at.get(code, ("", "")) for code in places["breakdown"].astype(str)]
    return places.assign(breakdown=[breakdown for breakdown, _ in found], category=[category for _, category in found])


def _known(figures: pd.DataFrame, told: Told, rows: NDArray[np.int64]) -> Mask:
    """Where the row that tells a quantity is one whose number readers have already."""
    column = "known_denominator" if told.column == DENOMINATOR else "known_people"
    of_row = pd.Series(figures[column].to_numpy(dtype=bool), index=figures["row"].to_numpy())
    return of_row.reindex(rows, fill_value=False).to_numpy(dtype=bool)
