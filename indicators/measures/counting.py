"""Counting as a whole: `count` the records of some of the people, add up the counts, and make `figures` of the sum.

`count` needs every row of each of its people, in any order, and nobody else's.
"""

import pandas as pd

from indicators.measures import completions, entries, needs, referrals, reoffending, sentences
from indicators.measures.counts import Counts, fingerprint
from indicators.measures.plan import Plan, Records
from indicators.measures.told import frame

__all__ = ["Counts", "count", "figures"]

FAMILIES = (sentences, completions, reoffending, needs, entries, referrals)


def count(plan: Plan, records: Records) -> Counts:
    """What the records of some of the people add to each measure.

    `records`: for each source `person`, `row` and the columns of its record's table (see `plan`); a source may be missing.
    """
    tables = {name: table for family in FAMILIES for name, table in family.count(plan, records).items()}
    return Counts(fingerprint(plan), tables)


def figures(plan: Plan, counts: Counts) -> pd.DataFrame:
    """Every figure that the plan tells, once: measure by measure, in the order of periods, cohorts and cells.

    Columns: cohort, measure, period, area_code, breakdown, category (str); numerator, denominator (Int64; a numerator is
    `scale` times as large as it is told, 1 or 1,000,000; a denominator is whole, and blank where it is not known or the measure
    has none); scale; symbol ("x" where a reoffending cohort has not matured, numerator and denominator blank, else ""); ready
    (the quarter by whose end it will have, else ""); dispersion and least (see clusters; NaN and 0 where each case is another
    person, and NaN where too few cases are counted to tell). ValueError for counts of another plan.
    """
    if counts.plan != fingerprint(plan):
        raise ValueError("The counts belong to another plan.")
    return frame([told for family in FAMILIES for told in family.figures(plan, counts)])
