"""The one shape in which a published figure reaches a reader."""

from dataclasses import dataclass
from decimal import Decimal

Number = int | Decimal


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure, already rounded to its measure's published precision and already safe to show.

    `period` is a quarter ("2023Q1") or a year ending ("YE2018-12"). `value`, `lower` and `upper` are in `unit` ("people",
    "percent" with 28.0 for 28.0%, "ratio"); they are None where `symbol` says why there is nothing to show (c, x, z, u).
    A numerator is a count, or an exact sum of predictions: 12.3456. `ready`: of a figure that is not available yet (x) the code
    of the quarter from which it will be. `origin` is "published" for a figure taken over from a publication and "counted" for
    one this service worked out; `note` says how ("sum of the four regions"), in the reader's language.
    """

    release: str
    group: str
    indicator: str
    cohort: str
    measure: str
    area_code: str
    area_name: str
    period: str
    breakdown: str
    category: str
    numerator: Number | None
    denominator: Number | None
    value: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    unit: str
    symbol: str
    vintage: str
    source: str = ""
    origin: str = "published"
    note: str = ""
    ready: str = ""
