"""The permanent address of the page on how a figure came about."""

from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote, urlencode

from django.urls import reverse
from django.utils.translation import get_language

PERIOD, AREA = "~period~", "~area~"  # where they stand in an address that is not written yet: no code has these letters


class Key(NamedTuple):
    """What figures of one row are known by: everything but their area."""

    measure: str
    cohort: str
    period: str
    breakdown: str = ""
    category: str = ""


def address(release: int, key: Key, area: str = "") -> str:
    """The permanent address of the page on how figures came about: of a row, or of one figure where there is an area."""
    part = {name: code for name, code in (("breakdown", key.breakdown), ("category", key.category)) if code}
    path = _path(get_language(), release, key.measure, key.cohort, in_area=bool(area))
    path = path.replace(PERIOD, quote(key.period)).replace(AREA, quote(area))
    return f"{path}?{urlencode(part)}" if part else path


@lru_cache(maxsize=1024)
def _path(language: str | None, release: int, measure: str, cohort: str, *, in_area: bool) -> str:
    """Of all figures of these: a table leads to a hundred of them, and to look one up takes longer than to write its row.
    `language` is the active one, which is given to tell one from another."""
    place = {"number": release, "measure": measure, "cohort": cohort, "period": PERIOD}
    if in_area:
        return reverse("dashboards:figure_in_area", kwargs={**place, "area": AREA})
    return reverse("dashboards:figure", kwargs=place)
