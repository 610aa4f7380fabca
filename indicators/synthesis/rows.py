"""Rows of one source before they are written: who, when, and numbers for whatever else is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from indicators.synthesis.chance import Bools, Chance, Ints

AT_HOME = -1  # the area is that of the person's home on the day


@dataclass
class Rows:
    """Columns of equal length. `day` is the one that tells the quarter; `authority` where a row names another than home."""

    person: Ints
    day: Ints
    columns: dict[str, Ints]
    authority: Ints

    @classmethod
    def of(cls, person: Ints, day: Ints, **columns: Ints) -> "Rows":
        return cls(person, day, columns, np.full(len(person), AT_HOME, dtype=np.int64))

    @classmethod
    def told(cls, names: Sequence[str], told: Sequence[Mapping[str, int]]) -> "Rows":
        """From rows told one by one, with the keys person, day, `names`, and authority where it is not the home."""
        whole = {name: np.array([row[name] for row in told], dtype=np.int64) for name in ("person", "day", *names)}
        authority = np.array([row.get("authority", AT_HOME) for row in told], dtype=np.int64)
        return cls(whole.pop("person"), whole.pop("day"), whole, authority)

    def __len__(self) -> int:
        return len(self.person)

    def taken(self, which: Bools | Ints) -> "Rows":
        """Some of them, in an order."""
        columns = {name: values[which] for name, values in self.columns.items()}
        return Rows(self.person[which], self.day[which], columns, self.authority[which])

    def between(self, first: int, last: int) -> "Rows":
        """Those of the days from `first` to `last`, both included."""
        return self.taken((self.day >= first) & (self.day <= last))

    def with_more(self, other: "Rows") -> "Rows":
        """These, then the others."""
        return Rows(
            np.concatenate([self.person, other.person]),
            np.concatenate([self.day, other.day]),
            {name: np.concatenate([values, other.columns[name]]) for name, values in self.columns.items()},
            np.concatenate([self.authority, other.authority]),
        )

    def in_file_order(self, chance: Chance) -> "Rows":
        """By day, as extracts come; rows of one day in any order."""
        return self.taken(np.lexsort((chance.shares(len(self)), self.day)))
