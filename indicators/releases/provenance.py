"""How figures of a release came about: who did what on the way, and which extracts they come from. No exact figure is read."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from indicators.catalogue import Period
from indicators.extracts import problems
from indicators.extracts.layouts import layout
from indicators.extracts.models import Extract, Problem
from indicators.releases.drafting import looked_at
from indicators.releases.models import Observation, RecountedSlice, Release
from indicators.releases.rows import Told

STEPS: tuple[tuple[str, str, Promise], ...] = (
    ("drafted_at", "drafted_by", _("Drafted")),
    ("submitted_at", "submitted_by", _("Submitted for approval")),
    ("approved_at", "approved_by", _("Approved")),
    ("published_at", "published_by", _("Published")),
)


@dataclass(frozen=True, slots=True)
class Step:
    """Something that was done with the release. `by` is empty where the service did it."""

    title: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """A warning of the checks: what it says to readers, and who accepted it."""

    message: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Behind:
    """An extract that figures come from. `first` and `last`: the quarters of it that they were counted from, "" of figures that
    were taken over as they are."""

    extract: Extract
    first: str
    last: str
    warnings: tuple[Accepted, ...]

    @property
    def source(self) -> str:
        """What the file is a list of, in the active language."""
        return str(layout(self.extract.source).title)

    @property
    def is_published(self) -> bool:
        """Whether its rows are figures that somebody published, so that their number tells nothing."""
        return layout(self.extract.source).kind == "figures"

    @property
    def is_told_apart(self) -> bool:
        """Whether its fingerprint may be told to everybody. A small table of counts could be found by trying: those who
        guess all its cells but one would know by the fingerprint when the last is right."""
        return layout(self.extract.source).kind != "counts"


def steps(release: Release) -> list[Step]:
    """What was done with the release, in the order of time."""
    found = []
    for at, by, title in STEPS:
        moment = getattr(release, at)
        if moment is not None:
            found.append(Step(str(title), moment, str(getattr(release, by) or "")))
    return sorted(found, key=lambda one: one.at)


def with_people(number: int) -> Release:
    """The release with the people who had to do with it."""
    return Release.objects.select_related("drafted_by", "submitted_by", "approved_by", "published_by").get(pk=number)


def behind(release: Release, figures: Collection[Told]) -> list[Behind]:
    """The extracts that these figures of one measure and period come from, in the order of its sources."""
    found = [*_published(release, figures), *_counted(release, figures)]
    extracts = _extracts(one[0] for one in found)
    return [_behind(extracts[number], codes) for number, codes in found if number in extracts]


def _published(release: Release, figures: Collection[Told]) -> list[tuple[UUID, list[str]]]:
    """Figures that were taken over have their extract beside them; a sum of regions those of the regions."""
    taken = [one for one in figures if one.origin == Observation.Origin.PUBLISHED]
    if not taken:
        return []
    one = taken[0]
    key = {"measure": one.measure, "cohort": one.cohort, "period": one.period}
    rows = release.observations.filter(
        **key, breakdown=one.breakdown, category=one.category, origin=one.origin, extract__isnull=False
    ).values_list("area_code", "extract_id")
    areas = {figure.area_code for figure in taken}
    whole = any(figure.derived for figure in taken)
    return [(number, []) for number in dict.fromkeys(number for area, number in rows if whole or area in areas)]


def _counted(release: Release, figures: Collection[Told]) -> list[tuple[UUID, list[str]]]:
    """Counted figures come from the slices that their release's recount noted, as far as the measure looks at their quarters."""
    counted = next((one for one in figures if one.origin == Observation.Origin.COUNTED), None)
    if counted is None:
        return []
    slices = RecountedSlice.objects.filter(release=release.pk).order_by("period").values_list("source", "period", "extract_id")
    held = list(slices)
    found: dict[UUID, list[str]] = {}
    for source, codes in looked_at(counted.measure, Period.parse(counted.period)).items():
        for of, period, extract in held:
            if of == source and period in codes:
                found.setdefault(extract, []).append(period)
    return list(found.items())


def _extracts(numbers: Iterable[UUID]) -> dict[UUID, Extract]:
    warnings = Problem.objects.filter(level=Problem.Level.WARN).exclude(accepted_at=None).select_related("accepted_by")
    found = Extract.objects.filter(pk__in=set(numbers)).select_related("uploaded_by", "accepted_by")
    return {one.pk: one for one in found.prefetch_related(Prefetch("problems", warnings, to_attr="accepted_warnings"))}


def _behind(extract: Extract, codes: list[str]) -> Behind:
    periods = sorted(codes, key=lambda code: Period.parse(code).end)
    warnings: list[Problem] = vars(extract)["accepted_warnings"]
    told = tuple(Accepted(problems.told(one), str(one.accepted_by or ""), one.accepted_at) for one in warnings if one.accepted_at)
    return Behind(extract, *(periods[0], periods[-1]) if periods else ("", ""), told)
