"""Published and counted figures together, with values and symbols: the rows of a draft."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from indicators import catalogue
from indicators.measures.counting import Counts
from indicators.measures.plan import Plan
from indicators.measures.reoffending import DIFFERENCE, PREDICTED
from indicators.measures.values import Precision, with_values
from indicators.records import store
from indicators.releases.drafting.basis import Basis
from indicators.releases.drafting.counted import counted_figures, with_wales
from indicators.releases.drafting.marks import marked
from indicators.releases.drafting.protection import protected

KEY = ["cohort", "measure", "area_code", "period", "breakdown", "category"]
NUMBERS = ["numerator", "denominator"]
SHOWN = [*NUMBERS, "value", "lower", "upper"]
CLUSTERS = {"dispersion": "float64", "least": "int64"}
TOLD = ["unit", "symbol", "ready", "vintage", "source", "origin", "derived", "extract_id"]
PUBLISHED, COUNTED = "published", "counted"
WITNESSES = ["table", "row", *NUMBERS]


@dataclass(frozen=True)
class Draft:
    """The figures of a draft in the order of their keys, as columns of their tables but the release.

    `exact` is before disclosure control; in `shown` nothing stands in SHOWN where a symbol hides it. `counted`: how many were
    counted here. `already_published`: how many more were, which somebody published already: those stay as published. `witnesses`:
    the tables by which the hidden figures are safe (columns WITNESSES): in which table, which row of `exact`, by how much more.
    """

    exact: pa.Table
    shown: pa.Table
    counted: int
    already_published: int
    witnesses: pa.Table


def draft_figures(basis: Basis, plan: Plan, counts: Counts) -> Draft:
    """The draft that the current `published` figures and the counts of the basis give."""
    published = with_wales(store.current_published())
    counted = counted_figures(basis, plan, counts)
    counted = counted.assign(people=_people(counted), origin=COUNTED)
    kept = counted[~_known(counted, published)]
    official = published.assign(people=published["numerator"].astype("Int64"), origin=PUBLISHED, scale=1, symbol="", ready="")
    official = official.assign(dispersion=np.nan, least=0)  # people's own counts are not published
    both = [part for part in (official, kept) if len(part)] or [official]
    figures = with_values(pd.concat([_plain(part) for part in both], ignore_index=True), _precision())
    figures = figures.iloc[_in_order(figures)].reset_index(drop=True)
    found = protected(figures)
    exact = _table(figures.assign(hidden=found.reason)[[*KEY, *NUMBERS, "scale", "hidden"]])
    told = figures.assign(symbol=found.symbol, denominator=figures["denominator"].mask(found.without_denominator))
    shown = _table(told[[*KEY, *SHOWN, *TOLD, "scale"]], found.reason != "")
    shown = marked(shown, basis)
    tables = found.tables
    witnesses = pa.table([tables.table, tables.row, tables.numerator, tables.denominator], WITNESSES)
    return Draft(exact, shown, len(kept), len(counted) - len(kept), witnesses)


def exact_values(basis: Basis, plan: Plan, counts: Counts, measures: Collection[str]) -> pd.DataFrame:
    """The figures of these measures that the counts give, before disclosure control: the columns of KEY, numerator and
    denominator in whole units of `scale`, value, lower, upper and symbol."""
    counted = counted_figures(basis, plan, counts)
    figures = with_values(counted[counted["measure"].isin(list(measures))], _precision())
    texts = dict.fromkeys([*KEY, "symbol"], "str")
    return figures[[*KEY, *SHOWN, "scale", "symbol"]].astype({**texts, **dict.fromkeys(NUMBERS, "Int64")})


def _precision() -> dict[str, Precision]:
    """How each measure is published."""
    return {one.code: Precision(one.kind, one.unit, one.decimals, one.scale, one.clustered) for one in catalogue.measures()}


def _plain(part: pd.DataFrame) -> pd.DataFrame:
    """The columns that both kinds of figures have, of the same types in both."""
    texts = {name: "str" for name in [*KEY, *TOLD] if name in part}
    numbers = dict.fromkeys([*NUMBERS, "people"], "Int64")
    return part[[*texts, *numbers, *CLUSTERS, "scale"]].astype({**texts, **numbers, **CLUSTERS})


def _known(counted: pd.DataFrame, published: pd.DataFrame) -> NDArray[np.bool_]:
    """Which of the counted figures somebody has published already."""
    if counted.empty or published.empty:
        return np.zeros(len(counted), dtype=bool)
    found = pc.is_in(_keys(counted), value_set=_keys(published))
    return np.asarray(found.to_numpy(zero_copy_only=False), dtype=bool)


def _keys(figures: pd.DataFrame) -> pa.Array:
    """Each figure's key as one text."""
    columns = [pa.array(figures[name].astype("str"), pa.string()) for name in KEY]
    return pc.binary_join_element_wise(*columns, "|")


