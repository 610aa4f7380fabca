"""The books: what was counted of each block of people, added up."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from indicators.synthesis import codes, days
from indicators.synthesis.chance import Ints
from indicators.synthesis.recording import Profile
from indicators.synthesis.request import Request
from indicators.synthesis.rows import Rows
from indicators.synthesis.services import DIVERSION, STARTED
from indicators.synthesis.truth import needs, people_counted, reoffending
from indicators.synthesis.truth.seen import Seen

SUCCESSFUL = 0  # of the outcomes of terminations


@dataclass
class Ledger:
    """Sums by name, snapshots by day, and the first and last quarter that each source wrote of."""

    request: Request
    sums: dict[str, Ints] = field(default_factory=dict)
    snapshots: dict[int, needs.Snapshot] = field(default_factory=dict)
    covered: dict[str, tuple[int, int]] = field(default_factory=dict)

    def cover(self, source: str, quarters: Ints) -> None:
        """A source wrote rows of these quarters."""
        if len(quarters):
            first, last = self.covered.get(source, (int(quarters[0]), int(quarters[0])))
            self.covered[source] = min(first, int(quarters.min())), max(last, int(quarters.max()))

    def enter(self, rows: Mapping[str, Rows], profiles: Mapping[str, Profile], people: int) -> None:
        """All rows of a block of people, in the order of the files."""
        seen = {}
        for source, some in rows.items():
            quarters = days.quarter_of(some.day)
            self.cover(source, quarters)
            if source in profiles:
                seen[source] = Seen.of(some, profiles[source], quarters - self.request.first_quarter)
        self._people(seen)
        sums = reoffending.counted(seen["index_events"], rows["proven_offences"], self.request.quarters)
        self._add("index_events", sums)
        for day, snapshot in needs.counted(seen["caseload"], rows["assessments"], people).items():
            self.snapshots.setdefault(day, needs.Snapshot()).add(snapshot)

    def _people(self, seen: Mapping[str, Seen]) -> None:
        quarters = self.request.quarters
        sentences, ended, referred = seen["sentences"], seen["terminations"], seen["referrals"]
        own = (sentences.columns["type"], len(codes.SENTENCE_TYPES))
        self._add("sentences", people_counted.distinct_people(sentences, quarters, own))
        self._add("sets", people_counted.sets_of_cohorts(sentences, quarters))

        own = (ended.columns["type"], len(codes.ORDER_TYPES))
        successful = ended.columns["outcome"] == SUCCESSFUL
        self._add("successful", people_counted.plain_rows(ended, quarters, successful, own))
        self._add("ended", people_counted.plain_rows(ended, quarters, np.ones(len(ended), dtype=bool), own))

        entered = seen["interventions"].taken(np.isin(seen["interventions"].columns["stage"], STARTED))
        diverted = entered.columns["kind"] == DIVERSION
        self._add("diversion", people_counted.distinct_people(entered.taken(diverted), quarters))
        others = entered.taken(~diverted)
        kinds = np.array([_place(kind, codes.INTERVENTION_KINDS) for kind in codes.KINDS])
        own = (kinds[others.columns["kind"]], len(codes.INTERVENTION_KINDS))
        self._add("interventions", people_counted.distinct_people(others, quarters, own))

        own = (referred.columns["referrer"], len(codes.REFERRERS))
        self._add("referrals", people_counted.plain_rows(referred, quarters, np.ones(len(referred), dtype=bool), own))
        self._add("referred", people_counted.distinct_people(referred, quarters, own))

    def _add(self, name: str, sums: Ints) -> None:
        self.sums[name] = self.sums[name] + sums if name in self.sums else sums

    def last_snapshot(self, quarter: int) -> needs.Snapshot | None:
        """The last one of a quarter that has anybody in it."""
        within = [day for day in self.snapshots if days.quarter_of(np.array([day]))[0] == quarter]
        return self.snapshots[max(within)] if within else None


def _place(code: str, among: tuple[str, ...]) -> int:
    return among.index(code) if code in among else -1
