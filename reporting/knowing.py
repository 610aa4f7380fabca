"""What an edition has figures of, without the figures: which cohorts, parts and periods, and who worked them out.

An edition has hundreds of thousands of figures; what a page offers to choose from must not need them.
"""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from reporting.charts import periods

# Kinds of periods in an address: what may stand on one axis, by the month in which years end (0 for quarters).
KINDS: Mapping[str, int] = {"year_12": 12, "year_09": 9, "year_06": 6, "year_03": 3, "quarter": 0}
NAMES = {month: name for name, month in KINDS.items()}
# As figures have them.
ORIGINS = PUBLISHED, COUNTED = "published", "counted"


class Known(NamedTuple):
    """There are figures of this for these periods, which are of one kind and in order, each in an area that a chart has lines
    for."""

    cohort: str
    breakdown: str
    category: str
    origin: str
    kind: str
    periods: tuple[str, ...]
    measure: str


class Reached(NamedTuple):
    """There is a figure of this cohort for this period; `is_waiting`: it is not available yet."""

    cohort: str
    period: str
    origin: str
    is_waiting: bool


@cache
def kind_of(period: str) -> str:
    """The kind of a period, as addresses name it. Raises UnknownPeriod."""
    return NAMES[periods.kind(period)]
