"""Findings of a draft: from figures as they are shown to verdicts, signals and sentences."""

import math
import time
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from django.utils import translation

from indicators import catalogue
from indicators.catalogue import Period
from indicators.releases import service, verdicts
from indicators.releases.drafting import findings_of
from indicators.releases.drafting.findings import new_levels
from indicators.releases.models import Finding, Observation, Release
from indicators.statistics import Reason, xmr
from tests.conftest import People
from tests.publishing import load_examples
from tests.releases import records

WALES, NORTH, GWENT, SOUTH, DYFED = "W92000004", "W15000001", "W15000002", "W15000003", "W15000004"
COLUMNS = [
    "cohort", "measure", "area_code", "period", "breakdown", "category", "numerator", "denominator", "value",
    "symbol", "ready", "origin",
]  # fmt: skip
Row = dict[str, Any]


def figures(values: list[tuple[float | None, float | None]], *, first: str = "YE2016-03", **other: str) -> list[Row]:
    """Rows of consecutive periods as a draft shows them: numerator and denominator, (None, None) where nothing is shown."""
    rows = []
    period = Period.parse(first)
    about = {
        "cohort": "women",
        "measure": "reoffending_rate",
        "area_code": WALES,
        "breakdown": "",
        "category": "",
        "origin": "counted",
    }
    for numerator, denominator in values:
        shown = numerator is not None
        measure = catalogue.measure({**about, **other}["measure"])
        scale = 100 if measure.kind == "proportion" else 1
        value = round(scale * numerator / (denominator or 1), measure.decimals) if numerator is not None else None
        row = {"period": period.code, "numerator": numerator, "denominator": denominator, "value": value, "ready": ""}
        rows.append({**about, **row, "symbol": "" if shown else "c", **other})
        period = period.next()
    return rows


def table(*parts: list[Row]) -> pa.Table:
    """As Draft.shown: every column as text."""
    rows = [row for part in parts for row in part]
    texts = {name: [None if row[name] is None else str(row[name]) for row in rows] for name in COLUMNS}
    return pa.table({name: pa.array(column, pa.string()) for name, column in texts.items()})


def found(*parts: list[Row], rebases: list[dict[str, Any]] | None = None) -> list[Finding]:
    return [Finding(**row) for row in findings_of(table(*parts), rebases or []).rows]


FALLING = [(690.0, 2000.0), (705.0, 2000.0), (660.0, 2000.0), (610.0, 2000.0), (570.0, 2000.0), (540.0, 2000.0)]
HIDDEN = (None, None)


def test_a_fall_is_told_with_its_reason() -> None:
    (one,) = found(figures(FALLING))
    assert (one.indicator, one.verdict, one.moved, one.kind, one.period) == ("A3", "improving", -1, "year", "YE2021-03")
    assert one.label == "improving"
    assert one.sentence == (
        "Down from 35.2% in the year ending March 2017 to 27.0% in the year ending March 2021: "
        "over these 5 years more than chance explains."
    )


def test_the_chart_is_of_the_figures_that_are_shown_and_of_no_others() -> None:
    (one,) = found(figures([*FALLING[:3], HIDDEN, *FALLING[3:]]))
    assert one.series["periods"] == [f"YE{year}-03" for year in range(2016, 2023)]
    assert one.series["values"] == [34.5, 35.2, 33, None, 30.5, 28.5, 27]
    chart = xmr([math.nan if value is None else value for value in one.series["values"]])
    assert one.series["centre"][0] == pytest.approx(chart.centre[0], abs=1e-6) and one.series["centre"][3] is None
    assert one.series["upper"][6] == pytest.approx(chart.upper[6], abs=1e-6)
    assert (one.series["rule"], one.series["side"]) == (list(chart.rule), chart.side.tolist())


def test_published_figures_are_never_in_one_series_with_counted_ones() -> None:
    published = figures(FALLING[:4], origin="published")
    counted = figures([(500.0, 2000.0)] * 3, first="YE2020-03")
    (one,) = found(published, counted)
    assert one.origin == "published" and one.series["periods"][-1] == "YE2019-03"


def test_years_that_overlap_are_never_in_one_series() -> None:
    """Of counted years those that end latest, and those that are published about everyone where there are any."""
    march, december = figures(FALLING), figures(FALLING, first="YE2016-12")
    quarters = figures([(100.0, 400.0)] * 20, first="2017Q1")
    (one,) = found(march, december, quarters)
    assert {code[-2:] for code in one.series["periods"]} == {"12"} and one.kind == "year"
    (one,) = found(march, december, quarters, figures(FALLING, cohort="all", origin="published", area_code="K04000001"))
    assert {code[-2:] for code in one.series["periods"]} == {"03"}
    (one,) = found(quarters)
    assert one.kind == "quarter"


