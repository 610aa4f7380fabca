"""Periods of figures: a calendar quarter (`2023Q1`) or a year ending with one (`YE2023-03`)."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import total_ordering
from typing import Literal, Self

MONTHS_IN_QUARTER = 3
QUARTERS_IN_YEAR = 4
LAST_MONTHS = (3, 6, 9, 12)
_QUARTER = re.compile(r"([0-9]{4})Q([1-4])")
_YEAR_ENDING = re.compile(r"YE([0-9]{4})-([0-9]{2})")


@total_ordering
@dataclass(frozen=True)
class Period:
    """A quarter, or the four quarters up to one. Made by `parse`, `quarter_of` or `year_ending`.

    Periods of one kind are ordered by their end; a quarter and a year cannot be compared.
    """

    kind: Literal["quarter", "year"]
    year: int  # of its last day
    quarter: int  # 1 to 4, of its last day

    def __post_init__(self) -> None:
        if not 1 <= self.quarter <= QUARTERS_IN_YEAR:
            raise ValueError(f"A quarter is 1 to 4, not {self.quarter}.")
        first_year = date.min.year + (self.kind == "year")  # so that `start` is a date too
        if not first_year <= self.year <= date.max.year:
            raise ValueError(f"The year {self.year} is out of range.")

    @classmethod
    def parse(cls, text: str) -> Self:
        """The period of a code. ValueError, with what a code looks like, for any other text."""
        code = text.strip().upper()
        if match := _QUARTER.fullmatch(code):
            return cls("quarter", int(match[1]), int(match[2]))
        if match := _YEAR_ENDING.fullmatch(code):
            month = int(match[2])
            if month not in LAST_MONTHS:
                raise ValueError(f"'{text}' is not a period: a year ends with a quarter, so its month is 03, 06, 09 or 12.")
            return cls("year", int(match[1]), month // MONTHS_IN_QUARTER)
        raise ValueError(f"'{text}' is not a period: write a quarter as 2023Q1, or a year as YE2023-03 by its last month.")

    @classmethod
    def quarter_of(cls, day: date) -> Self:
        """The quarter that a day lies in."""
        return cls("quarter", day.year, (day.month - 1) // MONTHS_IN_QUARTER + 1)

    def year_ending(self) -> "Period":
        """The year that ends with this quarter (itself where it is a year)."""
        return Period("year", self.year, self.quarter)

    @property
    def code(self) -> str:
        """As it stands in files and addresses; `Period.parse(period.code) == period`."""
        if self.kind == "quarter":
            return f"{self.year:04}Q{self.quarter}"
        return f"YE{self.year:04}-{self.quarter * MONTHS_IN_QUARTER:02}"

    @property
    def start(self) -> date:
        """Its first day."""
        first = self.quarters()[0]
        return date(first.year, (first.quarter - 1) * MONTHS_IN_QUARTER + 1, 1)

    @property
    def end(self) -> date:
        """Its last day."""
        if self.quarter == QUARTERS_IN_YEAR:
            return date(self.year, 12, 31)
        return date(self.year, self.quarter * MONTHS_IN_QUARTER + 1, 1) - timedelta(days=1)

    def quarters(self) -> tuple["Period", ...]:
        """The quarters it covers, earliest first: itself, or four."""
        last = self.year * QUARTERS_IN_YEAR + self.quarter - 1
        length = 1 if self.kind == "quarter" else QUARTERS_IN_YEAR
        return tuple(
            Period("quarter", number // QUARTERS_IN_YEAR, number % QUARTERS_IN_YEAR + 1)
            for number in range(last - length + 1, last + 1)
        )

    def next(self) -> "Period":
        """The period of the same length that follows: the next quarter, or the year ending a year later."""
        return self.shifted(1)

    def previous(self) -> "Period":
        """The period of the same length before it."""
        return self.shifted(-1)

    def shifted(self, steps: int) -> "Period":
        """`steps` lengths of its own later; earlier where negative. ValueError beyond the years that dates have."""
        if self.kind == "year":
            return Period("year", self.year + steps, self.quarter)
        number = self.year * QUARTERS_IN_YEAR + self.quarter - 1 + steps
        return Period("quarter", number // QUARTERS_IN_YEAR, number % QUARTERS_IN_YEAR + 1)

    def up_to(self, last: "Period") -> tuple["Period", ...]:
        """Every period from this one to `last`, both included; empty where `last` is earlier.

        Years must end with the same quarter, or the steps would pass `last` by: ValueError.
        """
        if self.kind == "year" and last.kind == "year" and self.quarter != last.quarter:
            raise ValueError(f"{self.code} and {last.code} end in different months.")
        found: list[Period] = []
        period = self
        while period <= last:
            found.append(period)
            if period == last:
                break
            period = period.next()
        return tuple(found)

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Period) or other.kind != self.kind:
            return NotImplemented
        return (self.year, self.quarter) < (other.year, other.quarter)

    def __str__(self) -> str:
        return self.code
