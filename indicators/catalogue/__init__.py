"""What is counted: measures, the Framework's indicators, areas, breakdowns and periods, as data."""

from indicators.catalogue.accessors import (
    area,
    areas,
    breakdown,
    breakdowns,
    breakdowns_of,
    children_of,
    find_area,
    indicator,
    indicator_for,
    indicators,
    indicators_of,
    measure,
    measures,
    region_of,
    regions,
    related_indicators,
)
from indicators.catalogue.models import Area, Breakdown, Category, Indicator, Measure
from indicators.catalogue.periods import Period

__all__ = [
    "Area",
    "Breakdown",
    "Category",
    "Indicator",
    "Measure",
    "Period",
    "area",
    "areas",
    "breakdown",
    "breakdowns",
    "breakdowns_of",
    "children_of",
    "find_area",
    "indicator",
    "indicator_for",
    "indicators",
    "indicators_of",
    "measure",
    "measures",
    "region_of",
    "regions",
    "related_indicators",
]
