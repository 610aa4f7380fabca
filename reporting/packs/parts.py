"""What a pack is made of: plain facts, each already in the pack's language."""

from dataclasses import dataclass
from datetime import datetime

from reporting.charts.spec import Chart
from reporting.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Facts:
    """What identifies the release that a pack is of; days and names as the reader's language writes them."""

    release: str
    framework: str
    owners: str
    language_name: str
    published_at: datetime
    published: str
    data_as_at: str
    approved_by: str
    content_hash: str
    note: str


@dataclass(frozen=True, slots=True)
class Shown:
    """An indicator that the release has figures for, in the Framework's words."""

    code: str
    words: str
    note: str
    charts: tuple[Chart, ...]
    verdicts: tuple[Verdict, ...] = ()
    commentary: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """An indicator that the release has no figures for, and what it waits for."""

    code: str
    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class GroupPart:
    """A priority group: `place` from 1, `cohorts` their titles, `actions` the Framework's actions for improvement,
    `commentary` paragraphs of what the analysts say."""

    code: str
    place: int
    title: str
    note: str
    cohorts: tuple[str, ...]
    shown: tuple[Shown, ...]
    waiting: tuple[Waiting, ...]
    actions: tuple[str, ...]
    commentary: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source, its edition, the measures and the areas that come from it."""

    source: str
    vintage: str
    measures: str
    areas: str
