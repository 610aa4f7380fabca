"""The pages of the regions: what has changed in one, what stands out beside the rest of Wales, and its latest figures."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.text import slugify

from indicators import catalogue
from indicators.catalogue import Area
from indicators.trust import nothing_changed
from priority_groups import content
from priority_groups.content import Group, Plan
from reporting.dashboards.latest import Latest, latest
from reporting.dashboards.matrix import WALES
from reporting.dashboards.neighbours import Link
from reporting.dashboards.verdicts import VerdictRow, address
from reporting.published import Edition
from reporting.verdicts import Verdict, counts
from wales_framework.look import languages

TOLD = ("improving", "worse", "changed")
APART = ("higher", "lower")


@dataclass(frozen=True, slots=True)
class Line:
    """A series in the region and in Wales; a side is None where the edition says nothing of it."""

    title: str
    here: Latest | None
    wales: Latest | None

    @property
    def beside(self) -> str:
        """How the region compares with the rest of Wales, "" where that is not told."""
        return self.here.verdict.beside if self.here else ""


@dataclass(frozen=True, slots=True)
class Part:
    """The series of one priority group."""

    group: Group
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class RegionCard:
    """A region in the index: how many of its series have which verdict, and how many are unlike the rest of Wales."""

    area: Area
    url: str
    counts: tuple[tuple[str, str, int], ...]
    apart: int


def find_region(name: str) -> Area:
    """The region of an address: by its name in either language, or its code. Raises KeyError."""
    found = catalogue.find_area(name)
    if found is None or found.kind != "region":
        raise KeyError(f"no region '{name}'")
    return found


def region_url(area: Area) -> str:
    """In the language that is active now."""
    return reverse("dashboards:region", args=[slugify(str(area.name))])


def region_languages(request: HttpRequest, area: Area) -> list[dict[str, object]]:
    """The same page in every language (wales_framework.look), each at the region's name in that language."""
    query = request.get_full_path()[len(request.path) :]
    found = []
    for one in languages(request):
        with translation.override(str(one["code"])):
            found.append({**one, "url": region_url(area) + query})
    return found


def regions_page(edition: Edition | None) -> dict[str, Any]:
    """The index."""
    codes = [area.code for area in catalogue.regions()]
    verdicts = edition.findings(drawn=False, area=codes) if edition else []
    return {"cards": [_card(area, [one for one in verdicts if one.area_code == area.code]) for area in catalogue.regions()]}


def region_page(area: Area, edition: Edition | None) -> dict[str, Any]:
    """One region."""
    verdicts = edition.findings(drawn=False, area=[area.code, WALES]) if edition else []
    here = [one for one in verdicts if one.area_code == area.code]
    return {
        "counts": _counts(here),
        "nothing": nothing_changed(counts(here)),
        "changed": [VerdictRow(one, address(one)) for one in _in_turn(one for one in here if one.verdict in TOLD)],
        "apart": [VerdictRow(one, address(one)) for one in here if one.beside_is in APART],
        "parts": _parts(edition, area, verdicts) if edition else (),
    }


def plans_of(area: Area) -> list[Plan]:
    """The delivery plans that the frameworks call for there."""
    return [plan for framework in content.frameworks() for plan in framework.plans if plan.area == area.code]


def region_links(area: Area) -> tuple[Link | None, Link | None]:
    """The regions before and after."""
    areas = catalogue.regions()
    links = [Link(region_url(one), str(one.name)) for one in areas]
    place = areas.index(area)
    return (links[place - 1] if place else None), (links[place + 1] if place + 1 < len(links) else None)


def _card(area: Area, verdicts: Collection[Verdict]) -> RegionCard:
    return RegionCard(area, region_url(area), _counts(verdicts), sum(one.beside_is in APART for one in verdicts))


def _counts(verdicts: Collection[Verdict]) -> tuple[tuple[str, str, int], ...]:
    """Look and label of each verdict, and how many there are of it."""
    labels = {one.verdict: (one.look, one.label) for one in verdicts}
    return tuple((*labels[verdict], count) for verdict, count in counts(verdicts).items())


def _in_turn(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Signals first, the strongest before others."""
    return sorted(verdicts, key=lambda one: one.rank or 10**6)


def _parts(edition: Edition, area: Area, verdicts: Collection[Verdict]) -> tuple[Part, ...]:
    found = latest(edition, verdicts)
    lines: dict[tuple[str, str], dict[tuple[str, tuple[str, str, str]], Line]] = {}
    for one in verdicts:
        indicator = catalogue.indicator(one.indicator)
        cohort, measure, breakdown, category, _area = one.series
        of_group = lines.setdefault((indicator.framework, indicator.group), {})
        of_group[one.indicator, one.division] = Line(
            one.title,
            found.get((cohort, measure, breakdown, category, area.code)),
            found.get((cohort, measure, breakdown, category, WALES)),
        )
    return tuple(Part(content.group(*group), tuple(found_in.values())) for group, found_in in lines.items())
