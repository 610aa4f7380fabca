"""What is asked for, and what cannot be made."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from indicators.catalogue import Period
from indicators.synthesis import days

FEWEST, MOST = 1, 20_000_000
EARLIEST, LATEST = Period("quarter", 1995, 1), Period("quarter", 2095, 4)


class Refused(ValueError):
    """Arguments that nothing can be made from; the message says what would do."""


@dataclass(frozen=True)
class Request:
    """How many people, which chance, which quarters, and the day the extracts are drawn."""

    people: int
    seed: int
    first: Period
    last: Period
    as_at: date

    def __post_init__(self) -> None:
        if not FEWEST <= self.people <= MOST:
            raise Refused(f"The number of people is from {FEWEST} to {MOST:,}, not {self.people:,}.")
        if self.seed < 0:
            raise Refused(f"A seed is 0 or a positive whole number, not {self.seed}.")
        if {self.first.kind, self.last.kind} != {"quarter"}:
            raise Refused("Give quarters, such as 2016Q1: extracts are drawn by quarter.")
        if self.last < self.first:
            raise Refused(f"The first quarter, {self.first}, is after the last, {self.last}.")
        if self.first < EARLIEST or self.last > LATEST:
            raise Refused(f"The quarters are from {EARLIEST} to {LATEST}, not from {self.first} to {self.last}.")
        if self.as_at < self.first.end:
            raise Refused(
                f"Extracts drawn on {self.as_at} do not have a whole quarter {self.first}: it ends on {self.first.end}."
            )

    @property
    def first_quarter(self) -> int:
        return self.first.year * 4 + self.first.quarter - 1

    @property
    def quarters(self) -> int:
        """How many there are."""
        return self.last.year * 4 + self.last.quarter - self.first_quarter

    @property
    def first_day(self) -> int:
        return days.number(self.first.start)

    @property
    def last_day(self) -> int:
        """The last day that an event of these quarters can be dated: nothing is dated after the extracts were drawn."""
        return min(days.number(self.last.end), days.number(self.as_at))

    @property
    def last_follow_up(self) -> int:
        """The last day on which the follow-up of an index event can end, known or not yet."""
        return int(days.months_later(np.array([days.number(self.last.end)]), days.MONTHS_TO_SANCTION)[0])

    @property
    def last_sanction(self) -> int:
        """The last day that a sanction is dated."""
        return min(self.last_follow_up, days.number(self.as_at))
