"""Figures as rows that can be compared: with each other, with the loaded ones, with their neighbours in time."""

import pandas as pd

from indicators.catalogue import Period, area
from indicators.extracts.cells import INTEGER, mapped

KEY = ["cohort", "measure", "breakdown", "category", "area_code", "period"]
SERIES = [name for name in KEY if name != "period"]
PARTS = ["numerator", "denominator"]
# Columns without which there are no figures to compare.
FIGURE = ("cohort", "measure", "period", "area_code", "numerator")


def understood(clean: pd.DataFrame, key: pd.Series) -> pd.DataFrame:
    """Rows whose key and numerator are understood, each key once: KEY, PARTS, `row` (in the file) and `key` (as text)."""
    figures = clean[[*KEY, *PARTS]].assign(key=key, row=clean.index.to_series().astype(INTEGER))
    figures = figures.assign(breakdown=figures["breakdown"].fillna(""), category=figures["category"].fillna(""))
    return figures.dropna(subset=list(FIGURE)).drop_duplicates("key").reset_index(drop=True)


def with_current(figures: pd.DataFrame, current: pd.DataFrame) -> pd.DataFrame:
    """The figures, and those of the current ones that they do not replace (without `row`)."""
    loaded = current[[*KEY, *PARTS]].assign(row=pd.Series(pd.NA, index=current.index, dtype=INTEGER))
    loaded = loaded.assign(breakdown=loaded["breakdown"].fillna(""), category=loaded["category"].fillna(""))
    both = pd.concat([figures[[*KEY, *PARTS, "row"]], loaded], ignore_index=True)
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
