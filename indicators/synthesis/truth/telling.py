"""The planted figures as the rows of truth.csv."""

from collections.abc import Iterator, Sequence

import numpy as np

from indicators.synthesis import codes, days
from indicators.synthesis.prosecutions import Cases
from indicators.synthesis.truth import reoffending
from indicators.synthesis.truth.figure import Figure, cells, periods
from indicators.synthesis.truth.ledger import Ledger
from indicators.synthesis.truth.needs import Snapshot
from indicators.synthesis.truth.seen import AREA_CELLS, COMMON_CELLS

MILLION = 1_000_000
HEADINGS = Figure._fields
# Where needs are told: area and breakdown.
_PLACES = (
    *((area, "need") for area in (codes.WALES, *codes.AREAS)),
    *((codes.WALES, f"need_{setting}") for setting in codes.SETTINGS),
)


def figures(ledger: Ledger, prosecutions: Sequence[Cases]) -> list[Figure]:
    """Every figure that can be counted from the files, in order."""
    found = [*_started(ledger), *_completed(ledger), *_reoffended(ledger), *_needs(ledger), *_entered(ledger), *_referred(ledger)]
    return sorted([*found, *_prosecuted(prosecutions)])


def _started(ledger: Ledger) -> Iterator[Figure]:
    own = ("sentence_type", codes.SENTENCE_TYPES)
    for period in periods(ledger, "sentences"):
        for number, cohort in enumerate(codes.COHORTS):
            sums = ledger.sums["sentences"][period.window, number, period.place]
            yield from cells(cohort, "sentences_started", period.code, sums, None, own)
        sets = ledger.sums["sets"][period.window, period.place]
        for bits in np.flatnonzero(sets).tolist():
            letters = "".join(letter for number, letter in enumerate(codes.LETTERS) if letter and bits >> number & 1)
            rest = ("cohort_set", letters or "none", str(sets[bits]), "")
            yield Figure("all", "sentences_started", period.code, codes.WALES, *rest)


def _completed(ledger: Ledger) -> Iterator[Figure]:
    own = ("order_type", codes.ORDER_TYPES)
    for period in periods(ledger, "terminations"):
        for number, cohort in enumerate(codes.COHORTS):
            place = period.window, number, period.place
            successful, ended = ledger.sums["successful"][place], ledger.sums["ended"][place]
            yield from cells(cohort, "completion_rate", period.code, successful, ended, own)


def _reoffended(ledger: Ledger) -> Iterator[Figure]:
    own = ("index_type", codes.INDEX_TYPES)
    for period in periods(ledger, "index_events"):
        # The last quarter of a year is the last to be mature.
        ready = days.months_later(np.array([days.number(days.quarter_end(period.quarter))]), days.MONTHS_TO_SANCTION)[0]
        blank = "proven_offences" not in ledger.covered or ready > days.number(ledger.request.as_at)
        for number, cohort in enumerate(codes.COHORTS):
            sums = ledger.sums["index_events"][:, period.window, number, period.place]
            people, given = sums[reoffending.PEOPLE], sums[reoffending.PREDICTED_PEOPLE]
            difference = sums[reoffending.PREDICTED_REOFFENDERS] * MILLION - sums[reoffending.PREDICTED]
            for measure, numerators, denominators, scale in (
                ("reoffending_rate", sums[reoffending.REOFFENDERS], people, 1),
                ("reoffences_per_reoffender", sums[reoffending.REOFFENCES], sums[reoffending.REOFFENDERS], 1),
                ("reoffences_per_100_offenders", sums[reoffending.REOFFENCES], people, 1),
                ("serious_reoffences_per_100_offenders", sums[reoffending.SERIOUS], people, 1),
                ("predicted_rate", sums[reoffending.PREDICTED], given, MILLION),
                ("actual_less_predicted", difference, given, MILLION),
            ):
                yield from cells(
                    cohort, measure, period.code, numerators, denominators, own, scale=scale, blank=blank, young=False
                )


def _needs(ledger: Ledger) -> Iterator[Figure]:
    if "assessments" not in ledger.covered:
        return
    for period in periods(ledger, "caseload"):
        if period.window:
            continue
        snapshot = ledger.last_snapshot(period.quarter) or Snapshot()
        for number, cohort in enumerate(codes.COHORTS):
            assessed, people = snapshot.assessed[number], snapshot.people[number]
            own = ("setting", codes.SETTINGS)
            yield from cells(cohort, "assessment_coverage", period.code, assessed, people, own)
            for need, name in enumerate(codes.NEEDS):
                above, below = snapshot.needed[number, need].tolist(), snapshot.scored[number, need].tolist()
                wales = sum(above[:AREA_CELLS]), sum(below[:AREA_CELLS])
                for (area, breakdown), some, among in zip(_PLACES, (wales[0], *above), (wales[1], *below), strict=True):
                    yield Figure(cohort, "need_prevalence", period.code, area, breakdown, name, str(some), str(among))


def _entered(ledger: Ledger) -> Iterator[Figure]:
    for period in periods(ledger, "interventions"):
        snapshot = ledger.last_snapshot(period.quarter)
        for number, cohort in enumerate(codes.COHORTS):
            place = period.window, number, period.place
            yield from cells(cohort, "diversion_entries", period.code, ledger.sums["diversion"][place], None)
            caseload = None
            if snapshot is not None:
                people = snapshot.people[number]
                whole = np.full(len(codes.INTERVENTION_KINDS), people[:AREA_CELLS].sum())
                caseload = np.concatenate([people[:COMMON_CELLS], whole])
            own = ("kind", codes.INTERVENTION_KINDS)
            yield from cells(cohort, "intervention_entries", period.code, ledger.sums["interventions"][place], caseload, own)


def _referred(ledger: Ledger) -> Iterator[Figure]:
    own = ("referrer", codes.REFERRERS)
    for period in periods(ledger, "referrals"):
        for number, cohort in enumerate(codes.COHORTS):
            place = period.window, number, period.place
            yield from cells(cohort, "charity_referrals", period.code, ledger.sums["referrals"][place], None, own)
            yield from cells(cohort, "charity_referral_people", period.code, ledger.sums["referred"][place], None, own)


def _prosecuted(rows: Sequence[Cases]) -> Iterator[Figure]:
    """Each row as supplied; Wales where it was not supplied and all of its regions were."""
    by_place: dict[tuple[int, str], dict[str, Cases]] = {}
    for row in rows:
        by_place.setdefault((row.quarter, row.strand), {})[row.area] = row
    for (quarter, strand), areas in by_place.items():
        if codes.WALES not in areas and set(codes.REGIONS) <= set(areas):
            supplied = list(areas.values())
            whole = sum(row.prosecutions for row in supplied), sum(row.convictions for row in supplied)
            areas[codes.WALES] = Cases(quarter, codes.WALES, strand, *whole)
        for area, row in areas.items():
            rest = ("strand", strand, str(row.convictions), str(row.prosecutions))
            yield Figure("domestic_abuse_perpetrators", "vawdasv_outcomes", days.quarter_code(quarter), area, *rest)
