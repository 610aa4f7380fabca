"""A table of records as the columns of NumPy that are loaded."""

from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from indicators.extracts.layouts import Column, Layout
from indicators.extracts.recordtable.meanings import DEFAULT_VERSION
from indicators.extracts.recordtable.numbers import NO_NUMBER
from indicators.extracts.recordtable.texts import Encoded

Hash = Callable[[pa.Array], NDArray[np.uint64]]
NO_AGE = -1


class Understood(Protocol):
    """What is asked of a RecordTable."""

    @property
    def layout(self) -> Layout: ...

    @property
    def present(self) -> frozenset[str]: ...

    @property
    def size(self) -> int: ...

    @property
    def row_numbers(self) -> NDArray[np.int64]: ...

    @property
    def quarters(self) -> NDArray[np.int32]: ...

    @property
    def ages(self) -> NDArray[np.int16]: ...

    def texts(self, column: str) -> Encoded: ...

    def values(self, column: str) -> NDArray[Any]: ...


# What a column that the file does not have is kept as; letters else.
ABSENT: dict[str, tuple[int, type[np.number[Any]]]] = {
    "rate": (NO_NUMBER, np.int32),
    "score": (NO_NUMBER, np.int16),
    "version": (DEFAULT_VERSION, np.int16),
}


def columns(table: Understood, hashed: Hash) -> dict[str, NDArray[Any]]:
    """The rows as records.binary takes them: every column of the record but its slice, with `row` and `quarter`.

    `hashed` gives the pseudonyms of different identifiers (shape (n, 2)): pseudonyms.hashed.
    """
    found: dict[str, NDArray[Any]] = {"row": table.row_numbers.astype(np.int32), "quarter": table.quarters}
    for column in table.layout.columns:
        if column.stores is not None:
            found[column.stores] = _stored(table, column, hashed)
    return found


def _stored(table: Understood, column: Column, hashed: Hash) -> NDArray[Any]:
    if column.type == "birth":
        return table.ages
    if column.name not in table.present:
        value, kind = ABSENT.get(column.type, (ord("-"), np.uint8))
        return np.full(table.size, value, kind)
    if column.type == "person":
        cells = table.texts(column.name)
        return cells.spread(hashed(cells.texts))
    return table.values(column.name)
