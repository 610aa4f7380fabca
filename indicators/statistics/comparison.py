"""A region beside the rest of Wales: never beside a Wales that contains it."""

from dataclasses import dataclass

import numpy as np

from indicators.statistics.distributions import normal_above
from indicators.statistics.intervals import proportion_interval


@dataclass(frozen=True, slots=True)
class Difference:
    """A proportion less another, from -1 to 1, with its interval and the p-value of their being the same."""

    difference: float
    lower: float
    upper: float
    p_value: float


def compare_with_rest(
    numerator: float, denominator: float, whole_numerator: float, whole_denominator: float, confidence: float = 0.95
) -> Difference:
    """A part's proportion against that of the rest of the whole. Counts without people behind them are not compared.

    The whole must hold the part (numbers as shown, both of them). NaN throughout where part or rest has no denominator.
    Raises ValueError where the part does not fit into the whole.
    """
    rest, rest_denominator = whole_numerator - numerator, whole_denominator - denominator
    if rest < 0 or rest_denominator < rest:
        raise ValueError("a part cannot be larger than the whole")
    return compare(numerator, denominator, rest, rest_denominator, confidence)


def compare(
    numerator: float, denominator: float, other_numerator: float, other_denominator: float, confidence: float = 0.95
) -> Difference:
    """Two proportions of different people: Newcombe's hybrid score interval, and the score test of no difference.

    Raises ValueError for a numerator below 0 or above its denominator.
    Method: Newcombe (1998), Statistics in Medicine 17: 873-890, method 10, without continuity correction.
    """
    lower, upper = proportion_interval([numerator, other_numerator], [denominator, other_denominator], confidence)
    if min(denominator, other_denominator) <= 0:
        return Difference(*[float("nan")] * 4)
    first, second = numerator / denominator, other_numerator / other_denominator
    difference = first - second
    down = np.sqrt((first - lower[0]) ** 2 + (upper[1] - second) ** 2)
    up = np.sqrt((upper[0] - first) ** 2 + (second - lower[1]) ** 2)
    pooled = (numerator + other_numerator) / (denominator + other_denominator)
    error = np.sqrt(pooled * (1 - pooled) * (1 / denominator + 1 / other_denominator))
    p_value = float(2 * normal_above(abs(difference) / error)) if error > 0 else 1.0
    return Difference(difference, float(difference - down), float(difference + up), p_value)
