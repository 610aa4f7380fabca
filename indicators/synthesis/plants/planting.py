"""All cases, once or several times over the quarters."""

from datetime import date, timedelta

from indicators.synthesis import days
from indicators.synthesis.people import People
from indicators.synthesis.plants import assessed, events, follow_up
from indicators.synthesis.plants.book import NOTHING, Book, Planted
from indicators.synthesis.request import Request
from indicators.synthesis.supervision import snapshots

FEWEST_PEOPLE = 400  # among fewer the cases would be everybody
PEOPLE_FOR_ONE_MORE, TIMES_AT_MOST = 10_000, 8
INTO_QUARTER = timedelta(days=11)


def planted(request: Request, everybody: People) -> Planted:
    """The cases, told of the first people of the block. Rows outside the quarters asked for are left out later."""
    if request.people < FEWEST_PEOPLE:
        return NOTHING
    book = Book(everybody)
    times = min(TIMES_AT_MOST, 1 + request.people // PEOPLE_FOR_ONE_MORE, request.quarters)
    for time in range(times):
        _once(book, request, request.first_quarter + time * request.quarters // times)
    return book.planted()


def _once(book: Book, request: Request, quarter: int) -> None:
    first, last = days.quarter_end(quarter - 1) + timedelta(days=1), days.quarter_end(quarter)
    day = first + INTO_QUARTER
    follow_up.on_the_edges(book, day)
    follow_up.not_counted(book, day)
    follow_up.several(book, day)
    follow_up.end_of_february(book, _leap_day(first), date(first.year, 8, 31))
    events.birthdays(book, day)
    for year in range(first.year, first.year + 4):
        events.born_on_leap_day(book, year)
    events.two_starts(book, day)
    events.under_age(book, day)
    events.endings(book, day)
    events.entries(book, first, last)
    events.referred(book, day)
    within = [days.day(number) for number in snapshots(request) if first <= days.day(number) <= last]
    if within:
        assessed.assessed(book, within[-1])
        assessed.in_the_snapshot(book, within[-1], within[0])


def _leap_day(after: date) -> date:
    """The first 29 February from a day on (of the years that end evenly by four, as all do from 1995 to 2099)."""
    year = after.year + -after.year % 4
    return date(year, 2, 29) if date(year, 2, 29) >= after else date(year + 4, 2, 29)
