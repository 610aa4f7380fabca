"""How the figures come about, told by the very code that makes them: settings in force, and worked examples.

Nothing here is a figure of anybody. The numbers that examples begin with are invented; what comes of them is worked out by the
same functions as the figures of a release.
"""

from indicators.methods.examples import (
    Cell,
    Falling,
    Interval,
    chart,
    discoveries,
    falling,
    funnel,
    intervals,
    protection,
)
from indicators.methods.power import Measured, Power, power
from indicators.methods.rules import Counting, Keeping, counting, disclosure, keeping, method_version, statistics

__all__ = [
    "Cell", "Counting", "Falling", "Interval", "Keeping", "Measured", "Power", "chart", "counting", "disclosure",
    "discoveries", "falling", "funnel", "intervals", "keeping", "method_version", "power", "protection", "statistics",
]  # fmt: skip
