"""What is known of how figures came about, as a page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from indicators.catalogue.permanent import Key, address
from reporting.charts.figures import Figure

if TYPE_CHECKING:  # editions are what traces are made by
    from reporting.published import Behind, Edition, Step


@dataclass(frozen=True, slots=True)
class Traced:
    """Figures of one key with the way that they came. `elsewhere`: what every other published release says, newest first."""

    figures: tuple[Figure, ...]
    elsewhere: tuple[tuple[Edition, tuple[Figure, ...]], ...]
    extracts: tuple[Behind, ...]
    steps: tuple[Step, ...]


def address_of(figure: Figure, area: str = "") -> str:
    """The permanent address of the page on how the row of a figure came about, or the figure alone."""
    key = Key(figure.measure, figure.cohort, figure.period, figure.breakdown, figure.category)
    return address(int(figure.release.removeprefix("R")), key, area)
