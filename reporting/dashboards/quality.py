"""How complete and how final the figures of a page are."""

from collections.abc import Collection
from dataclasses import dataclass

from reporting.charts.figures import Figure
from reporting.charts.format import NOT_SHOWN


@dataclass(frozen=True, slots=True)
class Quality:
    """How many figures there are, how many of them are shown, and how many have each symbol."""

    figures: int
    provisional: int
    revised: int
    suppressed: int
    unreliable: int
    unavailable: int
    shown: int


def of(figures: Collection[Figure]) -> Quality:
    """Counted over what a page shows."""
    symbols = [figure.symbol for figure in figures]
    return Quality(
        figures=len(symbols),
        provisional=symbols.count("p"),
        revised=symbols.count("r"),
        suppressed=symbols.count("c"),
        unreliable=symbols.count("u"),
        unavailable=symbols.count("x"),
        shown=sum(not symbol or symbol not in NOT_SHOWN for symbol in symbols),
    )
