"""The one door through which every reader's figure comes: editions, that is, published releases."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any, TextIO

from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from indicators import catalogue
from indicators.releases import rows
from indicators.releases.models import Observation, Release
from indicators.releases.rows import COLUMNS, Row, Told
from indicators.releases.rows import write_csv as _write_csv
from reporting import knowing
from reporting.charts.figures import Figure
from reporting.knowing import Known

__all__ = ["COLUMNS", "Edition", "EditionNotFound", "Row", "all_editions", "get", "latest", "write_csv"]

NOT_YET = "x"
NUMBERS = ("numerator", "denominator", "value", "lower", "upper")
DERIVED: dict[str, Promise] = {"sum_of_regions": _("sum of the four regions")}


class EditionNotFound(LookupError):
    """No published release has this number."""


class Edition:
    """A published release, read only."""

    def __init__(self, release: Release) -> None:
        self._release = release

    @property
    def id(self) -> int:
        return self._release.pk

    @property
    def name(self) -> str:
        return str(self._release)

    @property
    def published_at(self) -> datetime:
        if self._release.published_at is None:
            raise ValueError(f"{self.name} is not published")
        return self._release.published_at

    @property
    def data_as_at(self) -> date | None:
        return self._release.data_as_at

    @property
    def content_hash(self) -> str:
        return self._release.content_hash

    @property
    def note(self) -> str:
        return self._release.note

    @property
    def observation_count(self) -> int:
        return self._release.observation_count

    @cached_property
    def approved_by(self) -> str:
        return str(self._release.approved_by)

    def figures(self, **filters: Any) -> list[Figure]:
        """The figures that pass the filters, in canonical order.

        Filters are those of indicators.releases.rows.observations, and `origin` and `kind` (see reporting.knowing).
        """
        waits = _waits(self.id, self.content_hash)
        return [_figure(told, waits.get((told.measure, told.period), "")) for told in self._told(**filters)]

    def rows(self, **filters: Any) -> Iterator[Row]:
        """The same figures as rows with the names of COLUMNS, a few thousand at a time in memory."""
        return map(rows.as_row, self._told(**filters))

    def known(self, measure: str, cohorts: Collection[str], areas: Collection[str]) -> tuple[Known, ...]:
        """What there are figures of, of a measure, these cohorts and these areas."""
        return _known(self.id, self.content_hash, measure, tuple(cohorts), tuple(areas))

    @property
    def answered(self) -> frozenset[tuple[str, str]]:
        """The cohorts and measures that there is at least one figure of."""
        return _answered(self.id, self.content_hash)

    def combinations(self, *names: str, origin: str) -> list[Figure]:
        """A figure for each combination of these columns, measure and area among them, that there is of this origin; of the other
        columns it says nothing."""
        found = self._release.observations.filter(origin=origin).order_by().values(*names).distinct()
        blank = dict.fromkeys(Told._fields, "") | dict.fromkeys(NUMBERS) | {"release_id": self.id, "origin": origin}
        told = [Told(**{**blank, **row}) for row in found]
        return [_figure(one, "") for one in sorted(told, key=lambda one: [getattr(one, name) for name in names])]

    def _told(
        self, *, origin: Collection[str] | None = None, kind: Collection[str] | None = None, **filters: Any
    ) -> Iterator[Told]:
        found = rows.observations(self._release, **_narrowed(filters))
        if origin is not None:
            found = (told for told in found if told.origin in origin)
        if kind is not None:
            found = (told for told in found if knowing.kind_of(told.period) in kind)
        return found


# An edition never changes, so what was found in it once holds for the life of the process.


@lru_cache(maxsize=256)
def _known(number: int, content_hash: str, measure: str, cohorts: tuple[str, ...], areas: tuple[str, ...]) -> tuple[Known, ...]:
    found = Observation.objects.filter(release=number, cohort__in=cohorts, measure=measure, area_code__in=areas)
    return tuple(map(Known._make, found.order_by().values_list(*Known._fields).distinct()))


@lru_cache(maxsize=16)
def _answered(number: int, content_hash: str) -> frozenset[tuple[str, str]]:
    return frozenset(Observation.objects.filter(release=number).order_by().values_list("cohort", "measure").distinct())


@lru_cache(maxsize=16)
def _waits(number: int, content_hash: str) -> Mapping[tuple[str, str], str]:
    """By measure and period the quarter in which figures that are not available yet will be: it is the same in every area."""
    waiting = Observation.objects.filter(release=number, symbol=NOT_YET).exclude(ready="").order_by()
    return {(measure, period): ready for measure, period, ready in waiting.values_list("measure", "period", "ready").distinct()}


def latest() -> Edition | None:
    """The edition that readers see, or None before the first publication."""
    release = Release.objects.latest_published()
    return Edition(release) if release else None


def get(number: int) -> Edition:
    """The published release of that number. Raises EditionNotFound."""
    release = Release.objects.published().filter(pk=number).first()
    if release is None:
        raise EditionNotFound(number)
    return Edition(release)


def all_editions() -> list[Edition]:
    """Every published release, newest first."""
    return [Edition(release) for release in Release.objects.published().order_by("-published_at", "-pk")]


def write_csv(figures: Iterator[Row], out: TextIO) -> None:
    """The CSV that the page, the API and export_observations share."""
    _write_csv(figures, out)


def _narrowed(filters: dict[str, Any]) -> dict[str, Any]:
    """The filters, with the cohorts and measures of the indicators that are asked for: their figures lie together."""
    codes = filters.get("indicator")
    if codes is None:
        return filters
    wanted = {codes} if isinstance(codes, str) else set(codes)
    found = [indicator for indicator in catalogue.indicators() if indicator.code in wanted]
    return {
        "cohort": sorted({cohort for indicator in found for cohort in indicator.cohorts}),
        "measure": sorted({indicator.measure for indicator in found}),
        **filters,
    }


def _figure(observation: Told, ready: str) -> Figure:
    return Figure(
        **rows.as_row(observation),
        source=rows.source_words(observation),
        origin=observation.origin,
        note=str(DERIVED[observation.derived]) if observation.derived else "",
        ready=ready if observation.symbol == NOT_YET else "",
    )
