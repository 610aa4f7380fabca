"""What is to be counted, as plain data: cohorts, areas, breakdowns, periods covered. Made by releases.drafting.

Records come as columns of NumPy, a mapping for each source: `person` (uint64, shape (rows, 2)), letters as their ASCII
codes (uint8), dates as days since 1970 (int32), `age` in years or -1 (int16). Quarters are numbers: year * 4 + quarter - 1.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

Columns = Mapping[str, NDArray[Any]]
Records = Mapping[str, Columns]  # by source


@dataclass(frozen=True, slots=True)
class Always:
    """Everybody."""


@dataclass(frozen=True, slots=True)
class Within:
    """A letter of `column` is one of `letters` (ASCII codes)."""

    column: str
    letters: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Aged:
    """Years of age are known and lie within these ends, both included."""

    youngest: int | None
    oldest: int | None


@dataclass(frozen=True, slots=True)
class AllOf:
    rules: tuple["Rule", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    rules: tuple["Rule", ...]


Rule = Always | Within | Aged | AllOf | AnyOf


@dataclass(frozen=True, slots=True)
class Cohort:
    """`letter` where the cohort has a part in the sets of cohorts; "" where not."""

    code: str
    rule: Rule
    letter: str = ""


@dataclass(frozen=True, slots=True)
class Category:
    code: str
    letter: int = 0  # ASCII code; of a band of ages its ends are asked instead
    low: int | None = None
    high: int | None = None
    if_any: bool = False  # told only where somebody is in it


@dataclass(frozen=True, slots=True)
class Breakdown:
    """`column`: the record's column with the letters, or "age"; a band without ends takes those of unknown age."""

    code: str
    column: str
    categories: tuple[Category, ...]


@dataclass(frozen=True, slots=True)
class Area:
    code: str
    letter: int


@dataclass(frozen=True, slots=True)
class Need:
    """A need and, by the number of the assessment's version, the score from which somebody has it."""

    code: str
    thresholds: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Plan:
    """`covered`: the quarters that each source's current extracts cover. `own`: each measure's own breakdown, if it has one.
    `needs_within`: by the code of a setting the breakdown that tells the needs of those in it.

    `proven_as_at`: the day (since 1970) up to which proven offences are known; None where there are none.
    `letters`: codes with a meaning of their own, by list and code: letters["outcome", "successful"] == ord("S").
    """

    cohorts: tuple[Cohort, ...]
    wales: str
    areas: tuple[Area, ...]  # the regions and the unknown one
    common: tuple[Breakdown, ...]  # sex, age band, ethnicity group
    own: Mapping[str, Breakdown]
    overlaps: frozenset[str]  # measures that are told by sets of cohorts too
    needs: tuple[Need, ...]
    needs_within: Mapping[str, str]
    letters: Mapping[tuple[str, str], int]
    covered: Mapping[str, tuple[int, ...]]
    proven_as_at: int | None
    everyone: str = "all"  # the cohort whose sets of cohorts are told
    adult_age: int = 18
    reoffence_months: int = 12
    proof_months: int = 18
    assessment_weeks: int = 55
    predicted_scale: int = 1_000_000
