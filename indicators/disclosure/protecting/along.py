"""What a change takes along: numbers that the move itself leaves as they are, and that would not fit any more.

Whoever is thought not to have been assessed has not answered either; and fewer people with a prediction have a smaller sum of
predictions. These numbers are hidden wherever the changed ones are, so that nothing more need be hidden for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray

from indicators.disclosure.protecting.blocks import Blocks
from indicators.disclosure.protecting.changes import Change, Raised
from indicators.disclosure.protecting.programmes import cheapest
from indicators.disclosure.protecting.structure import Along, Amount, Move

NEARLY = 1e-6
NEAR = 2  # sums
UNTOLD = 1e9  # more than there are people
Numbers = NDArray[np.float64]
Places = NDArray[np.int64]
Mask = NDArray[np.bool_]


def taking_along(limits: Limits, move: Move, sums: scipy.sparse.csr_matrix, hidden: Mask, change: Change) -> Iterator[Raised]:
    """The change of a move, which cancels out in the sums, with what it takes along.

    Where that does not fit at the changed blocks alone, other blocks nearby that are `hidden` take a part of it. Where nothing
    fits, numbers stay as they are: whoever checks the table sees it.
    """
    raised = _raised(limits, move, sums, change)
    misfits = _misfits(limits, raised)
    if misfits.any():
        again = np.isin(change.group, change.group[misfits])
        yield raised.only(~again)
        yield _raised(limits, move, sums, _with_others(change.only(again), sums, hidden))
    else:
        yield raised


def _raised(limits: Limits, move: Move, sums: scipy.sparse.csr_matrix, change: Change) -> Raised:
    units = change.units.astype(np.float64)
    raises: dict[str, Numbers] = {name: units * times for name, times in move.raises.items()}
    for along in limits.blocks.family.along:
        within = raises.get(along.within)
        if within is None or along.number in raises:
            continue
        names = _names(along)
        moved = _fitting(_Chain(limits, [along.within, *names], change.places), within, sums, change)
        raises |= dict(zip(names, moved, strict=True))
        if isinstance(along, Amount):
            raises[along.count] = raises.get(along.count, np.zeros_like(within)) - moved[0]
    return Raised(change.places, change.group, raises)


def _names(along: Along | Amount) -> list[str]:
    return [along.number] if isinstance(along, Amount) else [along.number, along.part]


class Limits:
    """Sums that are never above 0, of what of each block cannot be below 0."""

    def __init__(self, blocks: Blocks, limits: scipy.sparse.csr_matrix) -> None:
        self.blocks, self.rows, self.columns = blocks, limits, limits.tocsc()
        self._slack: dict[tuple[str, str], Numbers] = {}

    def slack(self, upper: str, lower: str) -> Numbers:
        """By how much each sum of what one number is less than another may grow ("" for nothing); NaN where one is not told."""
        if (upper, lower) not in self._slack:
            numbers = self.blocks.numbers
            self._slack[upper, lower] = -(self.rows @ (numbers[upper] - (numbers[lower] if lower else 0)))
        return self._slack[upper, lower]


class _Chain:
    """Numbers of which each is at most the one before it and none below 0, at some places; NaN where one is not told.

    By how much one is less than the one before is a number of people, too, so that the limits hold of it.
    """

    def __init__(self, limits: Limits, names: Sequence[str], places: Places) -> None:
        self.told = [*(limits.blocks.numbers[name][places] for name in names), np.zeros(len(places))]
        self.limits = limits.columns[:, places]
        self.slack = [limits.slack(upper, lower) for upper, lower in pairwise([*names, ""])]

    def misfits(self, moved: Sequence[Numbers]) -> Mask:
        """The places at which the numbers, each moved by so much, do not fit any more."""
        found = np.zeros(len(self.told[0]), dtype=bool)
        after = [told + by for told, by in zip(self.told, moved, strict=True)]
        for (upper, lower), (over, under), slack in zip(pairwise(after), pairwise(moved), self.slack, strict=True):
            found |= upper - lower < -NEARLY
            beyond = (slack >= 0) & (self.limits @ (over - under) > slack + NEARLY)
            if beyond.any():
                found |= abs(self.limits).T @ beyond.astype(float) > 0
        return found


def _misfits(limits: Limits, raised: Raised) -> Mask:
    """Where what was taken along does not fit all the same."""
    found = np.zeros(len(raised.places), dtype=bool)
    for along in limits.blocks.family.along:
        names = [along.within, *_names(along)]
        if all(name in raised.raises for name in names):
            chain = _Chain(limits, names, raised.places)
            found |= chain.misfits([*(raised.raises[name] for name in names), np.zeros(len(found))])
    return found


def _with_others(change: Change, sums: scipy.sparse.csr_matrix, hidden: Mask) -> Change:
    """The change with other hidden blocks that are a few sums away; all of it is one group."""
    size = abs(sums)
    near = np.zeros(size.shape[1])
    near[change.places] = 1.0
    for _ in range(NEAR):
        near = (size.T @ ((size @ near) > 0).astype(float)) * hidden + near
    others = np.setdiff1d(np.flatnonzero(near), change.places)
    places = np.concatenate([change.places, others])
    return Change(places, np.concatenate([change.units, np.zeros_like(others)]), np.zeros_like(places))


def _fitting(chain: _Chain, within: Numbers, sums: scipy.sparse.csr_matrix, change: Change) -> list[Numbers]:
    """By how much the numbers of a chain are moved so that, wherever that can be, they fit when the first of them is raised by
    `within`, while changes of each cancel out in the sums.

    Groups in which they fit as they are stay so; only of the others something is moved.
    """
    nothing = np.zeros(len(within))
    moved = [within, *(nothing.copy() for _ in chain.told[1:])]
    chosen = np.flatnonzero(np.isin(change.group, change.group[chain.misfits(moved)]))
    if len(chosen):
        sums = sums[:, change.places[chosen]]
        sums = sums[np.flatnonzero(np.diff(sums.indptr))]
        for number, found in enumerate(_solved(chain, within, chosen, sums), 1):
            moved[number][chosen] = found
    return moved[1:-1]


def _solved(chain: _Chain, within: Numbers, chosen: Places, sums: scipy.sparse.csr_matrix) -> list[Numbers]:
    """By a linear programme: of each number its change at the chosen places and, at a price, by how much it is above its bound,
    or beyond a limit, all the same."""
    size, count = len(chosen), len(chain.told) - 2
    told = [one[chosen] for one in chain.told]
    told[0] = told[0] + within[chosen]
    one, limits = scipy.sparse.identity(size, format="csr"), chain.limits[:, chosen].tocsr()
    touched = np.diff(limits.indptr) > 0
    slack = [chain.slack[0] - chain.limits @ within, *chain.slack[1:]]
    kept = [np.flatnonzero(touched & (before >= 0)) for before in chain.slack]
    fits: Any = [[None] * (2 * count) for _ in range(2 * count + 1)]
    for number in range(count):
        fits[number][2 * number : 2 * number + 2] = [one, -one]
        if number:
            fits[number][2 * number - 2] = -one
        fits[count + number][2 * number] = -limits[kept[number]]
        fits[count + number + 1][2 * number] = limits[kept[number + 1]]
    most = [np.nan_to_num(upper - lower, nan=UNTOLD) for upper, lower in pairwise(told[:-1])]
    most += [at_most[rows] for at_most, rows in zip(slack, kept, strict=True)]
    length = sum(map(len, kept))
    beyond = scipy.sparse.vstack([scipy.sparse.csr_matrix((count * size, length)), -scipy.sparse.identity(length)])
    of_each = scipy.sparse.hstack([sums, scipy.sparse.csr_matrix(sums.shape)])
    cancel: Any = scipy.sparse.block_diag([of_each] * count, format="csc")
    bounds = np.concatenate([*(_bounds(number) for number in told[1:-1]), np.tile([0, np.inf], (length, 1))])
    rows: Any = [[scipy.sparse.bmat(fits), beyond], [cancel, None]]
    solved = cheapest(
        np.concatenate([np.tile(np.concatenate([np.zeros(size), np.ones(size)]), count), np.ones(length)]),
        scipy.sparse.bmat(rows, format="csc"),
        np.concatenate([np.full(count * size + length, -np.inf), np.zeros(cancel.shape[0])]),
        np.concatenate([*most, np.zeros(cancel.shape[0])]),
        bounds[:, 0],
        bounds[:, 1],
    )
    return [np.zeros(size) if solved is None else solved[2 * size * number :][:size] for number in range(count)]


def _bounds(told: Numbers) -> Numbers:
    """Of the changes of a number and of what it is too large."""
    lowest = np.concatenate([np.nan_to_num(-told, nan=-np.inf), np.zeros(len(told))])
    return np.column_stack([lowest, np.full(2 * len(told), np.inf)])
