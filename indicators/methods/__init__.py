"""How the figures come about, told by the very code that makes them: settings in force, and worked examples.

Nothing here is a figure of anybody. The numbers that examples begin with are invented; what comes of them is worked out by the
same functions as the figures of a release.
"""

from indicators.methods.examples import Interval, Table, intervals, small_table
from indicators.methods.rules import Counting, Keeping, counting, disclosure, keeping, method_version, statistics

__all__ = [
    "Counting", "Interval", "Keeping", "Table", "counting", "disclosure", "intervals", "keeping", "method_version", "small_table",
    "statistics",
]  # fmt: skip
