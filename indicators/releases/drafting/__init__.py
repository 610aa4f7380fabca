"""The whole way of a figure: records -> measures -> disclosure -> the rows of a draft. Only this package knows it."""

from indicators.measures.counting import Counts
from indicators.releases.drafting.basis import METHOD_VERSION, Basis
from indicators.releases.drafting.counted import looked_at
from indicators.releases.drafting.figures import KEY, Draft, draft_figures, exact_values
from indicators.releases.drafting.findings import Findings, findings_of
from indicators.releases.drafting.shares import count_share

__all__ = [
    "KEY",
    "METHOD_VERSION",
    "Basis",
    "Counts",
    "Draft",
    "Findings",
    "count_share",
    "draft_figures",
    "exact_values",
    "findings_of",
    "looked_at",
]