def _people(counted: pd.DataFrame) -> pd.Series:
    """How many people (or cases) the numerator is, where disclosure control must know it.

    A sum of predictions is no count. From a difference and its prediction, of the same people, anybody works out how many of
    them reoffended: that is the number to be judged.
    """
    people = counted["numerator"].mask(counted["measure"] == PREDICTED)
    within = [name for name in KEY if name != "measure"]
    predicted = counted.loc[counted["measure"] == PREDICTED, [*within, "numerator"]]
    less = counted.loc[counted["measure"] == DIFFERENCE, [*within, "numerator", "scale"]]
    joined = less.merge(predicted, how="left", on=within, suffixes=("", "_predicted"))
    actual = (joined["numerator"] + joined["numerator_predicted"]) // joined["scale"]
    people.loc[less.index] = actual.to_numpy()
    return people


def _in_order(figures: pd.DataFrame) -> NDArray[np.intp]:
    """The order of keys, compared byte by byte: so the index of the key only grows at its end while rows come in."""
    ranks = [pd.factorize(figures[name], sort=True)[0] for name in reversed(KEY)]
    return np.lexsort(ranks)


def _table(figures: pd.DataFrame, hidden: NDArray[np.bool_] | None = None) -> pa.Table:
    """As it is stored: numbers as exact texts, nothing in SHOWN where `hidden`."""
    table = pa.Table.from_pandas(figures.drop(columns=[*NUMBERS, "scale"]), preserve_index=False)
    numerator = _texts(figures["numerator"], figures["scale"].to_numpy(dtype=np.int64))
    for name, column in (("numerator", numerator), ("denominator", _texts(figures["denominator"]))):
        table = table.append_column(name, column)
    if hidden is None:
        return table
    for name in SHOWN:
        column = table[name]
        blank = pc.if_else(pa.array(hidden), pa.scalar(None, column.type), column)
        table = table.set_column(table.schema.get_field_index(name), name, blank)
    return table


def _texts(numbers: pd.Series, scale: NDArray[np.int64] | None = None) -> pa.Array:
    """Whole numbers as texts; where they are in units of 1 / scale with as many decimals as there are: 12.3456."""
    texts = pc.cast(pa.array(numbers, pa.int64()), pa.string())
    if scale is None or not (scale > 1).any():
        return texts
    scaled = np.flatnonzero(scale > 1)
    written = texts.to_numpy(zero_copy_only=False)
    values = numbers.to_numpy(dtype=np.int64, na_value=0)
    for place in scaled:
        if written[place] is not None:
            written[place] = _decimal(int(values[place]), int(scale[place]))
    return pa.array(written, pa.string())


def _decimal(value: int, scale: int) -> str:
    whole, rest = divmod(abs(value), scale)
    digits = f"{rest:0{len(str(scale)) - 1}d}".rstrip("0")
    return f"{'-' if value < 0 else ''}{whole}{'.' if digits else ''}{digits}"
