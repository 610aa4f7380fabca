"""The one door through which every reader's figure comes: editions, that is, published releases."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from copy import copy
from datetime import date, datetime
from typing import Any, TextIO

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Q
from django.db.models.fields.json import KeyTextTransform
from django.utils.functional import Promise, cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from indicators import catalogue
from indicators.catalogue.permanent import Key
from indicators.commentary import Place, Texts, for_release
from indicators.releases import correcting, planning, prerelease, provenance, rows, scheduling, withdrawing
from indicators.releases.models import Correction, Finding, Release, Withdrawal
from indicators.releases.provenance import Behind, Step
from indicators.releases.rows import COLUMNS, Row, Told
from indicators.releases.rows import write_csv as _write_csv
from indicators.releases.series import NOT_YET
from indicators.releases.verdicts import beside_the_rest
from priority_groups.content import Text
from reporting.charts.figures import Figure
from reporting.charts.limits import Process
from reporting.commentary import Commentary, commentary_of
from reporting.knowing import Known, Reached
from reporting.published import remembered
from reporting.tracing import Traced
from reporting.verdicts import Verdict, in_order
from wales_framework.access.predicates import Person

__all__ = [
    "COLUMNS",
    "Behind",
    "Edition",
    "EditionNotFound",
    "EditionWithdrawn",
    "Row",
    "Step",
    "all_editions",
    "before_publication",
    "corrections",
    "get",
    "latest",
    "latest_beside",
    "next_release",
    "note_reading",
    "verdict_label",
    "withdrawals",
    "write_csv",
]  # fmt: skip

NUMBERS = ("numerator", "denominator", "value", "lower", "upper")
DERIVED: dict[str, Promise] = {"sum_of_regions": _("sum of the four regions")}


class EditionNotFound(LookupError):
    """No published release has this number."""


class EditionWithdrawn(EditionNotFound):
    """The release was published and then withdrawn: readers are told why, and not given its figures."""

    def __init__(self, release: Release) -> None:
        self.name, withdrawal = str(release), release.withdrawals.get(state="confirmed")
        self.reason, self.withdrawn_at = withdrawal.reason, withdrawal.decided_at
        super().__init__(release.pk)


class Edition:
    """A published release, read only; or one that its reader may see before its publication."""

    def __init__(self, release: Release) -> None:
        self._release = release

    @property
    def _stored(self) -> Release:
        """The release as what is read of its figures is read: on the replica, where that has it."""
        found = copy(self._release)
        found._state = copy(self._release._state)
        found._state.db = remembered.using(self.id, self.content_hash) if self.is_published else DEFAULT_DB_ALIAS
        return found

    @property
    def id(self) -> int:
        return self._release.pk

    @property
    def name(self) -> str:
        return str(self._release)

    @property
    def published_at(self) -> datetime:
        """When it was published; before that when it will be, or where no day is set when it was approved."""
        known = self._release.published_at or self.comes_at or self._release.approved_at
        if known is None:
            raise ValueError(f"{self.name} is not published")
        return known

    @property
    def is_published(self) -> bool:
        return self._release.published_at is not None

    @property
    def comes_at(self) -> datetime | None:
        """The moment that it is scheduled for."""
        return scheduling.publication_moment(self._release.scheduled_for) if self._release.scheduled_for else None

    @cached_property
    def next_announced(self) -> date | None:
        """The day of the next release as it was announced when this one came out: the same for ever."""
        return planning.announced_at(self.published_at)

    @cached_property
    def corrected_by(self) -> list[Correction]:
        """What later releases say was wrong in this one."""
        return correcting.corrections_of(self.id)

    @cached_property
    def roles_of_pre_release_readers(self) -> list[tuple[str, int]]:
        """The roles of the people who could read it before its publication, and how many had each; no names."""
        return prerelease.roles_of_readers(self._release)

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

    @cached_property
    def before(self) -> "Edition | None":
        """The release that readers had before this one, and have still."""
        earlier = Release.objects.standing().filter(published_at__lt=self.published_at).exclude(pk=self.id)
        found = earlier.order_by("-published_at", "-pk").first()
        return Edition(found) if found else None

    def figures(self, **filters: Any) -> list[Figure]:
        """The figures that pass the filters of indicators.releases.rows.observations, in canonical order, by one query."""
        return self.figures_of([filters])

    def figures_of(self, choices: Iterable[Mapping[str, Any]]) -> list[Figure]:
        """The figures that pass all the filters of at least one of the choices, in canonical order, by one query for them all."""
        return _figures(rows.at_once(self._stored, choices))

    def rows(self, **filters: Any) -> Iterator[Row]:
        """The same figures as rows with the names of COLUMNS, a few thousand at a time in memory."""
        return map(rows.as_row, rows.observations(self._stored, **filters))

    def traced(self, key: Key, area: str = "") -> Traced:
        """How the figures of one key came about, in all areas or in one; `figures` is empty where there are none."""
        others = [one for one in all_editions() if one.id != self.id]
        found = rows.in_releases([self.id, *(one.id for one in others)], **key._asdict())
        told = [one for one in found if area in ("", one.area_code)]
        own = [one for one in told if one.release_id == self.id]
        return Traced(
            figures=tuple(_figures(own)),
            elsewhere=tuple((one, tuple(_figures(row for row in told if row.release_id == one.id))) for one in others),
            extracts=tuple(provenance.behind(self._release, own)),
            steps=tuple(provenance.steps(provenance.with_people(self.id))),
        )

    @property
    def method_version(self) -> str:
        return self._release.method_version

    def known(self, measures: str | Collection[str], cohorts: Collection[str], areas: Collection[str]) -> tuple[Known, ...]:
        """What there are figures of, of these measures, cohorts and areas."""
        several = (measures,) if isinstance(measures, str) else tuple(measures)
        return self.known_of(several, areas, [(cohorts, None)])

    def known_of(
        self, measures: Collection[str], areas: Collection[str], parts: Iterable[tuple[Collection[str], Collection[str] | None]]
    ) -> tuple[Known, ...]:
        """The same by one query for several parts: cohorts, and the breakdowns that are looked at (None: all; "": figures that
        are not broken down, of which there are ten times fewer)."""
        wanted = tuple((tuple(cohorts), None if breakdowns is None else tuple(breakdowns)) for cohorts, breakdowns in parts)
        return remembered.known(self.id, self.content_hash, tuple(measures), tuple(areas), wanted)

    def first_known(self, measures: Collection[str], cohorts: Collection[str], areas: Collection[str]) -> tuple[Known, ...]:
        """What charts show first there are figures of: what is published, totals, and a measure's first
        division of people of whom it has no totals."""
        return remembered.first_known(self.id, self.content_hash, tuple(measures), tuple(cohorts), tuple(areas))

    def parts(self, measure: str, cohorts: Collection[str], areas: Collection[str]) -> frozenset[tuple[str, str]]:
        """Breakdown and category of what there are figures of, ("", "") for the total."""
        return remembered.parts(self.id, self.content_hash, measure, tuple(cohorts), tuple(areas))

    def reached(
        self, measure: str, part: tuple[str, str], cohorts: Collection[str], areas: Collection[str]
    ) -> tuple[Reached, ...]:
        """For whom and when there are figures of a part of a measure, the period in any of the areas."""
        return remembered.reached(self.id, self.content_hash, measure, part, tuple(cohorts), tuple(areas))

    @property
    def answered(self) -> frozenset[tuple[str, str]]:
        """The cohorts and measures that there is at least one figure of."""
        return remembered.answered(self.id, self.content_hash)

    def findings(self, *, drawn: bool = True, **filters: str | Collection[str]) -> list[Verdict]:
        """What the release says of its series, in the order of the catalogue.

        Filters: indicator, cohort, measure, area, breakdown, category and verdict, one code or several. With `drawn=False` they
        have no XmR charts: those are most of what there is to read.
        """
        columns = {"area": "area_code"}
        wanted = {f"{columns.get(name, name)}__in": [of] if isinstance(of, str) else list(of) for name, of in filters.items()}
        found = self._stored.findings.filter(**wanted).annotate(last_period=KeyTextTransform(-1, "series__periods"))
        return in_order(_verdict(one, drawn=drawn) for one in (found if drawn else found.defer("series")))

    def outcomes(self, area: str) -> Mapping[str, tuple[str, ...]]:
        """By indicator the codes of the verdicts on its series in an area, without their reasons."""
        return remembered.outcomes(self.id, self.content_hash).get(area, {})

    @property
    def testing(self) -> Mapping[str, Any]:
        """What its signals rest on: `tested` series, `signals`, how many are `expected_by_chance` at most, `rate` of false ones,
        `confidence`. Empty where nothing was tested."""
        return self._release.testing

    @property
    def rebases(self) -> list[dict[str, Any]]:
        """The events at which its charts begin a new level: {"event", "date", "title": {"en", "cy"}, "indicator", "area"}."""
        return list(self._release.rebases)

    def commentary(self, group: str, indicator: str = "") -> Commentary | None:
        """What analysts say of a group, or of one of its indicators, in the reader's language; None where they say nothing."""
        texts = self._commentary.get((group, indicator))
        return commentary_of(Text(en=texts["en"], cy=texts["cy"] or None)) if texts and texts["en"] else None

    @cached_property
    def _commentary(self) -> Mapping[Place, Texts]:
        return for_release(self.id)


