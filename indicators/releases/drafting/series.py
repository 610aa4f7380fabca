"""The figures of a draft as series in time, chosen as the readers' pages choose what they show first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import cast

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
GROUP = ["cohort", "measure", "breakdown", "category", "area_code", "origin"]
NUMBERS = ["numerator", "denominator", "value"]
COLUMNS = [*GROUP, "period", *NUMBERS, "symbol", "ready"]
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


View = tuple[str, str]  # origin and kind of periods
Places = NDArray[np.intp]


class Shown:
    """The figures of a draft that indicators are about, at hand by cohort and measure.

    There are hundreds of series: each is put together from columns by its rows' numbers, since a table for each would take
    a hundred times as long.
    """

    def __init__(self, shown: pa.Table) -> None:
        frame = _wanted(shown)
        self.period = frame["period"].to_numpy(dtype=object)
        self.ready = frame["ready"].to_numpy(dtype=object)
        self.pending = (frame["symbol"] == NOT_YET).to_numpy(dtype=bool)
        self.numbers = {name: pd.to_numeric(frame[name]).to_numpy(dtype=float, na_value=np.nan) for name in NUMBERS}
        kinds = {code: kind_of(code) for code in frame["period"].unique()}
        frame = frame.assign(kind=frame["period"].map(kinds).astype("str"))
        # By cohort and measure, then breakdown and category, then origin and kind: the rows of each area.
        self._found: dict[tuple[str, str], dict[tuple[str, str], dict[View, dict[str, Places]]]] = {}
        for key, places in frame.groupby([*GROUP, "kind"], sort=True).indices.items():
            cohort, measure, breakdown, category, area, origin, kind = cast("tuple[str, ...]", key)
            divisions = self._found.setdefault((cohort, measure), {})
            divisions.setdefault((breakdown, category), {}).setdefault((origin, kind), {})[area] = np.asarray(places)

    def divisions(self, cohort: str, measure: str) -> dict[tuple[str, str], dict[View, dict[str, Places]]]:
        """By breakdown and category, then by view: the rows of each area; empty where there is nothing."""
        return self._found.get((cohort, measure), {})

    def published_kinds(self, measure: str) -> set[str]:
        """For which kinds of periods figures about everyone are published."""
        views = (view for division in self.divisions(EVERYONE, measure).values() for view in division)
        return {kind for origin, kind in views if origin == PUBLISHED}

    def last(self, areas: dict[str, Places]) -> str:
        """The code of the latest period: of one kind, codes sort as the periods follow each other."""
        return max(str(self.period[places].max()) for places in areas.values())


def series_of(shown: Shown, cohort: str, measure: Measure) -> Iterator[ShownSeries]:
    """Every series of a cohort and measure: undivided, or by the measure's own categories where it is told by those only."""
    areas = [WALES, *(area.code for area in catalogue.regions())]
    divisions = {
        division: here for division, views in shown.divisions(cohort, measure.code).items() if (here := _in_areas(views, areas))
    }
    for breakdown in ("", *catalogue.own_breakdowns(measure)):
        chosen = {division: views for division, views in divisions.items() if division[0] == breakdown}
        for (_, category), views in chosen.items():
            origin, kind = _first_view(shown, views, measure.code)
            for area, places in views[origin, kind].items():
                yield _series(shown, places, cohort, measure.code, area, breakdown, category, origin)
        if chosen:
            return


def kind_of(period: str) -> str:
    """What may stand on one axis: quarters, or years that end with one month."""
    return "quarter" if period[4:5] == "Q" else f"year_{period[-2:]}"


def _in_areas(views: dict[View, dict[str, Places]], areas: list[str]) -> dict[View, dict[str, Places]]:
    """Only these areas, in this order, and only views that have any."""
    kept = {view: {area: found[area] for area in areas if area in found} for view, found in views.items()}
    return {view: found for view, found in kept.items() if found}


def _first_view(shown: Shown, views: dict[View, dict[str, Places]], measure: str) -> View:
    """What is shown first: figures that somebody published, else of those that were counted the years that are published about
    everyone, else the years that end latest."""
    origins = {origin for origin, _ in views}
    origin = PUBLISHED if PUBLISHED in origins else min(origins)
    kinds = [kind for kind in ORDER if (origin, kind) in views]
    years = [kind for kind in kinds if kind != "quarter"]
    if origin == PUBLISHED or not years:
        return origin, kinds[0]
    beside = shown.published_kinds(measure)
    for kind in years:
        if kind in beside:
            return origin, kind
    return origin, max(years, key=lambda kind: shown.last(views[origin, kind]))


def _series(
    shown: Shown, places: Places, cohort: str, measure: str, area: str, breakdown: str, category: str, origin: str
) -> ShownSeries:
    """The figures in these rows: of one key but the period, of one origin and one kind of periods."""
    codes = shown.period[places]
    periods = _periods(str(codes.min()), str(codes.max()))
    at = {period.code: place for place, period in enumerate(periods)}
    order = np.array([at[code] for code in codes])
    pending = np.zeros(len(periods), dtype=bool)
    pending[order] = shown.pending[places]
    numbers = {name: np.full(len(periods), np.nan) for name in NUMBERS}
    for name, column in numbers.items():
        column[order] = shown.numbers[name][places]
    waiting = np.sort(shown.ready[places[shown.pending[places]]])
    return ShownSeries(
        cohort=cohort,
        measure=measure,
        area_code=area,
        breakdown=breakdown,
        category=category,
        origin=origin,
        kind=periods[0].kind,
        periods=list(periods),
        numerators=numbers["numerator"],
        denominators=numbers["denominator"],
        values=numbers["value"],
        pending=pending,
        ready=str(waiting[0]) if len(waiting) else "",
    )


def _wanted(shown: pa.Table) -> pd.DataFrame:
    """The rows that indicators' series can be made of."""
    cohorts = {cohort for one in catalogue.indicators() for cohort in one.cohorts}
    measures = {one.measure for one in catalogue.indicators()}
    own = {breakdown for code in measures for breakdown in catalogue.own_breakdowns(catalogue.measure(code))}
    wanted = pc.and_(_is_in(shown["measure"], measures), _is_in(shown["breakdown"], {"", *own}))
    wanted = pc.and_(wanted, _is_in(shown["cohort"], {EVERYONE, *cohorts}))
    return shown.filter(wanted).select(COLUMNS).to_pandas()


@cache
def _periods(first: str, last: str) -> tuple[Period, ...]:
    return Period.parse(first).up_to(Period.parse(last))


def _is_in(column: pa.ChunkedArray, wanted: Iterable[str]) -> pa.ChunkedArray:
    return pc.is_in(column.cast(pa.string()), value_set=pa.array(sorted(wanted), pa.string()))
