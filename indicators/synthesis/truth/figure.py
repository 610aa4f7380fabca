"""A planted figure, the periods that figures are told for, and the cells of one cohort, measure and period."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from indicators.synthesis import codes, days
from indicators.synthesis.chance import Ints
from indicators.synthesis.truth.ledger import Ledger
from indicators.synthesis.truth.people_counted import QUARTERS_IN_YEAR
from indicators.synthesis.truth.seen import AREA_CELLS, DIMENSIONS


class Figure(NamedTuple):
    """A row, everything as it stands in the file."""

    cohort: str
    measure: str
    period: str
    area_code: str
    breakdown: str
    category: str
    numerator: str
    denominator: str


class Period(NamedTuple):
    """A quarter or the year that ends with it: where its sums stand, and its code."""

    window: int
    place: int  # of its last quarter, from the first one asked for
    quarter: int  # of its last
    code: str


def periods(ledger: Ledger, source: str) -> Iterator[Period]:
    """The quarters that a source covers, and the years whose four quarters it covers."""
    if source not in ledger.covered:
        return
    first, last = ledger.covered[source]
    for quarter in range(first, last + 1):
        place = quarter - ledger.request.first_quarter
        yield Period(0, place, quarter, days.quarter_code(quarter))
        if quarter - QUARTERS_IN_YEAR + 1 >= first:
            yield Period(1, place, quarter, days.year_code(quarter))


def cells(
    cohort: str,
    measure: str,
    period: str,
    numerators: Ints,
    denominators: Ints | None,
    own: tuple[str, Sequence[str]] | None = None,
    *,
    scale: int = 1,
    blank: bool = False,
    young: bool = True,
) -> Iterator[Figure]:
    """All cells of one cohort, measure and period. `blank`: told without numbers. `young`: under 18 can be among them."""

    def told(area: str, breakdown: str, category: str, numerator: int, denominator: int | None) -> Figure:
        numbers = ("", "") if blank else (_number(numerator, scale), "" if denominator is None else str(denominator))
        return Figure(cohort, measure, period, area, breakdown, category, *numbers)

    above, below = numerators.tolist(), [None] * len(numerators) if denominators is None else denominators.tolist()
    yield told(codes.WALES, "", "", sum(above[:AREA_CELLS]), None if denominators is None else sum(below[:AREA_CELLS]))
    place = 0
    for breakdown, categories in (*DIMENSIONS, *([own] if own else [])):
        for category in categories:
            numerator, denominator = above[place], below[place]
            place += 1
            if breakdown == "":
                yield told(category, "", "", numerator, denominator)
            elif category != "under_18" or (young and not blank and (numerator or denominator)):
                yield told(codes.WALES, breakdown, category, numerator, denominator)


def _number(value: int, scale: int) -> str:
    """12 as "12", 12345600 millionths as "12.3456"."""
    if scale == 1:
        return str(value)
    whole, rest = divmod(abs(value), scale)
    decimals = f"{rest:0{len(str(scale)) - 1}}".rstrip("0")
    return ("-" if value < 0 else "") + str(whole) + (f".{decimals}" if decimals else "")
