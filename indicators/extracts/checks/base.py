"""What a check is: one small function that looks at a table, with the words for what it finds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd
from django.utils.functional import Promise

from indicators.extracts.table import Table
from indicators.extracts.words import Level, Words


@dataclass(frozen=True)
class Found:
    """What a check found: a line each in `places` (columns row, column, value, and what the row's sentence names).

    `params` are what the check's message and guidance name.
    """

    places: pd.DataFrame
    params: Mapping[str, object] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return len(self.places) > 0


Function = Callable[[Table], Found]


@dataclass(frozen=True)
class Check:
    """A check with its words. `needs`: columns without which it says nothing; `sources`: none named means every source."""

    words: Words
    function: Function
    needs: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.words.name

    def __call__(self, table: Table) -> Found:
        return self.function(table)

    def applies_to(self, table: Table) -> bool:
        """Whether the table is of its source and has the columns that it needs."""
        return (not self.sources or table.layout.source in self.sources) and set(self.needs) <= set(table.frame.columns)


def check(
    name: str,
    level: Level,
    message: Promise,
    guidance: Promise,
    *,
    row: Promise | None = None,
    needs: Sequence[str] = (),
    sources: Sequence[str] = (),
) -> Callable[[Function], Check]:
    """Make a function `Table -> Found` a check; list it in `checks.CHECKS` to have it made."""

    def wrap(function: Function) -> Check:
        return Check(Words(name, level, message, guidance, row), function, tuple(needs), tuple(sources))

    return wrap


def places(table: Table, mask: "pd.Series[bool]", column: str, **params: pd.Series) -> pd.DataFrame:
    """The cells of `column` in the rows where `mask` holds, as they stand in the file; `params` a series each, like the frame."""
    chosen = mask.to_numpy(dtype=bool, na_value=False)
    found = pd.DataFrame(
        {
            "row": table.frame.index[chosen],
            "column": table.heading(column),
            "value": table.frame[column][chosen].fillna("").to_numpy(dtype=object),
        }
    )
    for name, values in params.items():
        found[name] = values[chosen].to_numpy(dtype=object)
    return found


def unplaced(column: str, values: Sequence[object], **params: Sequence[object]) -> pd.DataFrame:
    """Findings that no row can be named for, such as a missing column."""
    return pd.DataFrame({"row": None, "column": column, "value": [str(value) for value in values], **params})


def nothing() -> Found:
    return Found(pd.DataFrame({"row": [], "column": [], "value": []}))


def combined(found: Sequence[pd.DataFrame]) -> Found:
    """Findings in several columns as one, in the order of the file."""
    filled = [part for part in found if len(part)]
    return Found(pd.concat(filled, ignore_index=True).sort_values("row", kind="stable")) if filled else nothing()