def verdict_label(code: str) -> str:
    """What a verdict is called, in the reader's language. Raises ValueError for none."""
    return str(Finding.Verdict(code).label)


def latest() -> Edition | None:
    """The edition that readers see, or None before the first publication."""
    release = Release.objects.latest_published()
    return Edition(release) if release else None


def latest_beside(number: int) -> tuple[Edition | None, Edition | None]:
    """The edition that readers see, and the published one of that number that is not withdrawn, by one query."""
    standing = Release.objects.standing().order_by("-published_at", "-pk")
    found = [Edition(one) for one in standing.filter(Q(pk=number) | Q(pk__in=standing.values("pk")[:1]))]
    return next(iter(found), None), next((one for one in found if one.id == number), None)


def get(number: int) -> Edition:
    """The published release of that number. Raises EditionNotFound, EditionWithdrawn."""
    release = Release.objects.published().filter(pk=number).first()
    if release is None:
        raise EditionNotFound(number)
    if not Release.objects.standing().filter(pk=number).exists():
        raise EditionWithdrawn(release)
    return Edition(release)


def before_publication(number: int, reader: Person) -> Edition:
    """The release of that number, which this person may read before everybody else does. Raises EditionNotFound."""
    release = Release.objects.filter(pk=number).first()
    if release is None or not prerelease.may_read_before(reader, release):
        raise EditionNotFound(number)
    return Edition(release)


