"""Schemas of the definitions: measures, breakdowns, areas and indicators."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from priority_groups.content import cohorts
from priority_groups.content.distinct import all_different
from priority_groups.content.text import Content, Text

Direction = Literal["up", "down", "none"]
Code = Field(pattern=r"^[a-z][a-z0-9_]*$")
Source = Literal[
    "sentences",
    "terminations",
    "index_events",
    "proven_offences",
    "caseload",
    "assessments",
    "interventions",
    "referrals",
    "prosecutions",
]


Letter = Annotated[str, Field(pattern=r"^[A-Z0-9-]$")]


class Category(Content):
    """One value of a breakdown. `low` and `high`, both included, where it is a band of ages.

    `letter` stands for it in the rows of records. `if_any`: shown only where somebody is in it.
    """

    code: str
    letter: Letter | None = None
    if_any: bool = False
    label: Text
    aliases: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None


class PartOf(Content):
    """Of a breakdown the people alone who are of one category of another: of each need those in custody."""

    breakdown: str
    by: str
    category: str
    words: Text  # put behind the names of the breakdown's categories


class Breakdown(Content):
    """A way to divide a measure. One that is `part_of` another has its categories, which the file does not repeat."""

    code: str = Code
    title: Text
    common: bool = False
    composed: bool = False  # categories are sets of cohorts, told by the cohorts' letters
    part_of: PartOf | None = None
    categories: tuple[Category, ...] = ()

    @model_validator(mode="after")
    def _has_categories(self) -> Self:
        if not self.categories and self.part_of is None:
            raise ValueError("a breakdown needs categories, or another that it is a part of")
        return self

    @model_validator(mode="after")
    def _codes_differ(self) -> Self:
        all_different("category", [category.code for category in self.categories])
        all_different("letter", [category.letter for category in self.categories if category.letter is not None])
        return self

    def category(self, code: str) -> Category:
        """KeyError where the breakdown has no such category."""
        for category in self.categories:
            if category.code == code:
                return category
        if self.composed and (label := _set_of_cohorts(code)) is not None:
            return Category(code=code, label=label)
        raise KeyError(f"the breakdown '{self.code}' has no category '{code}'")


def _set_of_cohorts(letters: str) -> Text | None:
    """ "Women + Young adults" for "AD"; None where a letter is no cohort's."""
    titles = {cohort.letter: cohort.title for cohort in cohorts() if cohort.letter is not None}
    if not letters or any(letter not in titles for letter in letters):
        return None
    found = [titles[letter] for letter in letters]
    return Text(en=" + ".join(title.en for title in found), cy=" + ".join(title.cy or title.en for title in found))


class OwnBreakdown(Content):
    """A measure's use of a breakdown: whether the categories add up to the total, and which it has where not all."""

    code: str
    adds_up: bool
    categories: tuple[str, ...] | None = None


class Measure(Content):
    """What is counted and how. The value is numerator (kind count), or numerator / denominator times `scale`."""

    code: str = Code
    title: Text
    definition: Text
    calculation: Text
    kind: Literal["count", "proportion", "ratio", "mean", "difference"]
    unit: Literal["people", "referrals", "percent", "percentage_points", "ratio", "per_100"]
    unit_label: Text
    decimals: int = Field(ge=0, le=4)
    per: int = 1
    direction: Direction
    numerator: Text
    denominator: Text | None = None
    share: Text | None = None  # a count's percentage of its denominator, shown where a denominator is known
    beside: str | None = None  # code of the measure that it is shown beside
    additive_over_areas: bool
    additive_over_quarters: bool
    common_breakdowns: bool = True
    clustered: bool = False  # several cases may be one person's: they scatter more than people do
    overlaps: bool = False  # of everyone it is also told by the set of cohorts that a person belongs to
    breakdowns: tuple[OwnBreakdown, ...] = ()
    sources: tuple[Source, ...] = Field(min_length=1)
    caveats: tuple[Text, ...] = ()

    @property
    def scale(self) -> int:
        """What numerator / denominator is multiplied by: 100 where the unit is percent."""
        return 100 if self.kind == "proportion" else self.per

    @model_validator(mode="after")
    def _has_what_its_kind_needs(self) -> Self:
        if self.kind != "count" and self.denominator is None:
            raise ValueError(f"a {self.kind} needs a denominator")
        if (self.share is None) != (self.kind != "count" or self.denominator is None):
            raise ValueError("`share` belongs to a count with a denominator, and to nothing else")
        return self


class Area(Content):
    """A place that figures are given for. Local authorities have a region as parent, regions and `unknown` have Wales."""

    code: str
    letter: Letter | None = None
    kind: Literal["country", "region", "local_authority", "unknown", "comparator"]
    name: Text
    parent: str | None = None
    aliases: tuple[str, ...] = ()


class AssessmentVersion(Content):
    """A version of the assessment: by the code of each need, the score from which somebody has it."""

    number: int = Field(ge=1, le=32767)  # as it stands in the rows of records
    default: bool = False  # taken where a file says none, or one that is not known
    title: Text
    aliases: tuple[str, ...] = ()
    thresholds: dict[str, int]


class IndicatorEntry(Content):
    """One of a framework's indicators of effectiveness, in its own words, as it stands under its group in the file."""

    code: str = Field(pattern=r"^[A-Z]{1,3}\d{1,2}$")
    words: Text
    quick_guide: Text | None = None  # the summary's wording where it says it differently
    in_quick_guide: bool = True
    measure: str
    cohorts: tuple[str, ...] = Field(min_length=1)
    direction: Direction
    note: Text | None = None  # ours: explains a slip of the document


class Indicator(IndicatorEntry):
    """An indicator with the framework and the group it belongs to."""

    framework: str
    group: str


class MeasureFile(Content):
    """measures.yaml"""

    measures: tuple[Measure, ...]

    @model_validator(mode="after")
    def _codes_differ(self) -> Self:
        all_different("measure", [measure.code for measure in self.measures])
        return self


class CodeListFile(Content):
    """codes.yaml: lists of codes that no figure is broken down by."""

    lists: dict[str, tuple[Category, ...]]


class ReasonFile(Content):
    """reasons.yaml: what real files say of why an order ended, by the code of the outcome that it counts as."""

    reasons: dict[str, tuple[str, ...]]


class AssessmentFile(Content):
    """assessments.yaml"""

    versions: tuple[AssessmentVersion, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _one_is_the_default(self) -> Self:
        all_different("version", [str(version.number) for version in self.versions])
        if sum(version.default for version in self.versions) != 1:
            raise ValueError("one version, and no other, is the default")
        return self


class BreakdownFile(Content):
    """breakdowns.yaml"""

    breakdowns: tuple[Breakdown, ...]

    @model_validator(mode="after")
    def _codes_differ(self) -> Self:
        all_different("breakdown", [breakdown.code for breakdown in self.breakdowns])
        return self


class AreaFile(Content):
    """areas.yaml"""

    areas: tuple[Area, ...]

    @model_validator(mode="after")
    def _is_a_tree(self) -> Self:
        codes = [area.code for area in self.areas]
        all_different("area", codes)
        for area in self.areas:
            if area.parent is not None and area.parent not in codes:
                raise ValueError(f"the parent '{area.parent}' of area '{area.code}' is not an area")
        return self


class IndicatorFile(Content):
    """indicators/<framework>.yaml: the framework's slug, and its indicators by group code."""

    framework: str
    groups: dict[str, tuple[IndicatorEntry, ...]]
