"""People who entered an intervention or diversion: `intervention_entries`, `diversion_entries`."""

from dataclasses import replace

import numpy as np

from indicators.measures import caseload, needs
from indicators.measures.calendar import Span
from indicators.measures.cells import Table, common_cells, own_cells
from indicators.measures.counts import LAST_SNAPSHOT, NO_DAY, Counts
from indicators.measures.headcount import count_people, tell_people
from indicators.measures.membership import is_one_of
from indicators.measures.plan import Plan, Records
from indicators.measures.rows import in_time, ready, take, which
from indicators.measures.told import Told, periods

SOURCE, INTERVENTIONS, DIVERSION = "interventions", "intervention_entries", "diversion_entries"


def count(plan: Plan, records: Records) -> dict[str, Table]:
    """Different people with an entry that was started or completed; diversion apart."""
    span = Span.of(plan.covered.get(SOURCE, ()))
    if SOURCE not in records or not span.length:
        return {}
    entered = is_one_of(records[SOURCE]["stage"], (plan.letters["stage", "started"], plan.letters["stage", "completed"]))
    diverted = records[SOURCE]["kind"] == plan.letters["kind", "diversion"]
    tables: dict[str, Table] = {}
    for measure, qualify in ((INTERVENTIONS, entered & ~diverted), (DIVERSION, entered & diverted)):
        columns, person, quarter = in_time(take(records[SOURCE], which(qualify)), "entry_date", span)
        tables |= count_people(plan, measure, ready(plan, columns, person, quarter, span, plan.own.get(measure)))
    return tables


def figures(plan: Plan, counts: Counts) -> list[Told]:
    """Entries to interventions have the caseload at the period's end as their denominator, where it is known."""
    told, *by_sets = tell_people(plan, counts, INTERVENTIONS, SOURCE)
    denominator, known = _caseload_at_ends(plan, counts)
    with_caseload = replace(told, denominator=denominator, known=known)
    return [with_caseload, *by_sets, *tell_people(plan, counts, DIVERSION, SOURCE)]


def _caseload_at_ends(plan: Plan, counts: Counts) -> tuple[Table, np.ndarray]:
    """The caseload of each period's last quarter by cell, and whether it is known.

    A category of the measure's own has the cohort's whole caseload.
    """
    common, own = common_cells(plan), own_cells(plan, plan.own.get(INTERVENTIONS))
    span, ends = caseload.span(plan), periods(plan.covered.get(SOURCE, ())).ends
    cells = len(common) + len(needs.settings(plan))
    people = counts.table(needs.PEOPLE, (span.length, len(plan.cohorts), cells))[:, :, : len(common)]
    days = counts.tables.get(LAST_SNAPSHOT, np.full(span.length, NO_DAY, dtype=np.int64))
    covered = set(plan.covered.get(caseload.SOURCE, ()))
    known = np.array([end in covered and bool(days[end - span.first] != NO_DAY) for end in ends], dtype=bool)
    found = np.zeros((len(ends), len(plan.cohorts), len(common) + len(own)), dtype=np.int64)
    places = np.array(ends, dtype=np.intp)[known] - span.first
    found[known, :, : len(common)] = people[places]
    found[known, :, len(common) :] = people[places][:, :, :1]
    return found, known
