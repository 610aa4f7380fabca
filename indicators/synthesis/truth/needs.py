"""Of everybody in a snapshot: who had been assessed, and which needs they had."""

from dataclasses import dataclass, field

import numpy as np

from indicators.synthesis import codes
from indicators.synthesis.chance import Bools, Ints
from indicators.synthesis.proportions_of_services import THRESHOLDS
from indicators.synthesis.rows import Rows
from indicators.synthesis.supervision import COMPLETE, LAYER_3, OLDEST
from indicators.synthesis.truth.seen import AREA_CELLS, COHORTS, COMMON_CELLS, Seen, first_of_each, spread

NEEDS, SETTINGS = len(codes.NEEDS), len(codes.SETTINGS)
CELLS, PLACES = COMMON_CELLS + SETTINGS, AREA_CELLS + SETTINGS


@dataclass
class Snapshot:
    """Counts of one snapshot, by cohort and cell, settings last; needs by cohort, need and area, then setting."""

    people: Ints = field(default_factory=lambda: np.zeros((COHORTS, CELLS), dtype=np.int64))
    assessed: Ints = field(default_factory=lambda: np.zeros((COHORTS, CELLS), dtype=np.int64))
    scored: Ints = field(default_factory=lambda: np.zeros((COHORTS, NEEDS, PLACES), dtype=np.int64))
    needed: Ints = field(default_factory=lambda: np.zeros((COHORTS, NEEDS, PLACES), dtype=np.int64))

    def add(self, other: "Snapshot") -> None:
        """Those of other people."""
        for name in ("people", "assessed", "scored", "needed"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


def counted(caseload: Seen, assessments: Rows, people: int) -> dict[int, Snapshot]:
    """By the day of the snapshot. `assessments` are in the order of the file; `people`: how many there are in the block."""
    complete = (assessments.columns["type"] == LAYER_3) & (assessments.columns["status"] == COMPLETE)
    complete_rows = assessments.taken(complete)
    order = np.lexsort((np.arange(len(complete_rows)), complete_rows.day))
    inorder = complete_rows.taken(order)
    return {
        int(day): _of_snapshot(caseload.taken(caseload.day == day), int(day), inorder, people) for day in np.unique(caseload.day)
    }


def _of_snapshot(rows: Seen, day: int, assessments: Rows, people: int) -> Snapshot:
    rows = rows.taken(first_of_each(rows.person))
    recent = np.flatnonzero((assessments.day <= day) & (assessments.day >= day - OLDEST))
    latest = np.full(people, -1, dtype=np.int64)
    latest[assessments.person[recent]] = recent  # they come by day: a later one takes the place of an earlier one
    found = latest[rows.person]
    scores = np.stack([assessments.columns[need][found] if len(assessments) else found for need in codes.NEEDS], axis=1)
    scored = (found >= 0)[:, None] & (scores >= 0)
    needed = scored & (scores >= np.array(THRESHOLDS))
    whole, own = Snapshot(), (rows.columns["setting"], SETTINGS)
    for cohort in range(COHORTS):
        of_cohort = rows.members[:, cohort]
        whole.people[cohort] = spread(rows, of_cohort, own=own)
        whole.assessed[cohort] = spread(rows, of_cohort & (found >= 0), own=own)
        for need in range(NEEDS):
            whole.scored[cohort, need] = _placed(rows, of_cohort & scored[:, need])
            whole.needed[cohort, need] = _placed(rows, of_cohort & needed[:, need])
    return whole


def _placed(rows: Seen, which: Bools) -> Ints:
    """How many of some rows are in each area, and in each setting."""
    area, setting = rows.dimensions[0][which], rows.columns["setting"][which]
    return np.concatenate([np.bincount(area, minlength=AREA_CELLS), np.bincount(setting, minlength=SETTINGS)])
