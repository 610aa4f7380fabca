"""The figures of a table as rows that can be compared: with each other, with the loaded ones, with their neighbours in time."""

import pandas as pd
import pyarrow as pa

from indicators.catalogue import Period, area
from indicators.extracts.table import Table, mapped

KEY = ["cohort", "measure", "breakdown", "category", "area_code", "period"]
SERIES = [name for name in KEY if name != "period"]
# Columns without which there are no figures to compare.
FIGURE = ("cohort", "measure", "period", "area_code", "numerator")
INTEGER = pd.ArrowDtype(pa.int64())


def filled(table: Table) -> pd.DataFrame:
    """Rows whose key and numerator are understood, each key once: KEY, numerator, denominator, `row`, `key`."""
    figures = table.clean[[*KEY, "numerator", "denominator"]].assign(
        key=table.key, row=table.frame.index.to_series().astype(INTEGER)
    )
    for name in ("breakdown", "category"):
        if name in table.frame:
            figures = figures[~table.wrong(name)[figures.index].to_numpy(dtype=bool)]
        figures[name] = figures[name].fillna("")
    figures = figures.dropna(subset=["cohort", "measure", "period", "area_code", "numerator"])
    return figures.drop_duplicates("key").reset_index(drop=True)


def with_current(table: Table) -> pd.DataFrame:
    """What would be loaded if the table were: its figures, and the loaded ones that it does not replace (without `row`)."""
    new = filled(table)
    current = table.current[[*KEY, "numerator", "denominator"]].copy()
    current["row"] = pd.Series(pd.NA, index=current.index, dtype=INTEGER)
    for name in ("breakdown", "category"):
        current[name] = current[name].fillna("")
    both = pd.concat([new[[*KEY, "numerator", "denominator", "row"]], current], ignore_index=True)
    return both.drop_duplicates(KEY).reset_index(drop=True)


def in_order(figures: pd.DataFrame) -> pd.DataFrame:
    """By series and time. `kind` (quarter or year) and `quarter` (of a year's end) part series that are not comparable,
    `place` numbers their periods so that neighbours differ by 1, `level` is the kind of the area."""
    parsed = {code: Period.parse(code) for code in figures["period"].unique()}
    places = {code: period.year if period.kind == "year" else period.year * 4 + period.quarter for code, period in parsed.items()}
    quarters = {code: period.quarter if period.kind == "year" else 0 for code, period in parsed.items()}
    ordered = figures.assign(
        kind=mapped(figures["period"], lambda code: parsed[code].kind),
        quarter=figures["period"].map(quarters).astype(INTEGER),
        place=figures["period"].map(places).astype(INTEGER),
        level=mapped(figures["area_code"], lambda code: area(code).kind),
    )
    return ordered.sort_values([*SERIES, "kind", "quarter", "place"], kind="stable").reset_index(drop=True)
