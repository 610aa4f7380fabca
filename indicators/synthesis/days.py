"""Days as numbers since 1970, whole columns at a time: quarters, months later, years of age, texts."""

from datetime import date, timedelta

import numpy as np

from indicators.synthesis.chance import Ints

EPOCH = date(1970, 1, 1)
NO_DAY = -(10**6)  # a date that is not recorded
MONTHS_TO_REOFFEND = 12
MONTHS_TO_SANCTION = 18


def number(day: date) -> int:
    """The number of a date."""
    return (day - EPOCH).days


def day(number: int) -> date:
    """The date of a number."""
    return EPOCH + timedelta(days=int(number))


def parts(days: Ints) -> tuple[Ints, Ints, Ints]:
    """Year, month from 1 and day of the month."""
    dates = days.astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    since_1970 = months.astype(np.int64)
    return since_1970 // 12 + 1970, since_1970 % 12 + 1, (dates - months).astype(np.int64) + 1


def quarter_of(days: Ints) -> Ints:
    """The quarter as one number: four times the year, plus 0 to 3."""
    year, month, _ = parts(days)
    return year * 4 + (month - 1) // 3


def quarter_code(quarter: int) -> str:
    """ "2023Q1"."""
    return f"{quarter // 4:04}Q{quarter % 4 + 1}"


def year_code(quarter: int) -> str:
    """The year that ends with a quarter: "YE2023-03"."""
    return f"YE{quarter // 4:04}-{quarter % 4 * 3 + 3:02}"


def quarter_end(quarter: int) -> date:
    """Its last day."""
    first_after = date(quarter // 4 + quarter % 4 // 3, (quarter % 4 * 3 + 3) % 12 + 1, 1)
    return first_after - timedelta(days=1)


def months_later(days: Ints, months: int) -> Ints:
    """The same day of the month so many calendar months later, or the month's last day where it is shorter."""
    year, month, day_of_month = parts(days)
    target = (year - 1970) * 12 + month - 1 + months
    first = target.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    next_first = (target + 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return first + np.minimum(day_of_month, next_first - first) - 1


def full_years(born: Ints, days: Ints) -> Ints:
    """Years of age on a day, -1 where the birth is not known.

    Who was born on 29 February has their birthday on 1 March in other years.
    """
    birth_year, birth_month, birth_day = parts(born)
    year, month, day_of_month = parts(days)
    before = (month * 32 + day_of_month) < (birth_month * 32 + birth_day)
    return np.where(born == NO_DAY, -1, year - birth_year - before)
