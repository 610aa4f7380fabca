"""What is counted: measures, the Framework's indicators, areas, breakdowns and periods, as data."""

from indicators.catalogue.accessors import (
    area,
    areas,
    breakdown,
    breakdowns,
    breakdowns_of,
    children_of,
    code_lists,
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
from indicators.catalogue.meanings import assessment_versions, find_assessment_version, termination_reasons
from indicators.catalogue.models import Area, AssessmentVersion, Breakdown, Category, Indicator, Measure
from indicators.catalogue.periods import Period

__all__ = [
    "Area",
    "AssessmentVersion",
    "Breakdown",
    "Category",
    "Indicator",
    "Measure",
    "Period",
    "area",
    "areas",
    "assessment_versions",
    "breakdown",
    "breakdowns",
    "breakdowns_of",
    "children_of",
    "code_lists",
    "find_area",
    "find_assessment_version",
    "indicator",
    "indicator_for",
    "indicators",
    "indicators_of",
    "measure",
    "measures",
    "region_of",
    "regions",
    "related_indicators",
    "termination_reasons",
]
