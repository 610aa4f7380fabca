"""Starts, ends and entries on the edges: birthdays, two areas on a day, what never started."""

from datetime import date, timedelta

from indicators.synthesis import codes
from indicators.synthesis.plants.book import CARDIFF, NEWPORT, POWYS, WREXHAM, Book
from indicators.synthesis.services import DIVERSION, STAGES

DAY = timedelta(days=1)
UNDER_AGE = 16
EDGES = (18, 21, 25, 26)  # ages at which a band or a cohort begins or is over


def birthdays(book: Book, day: date) -> None:
    """A sentence on the 18th or 26th birthday, the day before it and the day after."""
    for years in EDGES:
        for off in (-1, 0, 1):
            person = book.person(born=date(day.year - years, day.month, day.day) + off * DAY)
            book.row("sentences", person, day, type=1)


def born_on_leap_day(book: Book, year: int) -> None:
    """Born on 29 February, in a year that has none: a year older on 1 March, and not on 28 February."""
    for years in EDGES:
        for day in (date(year, 2, 28), date(year, 3, 1)):
            if (year - years) % 4 == 0 and year % 4:
                book.row("sentences", book.person(born=date(year - years, 2, 29)), day, type=2)


def two_starts(book: Book, day: date) -> None:
    """Two on one day in two areas, of two types; two in a quarter in two areas; one in each of two quarters."""
    person = book.person(on=day)
    book.row("sentences", person, day, type=0, authority=WREXHAM)
    book.row("sentences", person, day, type=1, authority=NEWPORT)
    person = book.person(on=day)
    book.row("sentences", person, day, type=1, authority=POWYS)
    book.row("sentences", person, day + 9 * DAY, type=1, authority=CARDIFF)
    person = book.person(on=day)
    book.row("sentences", person, day, type=2, authority=NEWPORT)
    book.row("sentences", person, day + 100 * DAY, type=2, authority=POWYS)
    # A year and a day apart: never in one year, whichever quarter it ends with.
    person = book.person(on=day)
    book.row("sentences", person, day, type=0)
    book.row("sentences", person, day + 366 * DAY, type=0)


def under_age(book: Book, day: date) -> None:
    """Counted in totals, in a band of their own."""
    person = book.person(born=day - (UNDER_AGE * 365 + 90) * DAY)
    for source in ("sentences", "terminations", "interventions", "referrals"):
        book.row(source, person, day, **({"stage": STAGES.index("started")} if source == "interventions" else {}))


def endings(book: Book, day: date) -> None:
    """Each outcome of each type of order, two of them of one person on one day."""
    for order_type in range(len(codes.ORDER_TYPES)):
        for outcome in range(3):
            book.row("terminations", book.person(on=day), day, type=order_type, outcome=outcome)
    person = book.person(on=day)
    book.row("terminations", person, day, type=0, outcome=0)
    book.row("terminations", person, day, type=1, outcome=1)


def entries(book: Book, first: date, last: date) -> None:
    """Stages that never became a start; the first and last day of a quarter; two kinds; diversion beside an intervention."""
    for stage in range(len(STAGES)):
        person = book.person(on=first)
        book.row("interventions", person, first, kind=0, stage=stage)
        book.row("interventions", person, last, kind=DIVERSION, stage=stage)
    started = STAGES.index("started")
    person = book.person(on=first)
    book.row("interventions", person, last, kind=1, stage=started, authority=POWYS)
    book.row("interventions", person, last, kind=3, stage=STAGES.index("completed"), authority=WREXHAM)
    book.row("interventions", person, last + DAY, kind=1, stage=started)


def referred(book: Book, day: date) -> None:
    """By two referrers on one day, and twice by one of them."""
    person = book.person(on=day)
    book.row("referrals", person, day, referrer=0, charity=0)
    book.row("referrals", person, day, referrer=1, charity=1, authority=NEWPORT)
    book.row("referrals", person, day + 7 * DAY, referrer=1, charity=2)
