"""Proofs that others found, checked: tables that are said to fit everything that is shown, one change at a time.

Whoever protected the figures hands over by how much they differ in tables that look the same to readers. Nothing of it is
believed: a group of changes counts where every relation and every bound that this attacker knows holds with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import scipy
from numpy.typing import NDArray

from indicators.disclosure.attacker.reading import Table
from indicators.disclosure.attacker.system import TOLERANCE, Floats, Matrix

NEARLY = 1e-5


@dataclass(frozen=True)
class Witnesses:
    """A row for each change, all arrays of one length: in which table, of which row of the file, by how much more its numerator
    and its denominator are there."""

    table: NDArray[np.int64]
    row: NDArray[np.int64]
    numerator: Floats
    denominator: Floats


class Attacked(Protocol):
    """What is attacked: an `attacking.Attack`."""

    table: Table
    matrix: Matrix
    least: Floats
    most: Floats
    start: Floats | None


def reached(attack: Attacked, witnesses: Witnesses) -> tuple[Floats, Floats]:
    """By number the lowest and the highest value in those of the tables, or parts of tables, that fit.

    Raises ValueError for rows that the file has not.
    """
    assert attack.start is not None  # noqa: S101
    good = _with_implied(attack, _changes(attack.table, witnesses))
    equal = attack.matrix[np.flatnonzero(attack.least == attack.most)]
    while (bad := _bad(attack, good)).nnz:  # what one change left room for may have gone with another
        good = _without(good, bad, equal)
        good.eliminate_zeros()
    low, high = (np.asarray(end(axis=1).todense()).reshape(-1) for end in (good.min, good.max))
    return attack.start + np.minimum(low, 0), attack.start + np.maximum(high, 0)


def _changes(table: Table, witnesses: Witnesses) -> Matrix:
    """By number and table how much more."""
    if len(witnesses.row) and (witnesses.row.min() < 0 or witnesses.row.max() >= len(table.above)):
        raise ValueError("The tables tell of rows that are not in the file.")
    amounts = np.concatenate([witnesses.numerator, witnesses.denominator])
    numbers = np.concatenate([table.above[witnesses.row], table.below[witnesses.row]])
    tables = np.concatenate([witnesses.table, witnesses.table])
    kept = (amounts != 0) & (numbers >= 0)
    shape = table.size, int(tables.max(initial=0)) + 1
    entries = amounts[kept].astype(np.float64), (numbers[kept], tables[kept])
    return scipy.sparse.csr_array(scipy.sparse.coo_array(entries, shape=shape))


def _with_implied(attack: Attacked, changes: Matrix) -> Matrix:
    """With the numbers that no row tells and that follow from those that are told."""
    told = np.zeros(attack.table.size, dtype=bool)
    for numbers in (attack.table.above, attack.table.below):
        told[numbers[numbers >= 0]] = True
    sums = attack.matrix[np.flatnonzero((attack.least == 0) & (attack.most == 0))]
    for _ in range(2):  # what is left of a proportion may need what is worked out of two measures
        one = sums[np.flatnonzero(abs(sums) @ (~told).astype(float) == 1)].tocoo()
        last = ~told[one.col]
        number, first = np.unique(one.col[last], return_index=True)
        row, times = one.row[last][first], one.data[last][first]
        if not len(number):
            break
        given = scipy.sparse.csr_array(one.tocsr()[row] @ changes)
        into = scipy.sparse.csr_array((-1 / times, (number, np.arange(len(number)))), shape=(len(told), len(number)))
        changes = scipy.sparse.csr_array(changes + into @ given)
        told[number] = True
    changes.data[np.abs(changes.data) < TOLERANCE] = 0
    changes.eliminate_zeros()
    return changes


def _bad(attack: Attacked, changes: Matrix) -> Matrix:
    """The changes that break a relation or a bound: 1 at their numbers and tables."""
    assert attack.start is not None  # noqa: S101
    table = attack.table
    sums = scipy.sparse.coo_array(attack.matrix @ changes)
    before = (attack.matrix @ attack.start)[sums.row]
    near = NEARLY * np.maximum(1, np.abs(before))
    broken = (before + sums.data < attack.least[sums.row] - near) | (before + sums.data > attack.most[sums.row] + near)
    equal = attack.least[sums.row] == attack.most[sums.row]
    broken |= equal & (np.abs(sums.data) > NEARLY)
    rows = _ones(sums.row[broken], sums.col[broken], sums.shape)
    through = _pattern(scipy.sparse.csr_array(abs(attack.matrix).T @ rows)) * _pattern(changes)
    told = changes.tocoo()
    after = attack.start[told.row] + told.data
    wrong = ~np.isnan(table.value[told.row])
    wrong |= (after < table.low[told.row] - NEARLY) | (after > table.high[told.row] + NEARLY)
    return _pattern(scipy.sparse.csr_array(through + _ones(told.row[wrong], told.col[wrong], told.shape)))


def _without(changes: Matrix, bad: Matrix, sums: Matrix) -> Matrix:
    """The changes but the bad ones, and but those that cancel out with a bad one in the sums, however far."""
    pattern, links = _pattern(changes), abs(sums)
    while True:
        further = _pattern(scipy.sparse.csr_array(links.T @ (links @ bad))) * pattern
        further = _pattern(scipy.sparse.csr_array(further + bad))
        if further.nnz == bad.nnz:
            break
        bad = further
    return scipy.sparse.csr_array(changes - changes * bad)


def _ones(rows: NDArray[Any], columns: NDArray[Any], shape: Any) -> Matrix:
    return scipy.sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)


def _pattern(matrix: Matrix) -> Matrix:
    """1 wherever the matrix has an entry."""
    matrix.eliminate_zeros()
    return scipy.sparse.csr_array((np.ones(matrix.nnz), matrix.indices, matrix.indptr), shape=matrix.shape)
