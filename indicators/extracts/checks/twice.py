"""Is each row there once?"""

import numpy as np
from django.utils.translation import gettext_lazy as _

from indicators.extracts.checks.base import Found, combined, nothing, places, record_check
from indicators.extracts.recordtable import RecordTable
from indicators.extracts.recordtable.texts import same_as_another

EVENTS = ["sentences", "terminations", "index_events", "assessments", "interventions", "referrals"]


def _identifiers(table: RecordTable) -> list[str]:
    return [name for name in table.layout.columns_of_type("identifier") if name in table.present]


def same_event(table: RecordTable, columns: tuple[str, ...]) -> np.ndarray:
    """Rows that another row equals in these columns, whatever the spelling; where a cell is blank or wrong, none does."""
    if not set(columns) <= table.present:
        return np.zeros(table.size, bool)
    keys = np.zeros(table.size, np.uint64)
    for name in columns:
        cells = table.texts(name)
        values = cells.codes if name == table.person else table.values(name)
        lowest = int(values.min(initial=0))
        # One number for all columns: a digit of its own for each, so that different rows have different numbers.
        keys = keys * np.uint64(int(values.max(initial=0)) - lowest + 1) + (values.astype(np.int64) - lowest).astype(np.uint64)
    found = same_as_another(keys)
    if found.any():
        for name in columns:
            found &= ~(table.blank(name) | table.wrong(name))
    return found


@record_check(
    "identifier_twice",
    "fail",
    _("The number of a row is in the file more than once."),
    _(
        "Each row must be there once, or it is counted twice. Often two exports were joined, or one row was repeated for each "
        "requirement or offence: keep one row of each number."
    ),
)
def identifier_twice(table: RecordTable) -> Found:
    return combined([places(table, table.repeated(name), name) for name in _identifiers(table)])


@record_check(
    "event_twice",
    "warn",
    _("The same event stands in two rows that have different numbers: the same %(columns)s."),
    _("Look whether both are real. If one was entered twice, remove it in the source; if both are, accept the warning."),
    sources=EVENTS,
)
def event_twice(table: RecordTable) -> Found:
    mask = same_event(table, table.layout.natural_key)
    for name in _identifiers(table):
        mask &= ~table.repeated(name) if mask.any() else False
    return Found(places(table, mask, table.event), {"columns": ", ".join(table.layout.natural_key)})


@record_check(
    "event_elsewhere",
    "warn",
    _("An event stands in another quarter too, which is loaded: it has the same number and the same person, and counts twice."),
    _(
        "Often its date was corrected in the source, and it moved to another quarter. Upload a file that covers both quarters, "
        "or load this one and then a new one of the other quarter. If they are two events, accept the warning."
    ),
    row=_("It stands in %(period)s too, in %(name)s."),
    sources=[*EVENTS, "proven_offences"],
)
def event_elsewhere(table: RecordTable) -> Found:
    """A quarter is replaced as a whole, so that only those count beside the file that it does not cover."""
    if table.events is None or table.declared is None or table.event not in table.present:
        return nothing()
    first, last = table.declared
    order = np.argsort(table.events)
    own = table.events[order]
    mask, periods, names = (np.zeros(table.size, kind) for kind in (bool, object, object))
    for period, name, events in table.beside({quarter.code for quarter in first.up_to(last)}):
        near = np.minimum(np.searchsorted(own, events), table.size - 1)
        rows = order[near[own[near] == events]]
        mask[rows], periods[rows], names[rows] = True, period, name
    mask &= ~table.blank(_identifiers(table)[0])
    return Found(places(table, mask, table.event, period=periods, name=names))


@record_check(
    "row_twice",
    "warn",
    _("A row is in the file more than once, the same in every cell."),
    _("Remove the copies. Often the same export was appended twice."),
)
def row_twice(table: RecordTable) -> Found:
    identifiers = _identifiers(table)
    suspect = table.repeated(identifiers[0]) if identifiers else same_event(table, table.layout.natural_key)
    if not suspect.any() or table.event not in table.present:
        return nothing()
    mask = np.zeros(table.size, bool)
    mask[np.flatnonzero(suspect)[same_as_another(table.fingerprints(suspect))]] = True
    return Found(places(table, mask, table.event))
