"""Needs of the people on the caseload by their latest assessment: `need_prevalence`, `assessment_coverage`.

Both are told of Wales by setting too: whether somebody was in custody or in the community on the day of the snapshot.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from indicators.measures import caseload
from indicators.measures.cells import Cell, Coder, Table, area_coder, common_cells, counted, own_cells
from indicators.measures.counts import AT_SNAPSHOT, LAST_SNAPSHOT, Counts
from indicators.measures.membership import sets_of_cohorts
from indicators.measures.people import in_order, numbered, ordered
from indicators.measures.plan import Category, Columns, Need, Plan, Records
from indicators.measures.rows import Places, Rows, ready, take, tallied, which
from indicators.measures.told import Told, of_periods, periods

ASSESSMENTS = "assessments"
PREVALENCE, COVERAGE = "need_prevalence", "assessment_coverage"
NEED = "need"  # the breakdown
PEOPLE, ASSESSED, ANSWERED, HAVING = (f"{AT_SNAPSHOT}{part}" for part in ("people", "assessed", "answered", "having"))
SETTING = "setting"  # the column
DAYS_IN_WEEK = 7


def count(plan: Plan, records: Records) -> dict[str, Table]:
    """The caseload of each quarter, those of it who were assessed, and by need those with an answer and with the need."""
    span = caseload.span(plan)
    if caseload.SOURCE not in records or not span.length:
        return {}
    columns, quarter, days = caseload.at_last_snapshot(plan, records)
    assessments = _complete(plan, records)
    person, assessed_people = numbered(columns["person"], assessments["person"])
    first = caseload.first_rows(person, quarter, columns)
    columns, person, quarter = take(columns, first), in_order(first, person), in_order(first, quarter)
    rows = ready(plan, columns, person, quarter, span, plan.own.get(COVERAGE))
    latest = _latest(plan, person, days[quarter], assessed_people, assessments)
    there = np.flatnonzero(latest >= 0)
    assessed, found = rows.at(there), take(assessments, latest[there])
    answered, having = _by_need(plan, assessed, {name: columns[name][there] for name in ("area", SETTING)}, found)
    (people,), (covered,) = tallied(rows, [None]), tallied(assessed, [None])
    return {LAST_SNAPSHOT: days, PEOPLE: people, ASSESSED: covered, ANSWERED: answered, HAVING: having}


def _complete(plan: Plan, records: Records) -> Columns:
    """The complete assessments of layer 3; without the source, none."""
    if ASSESSMENTS not in records:
        return {"person": np.empty((0, 2), dtype=np.uint64), **{name: np.empty(0, dtype=np.int64) for name in _asked(plan)}}
    columns = records[ASSESSMENTS]
    layer, complete = plan.letters["assessment_type", "layer_3"], plan.letters["assessment_status", "complete"]
    kept = which((columns["assessment_type"] == layer) & (columns["status"] == complete))
    return take({name: columns[name] for name in ("person", *_asked(plan))}, kept)


def _asked(plan: Plan) -> list[str]:
    return ["completed_date", "row", "version", *(need.code for need in plan.needs)]


def _latest(plan: Plan, person: Places, day: Places, assessed: Places, assessments: Columns) -> NDArray[np.intp]:
    """The place of each person's latest assessment on or before the day, -1 where there is none or it is too old.

    Of several on one day the one with the highest row is the latest.
    """
    if len(person) == 0 or len(assessed) == 0:
        return np.full(len(person), -1, dtype=np.intp)
    completed = assessments["completed_date"].astype(np.int64)
    order = ordered(assessed, completed, assessments["row"])
    assessed, completed = in_order(order, assessed), in_order(order, completed)
    earliest = min(int(completed.min()), int(day.min()))
    wide = max(int(completed.max()), int(day.max())) - earliest + 1
    before = np.searchsorted(assessed * wide + (completed - earliest), person * wide + (day - earliest), side="right") - 1
    recent = (before >= 0) & (assessed[before] == person) & (day - completed[before] <= plan.assessment_weeks * DAYS_IN_WEEK)
    return np.where(recent, before if order is None else order[before], -1)


def settings(plan: Plan) -> tuple[Category, ...]:
    """The settings that the needs are told by."""
    own = plan.own.get(COVERAGE)
    return () if own is None else own.categories


def _by_need(plan: Plan, rows: Rows, people: Columns, assessments: Columns) -> tuple[Table, Table]:
    """People with an answer, and with the need: tables of shape (quarters, cohorts, Wales, areas and settings, needs)."""
    areas, within = area_coder(plan.areas), Coder(SETTING, settings(plan))
    width = areas.width * within.width
    sets, cohorts = sets_of_cohorts(rows.members, len(rows.quarter))
    place = (rows.quarter * width + areas.codes(people, within.width) + within.codes(people)) * len(cohorts) + sets
    answered: list[Table] = []
    having: list[Table] = []
    for need in plan.needs:
        score, threshold = assessments[need.code], _thresholds(need, assessments["version"])
        known = (score >= 0) & (threshold >= 0)
        for tables, wanted in ((answered, known), (having, known & (score >= threshold))):
            tables.append(counted(place, (rows.length * width, len(cohorts)), wanted) @ cohorts)
    shape = (len(plan.needs), rows.length, areas.width, within.width, len(plan.cohorts))
    return _by_place(np.array(answered).reshape(shape)), _by_place(np.array(having).reshape(shape))


def _by_place(table: Table) -> Table:
    """(needs, quarters, areas and none of them, settings and none of them, cohorts) as (quarters, cohorts, Wales, areas and
    settings, needs)."""
    table = table.transpose(1, 4, 2, 3, 0).astype(np.int64)
    by_area, by_setting = table.sum(axis=3), table.sum(axis=2)
    return np.concatenate([by_area.sum(axis=2, keepdims=True), by_area[:, :, :-1], by_setting[:, :, :-1]], axis=2)


def _thresholds(need: Need, version: NDArray[np.int16]) -> NDArray[np.int64]:
    """By row the score from which somebody has the need; -1 for a version that has no threshold for it."""
    found = np.full(len(version), -1, dtype=np.int64)
    for number, threshold in need.thresholds.items():
        found[version == number] = threshold
    return found


def figures(plan: Plan, counts: Counts) -> list[Told]:
    """Both measures, for the quarters that the caseload covers; none where there are no assessments at all."""
    if not plan.covered.get(ASSESSMENTS):
        return []
    found = periods(plan.covered.get(caseload.SOURCE, ()), with_years=False)
    cells = [*common_cells(plan), *own_cells(plan, plan.own.get(COVERAGE))]
    length, cohorts = caseload.span(plan).length, [cohort.code for cohort in plan.cohorts]
    shape = (length, len(cohorts), len(cells))
    assessed, people = (of_periods(found, counts.table(name, shape)) for name in (ASSESSED, PEOPLE))
    places = _places(plan)
    by_need = (length, len(cohorts), len(places), len(plan.needs))
    having, answered = (of_periods(found, counts.table(name, by_need)) for name in (HAVING, ANSWERED))
    needs = [replace(place, category=need.code) for place in places for need in plan.needs]
    flat = (len(found.codes), len(cohorts), len(needs))
    prevalence = Told(PREVALENCE, found.codes, cohorts, needs, having.reshape(flat), answered.reshape(flat))
    return [
        replace(prevalence, somebody=_somebody(plan, people).reshape(flat)),
        Told(COVERAGE, found.codes, cohorts, cells, assessed, people),
    ]


def _places(plan: Plan) -> list[Cell]:
    """Wales, the areas and the settings, without a need."""
    areas = [Cell(area, NEED) for area in (plan.wales, *(area.code for area in plan.areas))]
    return areas + [Cell(plan.wales, plan.needs_within[one.code], if_any=one.if_any) for one in settings(plan)]


def _somebody(plan: Plan, people: Table) -> NDArray[np.bool_]:
    """Whether anybody of the caseload is in a place, by need: every need is told, or none, wherever the coverage is."""
    areas, within = len(plan.areas) + 1, len(settings(plan))
    there = np.concatenate([people[:, :, :areas], people[:, :, people.shape[2] - within :]], axis=2) > 0
    return np.repeat(there, len(plan.needs), axis=2)
