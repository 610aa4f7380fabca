"""How much cases cluster in people: against the obvious version, a bootstrap over people, and how often intervals hold."""

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, isnan

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from indicators.measures import counting
from indicators.measures.counts import Counts
from indicators.measures.values import Precision, with_values
from tests.measures.columns import columns, planned
from tests.measures.plainly import COHORTS, REOFFENDING, Plainly, Row, first_rows, periods

QUARTERS = ["2018Q1", "2018Q2", "2018Q3", "2018Q4", "2019Q1", "2019Q2"]
AS_AT = date(2020, 9, 29)  # the last quarters have not matured
PROFILE = {
    "age": 30, "sex": "M", "ethnicity_group": "W", "area": "S", "ex_armed_services": "N", "care_experienced": "N",
    "children_under_18": "N", "domestic_abuse_perpetrator": "N",
}  # fmt: skip
LEAST = {"reoffences_per_reoffender": 1}
CLUSTERED = ["reoffences_per_reoffender", "reoffences_per_100_offenders", "serious_reoffences_per_100_offenders"]
Records = dict[str, list[Row]]


def drawn(seed: int, people: int = 60, often: float = 3.0) -> Records:
    """People of whom a few have most of the offences, and most of those who come back come back in the same year."""
    chance = np.random.default_rng(seed)
    events, offences, referrals = [], [], []
    for number in range(people):
        mine = {**PROFILE, "person": (number, 1), "sex": "FM"[number % 2], "area": "NGSD-"[number % 5]}
        days = [date(2018, 1, 1) + timedelta(days=int(day)) for day in chance.integers(0, 545, chance.integers(1, 5))]
        events += [{**mine, "index_date": day, "index_type": "R", "predicted": None} for day in days]
        for start in days:
            for later in chance.integers(1, 400, chance.negative_binomial(0.4, 0.4 / (0.4 + often))):
                flags = {"breach": "N", "in_england_wales": "Y", "recordable": "Y", "serious": "YN"[int(chance.integers(0, 2))]}
                committed = start + timedelta(days=int(later))
                dates = {"offence_date": committed, "sanction_date": committed + timedelta(days=60)}
                offences.append({"person": mine["person"], **dates, **flags})
        for day in chance.integers(0, 545, chance.negative_binomial(0.5, 0.1)):
            referrals.append({**mine, "referral_date": date(2018, 1, 1) + timedelta(days=int(day)), "referrer": "P"})
    found = {"index_events": events, "proven_offences": offences, "referrals": referrals}
    return {source: [{**row, "row": place} for place, row in enumerate(rows, 2)] for source, rows in found.items()}


def told(records: Records, parts: int = 1) -> pd.DataFrame:
    """Counted by people, added up."""
    plan = planned(dict.fromkeys(records, QUARTERS), AS_AT)
    total = Counts.empty(plan)
    for part in range(parts):
        mine = {name: [row for row in rows if row["person"][0] % parts == part] for name, rows in records.items()}
        counts = counting.count(plan, {name: columns(name, rows) for name, rows in mine.items()})
        total += Counts.from_bytes(counts.to_bytes())
    return counting.figures(plan, total)


def plainly(people: dict[str, list[tuple[int, int]]], least: int) -> float:
    """By period each person's own numerator and denominator, as they are defined."""
    spread, cases = Fraction(0), 0
    for numbers in people.values():
        above, below = (sum(one) for one in zip(*numbers, strict=True)) if numbers else (0, 0)
        rate = Fraction(above, below) if below else Fraction(0)
        spread += sum((x - rate * n) ** 2 for x, n in numbers)
        cases += above - least * below
    return float("nan") if cases < 100 else max(1.0, ceil(2 * spread / cases) / 2)


def obvious(records: Records, measure: str, *, years: bool) -> float:
    plain = Plainly(records, dict.fromkeys(records, QUARTERS), AS_AT)
    found = {}
    for period, quarters in periods(QUARTERS).items():
        if (len(quarters) > 1) is not years:
            continue
        own: dict[object, list[int]] = defaultdict(lambda: [0, 0])
        if measure == "charity_referrals":
            for row in plain.rows("referrals", "referral_date", quarters):
                own[row["person"]][0] += 1
        elif any(plain.ready(code) for code in quarters):
            continue
        else:
            above, below = REOFFENDING[measure]
            for code in quarters:
                for event in first_rows(plain.rows("index_events", "index_date", [code]), "index_date"):
                    again = plain.reoffences(event)
                    one = {**event, "reoffences": len(again), "serious": sum(row["serious"] == "Y" for row in again)}
                    own[event["person"]][0] += above(one)
                    own[event["person"]][1] += below(one)
        found[period] = [(x, n) for x, n in own.values()]
    return plainly(found, LEAST.get(measure, 0))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("measure", [*CLUSTERED, "charity_referrals"])
def test_equals_the_obvious_version_in_any_number_of_parts(measure: str, seed: int) -> None:
    records = drawn(seed)
    found = told(records, parts=1 + 2 * seed)
    found = found[found["measure"] == measure]
    years = found["period"].str.startswith("YE")
    assert set(found["cohort"]) == set(COHORTS)
    for kind in (True, False):
        expected = obvious(records, measure, years=kind)
        assert not isnan(expected)
        assert set(found.loc[years == kind, "dispersion"]) == {expected}
    assert set(found["least"]) == {LEAST.get(measure, 0)}