def test_what_is_told_by_its_own_categories_only_has_a_finding_for_each() -> None:
    needs = [figures(FALLING, measure="need_prevalence", breakdown="need", category=need) for need in ("drugs", "alcohol")]
    sexes = figures(FALLING, measure="need_prevalence", breakdown="sex", category="F")
    rows = found(*needs, sexes)
    assert {(row.indicator, row.breakdown, row.category) for row in rows} == {("A5", "need", "drugs"), ("A5", "need", "alcohol")}
    divided = figures(FALLING, breakdown="index_type", category="caution")
    assert [row.breakdown for row in found(figures(FALLING), divided)] == [""]


def test_an_indicator_of_two_cohorts_has_findings_of_both_and_every_area() -> None:
    parts = [
        figures(FALLING, cohort=cohort, measure="reoffences_per_reoffender", area_code=area)
        for cohort in ("young_adults", "care_leavers")
        for area in (WALES, GWENT, "unknown", "W06000015")
    ]
    rows = found(*parts)
    assert {(row.indicator, row.cohort, row.area_code) for row in rows} == {
        ("D5", cohort, area) for cohort in ("young_adults", "care_leavers") for area in (WALES, GWENT)
    }


def test_figures_still_to_come_are_waited_for_by_quarter() -> None:
    waiting = [{**row, "symbol": "x", "ready": "2025Q1"} for row in figures([HIDDEN] * 2, first="YE2020-03")]
    (one,) = found(figures(FALLING[:4]), waiting)
    assert (one.verdict, one.reason, one.period) == ("not_ready", "not_mature", "YE2019-03")
    assert one.sentence == (
        "A verdict needs 5 years whose figures are shown; so far there are 4. "
        "The next figure is due in this quarter: January to March 2025."
    )


def test_a_jump_is_told_beside_the_average_before_it() -> None:
    steady = [(700.0, 2000.0), (690.0, 2000.0), (705.0, 2000.0), (695.0, 2000.0), (702.0, 2000.0), (691.0, 2000.0)]
    expected = (
        "28.0% in the year ending March 2022: lower than 34.9%, the average of the 6 years before it, "
        "by more than chance explains."
    )
    (one,) = found(figures([*steady, (560.0, 2000.0)]))
    assert (one.reason, one.sentence) == ("latest", expected)
    bare = figures([*steady, (560.0, 2000.0)], origin="published")
    for row in bare:
        row["numerator"] = row["denominator"] = None
    (one,) = found(bare)
    assert (one.reason, one.sentence) == ("latest", expected)


def test_what_would_have_stood_out_is_told_where_nothing_did() -> None:
    (one,) = found(figures([(700.0, 2000.0), (690.0, 2000.0), (705.0, 2000.0), (695.0, 2000.0), (702.0, 2000.0)]))
    needed = one.params["detectable"]
    assert one.sentence.endswith(
        "As much as these figures vary from year to year, "
        f"only a steady change by about {needed}% of the level or more would have stood out."
    )
    just_more = np.linspace(1 + (needed + 1) / 200, 1 - (needed + 1) / 200, 5)
    (other,) = found(figures([(round(698.4 * share), 2000.0) for share in just_more]))
    just_less = np.linspace(1 + (needed - 1) / 200, 1 - (needed - 1) / 200, 5)
    (same,) = found(figures([(round(698.4 * share), 2000.0) for share in just_less]))
    assert (other.verdict, same.verdict) == ("improving", "no_clear_change")


def test_a_needed_change_is_told_with_the_scatter_that_it_is_of() -> None:
    """Few cases need a large change even by chance alone; many that vary by more than chance need one as well."""
    (few,) = found(figures([(20.0, 60.0), (21.0, 60.0), (19.0, 60.0), (20.0, 60.0), (21.0, 60.0)]))
    (many,) = found(figures([(700.0, 2000.0), (1150.0, 2000.0), (620.0, 2000.0), (1200.0, 2000.0), (700.0, 2000.0)]))
    assert (few.reason, many.reason) == ("coarse", "chance")
    assert min(few.params["detectable"], many.params["detectable"]) > few.params["coarsest"]
    assert few.sentence == (
        "With so few cases, even if the figures vary by no more than chance, only a change by about "
        f"{few.params['detectable']}% or more could stand out; a verdict has to see a change by 33%."
    )
    assert "As much as these figures vary from year to year, only a steady change by about" in many.sentence


