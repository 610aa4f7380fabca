"""Statistics: pure functions on numbers, after published methods."""

from indicators.statistics.change import Change, change
from indicators.statistics.comparison import Difference, compare, compare_with_rest
from indicators.statistics.detectable import least_detectable_change
from indicators.statistics.discovery import benjamini_hochberg
from indicators.statistics.disproportion import RelativeRate, relative_rate_index
from indicators.statistics.funnel import funnel_limits
from indicators.statistics.intervals import clustered_interval, count_interval, proportion_interval
from indicators.statistics.trend import Trend, trend, trend_of_values
from indicators.statistics.verdict import Reason, Rules, Series, Verdict, verdict
from indicators.statistics.xmr import XmR, xmr

__all__ = [
    "Change",
    "Difference",
    "Reason",
    "RelativeRate",
    "Rules",
    "Series",
    "Trend",
    "Verdict",
    "XmR",
    "benjamini_hochberg",
    "change",
    "clustered_interval",
    "compare",
    "compare_with_rest",
    "count_interval",
    "funnel_limits",
    "least_detectable_change",
    "proportion_interval",
    "relative_rate_index",
    "trend",
    "trend_of_values",
    "verdict",
    "xmr",
]