def test_a_person_of_several_quarters_is_one_person_in_a_year() -> None:
    """The same people in all four quarters: the year tells no more than one of them."""
    flags = {"breach": "N", "in_england_wales": "Y", "recordable": "Y", "serious": "N"}
    dates = {"offence_date": date(2019, 1, 2), "sanction_date": date(2019, 3, 1)}
    offences = [{"person": (one, 1), **dates, **flags} for one in range(1, 40, 2) for _ in range(6)]
    events = [
        {**PROFILE, "person": (one, 1), "index_date": date(2018, month, 9), "index_type": "R", "predicted": None}
        for one in range(40) for month in (2, 5, 8, 11)
    ]  # fmt: skip
    records = {"index_events": events, "proven_offences": offences}
    found = told({source: [{**row, "row": place} for place, row in enumerate(rows, 2)] for source, rows in records.items()})
    mine = found[(found["measure"] == "reoffences_per_100_offenders")].groupby("period")["dispersion"].first()
    assert mine["2018Q1"] == 3.0  # each differs by 3 from the average of 3
    assert mine["YE2018-12"] == 12.0


def test_too_few_cases_say_nothing() -> None:
    records = drawn(1, people=4)
    found = told(records)
    assert found.loc[found["measure"].isin(CLUSTERED), "dispersion"].isna().all()
    assert found.loc[found["measure"] == "reoffending_rate", "dispersion"].isna().all()


def bootstrap(numbers: NDArray[np.float64], chance: np.random.Generator) -> NDArray[np.float64]:
    """95 % of the ratios of as many people, drawn again."""
    times = chance.multinomial(len(numbers), np.full(len(numbers), 1 / len(numbers)), size=4000)
    above, below = (times @ numbers).T
    return np.asarray(np.percentile(above / below, [2.5, 97.5]))


@pytest.mark.parametrize("measure", ["reoffences_per_reoffender", "reoffences_per_100_offenders"])
def test_an_interval_is_that_of_a_bootstrap_over_people(measure: str) -> None:
    """A year of 600 people; one that took reoffences for independent would be less than half as wide."""
    records = drawn(11, people=600)
    found = told(records, parts=3)
    wales = found["area_code"].eq("wales") & found["breakdown"].eq("") & found["cohort"].eq("all")
    row = found[wales & (found["measure"] == measure) & (found["period"] == "YE2018-12")]
    how = {measure: Precision("ratio", "ratio", 4, 1, clustered=True)}
    shown = with_values(row, how).iloc[0]
    alone = with_values(row.assign(dispersion=1.0, least=0), how).iloc[0]
    own: dict[object, list[int]] = defaultdict(lambda: [0, 0])
    plain = Plainly(records, dict.fromkeys(records, QUARTERS), AS_AT)
    of_person = defaultdict(list)
    for offence in records["proven_offences"]:
        of_person[offence["person"]].append(offence)
    for code in QUARTERS[:4]:
        for event in first_rows(plain.rows("index_events", "index_date", [code]), "index_date"):
            plain.records = {"proven_offences": of_person[event["person"]]}
            again = len(plain.reoffences(event))
            own[event["person"]][0] += again
            own[event["person"]][1] += int(again > 0) if measure == "reoffences_per_reoffender" else 1
            plain.records = records
    lower, upper = bootstrap(np.array(list(own.values()), dtype=float), np.random.default_rng(2))
    assert row["numerator"].item() == sum(one for one, _ in own.values())
    assert (shown["upper"] - shown["lower"]) / (upper - lower) == pytest.approx(1.05, abs=0.15)
    assert shown["lower"] == pytest.approx(lower, rel=0.06) and shown["upper"] == pytest.approx(upper, rel=0.06)
    assert (alone["upper"] - alone["lower"]) < (upper - lower) / 2


@pytest.mark.parametrize(("people", "mean", "shape"), [(200, 1.9, 0.15), (60, 1.9, 0.15), (400, 0.1, 0.3), (150, 4.0, 2.0)])
def test_intervals_hold_the_truth_as_often_as_they_say(people: int, mean: float, shape: float) -> None:
    """Reoffences of negative binomial people, with the dispersion that such people have."""
    chance = np.random.default_rng(people)
    numbers = chance.negative_binomial(shape, shape / (shape + mean), size=(4000, people)).sum(axis=1)
    how = {"m": Precision("ratio", "", 4, 1, clustered=True)}
    frame = pd.DataFrame({"measure": "m", "numerator": pd.array(numbers), "denominator": people})
    dispersion = ceil(2 * (1 + mean / shape)) / 2
    shown = with_values(frame.assign(dispersion=dispersion), how)
    alone = with_values(frame.assign(dispersion=1.0), how)
    holds = ((shown["lower"] <= mean) & (mean <= shown["upper"])).mean()
    assert 0.935 <= holds <= 0.985
    assert ((alone["lower"] <= mean) & (mean <= alone["upper"])).mean() < holds - 0.05