def test_an_average_is_not_said_to_be_of_years_that_are_hidden() -> None:
    steady = [
        (700.0, 2000.0),
        (690.0, 2000.0),
        (705.0, 2000.0),
        HIDDEN,
        (695.0, 2000.0),
        HIDDEN,
        (702.0, 2000.0),
        (691.0, 2000.0),
    ]
    (one,) = found(figures([*steady, (560.0, 2000.0)]))
    assert one.sentence == (
        "28.0% in the year ending March 2024: lower than 34.9%, the average of 6 earlier years that are shown, "
        "by more than chance explains."
    )
    amounts = verdicts.before_and_now(one)
    assert amounts is not None and amounts[1] == "on average in earlier years that are shown"
    (rise,) = found(figures([*steady, (860.0, 2000.0)]))
    assert "higher than 34.9%, the average of 6 earlier years that are shown, by more than chance" in rise.sentence


def test_years_that_are_hidden_are_not_counted_among_those_of_a_trend() -> None:
    (one,) = found(figures([*FALLING[:3], HIDDEN, *FALLING[3:]]))
    assert one.sentence == (
        "Down from 35.2% in the year ending March 2017 to 27.0% in the year ending March 2022: "
        "over the last 5 years that are shown more than chance explains."
    )


def test_years_that_are_not_shown_are_none_so_far() -> None:
    (one,) = found(figures([HIDDEN] * 3))
    assert one.sentence == "A verdict needs 5 years whose figures are shown; so far there is none."
    with translation.override("cy"):
        assert one.sentence.endswith("hyd yma nid oes yr un.")


NEEDS = {"measure": "need_prevalence", "breakdown": "need", "category": "drugs"}


def test_quarters_are_not_called_years() -> None:
    """What is no sum over quarters is compared in the same quarter of each year, the others need all four of a year."""
    (one,) = found(figures([(300.0, 900.0)], first="2024Q1", **NEEDS))
    assert one.sentence == "A verdict needs 5 years in which the same quarter is shown; so far there is 1."
    (one,) = found(figures([(300.0, 900.0)] * 3, first="2024Q1"))
    assert one.sentence == "A verdict needs 5 years of which all four quarters are shown; so far there is none."
    falling = [(k, 2000.0) for k, _ in FALLING for _ in range(4)]
    (one,) = found(figures(falling, first="2016Q1", **NEEDS))
    assert one.sentence == (
        "Down from 35.2% in October to December 2017 to 27.0% in October to December 2021: "
        "over the last 5 years in which this quarter is shown more than chance explains."
    )
    (one,) = found(figures(falling, first="2016Q1"))
    assert "over the last 5 years of which all four quarters are shown more than chance explains" in one.sentence
    steady = [(700.0, 2000.0), (690.0, 2000.0), (705.0, 2000.0), (695.0, 2000.0), (702.0, 2000.0), (560.0, 2000.0)]
    (one,) = found(figures([year for year in steady for _ in range(4)], first="2016Q1", **NEEDS))
    assert "lower than 34.9%, the average of this quarter in 5 earlier years, by more than" in one.sentence
    amounts = verdicts.before_and_now(one)
    assert amounts is not None and amounts[1] == "on average in this quarter of earlier years"


def test_hidden_figures_are_a_reason_and_no_more_is_said() -> None:
    (one,) = found(figures([*FALLING, HIDDEN]))
    assert (one.verdict, one.reason, one.p_value) == ("too_few", "hidden", None)
    assert not any(character.isdigit() for character in one.sentence)
    # A large number is hidden as well, where a small one could be worked out of it.
    assert "because they are about few people or would give such figures away" in one.sentence


REBASE = {"event": 1, "date": "2018-05-01", "title": {"en": "New", "cy": "Newydd"}, "indicator": "", "area": ""}


@pytest.mark.parametrize(
    ("rebase", "applies"),
    [
        (REBASE, True),
        ({**REBASE, "indicator": "A3", "area": WALES}, True),
        ({**REBASE, "indicator": "A2"}, False),
        ({**REBASE, "area": GWENT}, False),
    ],
)
def test_a_rebase_begins_a_new_level_where_it_applies(rebase: dict[str, Any], applies: bool) -> None:
    rows = figures([(300.0, 2000.0)] * 3 + FALLING)
    (one,) = found(rows, rebases=[rebase])
    assert (one.series["points"][0] == 3) is applies
    assert (one.verdict == "improving") is applies  # the step of the new level hides the fall after it


