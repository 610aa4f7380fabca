"""Which blocks must be hidden so that each sensitive one keeps its room: by alternative tables, found by linear programmes.

Whoever reads the published figures knows every sum, and of hidden numbers what the sums leave open. A hidden count is safe when
there are other tables, of whole numbers, with all the published figures and sums, in which it is so much higher (or lower) that
nobody can tell which of them is true. One such table shows many counts to be safe at once.

Tables are looked for that change hidden blocks only. Where there is none for a count, the table is taken that changes the
least of what is shown, at a cost, and what it changes is hidden. The linear programme takes the sum of changes times costs in
place of the costs of what is changed (after Fischetti and Salazar, Management Science 47, 2001); where its table is not of whole
numbers it proves nothing here, and the next one is tried.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray

from indicators.disclosure.protecting.changes import Change
from indicators.disclosure.protecting.programmes import cheapest

Mask = NDArray[np.bool_]
Places = NDArray[np.int64]
Changes = NDArray[np.float64]
NEARLY = 1e-6
WEIGHT = 1e5  # of a target's room against the costs: first protect, then cheaply
HARDLY = 1e-3  # the cost of changing what is hidden anyway: small tables are found before large ones
FEW = 2_000  # blocks tied together, up to which a search for whole numbers ends soon
A_FEW = 120  # targets, for which tables are looked for nearby first
STEPS = 4  # from sum to sum: what is nearby
NODES = 200  # of a search for whole numbers
NO_PART = -1
AT_ONCE = 8  # targets that have their room in one table: more of them hinder each other, and more is hidden for it
FAR = 10  # times its room: further than that no block need change for one target


@dataclass(frozen=True)
class Problem:
    """One kind of move over the blocks of a family.

    `sums`: a row for each sum, whose changes must cancel out. Each block can be changed by -`down` to `up` units; `costs`: of
    hiding it; `fixed`: it is known and cannot be hidden. `limits`: a row for each sum of changes that may not be more than its
    `slack`; none without them.
    """

    sums: scipy.sparse.csr_matrix
    down: Changes
    up: Changes
    costs: Changes
    fixed: Mask
    limits: scipy.sparse.csr_matrix | None = None
    slack: Changes | None = None

    @cached_property
    def size(self) -> scipy.sparse.csr_matrix:
        """Which block is in which sum."""
        return abs(self.sums)

    @cached_property
    def tied(self) -> scipy.sparse.csr_matrix:
        """Which sum has which block."""
        return self.size.T.tocsr()

    @cached_property
    def label(self) -> Places:
        """For each block a number that it shares with those that it is tied to by sums and limits, however far."""
        ties = self.size if self.limits is None else scipy.sparse.vstack([self.size, abs(self.limits)])
        return np.asarray(scipy.sparse.csgraph.connected_components(ties.T @ ties, directed=False)[1], dtype=np.int64)

    @cached_property
    def by_sign(self) -> tuple[scipy.sparse.csr_matrix, scipy.sparse.csr_matrix]:
        """The limits' coefficients above 0, and those below."""
        assert self.limits is not None  # noqa: S101
        return self.limits.maximum(0), self.limits.minimum(0)

    def exceeded(self, table: Changes) -> scipy.sparse.csr_matrix:
        """The limits that a table does not keep."""
        if self.limits is None or self.slack is None:
            return self.sums[:0]
        return self.limits[np.flatnonzero(self.limits @ table > self.slack + NEARLY)]

    def ties(self, table: Changes) -> scipy.sparse.csr_matrix:
        """The sums, and the limits that a part of the table could break without the rest."""
        if self.limits is None or self.slack is None:
            return self.sums
        raising, falling = self.by_sign
        most = raising @ np.maximum(table, 0) + falling @ np.minimum(table, 0)
        return scipy.sparse.vstack([self.sums, self.limits[np.flatnonzero(most > self.slack + NEARLY)]], format="csr")

    def is_small(self, label: int) -> bool:
        """Whether so few blocks are tied together that whole numbers are found at once."""
        return bool(np.count_nonzero(self.label == label) <= FEW)


