"""The table of one extract as the checks and the load see it: columns by the layout's names, cells in one spelling.

Everything is worked out a column at a time and once a table: a file of 500,000 rows has few different codes.
"""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from indicators.catalogue import Period
from indicators.extracts import codes, series
from indicators.extracts.cells import STRING, arrow, mapped, taken, trimmed, whole_numbers
from indicators.extracts.layouts import Layout
from indicators.extracts.reading import Document


@dataclass(frozen=True)
class Table:
    """`frame`: a column for each column of the layout that the file has, cells trimmed, blank ones NA, index the row in the file.

    `current`: the figures of the source that are loaded now, for the checks that compare. `hidden`, `hidden_columns`: as in
    reading.Document.
    """

    layout: Layout
    headings: tuple[str, ...]
    frame: pd.DataFrame
    first_period: Period | None
    last_period: Period | None
    as_at: date | None
    current: pd.DataFrame
    hidden: np.ndarray
    hidden_columns: tuple[int, ...]

    @classmethod
    def of(
        cls,
        document: Document,
        layout: Layout,
        *,
        current: pd.DataFrame,
        first_period: Period | None = None,
        last_period: Period | None = None,
        as_at: date | None = None,
    ) -> "Table":
        """A column that the file has twice counts as it stands first; a check tells of the second."""
        columns: dict[str, pd.Series] = {}
        for number, heading in enumerate(document.headings):
            column = layout.named(heading)
            if column is not None and column.name not in columns:
                columns[column.name] = trimmed(document.frame[number])
        frame = pd.DataFrame(columns, index=document.frame.index)
        declared = (first_period, last_period, as_at)
        return cls(layout, document.headings, frame, *declared, current, document.hidden, document.hidden_columns)

    def against(self, current: pd.DataFrame) -> "Table":
        """The same table, compared with other figures."""
        return replace(self, current=current)

    @property
    def size(self) -> int:
        """How many rows there are."""
        return len(self.frame)

    @property
    def present(self) -> frozenset[str]:
        """Names of the layout's columns that the file has."""
        return frozenset(self.frame.columns)

    @property
    def row_numbers(self) -> np.ndarray:
        """Each row's number in the file."""
        return self.frame.index.to_numpy()

    @cached_property
    def meant(self) -> tuple[str, ...]:
        """For each heading the column of the layout that it means, "" for none."""
        found = (self.layout.named(heading) for heading in self.headings)
        return tuple("" if column is None else column.name for column in found)

    def blank(self, column: str) -> "pd.Series[bool]":
        """Where nothing is in the cell."""
        return self.frame[column].isna()

    def cells(self, column: str, mask: np.ndarray) -> np.ndarray:
        """The cells of a column where `mask` holds, as they stand in the file."""
        return self.frame[column][mask].fillna("").to_numpy(dtype=object)

    def first_and_last(self) -> tuple[Period, Period] | None:
        """The period that begins first and the one that ends last; None where no row has one."""
        if self.layout.period not in self.frame:
            return None
        periods = [Period.parse(code) for code in self.clean[self.layout.period].dropna().unique()]
        if not periods:
            return None
        return min(periods, key=lambda period: period.start), max(periods, key=lambda period: period.end)

    def heading(self, column: str) -> str:
        """A column's heading as it stands in the file."""
        for heading in self.headings:
            found = self.layout.named(heading)
            if found is not None and found.name == column:
                return heading
        return column

    @cached_property
    def clean(self) -> pd.DataFrame:
        """The same cells in one spelling and type (codes, areas, periods, whole numbers); NA where one is blank or wrong."""
        clean = {}
        for column in self.layout.columns:
            if column.name not in self.frame:
                clean[column.name] = pd.Series(pd.NA, index=self.frame.index, dtype=STRING)
            elif column.type == "count":
                clean[column.name] = whole_numbers(self.frame[column.name])
            elif column.type == "category":
                continue
            else:
                clean[column.name] = mapped(self.frame[column.name], codes.reader(column))
        frame = pd.DataFrame(clean, index=self.frame.index)
        for name in self.layout.columns_of_type("category"):
            if name in self.frame:
                frame[name] = self._categories(frame["breakdown"], self.frame[name])
        return frame[[column.name for column in self.layout.columns]]

    def _categories(self, breakdowns: pd.Series, cells: pd.Series) -> pd.Series:
        """A category's code depends on the breakdown that it is of."""
        found = pd.Series(pd.NA, index=cells.index, dtype=STRING)
        for breakdown in breakdowns.dropna().unique():
            mask = (breakdowns == breakdown).to_numpy(dtype=bool, na_value=False)
            found[mask] = mapped(cells[mask], codes.category_reader(breakdown))
        return found

    def wrong(self, column: str) -> "pd.Series[bool]":
        """Where a cell is filled, but with nothing that the column takes."""
        return self.frame[column].notna() & self.clean[column].isna()

    @cached_property
    def key(self) -> pd.Series:
        """The slice of each row, as text: the layout's slice columns in one spelling, joined by "|"."""
        parts = [pc.fill_null(arrow(self.clean[name].astype(STRING)), "") for name in self.layout.slice]
        joined = pc.binary_join_element_wise(*parts, "|")
        return pd.Series(pd.array(joined, dtype=STRING), index=self.frame.index)

    @cached_property
    def periods(self) -> pd.DataFrame:
        """For each row the `start` and `end` of its period as days, and its `kind`; missing where there is no period."""
        cells = self.clean[self.layout.period]
        numbers, uniques = pd.factorize(cells)
        parsed = [Period.parse(code) for code in uniques]
        return pd.DataFrame(
            {
                "start": taken(np.array([period.start for period in parsed], "datetime64[s]"), numbers),
                "end": taken(np.array([period.end for period in parsed], "datetime64[s]"), numbers),
                "kind": taken(np.array([period.kind for period in parsed], object), numbers),
            },
            index=cells.index,
        )

    @cached_property
    def figures(self) -> pd.DataFrame:
        """series.understood of this table's rows."""
        wrong = pd.Series(False, index=self.frame.index)
        for name in ("breakdown", "category"):
            if name in self.frame:
                wrong |= self.wrong(name)
        return series.understood(self.clean[~wrong.to_numpy(dtype=bool)], self.key)

    @cached_property
    def figures_if_loaded(self) -> pd.DataFrame:
        """series.with_current: what would count if the table were loaded."""
        return series.with_current(self.figures, self.current)

    @cached_property
    def figures_in_order(self) -> pd.DataFrame:
        """The same by series and time: series.in_order."""
        return series.in_order(self.figures_if_loaded)

    def rows(self) -> pa.Table:
        """What is loaded: the clean columns with `row` and `slice_key`; optional texts that are blank are "", counts null."""
        columns: dict[str, pa.Array] = {
            "row": pa.array(self.frame.index.to_numpy(), pa.int64()),
            "slice_key": arrow(self.key),
        }
        for column in self.layout.columns:
            values = arrow(self.clean[column.name])
            columns[column.name] = values if column.type == "count" else pc.fill_null(values, "")
        return pa.table(columns)
