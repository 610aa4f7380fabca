"""Disproportionality: how much likelier something is in one group than in another."""

from dataclasses import dataclass

import numpy as np

from indicators.statistics.distributions import normal_point


@dataclass(frozen=True, slots=True)
class RelativeRate:
    """`index`: 1 where both rates are the same, NaN where it cannot be told; with its interval."""

    index: float
    lower: float
    upper: float


def relative_rate_index(
    numerator: float, denominator: float, other_numerator: float, other_denominator: float, confidence: float = 0.95
) -> RelativeRate:
    """One group's rate over another's, with the interval of its logarithm (Katz).

    The groups must not overlap: women against men, never against everyone. NaN throughout where either rate is 0 or has no
    denominator. Raises ValueError for a numerator below 0 or above its denominator.
    Method: Katz and others (1978), Biometrics 34: 469-474.
    """
    if not (0 <= numerator <= denominator and 0 <= other_numerator <= other_denominator):
        raise ValueError("a numerator must lie between 0 and its denominator")
    if min(numerator, other_numerator) == 0:
        return RelativeRate(float("nan"), float("nan"), float("nan"))
    index = (numerator / denominator) / (other_numerator / other_denominator)
    error = np.sqrt(1 / numerator - 1 / denominator + 1 / other_numerator - 1 / other_denominator)
    reach = float(np.exp(normal_point(0.5 + confidence / 2) * error))
    return RelativeRate(index, index / reach, index * reach)
