"""How a number that a figure is made of is written for a reader, on the pages of analysts and of everybody else."""

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

MINUS = "\N{MINUS SIGN}"
TENTH = Decimal("0.1")


@lru_cache(maxsize=8192)  # what a page says of a figure in its picture, its chart and its table
def made_of(value: Decimal | int) -> str:
    """A count as it is, 401,404; a sum of predictions, which means nothing beyond that, with one decimal place: 12.3.

    Files and the API have it with all its decimal places.
    """
    given = Decimal(value)
    whole = given.to_integral_value()
    shown = whole if given == whole else given.quantize(TENTH, ROUND_HALF_UP)
    return f"{shown + 0:,f}".replace("-", MINUS)  # + 0: what was rounded to nothing has no sign
