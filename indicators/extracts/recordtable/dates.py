"""Dates as people write them -> days since 1970; and what is wrong with those that are none."""

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indicators.catalogue import Period

Days = NDArray[np.int32]
NO_DAY = int(np.iinfo(np.int32).min)
EPOCH = date(1970, 1, 1).toordinal()
NOUGHT = r"(?:[T ]0?0:00(?::00(?:\.0+)?)?)?"  # midnight, which many systems write after every date
YEAR_FIRST = re.compile(rf"(\d{{4}})[-/.](\d\d?)[-/.](\d\d?){NOUGHT}", re.ASCII)
DAY_FIRST = re.compile(rf"(\d\d?)[-/.](\d\d?)[-/.](\d{{4}}){NOUGHT}", re.ASCII)
MONTH_NAMED = re.compile(rf"(\d\d?)(?:st|nd|rd|th)?[- ]([^\W\d_]+)[-, ]+(\d{{4}}){NOUGHT}", re.ASCII | re.IGNORECASE)
TWO_DIGITS = re.compile(rf"\d\d?[-/. ](?:\d\d?|[A-Za-z]{{3,9}})[-/. ]\d\d{NOUGHT}", re.ASCII)
WITH_TIME = re.compile(r"[\d/.-]{8,10}[T ]\d\d?:\d\d(?::\d\d(?:\.\d+)?)?\s*(?:Z|[AaPp][Mm]|[+-]\d\d:?\d\d)?", re.ASCII)
SERIAL = re.compile(r"[1-5]\d{4}(?:\.0+)?", re.ASCII)
MONTHS = (
    "jan january ion ionawr", "feb february chwef chwefror", "mar march maw mawrth", "apr april ebr ebrill", "may mai",
    "jun june meh mehefin", "jul july gorff gorffennaf", "aug august awst", "sep sept september medi",
    "oct october hyd hydref", "nov november tach tachwedd", "dec december rhag rhagfyr",
)  # fmt: skip
MONTH = {name: number for number, names in enumerate(MONTHS, 1) for name in names.split()}


class Fault(IntEnum):
    """Why a text is no date; each has a remedy of its own."""

    NONE = 0
    UNKNOWN = 1  # another form, or a day that no calendar has
    TWO_DIGITS = 2  # which century?
    MONTH_FIRST = 3  # 03/25/2020: then 03/04/2020 in the same file is not what it seems
    WITH_TIME = 4  # a time of day may belong to another day elsewhere: 23:00 in summer is midnight in Cardiff
    SERIAL = 5  # a number of days, as spreadsheets keep dates


def read_days(texts: Sequence[str]) -> tuple[Days, NDArray[np.uint8]]:
    """For each text its day (NO_DAY where it has none) and its Fault; a blank text has neither."""
    days = np.full(len(texts), NO_DAY, np.int32)
    faults = np.zeros(len(texts), np.uint8)
    for place, text in enumerate(texts):
        day, fault = _read(text)
        if fault is not Fault.NONE:
            faults[place] = fault
        else:
            days[place] = day
    return days, faults


def _read(text: str) -> tuple[int, Fault]:
    if not text:
        return NO_DAY, Fault.NONE
    if len(text) == 10 and text[4] == "-" == text[7]:
        # Most dates are written so, and the library reads them ten times as fast.
        with suppress(ValueError):
            return date.fromisoformat(text).toordinal() - EPOCH, Fault.NONE
    if match := YEAR_FIRST.fullmatch(text):
        return _day(int(match[1]), int(match[2]), int(match[3]), Fault.UNKNOWN)
    if match := DAY_FIRST.fullmatch(text):
        day, month = int(match[1]), int(match[2])
        return _day(int(match[3]), month, day, Fault.MONTH_FIRST if month > 12 >= day else Fault.UNKNOWN)
    if (match := MONTH_NAMED.fullmatch(text)) and (number := MONTH.get(match[2].casefold())):
        return _day(int(match[3]), number, int(match[1]), Fault.UNKNOWN)
    for pattern, fault in ((TWO_DIGITS, Fault.TWO_DIGITS), (WITH_TIME, Fault.WITH_TIME), (SERIAL, Fault.SERIAL)):
        if pattern.fullmatch(text):
            return NO_DAY, fault
    return NO_DAY, Fault.UNKNOWN


def _day(year: int, month: int, day: int, otherwise: Fault) -> tuple[int, Fault]:
    try:
        return date(year, month, day).toordinal() - EPOCH, Fault.NONE
    except ValueError:
        return NO_DAY, otherwise


def day_number(day: date) -> int:
    """A date as days since 1970."""
    return day.toordinal() - EPOCH


def quarters(days: Days) -> NDArray[np.int32]:
    """The quarter of each day, as year * 4 + quarter - 1; of no use where there is no day."""
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return (months // 3 + 1970 * 4).astype(np.int32)


def quarter(number: int) -> Period:
    """The quarter of a number of `quarters`."""
    return Period("quarter", number // 4, number % 4 + 1)


def calendar_numbers(days: Days) -> NDArray[np.int32]:
    """Days as numbers whose differences, divided by YEAR, are full years of age: year * YEAR + month * 32 + day.

    Who was born on 29 February has their birthday on 1 March in other years, because 28 February is still before it.
    """
    dates = days.astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    in_year = months.astype(np.int64) % 12 + 1
    year = months.astype(np.int64) // 12 + 1970
    return (year * YEAR + in_year * 32 + (dates - months).astype(np.int64) + 1).astype(np.int32)


YEAR = 416  # above 12 * 32 + 31


def full_years(births: NDArray[Any], events: NDArray[Any]) -> NDArray[np.int32]:
    """Full years between two calendar_numbers."""
    return (events - births) // YEAR