@dataclass(frozen=True)
class Targets:
    """`rooms`: by how much the block at each of `places` must be free to rise (or to fall, where it is negative)."""

    places: Places
    rooms: Changes

    def __len__(self) -> int:
        return len(self.places)

    def only(self, chosen: NDArray[np.intp] | Mask) -> Targets:
        return Targets(self.places[chosen], self.rooms[chosen])


def together(found: Sequence[Targets]) -> Targets:
    """All targets, each once: where two want the same place to rise, the larger room serves both."""
    places = np.concatenate([one.places for one in found]) if found else np.empty(0, dtype=np.int64)
    rooms = np.concatenate([one.rooms for one in found]) if found else np.empty(0)
    order = np.lexsort((-np.abs(rooms), np.sign(rooms), places))
    places, rooms = places[order], rooms[order]
    first = np.ones(len(places), dtype=bool)
    first[1:] = (np.diff(places) != 0) | (np.diff(np.sign(rooms)) != 0)
    return Targets(places[first], rooms[first])


@dataclass
class Pattern:
    """What is hidden so far, which of it some table needed, and those tables."""

    hidden: Mask
    used: Mask
    tables: list[Change] = field(default_factory=list)


def cover(problem: Problem, pattern: Pattern, targets: Targets, *, hiding: bool = True) -> Places:
    """Hide in `pattern` what it takes to leave every target its room.

    Returns the places of those that nothing protects, since what could is known already; without `hiding`, of those that what is
    hidden does not protect.
    """
    lost: list[int] = []
    left = targets.only(~_protect(problem, pattern, targets, pattern.hidden))
    if not hiding:
        return np.unique(_certify(problem, pattern, left).places)
    while len(left):
        left = _certify(problem, pattern, left)
        if not len(left):
            break
        chosen = _apart(problem, left)
        done = np.zeros(len(left), dtype=bool)
        for start in range(0, len(chosen), AT_ONCE):
            some = chosen[start : start + AT_ONCE]
            done[some] = _protect(problem, pattern, left.only(some), ~problem.fixed | pattern.hidden)
        again = chosen[~done[chosen]]  # the table was no whole one, or there is none
        alone = again[[problem.is_small(label) for label in problem.label[left.places[again]]]]
        if not done.any() and not len(alone):  # they hinder each other, or nothing helps
            alone = again[:1]
        for label in np.unique(problem.label[left.places[alone]]):
            tied = alone[problem.label[left.places[alone]] == label]
            done[tied] = _whole(problem, pattern, left.only(tied))
        lost += left.places[alone[~done[alone]]].tolist()  # what no table was found for by itself, with all that may be hidden
        done[alone] = True
        left = left.only(~done)
    return np.unique(np.array(lost, dtype=np.int64))


def _certify(problem: Problem, pattern: Pattern, targets: Targets) -> Targets:
    """The targets for which no table was found that changes hidden blocks only. Those in a sum together take turns."""
    stuck: list[Targets] = []
    while len(targets):
        chosen = _apart(problem, targets)
        turn = targets.only(chosen)
        stuck.append(turn.only(~_protect(problem, pattern, turn, pattern.hidden)))
        targets = targets.only(np.setdiff1d(np.arange(len(targets)), chosen))
    if not stuck:
        return targets
    return Targets(np.concatenate([one.places for one in stuck]), np.concatenate([one.rooms for one in stuck]))


def _whole(problem: Problem, pattern: Pattern, targets: Targets) -> Mask:
    """Targets that are tied together, each by itself: by a search for a table of whole numbers."""
    tied = problem.label == problem.label[targets.places[0]]
    done = np.zeros(len(targets), dtype=bool)
    for number in range(len(targets)):
        usable = (~problem.fixed | pattern.hidden) & tied
        one = targets.only(np.array([number]))
        done[number] = _protect(problem, pattern, one, usable)[0]  # small tables are mostly whole ones
        if not done[number]:
            table = _whole_table(problem, usable, pattern.hidden, int(one.places[0]), float(one.rooms[0]))
            done[number] = _keep(problem, pattern, table, one)[0]
    return done


