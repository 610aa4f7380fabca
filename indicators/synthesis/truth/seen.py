"""Rows of the books as they are counted, and the cells of a measure that they are counted into."""

from dataclasses import dataclass

import numpy as np

from indicators.synthesis import codes
from indicators.synthesis.chance import Bools, Ints
from indicators.synthesis.recording import Profile
from indicators.synthesis.rows import Rows

# The cells of a measure, one after the other: areas, sexes, age bands, ethnic groups, then its own categories.
DIMENSIONS = (
    ("", codes.AREAS), ("sex", codes.SEXES), ("age_band", codes.BANDS), ("ethnicity_group", codes.ETHNICITIES),
)  # fmt: skip
COMMON_CELLS = sum(len(categories) for _, categories in DIMENSIONS)
AREA_CELLS = len(codes.AREAS)
COHORTS = len(codes.COHORTS)


@dataclass
class Seen:
    """Rows sorted by person, day and place in the file. `quarter` counts from the first quarter asked for."""

    person: Ints
    day: Ints
    quarter: Ints
    dimensions: tuple[Ints, Ints, Ints, Ints]  # in the order of DIMENSIONS
    age: Ints
    members: Bools
    columns: dict[str, Ints]

    @classmethod
    def of(cls, rows: Rows, profile: Profile, quarter: Ints) -> "Seen":
        """Rows in the order of the file."""
        order = np.lexsort((np.arange(len(rows)), rows.day, rows.person))
        dimensions = (profile.area[order], profile.sex[order], profile.band[order], profile.ethnicity[order])
        columns = {name: values[order] for name, values in rows.columns.items()}
        return cls(
            rows.person[order], rows.day[order], quarter[order], dimensions, profile.age[order], profile.members[order], columns
        )

    def __len__(self) -> int:
        return len(self.person)

    def taken(self, which: Bools | Ints) -> "Seen":
        """Some of them; the order stays."""
        dimensions = (self.dimensions[0][which], self.dimensions[1][which], self.dimensions[2][which], self.dimensions[3][which])
        columns = {name: values[which] for name, values in self.columns.items()}
        return Seen(
            self.person[which], self.day[which], self.quarter[which], dimensions, self.age[which], self.members[which], columns
        )


def first_of_each(person: Ints) -> Bools:
    """Whether a row is the first of its person, in rows that are sorted by person."""
    found = np.ones(len(person), dtype=bool)
    found[1:] = person[1:] != person[:-1]
    return found


def spread(seen: Seen, which: Bools | Ints, amounts: Ints | None = None, own: tuple[Ints, int] | None = None) -> Ints:
    """How many of some rows, or how much of them, falls into each cell. `own`: category of each row, and how many there are."""
    given = None if amounts is None else amounts[which]
    parts = [
        _counted(values[which], len(categories), given)
        for values, (_, categories) in zip(seen.dimensions, DIMENSIONS, strict=True)
    ]
    if own is not None:
        parts.append(_counted(own[0][which], own[1], given))
    return np.concatenate(parts)


def _counted(categories: Ints, size: int, amounts: Ints | None) -> Ints:
    if amounts is None:
        return np.bincount(categories, minlength=size).astype(np.int64)
    # Sums of millionths stay exact: floating point has whole numbers up to 2 ** 53.
    return np.bincount(categories, weights=amounts, minlength=size).astype(np.int64)
