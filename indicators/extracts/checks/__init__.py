"""Checks: every one a small function, made in this order. A check that is not in CHECKS is not made; a test tells of it."""

from collections.abc import Iterator

from indicators.extracts.checks import (
    ages,
    columns,
    counts,
    days,
    figures,
    hidden,
    history,
    lists,
    numbers,
    people,
    periods,
    quarters,
    recordcodes,
    scores,
    shares,
    snapshots,
    sums,
    twice,
)
from indicators.extracts.checks.base import MOST_PLACES, Check, Checked, Found
from indicators.extracts.reading.refusals import REFUSALS
from indicators.extracts.words import Words
from wales_framework.jobs.progress import Progress, silent

__all__ = ["CHECKS", "MOST_PLACES", "Check", "Found", "make", "words"]

CHECKS: tuple[Check, ...] = (
    columns.headings_unknown,
    columns.column_missing,
    columns.column_twice,
    columns.cell_blank,
    columns.record_cell_blank,
    days.date_unknown,
    days.date_two_digit_year,
    days.date_month_first,
    days.date_with_time,
    days.date_as_number,
    days.date_too_early,
    days.birth_too_early,
    days.date_after_as_at,
    ages.date_before_birth,
    days.sanction_before_offence,
    quarters.date_not_declared,
    twice.identifier_twice,
    recordcodes.code_unknown,
    recordcodes.flag_unknown,
    recordcodes.reason_unmapped,
    scores.rate_percentage,
    scores.rate_not_number,
    scores.score_not_number,
    scores.score_too_high,
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
    periods.period_too_early,
    periods.period_in_future,
    lists.area_unknown,
    lists.breakdown_unknown,
    lists.breakdown_not_of_measure,
    lists.breakdown_missing,
    lists.category_unknown,
    lists.category_missing,
    lists.vintage_malformed,
    lists.vintage_impossible,
    lists.text_too_long,
    figures.denominator_missing,
    figures.denominator_not_wanted,
    figures.denominator_zero,
    figures.numerator_above_denominator,
    figures.reoffences_below_reoffenders,
    figures.figure_twice,
    sums.regions_not_wales,
    counts.strand_unknown,
    counts.convictions_above_prosecutions,
    counts.prosecutions_not_wales,
    columns.column_unknown,
    hidden.rows_hidden,
    hidden.column_hidden,
    sums.regions_not_loaded_wales,
    sums.reoffenders_disagree,
    history.sudden_change,
    history.figure_revised,
    history.area_missing,
    history.denominator_patchy,
    recordcodes.area_not_recognised,
    recordcodes.assessment_code_unknown,
    recordcodes.version_unknown,
    twice.event_twice,
    twice.event_elsewhere,
    twice.row_twice,
    snapshots.person_twice_in_snapshot,
    snapshots.snapshots_several,
    snapshots.snapshot_early,
    quarters.quarter_without_rows,
    quarters.quarter_unfinished,
    quarters.quarter_revised,
    quarters.quarter_unlike_neighbours,
    shares.profile_not_stated,
    shares.flag_not_recorded,
    shares.offence_flag_not_recorded,
    ages.age_unlikely,
    ages.age_under_18,
    people.person_not_identifier,
    people.person_two_sexes,
    people.person_two_births,
)


def words(name: str) -> Words:
    """The words of a check, or of a reason why a file could not be read. KeyError for another name."""
    return {**REFUSALS, **{check.name: check.words for check in CHECKS}}[name]


def make(table: Checked, progress: Progress = silent) -> Iterator[tuple[Check, Found]]:
    """Make every check that applies to the table; yields those that found something."""
    applicable = [check for check in CHECKS if check.applies_to(table)]
    for done, check in enumerate(applicable):
        progress("checking", done, len(applicable), "checks")
        if found := check(table):
            yield check, found
    progress("checking", len(applicable), len(applicable), "checks")