def _protect(problem: Problem, pattern: Pattern, targets: Targets, usable: Mask) -> Mask:
    """Look for one table that gives as many targets their room as it can; which got it. What they need becomes hidden."""
    if not len(targets):
        return np.zeros(0, dtype=bool)
    if len(targets) <= A_FEW:  # for few targets a small part of the tables is enough, mostly
        near = usable & _near(problem, targets.places)
        if near.sum() < usable.sum() / 2:
            got = _try(problem, pattern, targets, near)
            if not got.all() and (usable & ~pattern.hidden).any():
                got[~got] = _try(problem, pattern, targets.only(~got), usable)
            return got
    return _try(problem, pattern, targets, usable)


def _try(problem: Problem, pattern: Pattern, targets: Targets, usable: Mask) -> Mask:
    table = _table(problem, usable, pattern.hidden, targets)
    got = _keep(problem, pattern, table, targets)
    again = np.flatnonzero(_moved(table, targets) & ~got)
    if len(again):  # those who get a part of their room only take fractions from others: once more without them
        chosen = targets.only(again)
        got[again] = _keep(problem, pattern, _table(problem, usable, pattern.hidden, chosen), chosen)
    return got


def _near(problem: Problem, places: Places) -> Mask:
    """The blocks that are a few sums away from one of the places."""
    found = np.zeros(problem.sums.shape[1])
    found[places] = 1.0
    for _ in range(STEPS):
        found = problem.tied @ ((problem.size @ found) > 0).astype(float)
    found[places] = 1.0  # one that is in no sum at all is by itself
    return np.asarray(found > 0)


def _keep(problem: Problem, pattern: Pattern, table: Changes, targets: Targets) -> Mask:
    """The targets to which a table gives their room, by whole numbers; what it changes for their sake is hidden."""
    got = _moved(table, targets)
    label = _parts(problem.sums, table)
    label[np.isin(label, label[np.abs(table - np.round(table)) > NEARLY])] = NO_PART
    got &= label[targets.places] != NO_PART
    while got.any():
        kept, over = _with_relief(problem, table, label, np.isin(label, label[targets.places[got]]))
        if not len(over):
            changes = np.where(kept, np.round(table), 0)
            places = np.flatnonzero(kept)
            pattern.hidden[places] = pattern.used[places] = True
            groups = _parts(problem.ties(changes), changes)
            pattern.tables.append(Change(places, changes[places].astype(np.int64), groups[places]))
            break
        label[np.isin(label, label[over])] = NO_PART  # without what made room for them
        got &= label[targets.places] != NO_PART
    return got


def _with_relief(problem: Problem, table: Changes, label: Places, kept: Mask) -> tuple[Mask, Places]:
    """Parts of a table, with the others that make room for them below a limit; and the blocks for which there is no room all the
    same."""
    while True:
        over: Any = problem.exceeded(np.where(kept, table, 0)).multiply(table)
        effect = scipy.sparse.coo_matrix(over)
        relief = np.isin(label, label[effect.col[effect.data < 0]]) & ~kept & (label != NO_PART)
        if not relief.any():
            return kept, effect.col[(effect.data > 0) & kept[effect.col]].astype(np.int64)
        kept = kept | relief


def _moved(table: Changes, targets: Targets) -> Mask:
    """Which targets have their room in a table, whole or not."""
    return table[targets.places] * np.sign(targets.rooms) >= np.abs(targets.rooms) - NEARLY


def _apart(problem: Problem, targets: Targets) -> NDArray[np.intp]:
    """As many targets as are in no sum together, so that one need not fall for another to rise: their numbers."""
    sums = problem.sums[:, targets.places].tocsc()
    taken = np.zeros(sums.shape[0], dtype=bool)
    chosen = []
    for number in range(len(targets)):
        rows = sums.indices[sums.indptr[number] : sums.indptr[number + 1]]
        if not taken[rows].any():
            taken[rows] = True
            chosen.append(number)
    return np.array(chosen, dtype=np.intp)


