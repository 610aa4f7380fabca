"""Marks on figures that are shown: `p`, provisional, and `r`, revised since the release that readers have."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from indicators import catalogue
from indicators.catalogue.periods import Period
from indicators.extracts.models import Extract
from indicators.records.copying import copy_out
from indicators.releases.drafting.basis import PROVEN, Basis
from indicators.releases.models import KEY, Observation, Release
from priority_groups import content

PROVISIONAL, REVISED = "p", "r"
COUNTED = "counted"
READ = ("numerator", "denominator", "value")  # a share of a count changes with its denominator alone
Mask = NDArray[np.bool_]


def marked(shown: pa.Table, basis: Basis) -> pa.Table:
    """The figures of a draft, as they are shown, with their marks. Revised comes before provisional: it says that what was read
    is not so any more."""
    latest = Release.objects.latest_published()
    before = _figures_of(latest) if latest else pa.table({})
    newest = max((day for day in _dates(basis.extracts) if day), default=None)
    return with_marks(shown, before, provisional_periods(pc.unique(shown["period"]).to_pylist(), newest), final_measures())


def with_marks(shown: pa.Table, before: pa.Table, provisional: Collection[str], final: Collection[str]) -> pa.Table:
    """Pure: `shown` with "r" where numerator, denominator or value is another than in `before` (columns of KEY and READ as texts
    of numbers, figures that were shown), and "p" on counted figures of `provisional` periods, except of `final` measures.

    A figure that has a symbol already, or no value, is left as it is.
    """
    free = _array(pc.and_(pc.is_valid(shown["value"]), pc.equal(shown["symbol"], "")))
    counted = _array(pc.equal(shown["origin"], COUNTED))
    young = _array(pc.is_in(shown["period"], value_set=pa.array(list(provisional), pa.string())))
    settled = _array(pc.is_in(shown["measure"], value_set=pa.array(list(final), pa.string())))
    symbols = np.where(free & counted & young & ~settled, PROVISIONAL, shown["symbol"].to_numpy(zero_copy_only=False))
    symbols = np.where(free & _revised(shown, before), REVISED, symbols)
    place = shown.schema.get_field_index("symbol")
    return shown.set_column(place, "symbol", pa.array(symbols, shown.schema.field("symbol").type))


def provisional_periods(codes: Collection[str], as_at: date | None) -> set[str]:
    """Those that end in the quarter in which the newest extract was drawn, or in the last quarters before it: late records can
    still change them. How many quarters is a setting."""
    if as_at is None:
        return set()
    first = as_at.year * 4 + (as_at.month - 1) // 3 - content.publishing().provisional_quarters
    return {code for code in codes if _quarter_of(Period.parse(code).end) >= first}


def final_measures() -> set[str]:
    """Reoffending is told once every reoffence had time to be proven: its figures are never provisional."""
    return {measure.code for measure in catalogue.measures() if PROVEN in measure.sources}


def _revised(shown: pa.Table, before: pa.Table) -> Mask:
    if not before.num_rows:
        return np.zeros(shown.num_rows, dtype=bool)
    place = pc.index_in(_keys(shown), value_set=_keys(before)).to_numpy(zero_copy_only=False)
    there = ~pd.isna(place)
    found = np.where(there, place, 0).astype(np.int64)
    differs = np.zeros(shown.num_rows, dtype=bool)
    for name in READ:
        now, then = _numbers(shown[name]), _numbers(before[name])[found]
        # Values are kept with four decimals. A side without the number says nothing about the other.
        differs |= np.abs(now - then) > 0.00005
    return there & differs


def _figures_of(release: Release) -> pa.Table:
    columns = (*KEY, *READ)
    types = {**dict.fromkeys(KEY, pa.string()), **dict.fromkeys(READ, pa.float64())}
    query = f"SELECT {', '.join(columns)} FROM {Observation._meta.db_table} WHERE release_id = %s AND value IS NOT NULL"
    return pa.Table.from_pandas(copy_out(query, [release.pk], types), preserve_index=False)


def _dates(extracts: Collection[UUID]) -> list[date | None]:
    return list(Extract.objects.filter(pk__in=extracts).values_list("as_at", flat=True))


def _keys(figures: pa.Table) -> pa.Array:
    joined = pc.binary_join_element_wise(*(figures[name].cast(pa.string()) for name in KEY), "|")
    return joined.combine_chunks() if isinstance(joined, pa.ChunkedArray) else joined


def _numbers(column: pa.ChunkedArray) -> NDArray[np.float64]:
    """NaN where there is none."""
    return np.asarray(column.cast(pa.float64()).to_numpy(zero_copy_only=False), dtype=np.float64)


def _array(mask: pa.ChunkedArray) -> Mask:
    return np.asarray(mask.to_numpy(zero_copy_only=False), dtype=bool)


def _quarter_of(day: date) -> int:
    return day.year * 4 + (day.month - 1) // 3