def test_a_new_level_begins_with_the_period_that_lies_after_its_date_by_half() -> None:
    years = list(Period.parse("YE2018-03").up_to(Period.parse("YE2022-03")))
    quarters = list(Period.parse("2019Q4").up_to(Period.parse("2020Q4")))
    assert new_levels(years, ["2020-03-23"]) == [3]  # the year ending March 2020 was over
    assert new_levels(years, ["2019-06-01"]) == [2]  # most of that year came after
    assert new_levels(quarters, ["2020-03-23"]) == [2]
    assert new_levels(quarters, ["2000-01-01", "2030-01-01"]) == []


def test_a_region_is_told_beside_the_rest_of_wales() -> None:
    wales, gwent = figures([(6000.0, 20000.0)] * 6), figures([(400.0, 2000.0)] * 6, area_code=GWENT)
    row = next(one for one in found(wales, gwent) if one.area_code == GWENT)
    assert (
        row.params["rest"]["difference"] == round(100 * (400 / 2000 - 5600 / 18000), 1) and row.params["rest"]["word"] == "lower"
    )
    assert verdicts.beside_the_rest(row) == (
        "Lower than the rest of Wales in the year ending March 2021, by 11.1 percentage points "
        "(95% interval of the difference: −12.9 to −9.2)."
    )
    hidden = figures([(6000.0, 20000.0)] * 5 + [HIDDEN])
    row = next(one for one in found(hidden, gwent) if one.area_code == GWENT)
    assert "rest" not in row.params and verdicts.beside_the_rest(row) == ""


def many(seed: int, changed: int) -> pa.Table:
    """Ninety-five series of rates, of which so many fall by a third."""
    chance = np.random.default_rng(seed)
    parts = []
    pairs = [(one.measure, cohort) for one in catalogue.indicators() for cohort in one.cohorts if one.measure in RATES]
    areas = [WALES, NORTH, GWENT, SOUTH, DYFED]
    for number, (measure, cohort, area) in enumerate((*pair, area) for pair in pairs for area in areas):
        level = np.full(8, 0.4)
        if number < changed:
            level[-5:] *= np.linspace(1, 0.66, 5)
        parts.append(
            figures([(float(k), 3000.0) for k in chance.binomial(3000, level)], cohort=cohort, measure=measure, area_code=area)
        )
    return table(*parts)


RATES = ("completion_rate", "reoffending_rate")


def test_signals_are_those_that_changed_and_are_ranked() -> None:
    result = findings_of(many(4, 12))
    signals = sorted((row for row in result.rows if row["is_signal"]), key=lambda row: row["rank"])
    assert len(signals) == 12 and [row["rank"] for row in signals] == list(range(1, 13))
    assert all(earlier["q_value"] <= later["q_value"] for earlier, later in pairwise(signals))
    assert result.testing == {
        "tested": len(result.rows),
        "signals": 12,
        "expected_by_chance": 0.6,
        "changes_by_chance": round(len(result.rows) * 0.05, 1),
        "rate": 0.05,
        "confidence": 0.95,
    }


def test_a_q_value_is_never_below_its_p_value() -> None:
    rows = findings_of(many(5, 3)).rows
    assert all(row["p_value"] <= row["q_value"] <= 1 for row in rows)
    assert {row["is_signal"] for row in rows if row["verdict"] == "no_clear_change"} == {False}


@pytest.mark.parametrize("seed", range(4))
def test_where_nothing_changed_there_are_hardly_any_signals(seed: int) -> None:
    assert findings_of(many(seed, 0)).testing["signals"] <= 1


def test_without_any_figure_nothing_is_found() -> None:
    result = findings_of(table([]))
    assert result.rows == [] and result.testing["tested"] == 0


def example(reason: Reason, **params: Any) -> Finding:
    numbers = {
        "points": 5, "needed": 5, "first": "YE2015-03", "first_value": 34.1, "last": "YE2019-03", "last_value": 28.0,
        "detectable": 12, "people": 21, "fewest": 30, "coarsest": 33, "before_value": 33.4,
    }  # fmt: skip
    return Finding(measure="reoffending_rate", kind="year", moved=-1, reason=reason.value, params={**numbers, **params})


@pytest.mark.parametrize("reason", list(Reason))
@pytest.mark.parametrize("kind", ["year", "quarter"])
@pytest.mark.parametrize("moved", [-1, 1])
def test_every_reason_has_a_sentence(reason: Reason, kind: str, moved: int) -> None:
    last = 28.0 if moved < 0 else 40.0
    one = example(reason, last_value=last, **({"first": "2015Q1", "last": "2019Q1"} if kind == "quarter" else {}))
    one.kind, one.moved = kind, moved
    for language in ("en", "cy"):
        with translation.override(language):
            text = one.sentence
        assert text.endswith(".") and "%(" not in text and "%%" not in text
    if reason in (Reason.TREND, Reason.LATEST):
        assert ("lower" in one.sentence or "Down" in one.sentence) is (moved < 0)


