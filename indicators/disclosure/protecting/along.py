"""What a change takes along: numbers that the move itself leaves as they are, and that would not fit any more.

Whoever is thought not to have been assessed has not answered either; and fewer people with a prediction have a smaller sum of
predictions. These numbers are hidden wherever the changed ones are, so that nothing more need be hidden for it.
"""

from __future__ import annotations

from collections.abc import Iterator
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


def taking_along(
    blocks: Blocks, move: Move, sums: scipy.sparse.csr_matrix, hidden: NDArray[np.bool_], change: Change
) -> Iterator[Raised]:
    """The change of a move, which cancels out in the sums, with what it takes along.

    Where that does not fit at the changed blocks alone, other blocks nearby that are `hidden` take a part of it. Where nothing
    fits, numbers stay as they are: whoever checks the table sees it.
    """
    raised = _raised(blocks, move, sums, change)
    misfits = _misfits(blocks, raised)
    if misfits.any():
        again = np.isin(change.group, change.group[misfits])
        yield raised.only(~again)
        yield _raised(blocks, move, sums, _with_others(change.only(again), sums, hidden))
    else:
        yield raised


def _raised(blocks: Blocks, move: Move, sums: scipy.sparse.csr_matrix, change: Change) -> Raised:
    units = change.units.astype(np.float64)
    raises: dict[str, Numbers] = {name: units * times for name, times in move.raises.items()}
    for along in blocks.family.along:
        within = raises.get(along.within)
        if within is None or along.number in raises:
            continue
        names = _names(along)
        told = [blocks.numbers[name][change.places] for name in names]
        moved = _fitting(told, blocks.numbers[along.within][change.places] + within, sums, change)
        raises |= dict(zip(names, moved, strict=True))
        if isinstance(along, Amount):
            raises[along.count] = raises.get(along.count, np.zeros_like(within)) - moved[0]
    return Raised(change.places, change.group, raises)


def _names(along: Along | Amount) -> list[str]:
    return [along.number] if isinstance(along, Amount) else [along.number, along.part]


def _misfits(blocks: Blocks, raised: Raised) -> NDArray[np.bool_]:
    """Where what was taken along does not fit all the same."""
    found = np.zeros(len(raised.places), dtype=bool)
    for along in blocks.family.along:
        names = [along.within, *_names(along)]
        if all(name in raised.raises for name in names):
            chain = [blocks.numbers[name][raised.places] + raised.raises[name] for name in names]
            for upper, lower in pairwise([*chain, np.zeros(len(found))]):
                found |= upper - lower < -NEARLY
    return found


def _with_others(change: Change, sums: scipy.sparse.csr_matrix, hidden: NDArray[np.bool_]) -> Change:
    """The change with other hidden blocks that are a few sums away; all of it is one group."""
    size = abs(sums)
    near = np.zeros(size.shape[1])
    near[change.places] = 1.0
    for _ in range(NEAR):
        near = (size.T @ ((size @ near) > 0).astype(float)) * hidden + near
    others = np.setdiff1d(np.flatnonzero(near), change.places)
    places = np.concatenate([change.places, others])
    return Change(places, np.concatenate([change.units, np.zeros_like(others)]), np.zeros_like(places))


def _fitting(told: list[Numbers], limit: Numbers, sums: scipy.sparse.csr_matrix, change: Change) -> list[Numbers]:
    """By how much numbers are moved so that, wherever that can be, the first is at most `limit`, the second at most the first,
    and none below 0, while changes of each cancel out in the sums. `told`: NaN where a number is not told and so may be any.

    Groups in which that holds as it is stay so; only of the others something is moved.
    """
    moved = [np.zeros(len(limit)) for _ in told]
    above = [upper - lower < 0 for upper, lower in pairwise([limit, *told])]
    chosen = np.flatnonzero(np.isin(change.group, change.group[np.logical_or.reduce(above)]))
    if len(chosen):
        sums = sums[:, change.places[chosen]]
        sums = sums[np.flatnonzero(np.diff(sums.indptr))]
        for number, found in enumerate(_solved([one[chosen] for one in told], limit[chosen], sums)):
            moved[number][chosen] = found
    return moved


def _solved(told: list[Numbers], limit: Numbers, sums: scipy.sparse.csr_matrix) -> list[Numbers]:
    """By a linear programme: of each number its change and, at a price, by how much it is above its bound all the same."""
    size, count = len(limit), len(told)
    one = scipy.sparse.identity(size, format="csr")
    at_most: list[list[Any]] = [[None] * (2 * count) for _ in told]
    for number in range(count):
        at_most[number][2 * number : 2 * number + 2] = [one, -one]
        if number:
            at_most[number][2 * number - 2] = -one
    fits: Any = scipy.sparse.bmat(at_most, format="csc")
    of_each = scipy.sparse.hstack([sums, scipy.sparse.csr_matrix(sums.shape)])
    cancel: Any = scipy.sparse.block_diag([of_each] * count, format="csc")
    room = np.nan_to_num(np.concatenate([upper - lower for upper, lower in pairwise([limit, *told])]), nan=UNTOLD)
    bounds = np.concatenate([_bounds(number) for number in told])
    solved = cheapest(
        np.tile(np.concatenate([np.zeros(size), np.ones(size)]), count),
        scipy.sparse.bmat([[fits], [cancel]], format="csc"),
        np.concatenate([np.full(len(room), -np.inf), np.zeros(cancel.shape[0])]),
        np.concatenate([room, np.zeros(cancel.shape[0])]),
        bounds[:, 0],
        bounds[:, 1],
    )
    return [np.zeros(size) if solved is None else solved[2 * size * number :][:size] for number in range(count)]


def _bounds(told: Numbers) -> Numbers:
    """Of the changes of a number and of what it is too large."""
    lowest = np.concatenate([np.nan_to_num(-told, nan=-np.inf), np.zeros(len(told))])
    return np.column_stack([lowest, np.full(2 * len(told), np.inf)])
