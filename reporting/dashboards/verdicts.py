"""Verdicts as the pages show them: each with the address of the chart that it was found in."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.urls import reverse
from django.utils.translation import get_language

from indicators import catalogue
from reporting.dashboards.choosing import Choice
from reporting.selection import TOTAL, Selection
from reporting.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """A verdict, the address of its chart with limits, and whether that chart is on the page."""

    verdict: Verdict
    url: str
    is_shown: bool = False


@dataclass(frozen=True, slots=True)
class VerdictLine:
    """A series in all its areas: a cell for each column of its table, None where the edition says nothing of it."""

    title: str
    cells: tuple[VerdictRow | None, ...]


@dataclass(frozen=True, slots=True)
class VerdictTable:
    """Series down, areas across."""

    areas: tuple[str, ...]
    lines: tuple[VerdictLine, ...]


def table_of(verdicts: Iterable[Verdict]) -> VerdictTable:
    """The verdicts of several indicators, in their order; columns are the areas that any of them is about."""
    series: dict[tuple[str, tuple[str, str, str]], dict[str, Verdict]] = {}
    for one in verdicts:
        series.setdefault((one.indicator, one.division), {})[one.area_code] = one
    there = {area for line in series.values() for area in line}
    areas = tuple(area for area in catalogue.areas() if area.code in there)
    lines = [
        VerdictLine(
            title=next(iter(line.values())).title,
            cells=tuple(VerdictRow(line[area.code], address(line[area.code])) if area.code in line else None for area in areas),
        )
        for line in series.values()
    ]
    return VerdictTable(tuple(str(area.name) for area in areas), tuple(lines))


def rows(choice: Choice, verdicts: Iterable[Verdict]) -> list[VerdictRow]:
    """Those of the division that is shown; the one of the area that is shown alone, else all."""
    if choice.division is None:
        return []
    division = (choice.division.cohort, choice.division.breakdown, choice.division.category)
    found = [one for one in verdicts if one.division == division and choice.area in ("", one.area_code)]
    return [VerdictRow(one, "?" + choice.query_in(one.area_code, one.view), one.area_code == choice.area) for one in found]


def address(verdict: Verdict) -> str:
    """The page of the verdict's own chart, from anywhere."""
    view = verdict.view
    selection = Selection(
        cohort=(verdict.cohort,),
        breakdown=(verdict.breakdown or TOTAL,),
        category=(verdict.category or TOTAL,),
        area=(verdict.area_code,),
        kind=view.kinds if view else (),
        origin=(view.origin,) if view else (),
    )
    return f"{_path(get_language(), verdict.indicator)}?{selection.to_query()}"


@cache
def _path(language: str | None, indicator: str) -> str:
    """A page leads to one of some forty indicators hundreds of times. `language` is the active one, which is given to tell one
    from another."""
    return reverse("dashboards:indicator", args=[indicator])