def test_sentences_of_numbers_that_are_not_there() -> None:
    """Where the ends of a trend hide it, and where there is nothing to print."""
    assert example(Reason.TREND, last_value=34.1).sentence == (
        "Falling over the last 5 years by more than chance explains: 34.1% in the year ending March 2019."
    )
    bare = example(Reason.LATEST)
    del bare.params["before_value"]
    assert bare.sentence == "The latest year is lower than those before it by more than chance explains."
    bare.params["first"] = "YE2014-03"  # of six years five were compared
    assert bare.sentence == "The latest year is lower than the earlier ones that are shown by more than chance explains."
    assert Finding(reason="", params={}, measure="reoffending_rate", kind="year").sentence == ""
    assert example(Reason.FEW_PEOPLE, people=1).sentence.startswith("The latest figure rests on 1 case;")


@pytest.mark.django_db
def test_a_draft_is_stored_with_findings_of_its_figures_as_shown(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "YEARS", 7)
    for source in ("terminations", "caseload", "assessments"):  # years that add up, and quarters by need
        records.load(source, people=2000, rows=8000)
    release = service.draft(people["analyst"])
    findings = list(release.findings.all())
    assert {finding.area_code for finding in findings} == {WALES, NORTH, GWENT, SOUTH, DYFED}
    assert {finding.indicator[0] for finding in findings} == set("ABCDEF") and {one.kind for one in findings} == {
        "year",
        "quarter",
    }
    assert release.testing["tested"] == sum(finding.p_value is not None for finding in findings) > 0
    assert release.testing["signals"] == sum(finding.is_signal for finding in findings)
    for finding in findings:
        _is_of_what_is_shown(release, finding)
        assert finding.sentence and finding.label


@pytest.mark.django_db
def test_real_published_figures_have_findings(people: People) -> None:
    """Women's immediate custody, by region: what falls in Wales, and what is too few in Dyfed-Powys."""
    load_examples(people["analyst"])
    release = service.draft(people["analyst"])
    findings = {finding.area_code: finding for finding in release.findings.filter(indicator="A1")}
    assert set(findings) == {WALES, NORTH, GWENT, SOUTH, DYFED}
    assert {(one.origin, one.breakdown, one.category) for one in findings.values()} == {
        ("published", "sentence_type", "immediate_custody")
    }
    assert findings[DYFED].verdict == "too_few"
    for finding in findings.values():
        _is_of_what_is_shown(release, finding)


def _is_of_what_is_shown(release: Release, finding: Finding) -> None:
    shown = Observation.objects.filter(
        release=release, cohort=finding.cohort, measure=finding.measure, area_code=finding.area_code,
        breakdown=finding.breakdown, category=finding.category, origin=finding.origin, period__in=finding.series["periods"],
    )  # fmt: skip
    values = {one.period: None if one.value is None else float(one.value) for one in shown}
    assert [values.get(period) for period in finding.series["periods"]] == finding.series["values"]
    assert all(
        (value is None) == (line is None) for value, line in zip(finding.series["values"], finding.series["centre"], strict=True)
    )
    there = [value for value in finding.series["values"] if value is not None]
    assert not there or finding.series["centre"][finding.series["values"].index(there[0])] == pytest.approx(
        np.mean(there), abs=1e-5
    )


def test_a_full_release_is_judged_in_little_time() -> None:
    """As many series as there can be, each of 36 quarters; the bound is a dozen times what it takes."""
    parts = []
    chance = np.random.default_rng(1)
    for one in catalogue.indicators():
        measure = catalogue.measure(one.measure)
        own = [("", "")] if measure.common_breakdowns and one.measure != "need_prevalence" else []
        told_first = catalogue.own_breakdowns(measure)
        own = own or [(breakdown, code.code) for breakdown in told_first for code in catalogue.breakdown(breakdown).categories]
        for cohort in one.cohorts:
            for area in (WALES, NORTH, GWENT, SOUTH, DYFED):
                for breakdown, category in own:
                    values = [(float(k), 400.0) for k in chance.binomial(400, 0.4, 36)]
                    about = {
                        "cohort": cohort,
                        "measure": one.measure,
                        "area_code": area,
                        "breakdown": breakdown,
                        "category": category,
                    }
                    parts.append(figures(values, first="2016Q1", **about))
    shown = table(*parts)
    started = time.perf_counter()
    result = findings_of(shown)
    assert len(result.rows) == len(parts) > 400
    assert time.perf_counter() - started < 10
