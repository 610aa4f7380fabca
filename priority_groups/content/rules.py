"""Schemas of cohorts.yaml: populations that can be counted, with the rule for belonging as data."""

from typing import Annotated, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator

from priority_groups.content.distinct import all_different
from priority_groups.content.text import Content, Text

# Columns about a person that an extract carries (as at the event), and what the code works out from them.
PersonField = Literal[
    "sex",
    "ethnicity_group",
    "ex_armed_services",
    "care_experienced",
    "children_under_18",
    "domestic_abuse_perpetrator",
]


class AlwaysRule(Content):
    """Everybody belongs."""

    always: Literal[True]


class InRule(Content):
    """A person belongs whose `field` is one of the listed values; "not recorded" is never one of them."""

    field: PersonField
    within: tuple[str, ...] = Field(alias="in", min_length=1)


class AgeRule(Content):
    """A person belongs who is `from` to `to` years old, both included, on the day of the event."""

    field: Literal["age"]
    youngest: int | None = Field(default=None, alias="from", ge=0)
    oldest: int | None = Field(default=None, alias="to", ge=0)

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        if self.youngest is None and self.oldest is None:
            raise ValueError("an age rule needs `from`, `to` or both")
        if self.youngest is not None and self.oldest is not None and self.youngest > self.oldest:
            raise ValueError(f"the age range runs backwards: from {self.youngest} to {self.oldest}")
        return self


class AllOfRule(Content):
    """A person belongs who meets every rule of the list."""

    all_of: tuple["Rule", ...] = Field(min_length=1)


class AnyOfRule(Content):
    """A person belongs who meets one rule of the list or more."""

    any_of: tuple["Rule", ...] = Field(min_length=1)


def _kind_of_rule(value: object) -> str | None:
    """Which rule a mapping is, told by its keys, so that a mistake in it is reported once and not for every kind."""
    if not isinstance(value, dict):
        return None
    if value.get("field") == "age":
        return "age"
    return next((key for key in ("always", "all_of", "any_of", "in") if key in value), None)


Rule = Annotated[
    Annotated[AlwaysRule, Tag("always")]
    | Annotated[InRule, Tag("in")]
    | Annotated[AgeRule, Tag("age")]
    | Annotated[AllOfRule, Tag("all_of")]
    | Annotated[AnyOfRule, Tag("any_of")],
    Discriminator(
        _kind_of_rule,
        custom_error_type="rule",
        custom_error_message="a rule is one of `always: true`, `field:` with `in:`, `field: age` with `from:` and `to:`, "
        "`all_of:`, `any_of:`",
    ),
]


class Cohort(Content):
    """A population that can be counted. Cohorts overlap: figures of two cohorts are never added."""

    code: str = Field(pattern=r"^[a-z][a-z_]*$")
    letter: str | None = Field(default=None, pattern=r"^[A-Z]$")
    title: Text
    noun: Text  # the people, as a plural noun inside a sentence: "women"
    rule: Rule
    rule_in_words: Text
    overlaps: Text
    comparison_only: bool = False


class CohortFile(Content):
    """cohorts.yaml"""

    cohorts: tuple[Cohort, ...]

    @model_validator(mode="after")
    def _codes_differ(self) -> Self:
        all_different("cohort code", [cohort.code for cohort in self.cohorts])
        all_different("letter", [cohort.letter for cohort in self.cohorts if cohort.letter is not None])
        return self