def _table(problem: Problem, usable: Mask, free: Mask, targets: Targets) -> Changes:
    """The changes of a table in which as many of the targets as possible have their room, at the least cost."""
    columns, sums, limits, slack = _among(problem, usable)
    size, wanted = len(columns), len(targets)
    at = np.searchsorted(columns, targets.places)
    # Each change in two parts, up and down; then how far each target moves its way, by its room at most.
    costs = np.where(free[columns], HARDLY, problem.costs[columns])
    objective = np.concatenate([costs, costs, np.full(wanted, -WEIGHT)])
    none = scipy.sparse.csr_matrix((sums.shape[0] + len(slack), wanted))
    told = scipy.sparse.vstack([limits, sums], format="csr")
    both = scipy.sparse.hstack([told, -told, none], format="csc")
    pick = scipy.sparse.csr_matrix((np.sign(targets.rooms), (np.arange(wanted), at)), shape=(wanted, size))
    at_most = scipy.sparse.hstack([-pick, pick, scipy.sparse.identity(wanted)], format="csc")
    highest = np.concatenate([problem.up[columns], problem.down[columns], np.abs(targets.rooms)])
    solved = cheapest(
        objective,
        scipy.sparse.bmat([[at_most], [both]], format="csc"),
        np.concatenate([np.full(wanted + len(slack), -np.inf), np.zeros(sums.shape[0])]),
        np.concatenate([np.zeros(wanted), slack, np.zeros(sums.shape[0])]),
        np.zeros(len(highest)),
        highest,
    )
    found = np.zeros(problem.sums.shape[1])
    if solved is not None:
        found[columns] = solved[:size] - solved[size : 2 * size]
    return found


def _whole_table(problem: Problem, usable: Mask, free: Mask, place: int, room: float) -> Changes:
    """A table of whole numbers in which one target has its room, at little cost; 0 everywhere where none was found soon."""
    columns, sums, limits, slack = _among(problem, usable)
    size, shown = len(columns), np.flatnonzero(~free[columns])
    far = FAR * abs(room)
    lowest, highest = -np.minimum(problem.down[columns], far), np.minimum(problem.up[columns], far)
    at = int(np.searchsorted(columns, place))
    if room > 0:
        lowest[at] = room
    else:
        highest[at] = room
    # Beside each change of something shown its size, which is what it costs.
    pick = scipy.sparse.csr_matrix((np.ones(len(shown)), (np.arange(len(shown)), shown)), shape=(len(shown), size))
    sizes = scipy.sparse.identity(len(shown))
    told = scipy.sparse.vstack([sums, limits])
    rows = scipy.sparse.bmat([[told, None], [pick, -sizes], [-pick, -sizes]] if len(shown) else [[told]], format="csc")
    most = np.concatenate([np.zeros(sums.shape[0]), slack, np.zeros(2 * len(shown))])
    least = np.where(np.arange(rows.shape[0]) < sums.shape[0], 0.0, -np.inf)
    solved = cheapest(
        np.concatenate([np.zeros(size), problem.costs[columns][shown]]),
        rows,
        least,
        most,
        np.concatenate([lowest, np.zeros(len(shown))]),
        np.concatenate([highest, np.full(len(shown), np.inf)]),
        whole=np.concatenate([np.ones(size), np.zeros(len(shown))]),
        options={"node_limit": NODES},
    )
    found = np.zeros(problem.sums.shape[1])
    if solved is not None:
        found[columns] = np.round(solved[:size])
    return found


def _among(problem: Problem, usable: Mask) -> tuple[Places, scipy.sparse.csr_matrix, scipy.sparse.csr_matrix, Changes]:
    """The blocks that may change, the sums that they are in, and the limits with their slack."""
    columns = np.flatnonzero(usable)
    sums = problem.sums[:, columns]
    sums = sums[np.flatnonzero(np.diff(sums.indptr))]
    if problem.limits is None or problem.slack is None:
        return columns, sums, scipy.sparse.csr_matrix((0, len(columns))), np.empty(0)
    limits = problem.limits[:, columns]
    rows = np.flatnonzero(np.diff(limits.indptr))
    return columns, sums, limits[rows], problem.slack[rows]


def _parts(sums: scipy.sparse.csr_matrix, table: Changes) -> Places:
    """For each changed block a number that it shares with those whose changes cancel out its own; NO_PART for the others."""
    changed = np.flatnonzero(np.abs(table) > NEARLY)
    ties = abs(sums[:, changed])
    _, found = scipy.sparse.csgraph.connected_components(ties.T @ ties, directed=False)
    label = np.full(len(table), NO_PART, dtype=np.int64)
    label[changed] = found
    return label
