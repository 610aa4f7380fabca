"""Schema of the layouts."""

import re
import unicodedata
from functools import cache, cached_property
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from indicators.catalogue import code_lists
from priority_groups.content.loader import load_yaml
from priority_groups.content.text import Content, Text

PERSON = Path(__file__).parent / "shared" / "person.yaml"

ColumnType = Literal[
    "code", "category", "period", "area", "count", "vintage", "text",
    # Of records: a person (kept as a keyed hash only), the row's own number (kept as a keyed hash only), a date of birth (kept as
    # years of age), other dates, Y or N, a number from 0 to 1, a score, the version of an assessment (kept as its number), and
    # why an order ended (kept as an outcome).
    "person", "identifier", "birth", "date", "flag", "rate", "score", "version", "reason",
]  # fmt: skip
PRIVATE: tuple[ColumnType, ...] = ("person", "identifier", "birth")  # their cells are never shown, and no meaning is kept of one
OF_RECORDS: tuple[ColumnType, ...] = (*PRIVATE, "date", "flag", "rate", "score", "version", "reason")
LISTS = ("cohorts", "measures", "breakdowns")  # lists of the catalogue itself, beside its lists of codes


# Spaces, underscores, dashes of every length, stops, commas, colons, brackets, apostrophes. Never "/": "N/A" is no "Na".
DIFFERENTLY = re.compile(r"[\s_\-‐-―.,:;()\[\]'’‘]+")


def plain(text: str) -> str:
    """A heading or code without what people write differently: case, the marks above, "&" for "and"."""
    return DIFFERENTLY.sub("", unicodedata.normalize("NFKC", text).replace("&", "and")).casefold()


class Column(Content):
    """One column of a file: its heading, what else it is called in real files, and what belongs in it."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    type: ColumnType
    codes: str | None = None
    stores: str | None = None  # the column of the record that it fills; none for what is looked at and not kept
    required: bool = False  # the file must have the column, and every row must fill it
    must_exist: bool = False  # the file must have the column; a cell may be blank
    longest: int | None = None
    aliases: tuple[str, ...] = ()
    description: Text
    example: str

    @model_validator(mode="after")
    def _a_code_has_a_list(self) -> Self:
        if (self.type == "code") != (self.codes is not None):
            raise ValueError(f"the column '{self.name}': `codes` belongs to type code, and to no other")
        if self.codes is not None and self.codes not in (*LISTS, *code_lists()):
            raise ValueError(f"the column '{self.name}': there is no list of codes '{self.codes}'")
        return self


class ColumnFile(Content):
    """Columns that several layouts share."""

    columns: tuple[Column, ...] = Field(min_length=1)


@cache
def person_columns() -> tuple[Column, ...]:
    """Who a row is about, the person's number first. Raises ContentError for a wrong file."""
    return load_yaml(PERSON, ColumnFile).columns


class Example(Content):
    """An example file, in the folder `examples/`."""

    file: str
    title: Text


class Layout(Content):
    """What a file of one source looks like."""

    source: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    number: int
    # figures: each is replaced by itself · counts and records: replaced by source and quarter; records are about people
    kind: Literal["figures", "counts", "records"] = "figures"
    title: Text
    description: Text
    row_is: Text
    natural_key: tuple[str, ...] = Field(min_length=1)
    slice: tuple[str, ...] = Field(min_length=1)
    period: str
    vintage: str | None = None
    # So many days after the end of a quarter its extract is expected; figures come when somebody publishes them.
    due_days: int | None = Field(default=None, ge=0, le=400)
    # The shared columns that stand before its own: all that is known of a person, the person's number only, or none.
    about: Literal["profile", "person", "nobody"] = "nobody"
    own: tuple[Column, ...] = Field(min_length=1, alias="columns")
    examples: tuple[Example, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        names = [column.name for column in self.columns]
        for name in (*self.natural_key, *self.slice, self.period, *([self.vintage] if self.vintage else [])):
            if name not in names:
                raise ValueError(f"'{name}' is not a column")
        self._check_kind()
        taken: dict[str, str] = {}
        for column in self.columns:
            for spelling in {plain(heading) for heading in (column.name, *column.aliases)}:
                if spelling in taken:
                    raise ValueError(f"'{column.name}' and '{taken[spelling]}' share a spelling")
                taken[spelling] = column.name
        return self

    def _check_kind(self) -> None:
        """What a file of figures, of counts or of records must and must not have. Raises ValueError."""
        stored = [column.stores for column in self.columns if column.stores is not None]
        if self.kind == "figures" and stored:
            raise ValueError("`stores` belongs to counts and records, and to no figures")
        if twice := sorted({name for name in stored if stored.count(name) > 1}):
            raise ValueError(f"two columns fill '{twice[0]}'")
        if self.kind != "figures" and self.slice != (self.period,):
            raise ValueError(f"`slice` of {self.kind} is the column that tells the period, and nothing else")
        if (self.kind == "records") != (self.about != "nobody"):
            raise ValueError("records, and nothing else, are about a person or a profile")
        if (self.kind == "figures") != (self.due_days is None):
            raise ValueError("records and counts, and no figures, are due so many days after the end of a quarter")
        if self.kind == "records" and self.by_name[self.period].type != "date":
            raise ValueError(f"'{self.period}' is no date, so that records have no quarter")
        if self.kind != "records" and (wrong := self.columns_of_type(*OF_RECORDS)):
            raise ValueError(f"'{wrong[0]}' has a type that belongs to records")

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Every column, those that it shares first."""
        if self.about == "nobody":
            return self.own
        shared = person_columns()
        return (*(shared if self.about == "profile" else shared[:1]), *self.own)

    @cached_property
    def by_spelling(self) -> dict[str, Column]:
        """Column by every plain spelling of its heading."""
        return {plain(heading): column for column in self.columns for heading in (column.name, *column.aliases)}

    @cached_property
    def by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    def named(self, heading: str) -> Column | None:
        """The column that a heading of a file means."""
        return self.by_spelling.get(plain(heading))

    def is_repeated(self, heading: str) -> bool:
        """Whether a column has few different values, many times each: all but those that tell rows or people apart."""
        column = self.named(heading)
        return column is not None and column.type not in ("person", "identifier", "text")

    def columns_of_type(self, *types: ColumnType) -> tuple[str, ...]:
        """Names of the columns of these types, in the layout's order."""
        return tuple(column.name for column in self.columns if column.type in types)
