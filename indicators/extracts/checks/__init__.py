"""Checks: every one a small function, made in this order. A check that is not in CHECKS is not made; a test tells of it."""

from collections.abc import Iterator

from indicators.extracts.checks import columns, figures, history, lists, numbers, periods, sums
from indicators.extracts.checks.base import Check, Found
from indicators.extracts.reading import REFUSALS
from indicators.extracts.table import Table
from indicators.extracts.words import Words
from wales_framework.jobs.progress import Progress, silent

CHECKS: tuple[Check, ...] = (
    columns.column_missing,
    columns.column_twice,
    columns.cell_blank,
    numbers.not_a_number,
    numbers.number_percentage,
    numbers.number_decimal,
    numbers.number_with_separator,
    numbers.number_negative,
    numbers.number_too_large,
    lists.cohort_unknown,
    lists.measure_unknown,
    lists.measure_not_countable,
    periods.period_unknown,
    periods.period_not_declared,
    periods.period_in_future,
    lists.area_unknown,
    lists.breakdown_unknown,
    lists.breakdown_not_of_measure,
    lists.breakdown_missing,
    lists.category_unknown,
    lists.category_missing,
    lists.vintage_malformed,
    lists.text_too_long,
    figures.denominator_missing,
    figures.denominator_not_wanted,
    figures.denominator_zero,
    figures.numerator_above_denominator,
    figures.reoffences_below_reoffenders,
    figures.figure_twice,
    sums.regions_not_wales,
    columns.column_unknown,
    sums.regions_not_loaded_wales,
    sums.reoffenders_disagree,
    history.sudden_change,
    history.figure_revised,
    history.area_missing,
    history.denominator_patchy,
)


def words(name: str) -> Words:
    """The words of a check, or of a reason why a file could not be read. KeyError for another name."""
    return {**REFUSALS, **{check.name: check.words for check in CHECKS}}[name]


def make(table: Table, progress: Progress = silent) -> Iterator[tuple[Check, Found]]:
    """Make every check that applies to the table; yields those that found something."""
    applicable = [check for check in CHECKS if check.applies_to(table)]
    for done, check in enumerate(applicable):
        progress("checking", done, len(applicable), "checks")
        if found := check(table):
            yield check, found
    progress("checking", len(applicable), len(applicable), "checks")
