"""People as small numbers: the same number for the same person in every source of a part, and rows in the order of people.

A person is 128 bits, two halves of 64. Rows are put in order by the first half alone, which is nearly always enough; where two
people share it, the second half decides too.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Order = NDArray[np.intp] | None  # None: as they come
Halves = NDArray[np.uint64]
ROOM = 63  # bits of a key that stays positive


def numbered(*sources: NDArray[np.uint64]) -> list[Numbers]:
    """Of each source's people (uint64, shape (rows, 2)) their numbers, from 0 upward in the order of their 128 bits."""
    ranked = [_ranked(np.ascontiguousarray(people[:, 0]), np.ascontiguousarray(people[:, 1])) for people in sources]
    if len(ranked) == 1:
        return [ranked[0][0]]
    together = _ranked(*(np.concatenate([one[half] for one in ranked]) for half in (1, 2)))[0]
    ends = np.cumsum([len(one[1]) for one in ranked])[:-1]
    return [np.take(known, one[0]) for known, one in zip(np.split(together, ends), ranked, strict=True)]


def _ranked(high: Halves, low: Halves) -> tuple[Numbers, Halves, Halves]:
    """The number of each row's person, and both halves of each person in the order of the numbers."""
    if len(high) == 0:
        return np.empty(0, dtype=np.int64), high, low
    order = _order(high)
    sorted_high, sorted_low = _in(order, high), _in(order, low)
    same_high = sorted_high[1:] == sorted_high[:-1]
    differ = sorted_low[1:] != sorted_low[:-1]
    if np.any(same_high & differ):  # two people share a first half
        order = np.lexsort((low, high))
        sorted_high, sorted_low = high[order], low[order]
        differ = sorted_low[1:] != sorted_low[:-1]
    new = np.empty(len(high), dtype=bool)
    new[0] = True
    np.logical_or(sorted_high[1:] != sorted_high[:-1], differ, out=new[1:])
    numbers = np.cumsum(new) - 1
    if order is not None:
        placed = np.empty_like(numbers)
        placed[order] = numbers
        numbers = placed
    return numbers, sorted_high[new], sorted_low[new]


def ordered(people: Numbers, *then: NDArray[Any]) -> Order:
    """The order of rows by person's number, then by each of `then` (whole numbers)."""
    if len(people) == 0:
        return None
    keys = [people, *then]
    lows = [int(key.min()) for key in keys]
    widths = [(int(key.max()) - low).bit_length() for key, low in zip(keys, lows, strict=True)]
    if sum(widths) > ROOM:
        return np.lexsort(keys[::-1])
    packed = np.zeros(len(people), dtype=np.int64)
    for key, low, width in zip(keys, lows, widths, strict=True):
        packed <<= width
        packed += key
        packed -= low
    return _order(packed)


def _order(key: NDArray[Any]) -> Order:
    """The order of one key. Rows come nearly in order, as they lie in the records, which a stable sort makes use of."""
    if np.all(key[1:] >= key[:-1]):
        return None
    return np.argsort(key, kind="stable")


def _in(order: Order, column: NDArray[Any]) -> NDArray[Any]:
    return column if order is None else np.take(column, order, axis=0)


def in_order(order: Order, column: NDArray[Any]) -> NDArray[Any]:
    """A column's rows in an order that `ordered` gave."""
    return _in(order, column)


def first_of_each(*keys: NDArray[Any]) -> NDArray[np.bool_]:
    """Of rows in order: whether any of `keys` differs from the row before."""
    new = np.zeros(len(keys[0]), dtype=bool)
    new[:1] = True
    for key in keys:
        new[1:] |= key[1:] != key[:-1]
    return new
