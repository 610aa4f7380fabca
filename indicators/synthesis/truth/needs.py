"""Of everybody in a snapshot: who had been assessed, and which needs they had."""

from dataclasses import dataclass, field

import numpy as np

from indicators.synthesis import codes
from indicators.synthesis.chance import Ints
from indicators.synthesis.proportions_of_services import THRESHOLDS
from indicators.synthesis.rows import Rows
from indicators.synthesis.supervision import COMPLETE, LAYER_3, OLDEST
from indicators.synthesis.truth.seen import AREA_CELLS, COHORTS, COMMON_CELLS, Seen, first_of_each, spread

NEEDS = len(codes.NEEDS)


@dataclass
class Snapshot:
    """Counts of one snapshot, by cohort and cell; needs by cohort, need and area."""

    people: Ints = field(default_factory=lambda: np.zeros((COHORTS, COMMON_CELLS), dtype=np.int64))
    assessed: Ints = field(default_factory=lambda: np.zeros((COHORTS, COMMON_CELLS), dtype=np.int64))
    scored: Ints = field(default_factory=lambda: np.zeros((COHORTS, NEEDS, AREA_CELLS), dtype=np.int64))
    needed: Ints = field(default_factory=lambda: np.zeros((COHORTS, NEEDS, AREA_CELLS), dtype=np.int64))

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
    whole, area = Snapshot(), rows.dimensions[0]
    for cohort in range(COHORTS):
        whole.people[cohort] = spread(rows, rows.members[:, cohort])
        whole.assessed[cohort] = spread(rows, rows.members[:, cohort] & (found >= 0))
        for need in range(NEEDS):
            of_cohort = rows.members[:, cohort]
            whole.scored[cohort, need] = np.bincount(area[of_cohort & scored[:, need]], minlength=AREA_CELLS)
            whole.needed[cohort, need] = np.bincount(area[of_cohort & needed[:, need]], minlength=AREA_CELLS)
    return whole
