"""People of a snapshot whose assessments are just too old, not complete, not of Layer 3, or answered in part."""

from datetime import date, timedelta

from indicators.synthesis import codes
from indicators.synthesis.plants.book import NEWPORT, WREXHAM, Book
from indicators.synthesis.proportions_of_services import THRESHOLDS
from indicators.synthesis.supervision import INCOMPLETE, LAYER_1, OLDEST

DAY = timedelta(days=1)
AT_THRESHOLD = dict(zip(codes.NEEDS, THRESHOLDS, strict=True))
JUST_BELOW = {need: threshold - 1 for need, threshold in AT_THRESHOLD.items()}
BLANK = dict.fromkeys(codes.NEEDS, -1)
SOME_BLANK = AT_THRESHOLD | dict.fromkeys(codes.NEEDS[::2], -1)


def assessed(book: Book, snapshot: date) -> None:
    """Each person is in the snapshot, with these assessments: days before it, and what they say."""
    for told in (
        [(OLDEST, AT_THRESHOLD)],  # exactly 55 weeks
        [(OLDEST + 1, AT_THRESHOLD)],  # a day too old
        [(0, AT_THRESHOLD)],  # on the day
        [(-1, AT_THRESHOLD)],  # on the day after
        [(30, JUST_BELOW)],
        [(30, SOME_BLANK)],
        [(30, BLANK)],
        [(200, AT_THRESHOLD), (30, JUST_BELOW | {"status": INCOMPLETE})],  # the complete one counts
        [(200, AT_THRESHOLD), (30, JUST_BELOW | {"type": LAYER_1})],  # that of Layer 3 counts
        [(30, AT_THRESHOLD | {"type": LAYER_1})],
        [(30, AT_THRESHOLD), (30, JUST_BELOW)],  # of one day: the later row of the file
        [(200, JUST_BELOW), (30, AT_THRESHOLD)],
        [],
    ):
        person = book.person(on=snapshot)
        book.row("caseload", person, snapshot)
        for before, columns in told:
            book.row("assessments", person, snapshot - before * DAY, **columns)


def in_the_snapshot(book: Book, snapshot: date, earlier: date) -> None:
    """Somebody twice in a snapshot, in two areas; somebody only in an earlier one of the quarter; somebody under age."""
    person = book.person(on=snapshot)
    book.row("caseload", person, snapshot, authority=WREXHAM, setting=0)
    book.row("caseload", person, snapshot, authority=NEWPORT, setting=1)
    book.row("assessments", person, snapshot - 50 * DAY, **AT_THRESHOLD)
    person = book.person(on=earlier)
    book.row("caseload", person, earlier)
    book.row("assessments", person, earlier - 50 * DAY, **AT_THRESHOLD)
    person = book.person(born=snapshot - (17 * 365 + 30) * DAY)
    book.row("caseload", person, snapshot)
    book.row("assessments", person, snapshot - 20 * DAY, **AT_THRESHOLD)
