"""What was counted for some of the people: tables that add up to those of all people."""

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indicators.measures.cells import Table
from indicators.measures.plan import Plan

LAST_SNAPSHOT = "caseload.day"  # by quarter: the last day of a snapshot, NO_DAY where there was none
AT_SNAPSHOT = "caseload."  # tables that are of that day only begin so
TABLE = "table "  # before the name of a table among the bytes
NO_DAY = np.iinfo(np.int32).min


@dataclass(frozen=True, slots=True)
class Counts:
    """Tables of whole numbers by name; one that is not there is all 0. `plan`: fingerprint of the plan they belong to.

    Adding up is right for people who are in one of the parts only.
    """

    plan: str
    tables: Mapping[str, Table]

    @classmethod
    def empty(cls, plan: Plan) -> "Counts":
        """What there is to count in nobody's rows."""
        return cls(fingerprint(plan), {})

    def __add__(self, other: "Counts") -> "Counts":
        """ValueError where the two were counted after different plans."""
        if self.plan != other.plan:
            raise ValueError("Counts of different plans cannot be added.")
        mine, others = _at_same_snapshots(self.tables, other.tables)
        names = [*mine, *(name for name in others if name not in mine)]
        return Counts(self.plan, {name: _sum(name, mine.get(name), others.get(name)) for name in names})

    def table(self, name: str, shape: tuple[int, ...]) -> Table:
        """A table, or zeros of that shape."""
        return self.tables.get(name, np.zeros(shape, dtype=np.int64))

    def to_bytes(self) -> bytes:
        """Everything, each table in the narrowest numbers that hold it; `from_bytes` reads it."""
        written = io.BytesIO()
        arrays: dict[str, Any] = {f"{TABLE}{name}": _narrow(table) for name, table in self.tables.items()}
        np.savez(written, plan=np.array(self.plan), **arrays)
        return written.getvalue()

    @classmethod
    def from_bytes(cls, written: bytes) -> "Counts":
        """ValueError for bytes that hold anything but numbers and texts."""
        with np.load(io.BytesIO(bytes(written)), allow_pickle=False) as read:
            names = [name for name in read.files if name.startswith(TABLE)]
            return cls(str(read["plan"]), {name.removeprefix(TABLE): read[name].astype(np.int64) for name in names})


def _narrow(table: Table) -> NDArray[Any]:
    for kind in (np.int8, np.int16, np.int32):
        if table.size and np.iinfo(kind).min <= table.min() and table.max() <= np.iinfo(kind).max:
            return table.astype(kind)
    return table


def _at_same_snapshots(mine: Mapping[str, Table], others: Mapping[str, Table]) -> tuple[dict[str, Table], dict[str, Table]]:
    """Both, without what either counted at a snapshot after which the other has a later one in the same quarter."""
    one, two = dict(mine), dict(others)
    if LAST_SNAPSHOT not in one or LAST_SNAPSHOT not in two:
        return one, two
    last = np.maximum(one[LAST_SNAPSHOT], two[LAST_SNAPSHOT])
    for tables in (one, two):
        stale = tables[LAST_SNAPSHOT] < last
        for name in tables:
            if name.startswith(AT_SNAPSHOT) and name != LAST_SNAPSHOT:
                tables[name] = np.where(stale.reshape(-1, *[1] * (tables[name].ndim - 1)), 0, tables[name])
    return one, two


def _sum(name: str, one: Table | None, two: Table | None) -> Table:
    if one is None or two is None:
        found = two if one is None else one
        assert found is not None  # it is a name of one of them  # noqa: S101
        return found
    return np.maximum(one, two) if name == LAST_SNAPSHOT else one + two


def fingerprint(plan: Plan) -> str:
    """The same for equal plans in every process, another for any other plan."""
    return hashlib.sha256(repr(_plain(plan)).encode()).hexdigest()


def _plain(value: Any) -> Any:
    """Mappings and sets as lists in order, so that equal plans are written alike."""
    if is_dataclass(value):
        return (type(value).__name__, *(_plain(getattr(value, field.name)) for field in fields(value)))
    if isinstance(value, Mapping):
        return sorted((repr(key), _plain(one)) for key, one in value.items())
    if isinstance(value, frozenset | set):
        return sorted(map(repr, value))
    if isinstance(value, tuple | list):
        return tuple(map(_plain, value))
    return repr(value)
