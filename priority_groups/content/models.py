"""Schemas of the content files. One framework is a folder: `framework.yaml` and a file for each of its groups."""

from collections.abc import Sequence
from datetime import date
from typing import Literal, Self

from pydantic import Field, HttpUrl, model_validator

from priority_groups.content.distinct import all_different
from priority_groups.content.settings import Settings
from priority_groups.content.text import Content, Text


class Footnote(Content):
    """A numbered source, in the document's own words; `url` where it gives an address."""

    number: int
    text: Text | None = None
    url: HttpUrl | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.text is None and self.url is None:
            raise ValueError(f"footnote {self.number} needs `text` or `url`")
        return self


class Figure(Content):
    """A figure inside a paragraph, as data. `words` is the stretch of the paragraph that states it."""

    value: float
    up_to: float | None = None  # the upper end, where the document gives a range
    unit: Literal["percent", "people", "incidents", "cases", "times", "billion_pounds"]
    precision: Literal["exact", "about", "more_than"] = "exact"
    what: Text
    words: str
    footnote: int | None = None


class Point(Content):
    """One entry of a list: a bullet, a member, an outcome, a risk factor, a quotation, a link."""

    code: str | None = None
    title: Text | None = None
    text: Text | None = None
    url: HttpUrl | None = None
    figures: tuple[Figure, ...] = ()
    footnotes: tuple[int, ...] = ()
    note: Text | None = None
    points: tuple["Point", ...] = ()

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.title is None and self.text is None and self.url is None:
            raise ValueError("a point needs `title`, `text` or `url`")
        return self


class Passage(Content):
    """A paragraph, with the list that belongs to it. `note` is ours and explains a slip of the document."""

    text: Text | None = None
    points: tuple[Point, ...] = ()
    figures: tuple[Figure, ...] = ()
    footnotes: tuple[int, ...] = ()
    note: Text | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.text is None and not self.points:
            raise ValueError("a passage needs `text` or `points`")
        return self


class Section(Content):
    """A chapter of a framework. `kind` says what its points are; `groups` marks where the groups' chapters stand."""

    slug: str = Field(pattern=r"^[a-z0-9-]+$")
    kind: Literal["prose", "body", "outcomes", "risk_factors", "improvements", "aspirations", "quotations", "links", "groups"] = (
        "prose"
    )
    title: Text
    passages: tuple[Passage, ...] = ()
    members: tuple[Point, ...] = ()  # of a governance body
    reports_to: str | None = None  # slug of another body
    note: Text | None = None

    @property
    def points(self) -> tuple[Point, ...]:
        """All points of the section's passages, in order."""
        return tuple(point for passage in self.passages for point in passage.points)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure of the section, in the order of the document."""
        return _figures_in(self.passages)


class Plan(Content):
    """A delivery or action plan that the framework calls for; `area` is an area code."""

    code: str = Field(pattern=r"^[a-z0-9-]+$")  # part of addresses, and no other framework's plan has it
    title: Text
    area: str
    under: str | None = None  # code of the plan that it underpins


class Foreword(Content):
    person: str
    role: Text
    heading: Text
    passages: tuple[Passage, ...]


class Action(Content):
    """An action for improvement, verbatim; `quick_guide` is the summary's wording where it says it differently.

    `code` is ours and what delivery plans know it by: it stays with its words, wherever in the list they stand.
    """

    code: str | None = Field(default=None, pattern=r"^[A-Z]{1,3}-[1-9][0-9]?$")
    text: Text
    under: Text | None = None  # the heading it stands under, where a chapter sorts its actions
    introduction: Text | None = None  # the sentence between that heading and its actions
    quick_guide: Text | None = None
    in_quick_guide: bool = True
    note: Text | None = None


class Group(Content):
    """A priority group: one chapter of a framework."""

    code: str = Field(pattern=r"^[A-Z]{1,3}$")
    title: Text
    short_title: Text
    quick_guide_title: Text | None = None
    cohorts: tuple[str, ...] = Field(min_length=1)
    note: Text | None = None
    background: tuple[Passage, ...]
    evidence_title: Text | None = None
    evidence: tuple[Passage, ...] = ()
    actions: tuple[Action, ...]
    related_indicators: tuple[str, ...] = ()
    footnotes: tuple[Footnote, ...] = ()

    @model_validator(mode="after")
    def _codes_its_actions_rightly(self) -> Self:
        codes = [action.code for action in self.actions if action.code is not None]
        all_different("action code", codes)
        for code in codes:
            if not code.startswith(f"{self.code}-"):
                raise ValueError(f"the action code '{code}' does not begin with '{self.code}-'")
        return self

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure of background and evidence, in the order of the document."""
        return _figures_in(self.background + self.evidence)


class FrameworkFile(Content):
    """framework.yaml: everything but the groups."""

    slug: str = Field(pattern=r"^[a-z0-9-]+$")
    position: int  # its place among the frameworks
    title: Text
    short_title: Text
    years: tuple[int, int] | None = None
    published: date | None = None
    source: Text  # document, publisher, licence
    owners: tuple[Text, ...]
    endorsed_by: Text | None = None
    note: Text | None = None
    forewords: tuple[Foreword, ...] = ()
    sections: tuple[Section, ...]
    settings: Settings = Settings()
    plans: tuple[Plan, ...] = ()
    footnotes: tuple[Footnote, ...] = ()

    @model_validator(mode="after")
    def _refers_to_itself_rightly(self) -> Self:
        slugs = [section.slug for section in self.sections]
        all_different("section slug", slugs)
        for section in self.sections:
            if section.reports_to is not None and section.reports_to not in slugs:
                raise ValueError(f"section '{section.slug}' reports to '{section.reports_to}', which is not a section")
        plans = [plan.code for plan in self.plans]
        all_different("plan code", plans)
        for plan in self.plans:
            if plan.under is not None and plan.under not in plans:
                raise ValueError(f"plan '{plan.code}' is under '{plan.under}', which is not a plan")
        return self


class Framework(FrameworkFile):
    """A framework with its groups, in the order of their codes."""

    groups: tuple[Group, ...]

    def section(self, slug: str) -> Section:
        """KeyError where the framework has no such section."""
        for section in self.sections:
            if section.slug == slug:
                return section
        raise KeyError(f"the framework '{self.slug}' has no section '{slug}'")

    def of_kind(self, kind: str) -> tuple[Section, ...]:
        """Sections of one kind, in order: `of_kind("body")` gives the governance bodies."""
        return tuple(section for section in self.sections if section.kind == kind)

    def points_of(self, kind: str) -> tuple[Point, ...]:
        """Points of all sections of one kind: `points_of("outcomes")`, `points_of("risk_factors")`."""
        return tuple(point for section in self.of_kind(kind) for point in section.points)

    @property
    def top_plans(self) -> tuple[tuple[Plan, tuple[Plan, ...]], ...]:
        """Each plan that is under no other, with those that underpin it."""
        return tuple(
            (plan, tuple(other for other in self.plans if other.under == plan.code)) for plan in self.plans if plan.under is None
        )

    @property
    def all_footnotes(self) -> tuple[Footnote, ...]:
        """Footnotes of the framework and of its groups, by number."""
        notes = [*self.footnotes, *(note for group in self.groups for note in group.footnotes)]
        return tuple(sorted(notes, key=lambda note: note.number))


def _figures_in(entries: Sequence[Passage | Point]) -> tuple[Figure, ...]:
    """Figures of paragraphs or points, each followed by those of the points under it."""
    found: list[Figure] = []
    for entry in entries:
        found += [*entry.figures, *_figures_in(entry.points)]
    return tuple(found)
