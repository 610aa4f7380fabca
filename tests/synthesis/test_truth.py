"""The truth is what a slow and plain count of the written files gives, and has every cell there is."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from indicators.catalogue import breakdowns_of, measure, regions
from priority_groups.content import cohorts
from tests.synthesis import counted
from tests.synthesis.conftest import synthesise
from tests.synthesis.counted import Counts
from tests.synthesis.written import Figure, figures, rows, texts

WALES = "W92000004"


def told(found: Iterable[Figure], measure: str, part: str, *, without: tuple[str, ...] = ()) -> Counts:
    """Numerators or denominators that are not 0 or blank, by cell."""
    return {
        (row.cohort, row.period, row.area_code, row.breakdown, row.category): int(getattr(row, part))
        for row in found
        if row.measure == measure and row.breakdown not in without and getattr(row, part) not in {"", "0"}
    }


def filled(counts: Counts) -> Counts:
    return {key: count for key, count in counts.items() if count}


def kept(counts: Counts, found: Iterable[Figure]) -> Counts:
    """Only of the periods that are told with numbers: of cohorts that are mature."""
    periods = {row.period for row in found if row.measure == "reoffending_rate" and row.denominator}
    return {key: count for key, count in counts.items() if count and key[1] in periods}


@pytest.fixture(scope="module")
def truth(some: Path) -> list[Figure]:
    return figures(some)


def test_people_who_started_a_sentence(some: Path, truth: list[Figure]) -> None:
    started = rows(some, "sentences")
    assert told(truth, "sentences_started", "numerator", without=("cohort_set",)) == filled(
        counted.people(started, started, "sentence_type")
    )


def test_people_by_the_set_of_their_cohorts(some: Path, truth: list[Figure]) -> None:
    letters = [(cohort.code, cohort.letter) for cohort in cohorts() if cohort.letter]
    started, expected = rows(some, "sentences"), Counter[tuple[str, str]]()
    for period, (first, last) in counted.periods(started).items():
        for row in counted.first_rows(row for row in started if first <= counted.quarter(row["day"]) <= last):
            expected[period, "".join(letter for code, letter in letters if code in row["cohorts"]) or "none"] += 1
    found = {(row.period, row.category): int(row.numerator) for row in truth if row.breakdown == "cohort_set"}
    assert found == expected
    assert {row.cohort for row in truth if row.breakdown == "cohort_set"} == {"all"}


def test_orders_that_were_completed(some: Path, truth: list[Figure]) -> None:
    ended = rows(some, "terminations")
    successful = [row for row in ended if row["outcome"] == "successful"]
    assert 0 < len(successful) < len(ended)
    assert told(truth, "completion_rate", "denominator") == filled(counted.every(ended, ended, "order_type"))
    assert told(truth, "completion_rate", "numerator") == filled(counted.every(successful, ended, "order_type"))


def test_reoffending(some: Path, truth: list[Figure]) -> None:
    events = rows(some, "index_events")
    starts = counted.followed(events, rows(some, "proven_offences"))
    again = [row for row in starts if row["reoffences"]]
    people = kept(counted.every(starts, events, "index_type"), truth)
    reoffenders = kept(counted.every(again, events, "index_type"), truth)
    reoffences = kept(counted.summed(starts, events, lambda row: row["reoffences"]), truth)
    serious = kept(counted.summed(starts, events, lambda row: row["serious"]), truth)
    for name, numerators, denominators in (
        ("reoffending_rate", reoffenders, people),
        ("reoffences_per_reoffender", reoffences, reoffenders),
        ("reoffences_per_100_offenders", reoffences, people),
        ("serious_reoffences_per_100_offenders", serious, people),
    ):
        assert told(truth, name, "numerator") == numerators
        assert told(truth, name, "denominator") == denominators


def test_predicted_reoffending(some: Path, truth: list[Figure]) -> None:
    events = rows(some, "index_events")
    starts = [row for row in counted.followed(events, rows(some, "proven_offences")) if row["predicted_rate"]]
    expected: dict[tuple[str, str], list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0), Decimal(0)])
    for row in starts:
        day = row["day"]
        for cohort in row["cohorts"]:
            sums = expected[cohort, f"{day.year}Q{(day.month - 1) // 3 + 1}"]
            sums[0] += Decimal(row["predicted_rate"])
            sums[1] += row["reoffences"] > 0
            sums[2] += 1
    for row in truth:
        if row.period[0] == "2" and row.area_code == WALES and row.breakdown == "" and row.numerator:
            predicted, reoffenders, people = expected[row.cohort, row.period]
            if row.measure == "predicted_rate":
                assert (Decimal(row.numerator), int(row.denominator)) == (predicted, people)
            if row.measure == "actual_less_predicted":
                assert (Decimal(row.numerator), int(row.denominator)) == (reoffenders - predicted, people)
            assert not (row.measure in {"predicted_rate", "actual_less_predicted"} and row.numerator.endswith(".0"))


def test_needs_and_coverage(some: Path, truth: list[Figure]) -> None:
    people, assessed, scored, needed = counted.needs(rows(some, "caseload"), rows(some, "assessments"))
    assert told(truth, "assessment_coverage", "denominator") == filled(people)
    assert told(truth, "assessment_coverage", "numerator") == filled(assessed)
    assert told(truth, "need_prevalence", "denominator") == filled(scored)
    assert told(truth, "need_prevalence", "numerator") == filled(needed)


def test_entries(some: Path, truth: list[Figure]) -> None:
    entries = rows(some, "interventions")
    started = [row for row in entries if row["stage"] in {"started", "completed"}]
    diverted = [row for row in started if row["kind"] == "diversion"]
    others = [row for row in started if row["kind"] != "diversion"]
    assert told(truth, "diversion_entries", "numerator") == filled(counted.people(diverted, entries))
    assert told(truth, "intervention_entries", "numerator") == filled(counted.people(others, entries, "kind"))
    caseload, *_ = counted.needs(rows(some, "caseload"), [])
    for row in truth:
        if row.measure == "intervention_entries" and row.period[0] == "2":
            whole = "" if row.breakdown == "kind" else row.breakdown
            key = (row.cohort, row.period, row.area_code, whole, "" if row.breakdown == "kind" else row.category)
            assert int(row.denominator) == caseload[key]
    by_cell = {row[:6]: row.denominator for row in truth}
    for row in truth:
        if row.measure == "intervention_entries" and row.period == "YE2019-06" and row.category != "under_18":
            assert row.denominator == by_cell[row._replace(period="2019Q2")[:6]]


def test_referrals(some: Path, truth: list[Figure]) -> None:
    referred = rows(some, "referrals")
    assert told(truth, "charity_referrals", "numerator") == filled(counted.every(referred, referred, "referrer"))
    assert told(truth, "charity_referral_people", "numerator") == filled(counted.people(referred, referred, "referrer"))


def test_every_cell_is_there_once_and_in_order(truth: list[Figure]) -> None:
    assert truth == sorted(truth)
    assert len({row[:6] for row in truth}) == len(truth)
    cells = Counter(
        (row.measure, row.cohort, row.period) for row in truth if row.category != "under_18" and row.breakdown != "cohort_set"
    )
    areas = 2 + len(regions())
    for (name, cohort, period), count in cells.items():
        if name == "need_prevalence":
            expected = 8 * (areas + 2)
        elif name == "vawdasv_outcomes":
            continue
        else:
            parts = [
                len([category for category in found.categories if not category.if_any])
                for found, _ in breakdowns_of(measure(name))
            ]
            expected = areas + sum(parts)
        assert count == expected, (name, cohort, period)
    assert {name for name, _, _ in cells} == {
        "sentences_started", "completion_rate", "reoffending_rate", "reoffences_per_reoffender", "reoffences_per_100_offenders",
        "serious_reoffences_per_100_offenders", "predicted_rate", "actual_less_predicted", "need_prevalence",
        "assessment_coverage", "diversion_entries", "intervention_entries", "charity_referrals", "charity_referral_people",
        "vawdasv_outcomes",
    }  # fmt: skip
    everybody = {cohort.code for cohort in cohorts()}
    assert {cohort for name, cohort, _ in cells if name == "sentences_started"} == everybody
    started = {period for name, _, period in cells if name == "sentences_started"}
    assert started == {
        "2018Q1", "2018Q2", "2018Q3", "2018Q4", "2019Q1", "2019Q2", "2019Q3", "2019Q4", "2020Q1", "2020Q2",
        "YE2018-12", "YE2019-03", "YE2019-06", "YE2019-09", "YE2019-12", "YE2020-03", "YE2020-06",
    }  # fmt: skip


def test_who_is_not_mature_is_told_without_numbers(truth: list[Figure]) -> None:
    blank = {row.period for row in truth if row.measure == "reoffending_rate" and row.numerator == row.denominator == ""}
    numbers = {row.period for row in truth if row.measure == "reoffending_rate" and row.numerator and row.denominator}
    # 30 June 2020 and 18 months is 30 December 2021, the day after these extracts were drawn.
    assert blank == {"2020Q2", "YE2020-06"}
    assert "2020Q1" in numbers and not blank & numbers
    assert not [
        row for row in truth if row.period in blank and row.measure == "predicted_rate" and (row.numerator or row.denominator)
    ]
    assert not [
        row for row in truth if row.category == "under_18" and row.measure.startswith(("reoff", "pred", "actual", "serious"))
    ]


def test_prosecutions_are_told_as_supplied_and_wales_where_all_regions_are(some: Path, truth: list[Figure]) -> None:
    supplied = {(row["period"], row["area_code"], row["strand"]): row for row in texts(some, "prosecutions")}
    found = {(row.period, row.area_code, row.category): row for row in truth if row.measure == "vawdasv_outcomes"}
    assert set(supplied) < set(found)
    for key, row in supplied.items():
        assert (found[key].numerator, found[key].denominator) == (row["convictions"], row["prosecutions"])
    for period, area, strand in set(found) - set(supplied):
        parts = [supplied[period, region.code, strand] for region in regions()]
        parts += [supplied[key] for key in [(period, "unknown", strand)] if key in supplied]
        assert area == WALES
        assert found[period, area, strand].numerator == str(sum(int(part["convictions"]) for part in parts))
    missing = [key for key in supplied if (key[0], WALES, key[2]) not in found]
    assert all(any((period, region.code, strand) not in supplied for region in regions()) for period, _, strand in missing)


def test_blocks_of_people_add_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """More people than are held in memory at once."""
    monkeypatch.setattr("indicators.synthesis.generating.PEOPLE_AT_ONCE", 170)
    synthesise(tmp_path, people=600)
    truth, started = figures(tmp_path), rows(tmp_path, "sentences")
    expected = filled(counted.people(started, started, "sentence_type"))
    assert told(truth, "sentences_started", "numerator", without=("cohort_set",)) == expected
    people, assessed, _, needed = counted.needs(rows(tmp_path, "caseload"), rows(tmp_path, "assessments"))
    assert told(truth, "assessment_coverage", "denominator") == filled(people)
    assert told(truth, "assessment_coverage", "numerator") == filled(assessed)
    assert told(truth, "need_prevalence", "numerator") == filled(needed)


@pytest.mark.parametrize(("people", "seed"), [(1, 1), (1, 2), (2, 3), (30, 4), (399, 5)])
def test_few_people(tmp_path: Path, people: int, seed: int) -> None:
    """A source that nothing happened in has no file, and its measures are not told."""
    synthesise(tmp_path / "out", people=people, seed=seed, quarters=("2019Q1", "2021Q4"), as_at=str(date(2026, 1, 1)))
    truth = figures(tmp_path / "out")
    for name, source, own in (
        ("sentences_started", "sentences", "sentence_type"), ("charity_referral_people", "referrals", "referrer"),
    ):  # fmt: skip
        happened = rows(tmp_path / "out", source)
        assert bool(happened) == any(row.measure == name for row in truth)
        if happened:
            expected = filled(counted.people(happened, happened, own))
            assert told(truth, name, "numerator", without=("cohort_set",)) == expected
            assert {row.period for row in truth if row.measure == name} == set(counted.periods(happened))
