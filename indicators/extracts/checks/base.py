"""What a check is: one small function that looks at a table, with the words for what it finds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

import numpy as np
import pandas as pd
from django.utils.functional import Promise

from indicators.extracts.layouts import Layout
from indicators.extracts.words import Level, Words

# Places that a finding keeps of all: enough to see what is wrong in a file that is wrong throughout, and to be kept and sent.
MOST_PLACES = 100_000
MORE = "more"  # a frame's attribute: how many rows it would have beside its own

Kind = Literal["figures", "counts", "records"]
EVERY_KIND: tuple[Kind, ...] = ("figures", "counts", "records")


class Checked(Protocol):
    """What every table can be asked, whether it is one of figures or of records."""

    @property
    def layout(self) -> Layout: ...

    @property
    def headings(self) -> tuple[str, ...]: ...

    @property
    def meant(self) -> tuple[str, ...]: ...

    @property
    def present(self) -> frozenset[str]: ...

    @property
    def row_numbers(self) -> np.ndarray: ...

    @property
    def hidden(self) -> np.ndarray: ...

    @property
    def hidden_columns(self) -> tuple[int, ...]: ...

    def heading(self, column: str) -> str: ...

    def blank(self, column: str) -> Any: ...

    def wrong(self, column: str) -> Any: ...

    def cells(self, column: str, mask: np.ndarray) -> np.ndarray: ...


@dataclass(frozen=True)
class Found:
    """What a check found: a line each in `places` (columns row, column, value, and what the row's sentence names).

    `params` are what the check's message and guidance name. Of very many places the first MOST_PLACES are kept.
    """

    places: pd.DataFrame
    params: Mapping[str, object] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return len(self.places) > 0

    @property
    def more(self) -> int:
        """How many places there are beside those that are kept."""
        return int(self.places.attrs.get(MORE, 0))


Function = Callable[[Any], Found]


@dataclass(frozen=True)
class Check:
    """A check with its words. `needs`: columns without which it says nothing; `sources`: none named means every source
    of the `kinds`."""

    words: Words
    function: Function
    needs: tuple[str, ...]
    sources: tuple[str, ...]
    kinds: tuple[Kind, ...]

    @property
    def name(self) -> str:
        return self.words.name

    def __call__(self, table: Checked) -> Found:
        return self.function(table)

    def is_for(self, layout: Layout) -> bool:
        """Whether it is made for files of this layout at all."""
        fits = layout.kind in self.kinds and set(self.needs) <= set(layout.by_name)
        return fits and (not self.sources or layout.source in self.sources)

    def applies_to(self, table: Checked) -> bool:
        """Whether the table is of its kind and source and has the columns that it needs."""
        return self.is_for(table.layout) and set(self.needs) <= table.present


def check(
    name: str,
    level: Level,
    message: Promise,
    guidance: Promise,
    *,
    row: Promise | None = None,
    counted: Promise | None = None,
    needs: Sequence[str] = (),
    sources: Sequence[str] = (),
    kinds: Sequence[Kind] = ("figures", "counts"),
) -> Callable[[Function], Check]:
    """Make a function `Table -> Found` a check; list it in `checks.CHECKS` to have it made."""

    def wrap(function: Function) -> Check:
        return Check(Words(name, level, message, guidance, row, counted), function, tuple(needs), tuple(sources), tuple(kinds))

    return wrap


def places(table: Checked, mask: Any, column: str, **params: Any) -> pd.DataFrame:
    """The cells of `column` in the rows where `mask` holds, as the table shows them; `params`: a value for each row of it."""
    chosen = as_mask(mask)
    total = int(np.count_nonzero(chosen))
    if not total:
        return nothing().places
    if total > MOST_PLACES:
        chosen = chosen & (np.cumsum(chosen) <= MOST_PLACES)
    found = pd.DataFrame(
        {"row": table.row_numbers[chosen], "column": table.heading(column), "value": table.cells(column, chosen)}
    )
    for name, values in params.items():
        found[name] = np.asarray(values[chosen], dtype=object)
    found.attrs[MORE] = total - len(found)
    return found


def record_check(
    name: str, level: Level, message: Promise, guidance: Promise, *, row: Promise | None = None, counted: Promise | None = None,
    needs: Sequence[str] = (), sources: Sequence[str] = (),
) -> Callable[[Function], Check]:  # fmt: skip
    """A check of records only: its function takes a RecordTable."""
    return check(name, level, message, guidance, row=row, counted=counted, needs=needs, sources=sources, kinds=("records",))


def as_mask(mask: Any) -> np.ndarray:
    """A column of yes and no as NumPy has it; what is missing is no."""
    found: np.ndarray = mask.to_numpy(dtype=bool, na_value=False) if isinstance(mask, pd.Series) else mask
    return found


def unplaced(column: str, values: Sequence[object], **params: Sequence[object]) -> pd.DataFrame:
    """Findings that no row can be named for, such as a missing column."""
    return pd.DataFrame({"row": None, "column": column, "value": [str(value) for value in values], **params})


def nothing() -> Found:
    return Found(pd.DataFrame({"row": [], "column": [], "value": []}))


def combined(found: Sequence[pd.DataFrame]) -> Found:
    """Findings in several columns as one, in the order of the file."""
    filled = [part for part in found if len(part)]
    if not filled:
        return nothing()
    whole = pd.concat(filled, ignore_index=True).sort_values("row", kind="stable")
    kept = whole.head(MOST_PLACES)
    kept.attrs = {MORE: len(whole) - len(kept) + sum(part.attrs.get(MORE, 0) for part in filled)}
    return Found(kept)
