"""The figures of a draft as series in time, chosen as the readers' pages choose what they show first."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from indicators import catalogue
from indicators.catalogue import Measure, Period
from indicators.catalogue.accessors import WALES

Floats = NDArray[np.float64]
PUBLISHED = "published"
NOT_YET = "x"
EVERYONE = "all"
COLUMNS = [
    "cohort", "measure", "area_code", "period", "breakdown", "category", "numerator", "denominator", "value", "symbol", "ready",
    "origin",
]  # fmt: skip
SAME = ["cohort", "measure", "area_code", "breakdown", "category", "origin"]  # in all figures of a series
# Years before quarters, and of years those that end with the calendar's first.
ORDER = ["year_12", "year_09", "year_06", "year_03", "quarter"]


@dataclass(frozen=True)
class ShownSeries:
    """One series without holes, NaN where nothing is shown. `kind`: quarter or year. `ready`: when the next figure will be."""

    cohort: str
    measure: str
    area_code: str
    breakdown: str
    category: str
    origin: str
    kind: str
    periods: list[Period]
    numerators: Floats
    denominators: Floats
    values: Floats
    pending: NDArray[np.bool_]
    ready: str


class Shown:
    """The figures of a draft that indicators are about, at hand by cohort and measure."""

    def __init__(self, shown: pa.Table) -> None:
        pairs = {(cohort, one.measure) for one in catalogue.indicators() for cohort in one.cohorts}
        measures = sorted({measure for _, measure in pairs})
        own = {use.code for code in measures for use in catalogue.measure(code).breakdowns}
        wanted = pc.and_(_is_in(shown["measure"], measures), _is_in(shown["breakdown"], ["", *sorted(own)]))
        wanted = pc.and_(wanted, _is_in(shown["cohort"], sorted({EVERYONE, *(cohort for cohort, _ in pairs)})))
        frame = shown.filter(wanted).select(COLUMNS).to_pandas(types_mapper={pa.large_string(): pd.StringDtype("pyarrow")}.get)
        for name in ("numerator", "denominator", "value"):
            frame[name] = pd.to_numeric(frame[name]).astype(float)
        kinds = {code: kind_of(code) for code in frame["period"].unique()}
        frame["kind"] = frame["period"].map(kinds)
        self._found: dict[tuple[str, str], pd.DataFrame] = dict(iter(frame.groupby(["cohort", "measure"], sort=False)))

    def of(self, cohort: str, measure: str) -> pd.DataFrame | None:
        """All of a cohort and measure, in every area; None where there is nothing."""
        return self._found.get((cohort, measure))

    def published_kinds(self, measure: str) -> set[str]:
        """For which kinds of periods figures about everyone are published."""
        everyone = self.of(EVERYONE, measure)
        return set() if everyone is None else set(everyone.loc[everyone["origin"] == PUBLISHED, "kind"])


def series_of(shown: Shown, cohort: str, measure: Measure) -> Iterator[ShownSeries]:
    """Every series of a cohort and measure: undivided, or by the measure's own categories where it is told by those only."""
    found = shown.of(cohort, measure.code)
    if found is None:
        return
    areas = [WALES, *(area.code for area in catalogue.regions())]
    found = found[found["area_code"].isin(areas)]
    for breakdown in ("", *(use.code for use in measure.breakdowns)):
        divided = found[found["breakdown"] == breakdown]
        if len(divided):
            break
    else:
        return
    for _category, part in divided.groupby("category", sort=True):
        origin = PUBLISHED if (part["origin"] == PUBLISHED).any() else part["origin"].iloc[0]
        chosen = part[part["origin"] == origin]
        chosen = chosen[chosen["kind"] == _first_kind(chosen, shown.published_kinds(measure.code), origin)]
        for area in areas:
            here = chosen[chosen["area_code"] == area]
            if len(here):
                yield _series(here)


def kind_of(period: str) -> str:
    """What may stand on one axis: quarters, or years that end with one month."""
    return "quarter" if period[4:5] == "Q" else f"year_{period[-2:]}"


def _first_kind(figures: pd.DataFrame, beside: set[str], origin: str) -> str:
    """The kind that is shown first: of counted years those that are published about everyone, else the latest."""
    kinds = [kind for kind in ORDER if (figures["kind"] == kind).any()]
    years = [kind for kind in kinds if kind != "quarter"]
    if origin == PUBLISHED or not years:
        return kinds[0]
    for kind in years:
        if kind in beside:
            return kind
    # A year's code is later in the alphabet the later it ends.
    return max(years, key=lambda kind: figures.loc[figures["kind"] == kind, "period"].max())


def _series(figures: pd.DataFrame) -> ShownSeries:
    """Figures of one key but the period, of one origin and one kind of periods."""
    # Codes of one kind sort as the periods follow each other.
    periods = _periods(str(figures["period"].min()), str(figures["period"].max()))
    rows = figures.set_index("period").reindex([period.code for period in periods])
    pending = (rows["symbol"] == NOT_YET).fillna(False).to_numpy(dtype=bool)
    waiting = rows.loc[pending, "ready"]
    same = {name: str(figures[name].iloc[0]) for name in SAME}
    return ShownSeries(
        **same,
        kind=periods[0].kind,
        periods=list(periods),
        numerators=rows["numerator"].to_numpy(dtype=float),
        denominators=rows["denominator"].to_numpy(dtype=float),
        values=rows["value"].to_numpy(dtype=float),
        pending=pending,
        ready=str(waiting.iloc[0]) if len(waiting) else "",
    )


@cache
def _periods(first: str, last: str) -> tuple[Period, ...]:
    return Period.parse(first).up_to(Period.parse(last))


def _is_in(column: pa.ChunkedArray, wanted: list[str]) -> pa.ChunkedArray:
    return pc.is_in(column.cast(pa.string()), value_set=pa.array(wanted, pa.string()))
