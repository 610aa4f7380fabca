"""Figures that were counted, each with the extracts that it comes from."""

from collections.abc import Callable, Iterable
from datetime import date
from uuid import UUID

import numpy as np
import pandas as pd

from indicators import catalogue
from indicators.catalogue import Period
from indicators.catalogue.accessors import WALES
from indicators.extracts.models import Extract
from indicators.measures.counting import Counts, figures
from indicators.measures.plan import Plan
from indicators.measures.regions import add_wales
from indicators.records import store
from indicators.releases.drafting.basis import Basis

OUTCOMES = "vawdasv_outcomes"
STRAND = "strand"
# Rows of other quarters that a figure of one quarter looks at: how many quarters before it and after it.
REACH = {"proven_offences": (0, 6), "assessments": (-5, 0)}
# Of a year only the last quarter's.
AT_THE_END = {("intervention_entries", "caseload")}


def counted_figures(basis: Basis, plan: Plan, counts: Counts) -> pd.DataFrame:
    """Everything that the records of the basis give, in no order.

    Columns: cohort, measure, period, area_code, breakdown, category, numerator and denominator (whole numbers or missing),
    scale (how many of the numerator's units make one), dispersion and least (see measures.clusters), symbol, ready, vintage,
    source (codes of the measure's sources), extract_id (missing where several extracts are behind it) and derived.
    """
    people = _with_origins(figures(plan, counts), basis).assign(derived="")
    parts = [part for part in (people, _outcomes(basis)) if len(part)]
    return pd.concat(parts, ignore_index=True) if parts else people


def _outcomes(basis: Basis) -> pd.DataFrame:
    """Prosecutions and convictions as supplied, with Wales where it can be added up."""
    counts = store.current_counts(basis.numbers("prosecutions")).drop(columns="extract_id")
    renamed = counts.rename(columns={STRAND: "category", "convictions": "numerator", "prosecutions": "denominator"})
    cohorts = dict.fromkeys(
        cohort for indicator in catalogue.indicators() if indicator.measure == OUTCOMES for cohort in indicator.cohorts
    )
    several = [renamed.assign(cohort=cohort, measure=OUTCOMES, breakdown=STRAND) for cohort in cohorts]
    frame = pd.concat(several, ignore_index=True)
    return with_wales(_with_origins(frame, basis)).assign(scale=1, symbol="", ready="", dispersion=np.nan, least=0)


def with_wales(figures: pd.DataFrame) -> pd.DataFrame:
    """`figures` and the sums of regions where Wales is missing (see measures.regions)."""
    return add_wales(
        figures,
        wales=WALES,
        regions=[area.code for area in catalogue.regions()],
        unknown=next(area.code for area in catalogue.areas() if area.kind == "unknown"),
        additive={measure.code for measure in catalogue.measures() if measure.additive_over_areas},
    )


def _with_origins(figures: pd.DataFrame, basis: Basis) -> pd.DataFrame:
    """`figures` with vintage, source and extract_id, worked out once for each measure and period."""
    behind = _behind(basis)
    as_at = dict(Extract.objects.filter(pk__in=basis.extracts).values_list("pk", "as_at"))
    measure, measures = pd.factorize(figures["measure"])
    period, periods = pd.factorize(figures["period"])
    pairs, place = np.unique(measure * max(len(periods), 1) + period, return_inverse=True)
    vintages, sources, extracts = [], [], []
    for pair in pairs:
        one, when = measures[pair // len(periods)], Period.parse(periods[pair % len(periods)])
        found = behind(str(one), when)
        vintages.append(_vintage(as_at[extract] for extract in found))
        sources.append(" ".join(source for source in catalogue.measure(str(one)).sources if source in basis.slices))
        extracts.append(str(next(iter(found))) if len(found) == 1 else None)
    return figures.assign(
        vintage=pd.array(vintages, dtype="str").take(place),
        source=pd.array(sources, dtype="str").take(place),
        extract_id=pd.array(extracts, dtype="str").take(place),
    )


def _behind(basis: Basis) -> Callable[[str, Period], set[UUID]]:
    """A function of measure and period that gives the extracts whose rows its figures were counted from."""
    held = {source: {one.period: one.extract_id for one in slices} for source, slices in basis.slices.items()}

    def extracts(measure: str, period: Period) -> set[UUID]:
        looked = looked_at(measure, period).items()
        return {held[source][code] for source, codes in looked for code in codes if code in held.get(source, {})}

    return extracts


def looked_at(measure: str, period: Period) -> dict[str, list[str]]:
    """By source the periods of slices whose rows figures of this measure and period are counted from: of records quarters, of
    counts the period itself."""
    return {
        source: _quarters(measure, source, period) if source in store.RECORDS else [period.code]
        for source in catalogue.measure(measure).sources
    }


def _quarters(measure: str, source: str, period: Period) -> list[str]:
    """The quarters of a source that figures of a period look at."""
    quarters = period.quarters()
    if (measure, source) in AT_THE_END:
        quarters = quarters[-1:]
    before, after = REACH.get(source, (0, 0))
    return [quarter.code for quarter in quarters[0].shifted(before).up_to(quarters[-1].shifted(after))]


def _vintage(days: Iterable[date | None]) -> str:
    """The month of the newest of the extracts: "2025-12"."""
    newest = max((day for day in days if day is not None), default=None)
    return "" if newest is None else f"{newest:%Y-%m}"