def note_reading(edition: Edition, reader: Person, address: str) -> None:
    """Write into the register that somebody opens a page of a release before its publication."""
    prerelease.note_reading(edition._release, reader, address)


def all_editions() -> list[Edition]:
    """Every published release that is not withdrawn, newest first."""
    return [Edition(release) for release in Release.objects.standing().order_by("-published_at", "-pk")]


def corrections() -> list[Correction]:
    """What releases say was wrong in earlier ones, the newest first."""
    return correcting.published_corrections()


def withdrawals() -> list[Withdrawal]:
    """The releases that readers had and should not use any more, with the reason, the newest first."""
    return withdrawing.confirmed()


def next_release() -> planning.Coming | None:
    """The next day for which a release is announced or scheduled."""
    return next(iter(planning.coming()), None)


def place_of(row: Row) -> tuple[str, ...]:
    """The place of a row among the others of its edition: `Edition.rows(after=place)` goes on from there."""
    return rows.place_of(row)


def write_csv(figures: Iterator[Row], out: TextIO) -> None:
    """The CSV that the page, the API and export_observations share."""
    _write_csv(figures, out)


def _verdict(finding: Finding, *, drawn: bool) -> Verdict:
    """`finding` has the code of the last of its periods as `last_period`."""
    return Verdict(
        indicator=finding.indicator,
        cohort=finding.cohort,
        measure=finding.measure,
        area_code=finding.area_code,
        area_name=str(catalogue.area(finding.area_code).name),
        breakdown=finding.breakdown,
        category=finding.category,
        origin=finding.origin,
        period=finding.period,
        direction=finding.direction,
        moved=finding.moved,
        verdict=finding.verdict,
        reason=finding.reason,
        label=finding.label,
        sentence=finding.sentence,
        beside=beside_the_rest(finding),
        p_value=finding.p_value,
        q_value=finding.q_value,
        is_signal=finding.is_signal,
        rank=finding.rank,
        process=Process.from_json(finding.series) if drawn else None,
        last_period=vars(finding)["last_period"] or finding.period,
        beside_is=(finding.params.get("rest") or {}).get("word", ""),
    )


def _figures(observations: Iterable[Told]) -> list[Figure]:
    """In the active language, which is asked for once: a page has thousands."""
    language = get_language()
    return [_figure(observation, language) for observation in observations]


def _figure(observation: Told, language: str | None) -> Figure:
    cells = (
        *rows.cells(observation, language),
        rows.source_words(observation, language),
        observation.origin,
        str(DERIVED[observation.derived]) if observation.derived else "",
        observation.ready if observation.symbol == NOT_YET else "",
    )
    return Figure(*cells)
