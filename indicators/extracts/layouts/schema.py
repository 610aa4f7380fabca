"""Schema of the layouts."""

import re
import unicodedata
from functools import cached_property
from typing import Literal, Self

from pydantic import Field, model_validator

from priority_groups.content.text import Content, Text

ColumnType = Literal["code", "category", "period", "area", "count", "vintage", "text"]


def plain(heading: str) -> str:
    """A heading without what people write differently: case, spaces, underscores, hyphens, full stops."""
    return re.sub(r"[\s_\-.]+", "", unicodedata.normalize("NFKC", heading)).casefold()


class Column(Content):
    """One column of a file: its heading, what else it is called in real files, and what belongs in it."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    type: ColumnType
    codes: Literal["cohorts", "measures", "breakdowns"] | None = None
    required: bool = False
    longest: int | None = None
    aliases: tuple[str, ...] = ()
    description: Text
    example: str

    @model_validator(mode="after")
    def _a_code_has_a_list(self) -> Self:
        if (self.type == "code") != (self.codes is not None):
            raise ValueError(f"the column '{self.name}': `codes` belongs to type code, and to no other")
        return self


class Example(Content):
    """An example file, in the folder `examples/`."""

    file: str
    title: Text


class Layout(Content):
    """What a file of one source looks like."""

    source: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    number: int
    title: Text
    description: Text
    row_is: Text
    natural_key: tuple[str, ...] = Field(min_length=1)
    slice: tuple[str, ...] = Field(min_length=1)
    period: str
    vintage: str | None = None
    columns: tuple[Column, ...] = Field(min_length=1)
    examples: tuple[Example, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        names = [column.name for column in self.columns]
        for name in (*self.natural_key, *self.slice, self.period, *([self.vintage] if self.vintage else [])):
            if name not in names:
                raise ValueError(f"'{name}' is not a column")
        taken: dict[str, str] = {}
        for column in self.columns:
            for spelling in {plain(heading) for heading in (column.name, *column.aliases)}:
                if spelling in taken:
                    raise ValueError(f"'{column.name}' and '{taken[spelling]}' share a spelling")
                taken[spelling] = column.name
        return self

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

    def columns_of_type(self, *types: ColumnType) -> tuple[str, ...]:
        """Names of the columns of these types, in the layout's order."""
        return tuple(column.name for column in self.columns if column.type in types)
