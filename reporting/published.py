"""The one door through which every reader's figure comes: editions, that is, published releases."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, TextIO

from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from indicators.releases import rows
from indicators.releases.models import Observation, Release
from indicators.releases.rows import COLUMNS, Row
from indicators.releases.rows import write_csv as _write_csv
from reporting.charts.figures import Figure

__all__ = ["COLUMNS", "Edition", "EditionNotFound", "all_editions", "get", "latest", "write_csv"]

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
        """The figures that pass the filters (see indicators.releases.rows.observations), in canonical order."""
        return [_figure(observation) for observation in rows.observations(self._release, **filters)]

    def rows(self, **filters: Any) -> Iterator[Row]:
        """The same figures as rows with the names of COLUMNS."""
        return (rows.as_row(observation) for observation in rows.observations(self._release, **filters))


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


def _figure(observation: Observation) -> Figure:
    return Figure(
        **rows.as_row(observation),
        source=observation.source,
        origin=observation.origin,
        note=str(DERIVED[observation.derived]) if observation.derived else "",
    )
