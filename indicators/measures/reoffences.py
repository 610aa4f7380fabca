"""Which proven offences are reoffences of which index event."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indicators.measures.calendar import add_months
from indicators.measures.people import Order, in_order, ordered
from indicators.measures.plan import Columns, Plan
from indicators.measures.rows import which

Numbers = NDArray[np.int64]
PAIRS = 2_000_000  # of an event and an offence that are looked at together, unless one event alone has more


@dataclass(frozen=True, slots=True)
class Found:
    """By index event: its reoffences, and the serious ones among them."""

    reoffences: Numbers
    serious: Numbers


def those_that_count(plan: Plan, offences: Columns) -> Order:
    """The places of offences that can be reoffences at all, None for all of them: no breach, in England and Wales, recordable."""
    yes = plan.letters["flag", "Y"]
    return which((offences["breach"] != yes) & (offences["in_england_wales"] == yes) & (offences["recordable"] == yes))


def reoffences(plan: Plan, person: Numbers, day: Numbers, offender: Numbers, offences: Columns) -> Found:
    """The reoffences of events (person, day) among the offences of `offender`, who are numbered as the events' people.

    Committed after the day and at most 12 calendar months later, proven at most 18 calendar months after the day.
    """
    found = Found(np.zeros(len(person), dtype=np.int64), np.zeros(len(person), dtype=np.int64))
    if len(person) == 0 or len(offender) == 0:
        return found
    committed = offences["offence_date"].astype(np.int64)
    order = ordered(offender, committed)
    offender, committed = in_order(order, offender), in_order(order, committed)
    sanctioned = in_order(order, offences["sanction_date"])
    serious = in_order(order, offences["serious"] == plan.letters["flag", "Y"])
    last, proven_by = add_months(day, plan.reoffence_months), add_months(day, plan.proof_months)
    earliest = min(int(committed.min()), int(day.min()))
    wide = max(int(committed.max()), int(last.max())) - earliest + 1
    key = offender * wide + (committed - earliest)
    start = np.searchsorted(key, person * wide + (day - earliest), side="right")
    end = np.searchsorted(key, person * wide + (last - earliest), side="right")
    for events in _shares(end - start):
        event, offence = _pairs(events, start, end)
        in_time = sanctioned[offence] <= proven_by[event]
        event, offence = event[in_time], offence[in_time]
        found.reoffences[events] = np.bincount(event - events.start, minlength=events.stop - events.start)
        event = event[serious[offence]]
        found.serious[events] = np.bincount(event - events.start, minlength=events.stop - events.start)
    return found


def _shares(counts: Numbers) -> Iterator[slice]:
    """Stretches of events with about PAIRS offences together."""
    ends = np.cumsum(counts)
    start = 0
    while start < len(counts):
        before = ends[start] - counts[start]
        stop = max(start + 1, int(np.searchsorted(ends, before + PAIRS, side="right")))
        yield slice(start, stop)
        start = stop


def _pairs(events: slice, start: Numbers, end: Numbers) -> tuple[Numbers, Numbers]:
    """Each event of a stretch with each offence from its start to its end."""
    counts = end[events] - start[events]
    event = np.repeat(np.arange(events.start, events.stop), counts)
    offset = np.repeat(start[events] - (np.cumsum(counts) - counts), counts)
    return event, np.arange(len(event)) + offset
