"""The relative rate index of published figures: worked out from what is shown, and from nothing else.

Whoever has the file can do the same sum, so an index tells nothing that the figures do not tell. Where a part is hidden there is
none; and where the rate of the others, which is no published figure, would itself be one that is not shown, there is none either.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from indicators.statistics import relative_rate_index
from reporting.charts.figures import Figure

HIDDEN = ("c", "u", "x")
PRECISION = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Rules:
    """Counts from 1 to `largest_small_count` are not shown, nor rates on fewer than `fewest_people`."""

    largest_small_count: int = 4
    fewest_people: int = 30


@dataclass(frozen=True, slots=True)
class Rate:
    """Numbers of which both are known; or the symbol that says why they are not."""

    numerator: int = 0
    denominator: int = 0
    symbol: str = ""

    @property
    def percent(self) -> Decimal:
        """With one decimal place. Only where there is a denominator."""
        return (Decimal(100 * self.numerator) / self.denominator).quantize(Decimal("0.1"))


@dataclass(frozen=True, slots=True)
class Index:
    """A rate over another with its interval, as it is written; None with a symbol where there is none."""

    value: Decimal | None
    lower: Decimal | None = None
    upper: Decimal | None = None
    symbol: str = ""

    @property
    def holds_one(self) -> bool:
        """Whether the interval holds 1: both rates can be the same."""
        return self.lower is None or self.upper is None or self.lower <= 1 <= self.upper


def rate_of(figure: Figure | None) -> Rate:
    """What a published figure shows."""
    if figure is None:
        return Rate(symbol="x")
    if figure.symbol in HIDDEN or figure.numerator is None or figure.denominator is None:
        return Rate(symbol=figure.symbol if figure.symbol in HIDDEN else "x")
    return Rate(int(figure.numerator), int(figure.denominator))


def others(whole: Rate, left_out: Iterable[Rate], rules: Rules) -> Rate:
    """The whole without some of its parts. It is no published figure, so the rules of those hold for it."""
    parts = list(left_out)
    if symbols := [one.symbol for one in (whole, *parts) if one.symbol]:
        return Rate(symbol=_strongest(symbols))
    numerator = whole.numerator - sum(one.numerator for one in parts)
    denominator = whole.denominator - sum(one.denominator for one in parts)
    if not 0 <= numerator <= denominator:
        return Rate(symbol="x")  # figures of different sources need not fit together
    if any(1 <= count <= rules.largest_small_count for count in (numerator, denominator - numerator, denominator)):
        return Rate(symbol="c")
    if 0 < denominator < rules.fewest_people:
        return Rate(symbol="u")
    return Rate(numerator, denominator)


def index_of(mine: Rate, reference: Rate, confidence: float) -> Index:
    """One rate over the other; not applicable (z) where either is 0 or about nobody."""
    if symbols := [one.symbol for one in (mine, reference) if one.symbol]:
        return Index(None, symbol=_strongest(symbols))
    if not (mine.numerator and reference.numerator):
        return Index(None, symbol="z")
    found = relative_rate_index(mine.numerator, mine.denominator, reference.numerator, reference.denominator, confidence)
    value, lower, upper = (Decimal(repr(one)).quantize(PRECISION) for one in (found.index, found.lower, found.upper))
    return Index(value, lower, upper)


def _strongest(symbols: list[str]) -> str:
    """Suppressed before too few before not available."""
    return min(symbols, key=HIDDEN.index)
