"""The table of an extract of records, as the checks and the load see it.

A column is understood once for each different text; rows are only ever gathered from that. Identifiers of people, the
rows' own numbers and dates of birth never leave the table as they stand.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from indicators.catalogue import Period
from indicators.extracts.layouts import Layout
from indicators.extracts.pseudonyms import normalised, visible
from indicators.extracts.reading import Document
from indicators.extracts.recordtable.dates import NO_DAY, Days, Fault, calendar_numbers, full_years, quarter, quarters
from indicators.extracts.recordtable.events import events_of
from indicators.extracts.recordtable.meanings import Catalogue, Meaning, Terms, meaning
from indicators.extracts.recordtable.showing import form, shown
from indicators.extracts.recordtable.storing import NO_AGE, Hash, columns
from indicators.extracts.recordtable.texts import Encoded, Mask, encoded, fingerprints, mixed, repeated

AGE_OF_RESPONSIBILITY = 10  # nobody younger can have been sentenced
# Asked with quarters, says of every other quarter that counts its code, the name of its extract, and its events.
Beside = Callable[[Collection[str]], Iterable[tuple[str, str, NDArray[np.uint64]]]]
NO_HISTORY = pd.DataFrame({"period": pd.Series(dtype=str), "rows": pd.Series(dtype="int64")})


def nothing_beside(periods: Collection[str]) -> Iterable[tuple[str, str, NDArray[np.uint64]]]:
    """For callers that have no other extracts."""
    return ()


@dataclass(frozen=True)
class RecordTable:
    """`body`: a column of the file for each of the layout's that it has; `row_numbers`: each row's number in the file.

    `history`: rows of the source that count now, by quarter (columns `period` and `rows`). `hidden`, `hidden_columns`: as in
    reading.Document. `beside`: the events of quarters that this file does not cover.
    """

    layout: Layout
    headings: tuple[str, ...]
    body: dict[str, pa.ChunkedArray]
    meant: tuple[str, ...]  # for each heading the column that it means, "" for none
    row_numbers: NDArray[np.int64]
    hidden: Mask
    hidden_columns: tuple[int, ...]
    first_period: Period | None = None
    last_period: Period | None = None
    as_at: date | None = None
    history: pd.DataFrame = field(default_factory=lambda: NO_HISTORY)
    terms: Terms = field(default_factory=Catalogue)
    beside: Beside = nothing_beside

    @classmethod
    def of(
        cls,
        document: Document,
        layout: Layout,
        *,
        first_period: Period | None = None,
        last_period: Period | None = None,
        as_at: date | None = None,
        history: pd.DataFrame = NO_HISTORY,
        terms: Terms | None = None,
        beside: Beside = nothing_beside,
    ) -> "RecordTable":
        """A column that the file has twice counts as it stands first; a check tells of the second."""
        terms = terms or Catalogue()
        meant = tuple(terms.heading(layout.source, heading) or "" for heading in document.headings)
        body = {name: document.body.column(meant.index(name)) for name in dict.fromkeys(meant) if name}
        for name in layout.columns_of_type("identifier"):
            if name in body:
                body[name] = visible(body[name])
        seen = (document.rows, document.hidden, document.hidden_columns)
        stated = (first_period, last_period, as_at)
        return cls(layout, document.headings, body, meant, *seen, *stated, history, terms, beside)

    @property
    def present(self) -> frozenset[str]:
        """Names of the layout's columns that the file has."""
        return frozenset(self.body)

    @property
    def size(self) -> int:
        """How many rows there are."""
        return len(self.row_numbers)

    def heading(self, column: str) -> str:
        """A column's heading as it stands in the file."""
        return self.headings[self.meant.index(column)] if column in self.meant else column

    def blank(self, column: str) -> Mask:
        """Where nothing is in the cell."""
        if self._plain(column):
            texts = pc.utf8_trim_whitespace(self.body[column])
            return pc.equal(texts, "").to_numpy()
        cells = self.texts(column)
        return cells.where(~cells.filled)

    def wrong(self, column: str) -> Mask:
        """Where a cell is filled, but with nothing that the column takes."""
        if self._plain(column):
            return np.zeros(self.size, bool)
        return self.texts(column).where(self.meaning(column).wrong)

    def cells(self, column: str, mask: Mask) -> NDArray[np.object_]:
        """The cells of a column where `mask` holds, as they may be shown: see `shown`.

        Of a date no more than its form, unless the row's own date of birth lies so long before it that both are surely what
        their headings say: columns slip, and then the date is one of birth.
        """
        chosen = pc.utf8_trim_whitespace(self.body[column].filter(pa.array(mask)).cast(pa.string()))
        kind = self.layout.by_name[column].type
        found = shown(chosen.to_numpy(), kind, persons=self._distinct(self.person), births=self._distinct(self.birth or ""))
        if kind == "date" and self.layout.columns_of_type("birth"):
            unsafe = self.ages[mask] < AGE_OF_RESPONSIBILITY
            found[unsafe] = [form(text) for text in found[unsafe]]
        return found

    def _distinct(self, column: str) -> pa.Array:
        """What a column has, each text once; nothing where there is no such column."""
        return self.texts(column).texts if column in self.body else pa.array([], pa.string())

    def _plain(self, column: str) -> bool:
        """Columns of many different texts, of which none means anything by itself."""
        return self.layout.by_name[column].type == "identifier"

    @cached_property
    def _encoded(self) -> dict[str, Encoded]:
        return {}

    def texts(self, column: str) -> Encoded:
        """The column as texts and numbers; people's identifiers in one spelling, so that each person is there once."""
        if column not in self._encoded:
            cells = self.body[column]
            if self.layout.by_name[column].type == "person":
                cells = normalised(cells if not pa.types.is_dictionary(cells.type) else cells.cast(pa.string()))
            self._encoded[column] = encoded(cells)
        return self._encoded[column]

    @cached_property
    def _repeated(self) -> dict[str, Mask]:
        return {}

    def repeated(self, column: str) -> Mask:
        """Where another row has the same text in the column; blank ones are left out."""
        if column not in self._repeated:
            self._repeated[column] = repeated(self.body[column])
        return self._repeated[column]

    def fingerprints(self, mask: Mask) -> NDArray[np.uint64]:
        """For each row where `mask` holds a number that stands for all of its cells; other rows hardly ever have the same."""
        found = np.zeros(int(np.count_nonzero(mask)), np.uint64)
        for name in self.body:
            if self._plain(name):
                prints = fingerprints(self.body[name].filter(pa.array(mask)))
            else:
                cells = self.texts(name)
                prints = fingerprints(pa.chunked_array([cells.texts]))[cells.codes[mask]]
            found = mixed(found, prints)
        return found

    @cached_property
    def _meanings(self) -> dict[str, Meaning]:
        return {}

    def meaning(self, column: str) -> Meaning:
        """What each text of the column means."""
        if column not in self._meanings:
            found = meaning(self.layout.by_name[column], self.layout.source, self.texts(column), self.terms)
            self._meanings[column] = found
        return self._meanings[column]

    def values(self, column: str) -> NDArray[Any]:
        """What each cell means, as the record keeps it."""
        return self.texts(column).spread(self.meaning(column).values)

    def days(self, column: str) -> Days:
        """A column of dates as days since 1970, NO_DAY where there is none."""
        return self.values(column)

    def faulty(self, column: str, fault: Fault) -> Mask:
        """Where a column of dates has a text that is none for this reason."""
        faults = self.meaning(column).faults
        return np.zeros(self.size, bool) if faults is None else self.texts(column).where(faults == fault)

    def letters(self, column: str) -> NDArray[np.uint8]:
        """A column of codes as the ASCII codes of their letters, "-" where none is known."""
        return self.values(column)

    @cached_property
    def declared(self) -> tuple[Period, Period] | None:
        """The first and the last quarter that the file covers: as stated, else as its rows have them."""
        if self.first_period is None or self.last_period is None:
            return self.first_and_last()
        return self.first_period.quarters()[0], self.last_period.quarters()[-1]

    @cached_property
    def event(self) -> str:
        """The column with the day on which a row counts."""
        return self.layout.period

    @cached_property
    def birth(self) -> str | None:
        """The column with dates of birth, where the file has one."""
        return next((name for name in self.layout.columns_of_type("birth") if name in self.body), None)

    @cached_property
    def person(self) -> str:
        """The column with people's identifiers; "" where the layout has none."""
        return next(iter(self.layout.columns_of_type("person")), "")

    @cached_property
    def quarters(self) -> NDArray[np.int32]:
        """The quarter of each row, as year * 4 + quarter - 1; 0 where its date is none."""
        days = self.meaning(self.event).values
        return self.texts(self.event).spread(np.where(days == NO_DAY, 0, quarters(days)).astype(np.int32))

    @cached_property
    def ages(self) -> NDArray[np.int16]:
        """Full years on the day of the event, NO_AGE where they are not known; below 0 also before birth."""
        if self.birth is None:
            return np.full(self.size, NO_AGE, np.int16)
        known, years = [], []
        for name in (self.birth, self.event):
            days = self.meaning(name).values
            known.append(days != NO_DAY)
            years.append(self.texts(name).spread(calendar_numbers(np.where(days == NO_DAY, 0, days))))
        ages = full_years(*years).astype(np.int16)
        for name, there in zip((self.birth, self.event), known, strict=True):
            if not there.all():
                ages[~self.texts(name).spread(there)] = NO_AGE
        return ages

    @cached_property
    def events(self) -> NDArray[np.uint64] | None:
        """By what each row is known again in other extracts; None where rows have no number of their own, or no person."""
        own = next((name for name in self.layout.columns_of_type("identifier") if name in self.body), None)
        if own is None or self.person not in self.body:
            return None
        return events_of(self.body[own], self.texts(self.person))

    def first_and_last(self) -> tuple[Period, Period] | None:
        """The first and the last quarter that the rows lie in; None where no row has a date."""
        if self.event not in self.body:
            return None
        days = self.meaning(self.event).values
        found = quarters(days[days != NO_DAY])
        return (quarter(int(found.min())), quarter(int(found.max()))) if len(found) else None

    def rows_in(self) -> dict[Period, int]:
        """How many rows lie in each quarter, those without a date left out."""
        days, counts = self.meaning(self.event).values, self.texts(self.event).counts
        known = days != NO_DAY
        numbers, places = np.unique(quarters(days[known]), return_inverse=True)
        rows = np.bincount(places, weights=counts[known], minlength=len(numbers))
        return {quarter(int(number)): int(count) for number, count in zip(numbers, rows, strict=True) if count}

    def columns(self, hashed: Hash) -> dict[str, NDArray[Any]]:
        """The rows as records keep them: storing.columns."""
        return columns(self, hashed)
