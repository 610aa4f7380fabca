"""From numerator and denominator to the value and interval that are published, at the measure's precision."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from indicators.statistics import count_interval, proportion_interval

NOT_APPLICABLE = "z"
Kind = Literal["count", "proportion", "ratio"]


@dataclass(frozen=True, slots=True)
class Precision:
    """How a measure is published: its kind, the unit of its value, how many decimals, and what the quotient is times."""

    kind: Kind
    unit: str
    decimals: int
    scale: int = 1


def with_values(figures: pd.DataFrame, precision: Mapping[str, Precision]) -> pd.DataFrame:
    """`figures` (columns measure, numerator, denominator) with kind, value, lower, upper (float, rounded), unit, symbol.

    A proportion is published in percent with Wilson's interval, a count with its Poisson interval, a ratio of counts with
    that interval divided by the denominator. A denominator of 0 gives no value and the symbol z.
    """
    parts = [_valued(part, precision[str(measure)]) for measure, part in figures.groupby("measure", sort=False)]
    if not parts:
        return figures.assign(kind=[], value=[], lower=[], upper=[], unit=[], symbol=[])
    return pd.concat(parts).sort_index()


def _valued(part: pd.DataFrame, how: Precision) -> pd.DataFrame:
    numerator = part["numerator"].to_numpy(dtype=np.int64)
    if how.kind == "count":
        lower, upper = count_interval(numerator)
        value = numerator.astype(float)
        defined = np.ones(len(part), dtype=bool)
    else:
        denominator = part["denominator"].to_numpy(dtype=np.int64, na_value=0)
        defined = denominator > 0
        value = _quotient(numerator * how.scale, denominator, how.decimals)
        if how.kind == "proportion":
            bounds = proportion_interval(np.where(defined, numerator, 0), denominator)
        else:
            with np.errstate(divide="ignore", invalid="ignore"):
                bounds = tuple(bound / denominator for bound in count_interval(numerator))
        lower, upper = (how.scale * bound for bound in bounds)
    return part.assign(
        kind=how.kind,
        value=np.where(defined, value, np.nan),
        lower=np.where(defined, _rounded(lower, how.decimals), np.nan),
        upper=np.where(defined, _rounded(upper, how.decimals), np.nan),
        unit=how.unit,
        symbol=np.where(defined, "", NOT_APPLICABLE),
    )


def _quotient(numerator: NDArray[np.int64], denominator: NDArray[np.int64], decimals: int) -> NDArray[np.float64]:
    """numerator / denominator rounded half up, in whole numbers: 1/8 at two decimals is 0.13 on every machine."""
    safe = np.where(denominator > 0, denominator, 1)
    scaled = (2 * numerator * 10**decimals + safe) // (2 * safe)
    return scaled / 10.0**decimals


def _rounded(values: NDArray[np.float64], decimals: int) -> NDArray[np.float64]:
    return np.floor(values * 10**decimals + 0.5) / 10.0**decimals
