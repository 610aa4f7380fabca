"""What a pack is made of: plain facts, each already in the pack's language."""

from dataclasses import dataclass, field
from datetime import datetime

from reporting.charts.spec import Chart
from reporting.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Facts:
    """What identifies the release that a pack is of; days and names as the reader's language writes them.

    `chosen`: what a pack of a part of the release holds, "" for all of it. `coming`: the day of the next release as it was
    announced when this one came out. `demonstration`: of example people and example data.
    """

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
    chosen: str = ""
    coming: str = ""
    demonstration: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """The parts of a measure that are read side by side, such as the eight needs: their charts, each of one division, and what
    each part is called."""

    title: str
    parts: tuple[str, ...]
    charts: tuple[Chart, ...]
    cohort: str = ""
    codes: tuple[str, ...] = ()  # of the parts


@dataclass(frozen=True, slots=True)
class Shown:
    """An indicator that the release has figures for, in the Framework's words."""

    code: str
    words: str
    note: str
    charts: tuple[Chart, ...]
    verdicts: tuple[Verdict, ...] = ()
    commentary: tuple[str, ...] = ()
    panels: tuple[Panel, ...] = ()
    name: str = ""  # of what is counted, short
    people: tuple[str, ...] = ()  # the cohort of each chart
    measure: str = ""
    cohorts: tuple[str, ...] = ()

    def charts_of(self, cohort: str) -> tuple[Chart, ...]:
        """Those of one cohort."""
        return tuple(chart for chart, of in zip(self.charts, self.people, strict=True) if of == cohort)


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
    short_title: str = ""


@dataclass(frozen=True, slots=True)
class RegionPart:
    """A region: its verdicts, and of each group the indicators that have a line for it. `nothing`: what is said of the verdicts
    where none of them tells a change."""

    code: str
    name: str
    verdicts: tuple[Verdict, ...]
    groups: tuple[GroupPart, ...]
    nothing: str = ""


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action of a delivery plan as it stood when the release came out. `state`: its code; `due` and `label` in words."""

    text: str
    group: str
    owner: str
    due: str
    state: str
    label: str
    is_late: bool
    indicators: tuple[str, ...]
    is_soon: bool = False


@dataclass(frozen=True, slots=True)
class PlanPages:
    """A delivery plan with its actions: those that somebody holds, and how many nobody has taken up yet."""

    title: str
    actions: tuple[ActionRow, ...]
    not_taken_up: int


@dataclass(frozen=True, slots=True)
class TermRow:
    """A term in both languages, and what it means."""

    term: str
    other: str
    meaning: str


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source, its edition, the measures and the areas that come from it."""

    source: str
    vintage: str
    measures: str
    areas: str


@dataclass(frozen=True, slots=True)
class Material:
    """All that a pack is made of."""

    facts: Facts
    groups: tuple[GroupPart, ...]
    verdicts: tuple[Verdict, ...]
    trust: tuple[str, ...] = ()
    regions: tuple[RegionPart, ...] = ()
    comparison: tuple[Chart, ...] = ()
    plans: tuple[PlanPages, ...] = ()
    terms: tuple[TermRow, ...] = ()
    sources: tuple[SourceRow, ...] = ()
    areas: tuple[tuple[str, str], ...] = field(default=())  # codes and names: Wales, then its regions
