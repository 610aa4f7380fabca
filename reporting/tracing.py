"""What is known of how figures came about, as a page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from django.urls import reverse

from reporting.charts.figures import Figure

if TYPE_CHECKING:  # editions are what traces are made by
    from reporting.published import Behind, Edition, Step


class Key(NamedTuple):
    """What figures of one row are known by: everything but their area."""

    measure: str
    cohort: str
    period: str
    breakdown: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True)
class Traced:
    """Figures of one key with the way that they came. `elsewhere`: what every other published release says, newest first."""

    figures: tuple[Figure, ...]
    elsewhere: tuple[tuple[Edition, tuple[Figure, ...]], ...]
    extracts: tuple[Behind, ...]
    steps: tuple[Step, ...]


def address(release: int, key: Key, area: str = "") -> str:
    """The permanent address of the page on how figures came about: of a row, or of one figure where there is an area."""
    place = {"number": release, "measure": key.measure, "cohort": key.cohort, "period": key.period}
    part = {name: code for name, code in (("breakdown", key.breakdown), ("category", key.category)) if code}
    path = (
        reverse("dashboards:figure_in_area", kwargs={**place, "area": area})
        if area
        else reverse("dashboards:figure", kwargs=place)
    )
    return f"{path}?{urlencode(part)}" if part else path


def address_of(figure: Figure, area: str = "") -> str:
    """The same for the row of a figure, or for the figure alone."""
    key = Key(figure.measure, figure.cohort, figure.period, figure.breakdown, figure.category)
    return address(int(figure.release.removeprefix("R")), key, area)
