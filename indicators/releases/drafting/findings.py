"""What the series of a draft say: a verdict each, worked out from the figures as readers will see them and from nothing else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from indicators import catalogue
from indicators.catalogue import Indicator, Measure, Period
from indicators.catalogue.accessors import WALES
from indicators.releases.drafting.series import Shown, ShownSeries, series_of
from indicators.statistics import Reason, Rules, Series, Verdict, benjamini_hochberg, compare_with_rest, verdict, xmr
from priority_groups import content
from priority_groups.content.settings import Statistics

Rebase = Mapping[str, Any]  # as Release.rebases has them
KINDS = {"count": "count", "proportion": "proportion", "ratio": "ratio", "mean": "value", "difference": "value"}
TOLD = {"improving", "worse", "changed"}


@dataclass(frozen=True)
class Findings:
    """Rows of the model Finding, without their release, and what Release.testing says of them."""

    rows: list[dict[str, Any]]
    testing: dict[str, Any]


def findings_of(shown: pa.Table, rebases: Iterable[Rebase] = ()) -> Findings:
    """The findings of a draft's `shown` figures: of every indicator, its cohorts, Wales and the regions.

    A measure that is told by its own categories only has a finding for each. One origin and one kind of periods makes a
    series, as on the readers' pages. The false discovery rate is controlled over all series that were tested.
    """
    rebases = list(rebases)
    figures = Shown(shown)
    rows, tests = [], []
    for indicator in catalogue.indicators():
        rules = content.framework(indicator.framework).settings.statistics
        for cohort in indicator.cohorts:
            whole: dict[str, ShownSeries] = {}
            for series in series_of(figures, cohort, catalogue.measure(indicator.measure)):
                found, row = _finding(indicator, series, rules, rebases)
                if series.area_code == WALES:
                    whole[series.category] = series
                elif series.category in whole:
                    row["params"] |= beside_the_rest(series, whole[series.category], rules.confidence)
                rows.append(row)
                tests.append((found, rules))
    return Findings(rows, _with_discoveries(rows, tests))


def _finding(
    indicator: Indicator, series: ShownSeries, settings: Statistics, rebases: list[Rebase]
) -> tuple[Verdict, dict[str, Any]]:
    measure = catalogue.measure(indicator.measure)
    levels = new_levels(series.periods, [one["date"] for one in rebases if _is_about(one, indicator.code, series.area_code)])
    found = verdict(
        Series(
            KINDS[measure.kind],  # type: ignore[arg-type]
            indicator.direction,
            series.numerators,
            series.denominators,
            series.values,
            series.pending,
            a_year=4 if series.kind == "quarter" else 1,
            adds_up=measure.additive_over_quarters,
            clustered=measure.clustered,
            new_level=levels[-1] if levels else 0,
        ),
        _rules(settings),
    )
    latest = np.flatnonzero(~np.isnan(series.values))
    row = {
        "indicator": indicator.code,
        "cohort": series.cohort,
        "measure": series.measure,
        "area_code": series.area_code,
        "breakdown": series.breakdown,
        "category": series.category,
        "origin": series.origin,
        "kind": series.kind,
        "period": series.periods[latest[-1]].code if len(latest) else "",
        "direction": indicator.direction,
        "moved": found.moved,
        "verdict": found.verdict,
        "reason": found.reason.value,
        "params": _params(found, series, measure, settings),
        "p_value": found.p_value,
        "series": drawn(series, levels, indicator.direction),
    }
    return found, row


def new_levels(periods: list[Period], dates: Iterable[str]) -> list[int]:
    """The places in a series from which limits are worked out anew: of each date, the first period that lies after it by half
    or more. None at the first period, where there is nothing before."""
    found = set()
    for text in dates:
        day = date.fromisoformat(text)
        after = [place for place, period in enumerate(periods) if period.start + (period.end - period.start) / 2 >= day]
        if after and after[0] > 0:
            found.add(after[0])
    return sorted(found)


def beside_the_rest(series: ShownSeries, wales: ShownSeries, confidence: float) -> dict[str, Any]:
    """A region's latest proportion beside that of the rest of Wales: {"rest": difference and interval in percentage points}.

    Empty where it is no proportion, or not both of them are shown for that period: the rest is worked out from those alone.
    """
    latest = np.flatnonzero(~np.isnan(series.values))
    measure = catalogue.measure(series.measure)
    if measure.kind != "proportion" or not len(latest):
        return {}
    place = int(latest[-1])
    period = series.periods[place]
    there = wales.periods.index(period) if period in wales.periods else -1
    numbers = [series.numerators[place], series.denominators[place], wales.numerators[there], wales.denominators[there]]
    if there < 0 or series.origin != wales.origin or np.isnan(numbers).any():
        return {}
    k, n, all_k, all_n = map(float, numbers)
    if not (0 <= all_k - k <= all_n - n and all_n > n):
        return {}  # figures of different editions need not fit together
    found = compare_with_rest(k, n, all_k, all_n, confidence)
    points = [round(100 * one, measure.decimals) for one in (found.difference, found.lower, found.upper)]
    word = "similar" if found.lower <= 0 <= found.upper else "higher" if found.difference > 0 else "lower"
    return {"rest": {"period": period.code, "difference": points[0], "lower": points[1], "upper": points[2], "word": word}}


def drawn(series: ShownSeries, levels: list[int], direction: Any) -> dict[str, Any]:
    """The series with its XmR chart as JSON: lists in step, null where nothing is shown."""
    chart = xmr(series.values, improvement=direction, rebase_at=levels)
    return {
        "periods": [period.code for period in series.periods],
        "values": _numbers(series.values),
        "centre": _numbers(chart.centre),
        "lower": _numbers(chart.lower),
        "upper": _numbers(chart.upper),
        "rule": list(chart.rule),
        "side": chart.side.tolist(),
        "points": chart.points.tolist(),
        "variation": chart.variation,
    }


def _params(found: Verdict, series: ShownSeries, measure: Measure, settings: Statistics) -> dict[str, Any]:
    """The numbers of the sentence: values as shown, periods by their codes."""
    params: dict[str, Any] = {"points": found.points, "needed": settings.points_of_trend}
    if found.first >= 0:
        params |= {"first": series.periods[found.first].code, "first_value": _number(series.values[found.first])}
    if found.last >= 0:
        params |= {"last": series.periods[found.last].code, "last_value": _number(series.values[found.last])}
    summed = series.kind == "quarter" and measure.additive_over_quarters
    if found.before is not None and not summed:  # of years, beside a quarter, it would mislead
        per_unit = 1 if found.in_values else 100 if measure.kind == "proportion" else measure.per
        params["before_value"] = round(found.before * per_unit, measure.decimals)
    if found.detectable is not None and np.isfinite(found.detectable):
        params["detectable"] = round(found.detectable * 100)
    if found.reason == Reason.FEW_PEOPLE:
        params |= {"people": _number(series.denominators[found.last]), "fewest": settings.fewest_people}
    if found.reason == Reason.COARSE:
        params["coarsest"] = round(settings.coarsest_change * 100)
    if found.reason == Reason.NOT_MATURE and series.ready:
        params["ready"] = series.ready
    return params


def _with_discoveries(rows: list[dict[str, Any]], tests: list[tuple[Verdict, Statistics]]) -> dict[str, Any]:
    """Write q-values, signals and their ranks into the rows; what is said of them all."""
    p_values = np.array([np.nan if found.p_value is None else found.p_value for found, _ in tests], dtype=float)
    q_values = benjamini_hochberg(p_values)
    signals = []
    for row, (found, rules), q in zip(rows, tests, q_values, strict=True):
        row["q_value"] = None if np.isnan(q) else float(q)
        row["is_signal"] = bool(found.verdict in TOLD and q <= rules.false_discovery_rate)
        row["rank"] = None
        if row["is_signal"]:
            signals.append(row)
    for rank, row in enumerate(sorted(signals, key=_strength), start=1):
        row["rank"] = rank
    tested = int((~np.isnan(p_values)).sum())
    used = [rules for _, rules in tests] or [Statistics()]
    confidence, rate = min(one.confidence for one in used), max(one.false_discovery_rate for one in used)
    return {
        "tested": tested,
        "signals": len(signals),
        "expected_by_chance": round(len(signals) * rate, 1),  # of the signals, at most
        "changes_by_chance": round(tested * (1 - confidence), 1),  # of all verdicts, at most, if nothing had changed at all
        "rate": rate,
        "confidence": confidence,
    }


def _strength(row: dict[str, Any]) -> tuple[Any, ...]:
    """Signals in order: the surest first, then the largest change for its level."""
    params = row["params"]
    first = params.get("before_value", params.get("first_value")) or 0
    size = abs((params.get("last_value") or 0) - first) / abs(first) if first else float("inf")
    return row["q_value"], -size, row["indicator"], row["cohort"], row["area_code"], row["breakdown"], row["category"]


def _is_about(rebase: Rebase, indicator: str, area: str) -> bool:
    return rebase.get("indicator", "") in ("", indicator) and rebase.get("area", "") in ("", area)


def _rules(settings: Statistics) -> Rules:
    return Rules(settings.confidence, settings.points_of_trend, settings.fewest_people, settings.coarsest_change)


def _numbers(values: Any) -> list[float | None]:
    return [_number(value) for value in values]


def _number(value: float) -> float | None:
    if np.isnan(value):
        return None
    rounded = round(float(value), 6)
    return int(rounded) if rounded.is_integer() else rounded
