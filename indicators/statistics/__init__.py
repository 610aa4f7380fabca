"""Statistics: pure functions on numbers, after published methods."""

from indicators.statistics.intervals import count_interval, proportion_interval

__all__ = ["count_interval", "proportion_interval"]
