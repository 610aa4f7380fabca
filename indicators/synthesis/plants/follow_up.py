"""Index events and offences on the edges of the follow-up."""

from datetime import date, timedelta

import numpy as np

from indicators.synthesis import codes, days
from indicators.synthesis.plants.book import CARDIFF, POWYS, WREXHAM, Book

DAY = timedelta(days=1)
PREDICTED = 412_345


def _later(day: date, months: int) -> date:
    return days.day(int(days.months_later(np.array([days.number(day)]), months)[0]))


def on_the_edges(book: Book, day: date) -> None:
    """Around the index date, the end of month 12 and of month 18, one person each."""
    year, long = _later(day, days.MONTHS_TO_REOFFEND), _later(day, days.MONTHS_TO_SANCTION)
    for offence, sanction in (
        (day, day + 40 * DAY),  # on the day: not counted
        (day + DAY, day + 40 * DAY),
        (year, year + 20 * DAY),  # the last day of month 12
        (year + DAY, year + 20 * DAY),
        (day + 200 * DAY, long),  # proven on the last day of month 18
        (day + 200 * DAY, long + DAY),
        (day - 30 * DAY, day + 30 * DAY),  # before the index date, proven after it
        (day + DAY, day + DAY),  # all on one day
    ):
        person = book.person(on=day)
        book.row("index_events", person, day, predicted=PREDICTED)
        book.offence(person, offence, sanction)


def not_counted(book: Book, day: date) -> None:
    """A breach, Scotland, not recordable, each also where the file leaves it blank; and a serious one."""
    for columns in (
        {"breach": codes.YES}, {"breach": codes.BLANK}, {"in_england_wales": codes.NO}, {"in_england_wales": codes.BLANK},
        {"recordable": codes.NO}, {"recordable": codes.BLANK}, {"serious": codes.YES}, {"serious": codes.BLANK},
    ):  # fmt: skip
        person = book.person(on=day)
        book.row("index_events", person, day, predicted=PREDICTED)
        book.offence(person, day + 20 * DAY, day + 60 * DAY, **columns)


def several(book: Book, day: date) -> None:
    """More than one index event in a quarter: the first one counts, and only what followed that one."""
    person = book.person(on=day, home=WREXHAM)
    book.row("index_events", person, day, type=1)
    book.row("index_events", person, day + 10 * DAY, type=2)
    book.offence(person, day + 5 * DAY, day + 9 * DAY)  # after the first, before the second
    book.offence(person, _later(day, 12) + 5 * DAY, _later(day, 12) + 9 * DAY)  # too late for the first alone
    # Two on one day, in two areas: the one that stands first in the file.
    person = book.person(on=day)
    book.row("index_events", person, day, type=3, authority=CARDIFF)
    book.row("index_events", person, day, type=4, authority=POWYS)
    book.offence(person, day + 3 * DAY, day + 30 * DAY)
    # The first one under 18: nobody to follow, though a later one in the quarter comes at 18.
    person = book.person(born=date(day.year - 18, day.month, day.day) + 4 * DAY)
    book.row("index_events", person, day)
    book.row("index_events", person, day + 4 * DAY)
    book.offence(person, day + 9 * DAY, day + 30 * DAY)
    # Somebody who comes again and again.
    person = book.person(on=day)
    book.row("index_events", person, day, predicted=985_000)
    for number in range(40):
        book.offence(person, day + (3 + 8 * number) * DAY, day + (20 + 8 * number) * DAY)


def end_of_february(book: Book, leap_day: date, month_end: date) -> None:
    """29 February a year later is 28 February; 31 August eighteen months later is the last of February."""
    for offence in (_later(leap_day, 12), _later(leap_day, 12) + DAY):
        person = book.person(on=leap_day)
        book.row("index_events", person, leap_day)
        book.offence(person, offence, offence + 30 * DAY)
    for sanction in (_later(month_end, 18), _later(month_end, 18) + DAY):
        person = book.person(on=month_end)
        book.row("index_events", person, month_end)
        book.offence(person, month_end + 90 * DAY, sanction)
