"""What followed each index event, and the six sums that the measures of reoffending are made of."""

import numpy as np

from indicators.synthesis import codes, days
from indicators.synthesis.chance import Bools, Ints
from indicators.synthesis.rows import Rows
from indicators.synthesis.truth.people_counted import plain_rows
from indicators.synthesis.truth.seen import Seen, first_of_each

PEOPLE, REOFFENDERS, REOFFENCES, SERIOUS, PREDICTED_PEOPLE, PREDICTED, PREDICTED_REOFFENDERS = range(7)
ADULT = 18


def counted(index_events: Seen, offences: Rows, quarters: int) -> Ints:
    """(sums, windows, cohorts, quarters, cells): see the names above. Predicted rates are in millionths."""
    starts = _first_of_each_quarter(index_events)
    adults = (starts.age >= ADULT) | (starts.age < 0)
    starts = starts.taken(adults)
    reoffences, serious = _followed(starts, offences)
    starts.columns["reoffences"], starts.columns["serious"] = reoffences, serious
    own = (starts.columns["type"], len(codes.INDEX_TYPES))
    predicted = starts.columns["predicted"]
    everybody, reoffended, given = np.ones(len(starts), dtype=bool), reoffences > 0, predicted >= 0
    return np.stack([
        plain_rows(starts, quarters, everybody, own),
        plain_rows(starts, quarters, reoffended, own),
        plain_rows(starts, quarters, everybody, own, reoffences),
        plain_rows(starts, quarters, everybody, own, serious),
        plain_rows(starts, quarters, given, own),
        plain_rows(starts, quarters, given, own, predicted),
        plain_rows(starts, quarters, given & reoffended, own),
    ])  # fmt: skip


def _first_of_each_quarter(seen: Seen) -> Seen:
    """Each person's first index event of each quarter. Rows come by person and day, so a person's quarters are together."""
    new_quarter = np.ones(len(seen), dtype=bool)
    new_quarter[1:] = seen.quarter[1:] != seen.quarter[:-1]
    return seen.taken(first_of_each(seen.person) | new_quarter)


def _followed(starts: Seen, offences: Rows) -> tuple[Ints, Ints]:
    """Of each index event, how many of the person's proven offences are reoffences, and how many of them serious.

    Every index event is held against every offence of its person.
    """
    order = np.argsort(offences.person, kind="stable")
    person = offences.person[order]
    begin = np.searchsorted(person, starts.person, side="left")
    count = np.searchsorted(person, starts.person, side="right") - begin
    event = np.repeat(np.arange(len(starts)), count)
    within = np.arange(len(event)) - np.repeat(np.cumsum(count) - count, count)
    offence = order[begin[event] + within]
    index_day = starts.day[event]
    columns = {name: values[offence] for name, values in offences.columns.items()}
    counts: Bools = (
        (columns["offence"] > index_day)
        & (columns["offence"] <= days.months_later(index_day, days.MONTHS_TO_REOFFEND))
        & (offences.day[offence] <= days.months_later(index_day, days.MONTHS_TO_SANCTION))
        & (columns["breach"] != codes.YES)
        & (columns["in_england_wales"] == codes.YES)
        & (columns["recordable"] == codes.YES)
    )
    serious = counts & (columns["serious"] == codes.YES)
    return (
        np.bincount(event[counts], minlength=len(starts)).astype(np.int64),
        np.bincount(event[serious], minlength=len(starts)).astype(np.int64),
    )
