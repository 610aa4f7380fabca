"""From numerator and denominator to the value and interval that are published, at the measure's precision."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from indicators.statistics import clustered_interval, proportion_interval

NOT_APPLICABLE = "z"
Kind = Literal["count", "proportion", "ratio", "mean", "difference"]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Interval = tuple[Floats, Floats]


@dataclass(frozen=True, slots=True)
class Precision:
    """How a measure is published: its kind, the unit of its value, how many decimals, and what the quotient is times.

    `clustered`: several of its cases may be one person's.
    """

    kind: Kind
    unit: str
    decimals: int
    scale: int = 1
    clustered: bool = False


def with_values(figures: pd.DataFrame, precision: Mapping[str, Precision]) -> pd.DataFrame:
    """`figures` with kind, value, lower, upper (float, rounded), unit and symbol.

    It has the columns measure, numerator and denominator, and may have `scale`, how many of the numerator's units make one (1, or
    1,000,000 where it is in millionths), and `symbol` of figures that are not available. A proportion is published in percent
    with Wilson's interval, a count with its Poisson interval, a ratio of counts with that interval divided by the denominator.
    Where cases cluster, the column `dispersion` says how much wider those are, and `least` how many cases everybody in the
    denominator has, which are no chance (see clusters); without a dispersion such a figure has no interval. The mean of
    predictions and a difference have none: neither is a count of independent cases, and an interval made as if it were would be
    wrong. A denominator of 0 gives no value and the symbol z.
    """
    size = len(figures)
    numerator = figures["numerator"].to_numpy(dtype=np.int64, na_value=0)
    denominator = figures["denominator"].to_numpy(dtype=np.int64, na_value=0)
    scale = figures["scale"].to_numpy(dtype=np.int64) if "scale" in figures else np.ones(size, dtype=np.int64)
    symbol = figures["symbol"].to_numpy(dtype=str) if "symbol" in figures else np.full(size, "", dtype="<U2")
    dispersion = figures["dispersion"].to_numpy(dtype=np.float64) if "dispersion" in figures else np.full(size, np.nan)
    least = figures["least"].to_numpy(dtype=np.int64) if "least" in figures else np.zeros(size, dtype=np.int64)
    known = figures["numerator"].notna().to_numpy(dtype=bool) & (symbol == "")
    value, lower, upper = (np.full(size, np.nan) for _ in range(3))
    measure, names = pd.factorize(figures["measure"])
    how = [precision[str(name)] for name in names]
    for number, one in enumerate(how):
        mine = measure == number
        defined = mine & known & ((denominator > 0) if one.kind != "count" else True)
        symbol = np.where(mine & known & ~defined, NOT_APPLICABLE, symbol)
        parts = numerator[defined], denominator[defined], scale[defined]
        value[defined] = _value(*parts, one)
        by = dispersion[defined] if one.clustered else np.ones(int(defined.sum()))
        if (bounds := _bounds(one.kind, *parts[:2], by, least[defined])) is not None:
            lower[defined], upper[defined] = (_rounded(one.scale * bound, one.decimals) for bound in bounds)
    return figures.assign(
        kind=_of_measure([one.kind for one in how], measure),
        value=value,
        lower=lower,
        upper=upper,
        unit=_of_measure([one.unit for one in how], measure),
        symbol=symbol,
    )


def _of_measure(words: list[str], measure: NDArray[np.intp]) -> NDArray[np.object_]:
    return np.array(words, dtype=object)[measure] if words else np.empty(0, dtype=object)


def _value(numerator: Ints, denominator: Ints, scale: Ints, how: Precision) -> Floats:
    if how.kind == "count":
        return numerator.astype(float)
    return _quotient(numerator * how.scale, denominator * scale, how.decimals)


def _quotient(numerator: Ints, denominator: Ints, decimals: int) -> Floats:
    """numerator / denominator rounded half up, in whole numbers: 1/8 at two decimals is 0.13 on every machine."""
    return (2 * numerator * 10**decimals + denominator) // (2 * denominator) / 10.0**decimals


def _rounded(values: Floats, decimals: int) -> Floats:
    return np.floor(values * 10**decimals + 0.5) / 10.0**decimals


def _bounds(kind: Kind, numerator: Ints, denominator: Ints, dispersion: Floats, least: Ints) -> Interval | None:
    """Both ends of quotients or counts, not rounded; None for kinds that have none."""
    if kind == "proportion":
        return proportion_interval(numerator, denominator)
    if kind == "count":
        return _of_counts(numerator, dispersion)
    if kind == "ratio":
        sure = least * denominator
        lower, upper = _of_counts(numerator - sure, dispersion)
        return (sure + lower) / denominator, (sure + upper) / denominator
    return None


def _of_counts(counts: Ints, dispersion: Floats) -> Interval:
    """Once for each different pair: most figures are small numbers, and the exact interval takes its time."""
    lower, upper = np.full(len(counts), np.nan), np.full(len(counts), np.nan)
    for one in np.unique(dispersion[~np.isnan(dispersion)]):
        mine = dispersion == one
        different, place = np.unique(counts[mine], return_inverse=True)
        ends = clustered_interval(different, one)
        lower[mine], upper[mine] = ends[0][place], ends[1][place]
    return lower, upper
