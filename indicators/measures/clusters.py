"""How much the cases of one person cluster: what widens the intervals of measures that count several cases of one person.

A figure of them scatters more than as many independent cases would, by a factor that quasi-likelihood calls the dispersion
(McCullagh and Nelder 1989, Generalized Linear Models: 6.2.3, 9.3): here the squares of what each person's cases differ from what
the rate of all leads to expect of that person, over the cases (the linearised variance of a ratio of sums over persons; Cochran
1977, Sampling Techniques: 6.3, 9A). A person who is in several quarters of a year is one person there.

There is one dispersion for all quarters together and one for all years together, of everyone in Wales, rounded up. So an
interval follows from the numbers that stand beside it and from a number that is about everybody: with dispersions of their own,
figures that add up would tell in what people with few cases differ from one with many, and of hidden figures that as well.
"""

import numpy as np
from numpy.typing import NDArray

from indicators.measures.calendar import QUARTERS_IN_YEAR
from indicators.measures.cells import Table
from indicators.measures.distinct import keys
from indicators.measures.plan import Plan
from indicators.measures.rows import Rows
from indicators.measures.told import Periods, of_periods

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
FEWEST = 100  # cases that a dispersion is estimated from; with less there is none
STEP = 0.5  # to which it is rounded up
PRODUCTS = 3  # above * above, above * below, below * below


def squares(plan: Plan, rows: Rows, above: Ints, below: Ints | None = None) -> Table:
    """Everyone's products of two of a person's own numbers, summed: shape (length, PRODUCTS, QUARTERS_IN_YEAR).

    `above` and `below` (none: a count): what each row adds to numerator and denominator. Rows are in the order of people, then
    of quarters. A product is of two quarters of one person: the first place is the later one, the last how many lie between it
    and the earlier one; both ways round are counted. Sums of parts that never cross people.
    """
    everyone = next(one for cohort, one in zip(plan.cohorts, rows.members, strict=True) if cohort.code == plan.everyone)
    chosen = np.ones(len(rows.person), dtype=bool) if everyone is None else everyone
    wide = rows.length + QUARTERS_IN_YEAR
    key, row = np.unique(keys(rows.person, rows.quarter, rows.length)[chosen], return_inverse=True)
    mine = _summed(row, above[chosen], len(key))
    others = np.zeros(len(key), dtype=np.int64) if below is None else _summed(row, below[chosen], len(key))
    quarter, found = key % wide, np.zeros((rows.length, PRODUCTS, QUARTERS_IN_YEAR), dtype=np.int64)
    for apart in range(min(QUARTERS_IN_YEAR, len(key))):  # a person's quarters stand beside each other, none twice
        later, earlier = slice(apart, None), slice(None, len(key) - apart)
        between = key[later] - key[earlier]
        near = between < QUARTERS_IN_YEAR  # those of two people are more than a year apart
        ways = 2 if apart else 1
        crossed = mine[later] * others[earlier] + (others[later] * mine[earlier] if apart else 0)
        products = (ways * mine[later] * mine[earlier], crossed, ways * others[later] * others[earlier])
        for place, product in enumerate(products):
            np.add.at(found, (quarter[later][near], place, between[near]), product[near])
    return found


def _summed(place: NDArray[np.intp], amounts: Ints, size: int) -> Ints:
    """Whole numbers, exactly up to 2**53."""
    return np.rint(np.bincount(place, amounts, minlength=size)).astype(np.int64)


def dispersions(
    found: Periods, squared: Table, above: Table, below: Table | None, known: NDArray[np.bool_], least: int = 0
) -> Floats:
    """The dispersion of each period's figures: the same of all quarters, and the same of all years.

    `squared`: see `squares`. `above`, `below` (none: a count): everyone's numerator and denominator in Wales, by period. `known`:
    the periods it is estimated from. `least`: cases that everybody in the denominator has and that are no chance. At least 1,
    rounded up to STEP; NaN where there are fewer than FEWEST cases.
    """
    products = of_periods(found, squared[:, :, 0], _of_years(squared))
    people = np.zeros_like(above) if below is None else below
    rate = np.divide(above, people, out=np.zeros(len(above)), where=people > 0)
    spread = products[:, 0] - 2 * rate * products[:, 1] + rate**2 * products[:, 2]
    cases = above - least * people
    quarters = np.arange(len(above)) < len(above) - found.years
    one, other = (_pooled(spread[kind & known], cases[kind & known]) for kind in (quarters, ~quarters))
    return np.where(quarters, one, other)


def _of_years(squared: Table) -> Table:
    """The products of the years that end with each quarter: of pairs whose later quarter is in the year, and the earlier too."""
    found = np.zeros_like(squared[:, :, 0])
    for between in range(QUARTERS_IN_YEAR):
        for before in range(min(QUARTERS_IN_YEAR - between, len(found))):
            found[before:] += squared[: len(found) - before, :, between]
    return found


def _pooled(spread: Floats, cases: Ints) -> float:
    if cases.sum() < FEWEST:
        return float("nan")
    steps = round(float(spread.sum() / cases.sum()) / STEP, 9)  # without what rounding errors add to a whole number of steps
    return max(1.0, float(np.ceil(steps)) * STEP)
