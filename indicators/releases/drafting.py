"""The whole way of a figure: records -> measures -> disclosure -> the rows of a draft. Only this module knows it."""

import pandas as pd

from indicators import catalogue
from indicators.catalogue.accessors import WALES
from indicators.disclosure.primary import Rules, primary_symbols
from indicators.measures.regions import add_wales
from indicators.measures.values import Precision, with_values
from indicators.records import store

# Changes whenever the same records would give other figures; kept with every release.
METHOD_VERSION = "2026.1"

KEY = ["cohort", "measure", "area_code", "period", "breakdown", "category"]
SHOWN = ["numerator", "denominator", "value", "lower", "upper"]


def draft_figures() -> tuple[pd.DataFrame, pd.DataFrame]:
    """The figures that the current records give, as (exact, shown).

    Both have the key columns, numerator and denominator; `shown` has value, lower, upper, unit, symbol, vintage, source,
    origin, derived and extract_id besides, and nothing in SHOWN where a symbol hides it.
    """
    figures = add_wales(
        store.current_published(),
        wales=WALES,
        regions=[area.code for area in catalogue.regions()],
        unknown=next(area.code for area in catalogue.areas() if area.kind == "unknown"),
        additive={measure.code for measure in catalogue.measures() if measure.additive_over_areas},
    )
    figures = with_values(figures, _precision()).assign(origin="published")
    exact = figures[[*KEY, "numerator", "denominator"]]
    hidden = primary_symbols(figures, Rules())
    figures["symbol"] = figures["symbol"].where(hidden == "", hidden)
    shown = figures.copy()
    shown.loc[hidden != "", SHOWN] = None
    return exact, shown


def _precision() -> dict[str, Precision]:
    """How each measure that is a number over a number is published."""
    return {
        measure.code: Precision(measure.kind, measure.unit, measure.decimals, measure.scale)
        for measure in catalogue.measures()
        if measure.kind in ("count", "proportion", "ratio")
    }
