"""The attack through the door that everybody has: the files of releases."""

from dataclasses import replace

import numpy as np
import pytest

from indicators.disclosure.attacker import Attack, Divided, Measure, Quantity
from indicators.disclosure.attacker.inverting import STEPS, behind, dispersions_of
from indicators.measures.values import Precision, with_values
from indicators.statistics import clustered_interval
from tests.disclosure.downloaded import (
    DYFED,
    GWENT,
    HIDDEN,
    NORTH,
    SOUTH,
    UNKNOWN,
    WALES,
    Row,
    ends,
    file,
    known,
    regions,
    row,
)  # fmt: skip

QUARTERS = ["2018Q2", "2018Q3", "2018Q4", "2019Q1", "2019Q2"]
NAN = float("nan")


def test_one_hidden_region_is_the_rest_of_wales() -> None:
    attack = Attack(file(regions([40, 12, HIDDEN, 20, 5])), known())
    assert ends(attack, "people", GWENT) == (3, 3)


def test_the_unknown_area_counts_in_wales() -> None:
    rows = regions([40, 12, HIDDEN, 20, 5])
    rows[-1] = row(HIDDEN, area=UNKNOWN)
    attack = Attack(file(rows), known())
    assert ends(attack, "people", GWENT) == ends(attack, "people", UNKNOWN) == (0, 3)


def test_categories_make_the_total() -> None:
    rows = [row(40), row(HIDDEN, category="F"), row(36, category="M"), row(0, category="not_stated")]
    assert ends(Attack(file(rows), known()), "people", category="F") == (4, 4)


def divided(custody: object, community: object, *others: Row, **changes: object) -> Attack:
    """Ten people, by where they are; `others`: more rows."""
    rows = [row(10, breakdown="kind", category="x"), row(custody, breakdown="inside", category="x")]
    rows += [row(community, breakdown="outside", category="x"), *others]
    how = {"divided": (Divided("kind", ("inside", "outside"), ("elsewhere",)),), **changes}
    return Attack(file(rows), known(**how))


def inside(attack: Attack) -> tuple[float, float]:
    return attack.interval(attack.table.find("people", "all", WALES, "2023Q1", "inside", "x"))


def test_a_category_is_made_of_the_same_category_of_its_parts() -> None:
    assert inside(divided(HIDDEN, 7)) == (3, 3)
    assert inside(divided(HIDDEN, HIDDEN)) == (0, 10)
    elsewhere = row(HIDDEN, breakdown="elsewhere", category="x")
    assert inside(divided(HIDDEN, 7, elsewhere)) == (0, 3)


def test_no_category_is_more_than_the_people_of_its_part() -> None:
    women = row(4, category="F")
    assert inside(divided(HIDDEN, HIDDEN, women)) == (0, 10)
    within = (("people", "inside", "people", "sex", "F"),)
    assert inside(divided(HIDDEN, HIDDEN, women, within=within)) == (0, 4)


def test_a_cohort_is_a_category_of_everybody() -> None:
    """Hidden among everybody, shown as the cohort's own figure."""
    rows = [row(40), row(HIDDEN, category="F"), row(HIDDEN, category="M"), row(HIDDEN, category="not_stated")]
    women = [row(4, cohort="women"), row(HIDDEN, cohort="women", category="F")]
    women += [row(HIDDEN, cohort="women", category=category) for category in ("M", "not_stated")]
    attack = Attack(file([*rows, *women]), known())
    assert ends(attack, "people", category="F") == (4, 4)
    assert ends(attack, "people", category="M") == (0, 36)


def test_two_tables_safe_alone_are_exact_together() -> None:
    """Regions hide two, sexes hide two; the hidden region and sex of women are the same number."""
    women = regions([HIDDEN, HIDDEN, 9, 6, HIDDEN], cohort="women")
    everyone = [row(50), row(HIDDEN, category="F"), row(HIDDEN, category="M"), row(0, category="not_stated")]
    own = [row(HIDDEN, cohort="women", category="F"), row(0, cohort="women", category="M")]
    own.append(row(0, cohort="women", category="not_stated"))
    alone = Attack(file([*women, *everyone, *own]), known())
    assert ends(alone, "people", NORTH, cohort="women") == (0, 35)
    men_shown = [row(50), row(HIDDEN, category="F"), row(32, category="M"), row(0, category="not_stated")]
    women[1] = row(HIDDEN, area=NORTH, cohort="women")
    women[4] = row(1, area=DYFED, cohort="women")
    together = Attack(file([*women, *men_shown, *own]), known())
    assert ends(together, "people", NORTH, cohort="women") == (2, 2)


def year(code: str, done: object, ended: object = 100) -> dict[str, object]:
    return row(done, ended, measure="rate", period=code)


def test_years_that_overlap_give_a_quarter() -> None:
    """The difference between the years ending March and June 2019 is that between two quarters, of which one is shown."""
    quarters = [row(HIDDEN if code in ("2018Q2", "2018Q3") else 20, 50, measure="rate", period=code) for code in QUARTERS]
    years = [year("YE2019-03", HIDDEN, 200), year("YE2019-06", 77, 200)]
    attack = Attack(file([*quarters, *years]), known())
    assert ends(attack, "done", period="2018Q3") == (17, 17)  # 77 less three quarters of 20
    assert ends(attack, "done", period="2018Q2") == (0, 50)
    both = Attack(file([*quarters, year("YE2019-03", 60, 200), year("YE2019-06", 77, 200)]), known())
    assert ends(both, "done", period="2018Q2") == (3, 3)


def test_two_years_alone_give_the_difference_of_two_quarters() -> None:
    quarters = [row(HIDDEN, 50, measure="rate", period=code) for code in QUARTERS]
    attack = Attack(file([*quarters, year("YE2019-03", 90, 200), year("YE2019-06", 137, 200)]), known())
    assert ends(attack, "done", period="2018Q2") == (0, 3)  # the last one has 47 more, and at most 50


def test_what_people_do_once_a_year_is_not_the_sum_of_its_quarters() -> None:
    rows = [row(HIDDEN if code == "2018Q2" else 20, period=code) for code in QUARTERS[:4]]
    attack = Attack(file([*rows, row(63, period="YE2019-03")]), known())
    assert ends(attack, "people", period="2018Q2") == (0, np.inf)


def test_an_earlier_release_that_shows_a_number_tells_it() -> None:
    now = file(regions([40, 12, HIDDEN, HIDDEN, 5]))
    before = file(regions([HIDDEN, HIDDEN, HIDDEN, 20, 5]))
    assert ends(Attack(now, known()), "people", GWENT) == (0, 23)
    assert ends(Attack(now, known(), earlier=[before]), "people", GWENT) == (3, 3)


def test_what_was_revised_since_is_no_knowledge() -> None:
    now, exact = file(regions([40, 12, HIDDEN, HIDDEN, 5])), file(regions([40, 12, 3, 20, 5]))
    before = file(regions([39, 12, HIDDEN, 19, 5]))
    attack = Attack(now, known(), earlier=[before], start=exact)
    assert ends(attack, "people", GWENT) == (0, 23)


def test_a_number_is_known_as_it_was_told_last() -> None:
    """Where rows go and come back an older release is right again, and nobody can tell."""
    now, exact = file(regions([40, 12, HIDDEN, HIDDEN, 5])), file(regions([40, 12, 3, 20, 5]))
    first, second = (file(regions([39, 12, HIDDEN, told, 5])) for told in (20, 19))
    assert ends(Attack(now, known(), earlier=[first, second], start=exact), "people", GWENT) == (0, 23)
    assert ends(Attack(now, known(), earlier=[second, first], start=exact), "people", GWENT) == (3, 3)
    silent = file(regions([39, 12, HIDDEN, HIDDEN, 5]))
    assert ends(Attack(now, known(), earlier=[first, silent], start=exact), "people", GWENT) == (3, 3)


def test_the_rest_of_a_rate_is_a_number_too() -> None:
    """47 of 50: three who did not. Hidden as a rate, and told by Wales and the other regions."""
    pairs = zip([141, 47, 30, 34, 30], [150, 50, 34, 34, 32], strict=True)
    rows = regions([0] * 5, measure="rate")
    for line, (done, ended) in zip(rows, pairs, strict=False):
        line |= {"numerator": done, "denominator": ended}
    rows[5] |= {"denominator": 0}
    rows[1] |= {"numerator": "", "denominator": "", "symbol": "c"}
    assert ends(Attack(file(rows), known()), "not_done", NORTH) == (3, 3)


def test_a_number_that_another_measure_shows_is_known() -> None:
    knowledge = known()
    measures = {**knowledge.measures, "volume": Measure("ratio", "events", "ended", 100, 1)}
    quantities = {**knowledge.quantities, "events": Quantity(True, True, frozenset())}
    rows = [row(HIDDEN, HIDDEN, measure="rate"), row(70, 33, measure="volume")]
    attack = Attack(file(rows), replace(knowledge, measures=measures, quantities=quantities))
    assert ends(attack, "ended") == (33, 33)


def test_a_symbol_tells_as_much_as_it_means() -> None:
    """Too few people to be reliable: fewer than 30, and not a small number of them."""
    few = Attack(file([row(HIDDEN, HIDDEN, measure="rate", symbol="u")]), known())
    assert ends(few, "ended") == (5, 29)
    assert ends(Attack(file([row(HIDDEN, HIDDEN, measure="rate")]), known()), "ended") == (0, np.inf)


def test_21_4_percent_with_its_interval_can_only_be_3_of_14() -> None:
    found = behind("proportion", 100, 1, 21.4, 7.6, 47.6)
    assert (found.numerator, found.denominator) == ((3, 3), (14, 14))
    rows = [row(HIDDEN, HIDDEN, measure="rate", value="21.4", lower="7.6", upper="47.6")]
    attack = Attack(file(rows), known())
    assert ends(attack, "done") == (3, 3) and ends(attack, "ended") == (14, 14)


def test_a_rate_alone_times_its_denominator_is_the_numerator() -> None:
    rows = [row(HIDDEN, 200, measure="rate", value="1.5")]
    assert ends(Attack(file(rows), known()), "done") == (3, 3)


@pytest.mark.parametrize("kind", ["proportion", "ratio"])
def test_every_figure_as_it_is_published_leads_back_to_what_it_was_made_of(kind: str) -> None:
    import pandas as pd

    chance = np.random.default_rng(5)
    denominator = chance.integers(1, 200, 60)
    numerator = chance.integers(0, denominator + 1)
    frame = pd.DataFrame({"measure": "m", "numerator": pd.array(numerator), "denominator": pd.array(denominator)})
    precision = {"m": Precision(kind, "", 1, 100)}  # type: ignore[arg-type]
    for one in with_values(frame, precision).itertuples():
        found = behind(kind, 100, 1, one.value, one.lower, one.upper)
        assert found.numerator[0] <= one.numerator <= found.numerator[1]
        assert found.denominator[0] <= one.denominator <= found.denominator[1]


@pytest.mark.parametrize(("kind", "least"), [("count", 0), ("ratio", 0), ("ratio", 1)])
def test_a_dispersion_is_read_from_what_is_shown_and_used_on_what_is_not(kind: str, least: int) -> None:
    """All figures of a measure have one, so that whoever sees one knows the interval of any other."""
    import pandas as pd

    chance = np.random.default_rng(6)
    denominator = chance.integers(30, 200, 40) if kind == "ratio" else np.ones(40, dtype=int)
    numerator = least * denominator + chance.integers(5, 300, 40)
    frame = pd.DataFrame({"measure": "m", "numerator": pd.array(numerator), "denominator": pd.array(denominator)})
    decimals = 0 if kind == "count" else 2
    precision = {"m": Precision(kind, "", decimals, 1, clustered=True)}  # type: ignore[arg-type]
    shown = with_values(frame.assign(dispersion=4.5, least=least), precision)
    found = dispersions_of(shown[["numerator", "denominator", "lower", "upper"]].to_numpy(dtype=float), 1, decimals, least)
    assert 4.5 in found and set(found) <= {4.0, 4.5, 5.0}
    for one in shown.itertuples():
        value = NAN if kind == "count" else one.value
        told = behind(kind, 1, decimals, value, one.lower, one.upper, dispersions=found, least=least)
        assert told.numerator[0] <= one.numerator <= told.numerator[1]
        assert told.denominator[0] <= one.denominator <= told.denominator[1]
    assert dispersions_of(np.zeros((0, 4)), 1, decimals) == STEPS


def test_a_hidden_count_behind_an_interval_that_is_widened_is_found() -> None:
    """An audit would not miss a figure whose counts are hidden and whose interval is not."""
    lower, upper = (f"{end:.1f}" for end in np.array(clustered_interval(3, 2.5)) * 100 / 40)
    seen = [f"{end:.1f}" for end in np.array(clustered_interval(300, 2.5)) * 100 / 90]
    measures = {**known().measures, "per": Measure("ratio", "cases", "ended", 100, 1, clustered=True)}
    quantities = {**known().quantities, "cases": Quantity(True, True, frozenset())}
    rows = [row(300, 90, measure="per", value="333.3", lower=seen[0], upper=seen[1])]
    rows += [row(HIDDEN, HIDDEN, measure="per", value="7.5", lower=lower, upper=upper, area=NORTH)]
    attack = Attack(file(rows), known(measures=measures, quantities=quantities))
    assert ends(attack, "cases", NORTH) == (3, 3) and ends(attack, "ended", NORTH) == (40, 40)


def test_an_interval_of_a_count_gives_the_count() -> None:
    assert behind("count", 1, 0, NAN, 1, 9).numerator == (3, 3)
    assert behind("count", 1, 0, 7.0, NAN, NAN).numerator == (7, 7)


def test_a_measure_that_nothing_is_known_of_is_refused() -> None:
    with pytest.raises(ValueError, match="Nothing is known of the measure escapes"):
        Attack(file([row(3, measure="escapes")]), known())


def test_a_leak_says_which_sum_gives_it_away() -> None:
    numbers = [40, 12, HIDDEN, 20, 5]
    attack = Attack(file(regions(numbers)), known(), start=file(regions([40, 12, 3, 20, 5])))
    assert attack.start is not None
    wanted = attack.table.masked & (attack.start >= 1) & (attack.start <= 4)
    (leak,) = attack.seek(wanted, wide=4, reach=5).leaks
    assert (leak.key[2], leak.lowest, leak.highest, leak.proven) == (GWENT, 3, 3, True)
    assert sum(term.times * term.value for term in leak.terms) == 3
    assert {(term.key[2], term.times) for term in leak.terms} == {
        (WALES, 1),
        (NORTH, -1),
        (SOUTH, -1),
        (DYFED, -1),
        (UNKNOWN, -1),
    }


def test_a_number_that_is_known_to_be_small_leaks_although_nobody_knows_it() -> None:
    exact, told = [40, 12, 3, 1, 24], [40, 12, HIDDEN, HIDDEN, 24]
    attack = Attack(file(regions(told)), known(), start=file(regions(exact)))
    assert attack.start is not None
    found = attack.seek(attack.table.masked & (attack.start <= 4) & (attack.start > 0), wide=4, reach=5)
    assert {(leak.key[2], leak.lowest, leak.highest) for leak in found.leaks} == {(GWENT, 0, 4), (SOUTH, 0, 4)}


def test_what_is_well_hidden_does_not_leak() -> None:
    exact, told = [60, 12, 3, 21, 24], [60, 12, HIDDEN, HIDDEN, 24]
    attack = Attack(file(regions(told)), known(), start=file(regions(exact)))
    assert attack.start is not None
    found = attack.seek(attack.table.masked & (attack.start <= 4) & (attack.start > 0), wide=4, reach=5)
    assert found.attacked == 1 and found.leaks == []


def test_relations_that_are_not_true_of_the_people_behind_them_are_left_out() -> None:
    """A person whose sex was recorded twice is a woman in one table only: nobody learns a true number from the difference."""
    rows = [row(40), row(HIDDEN, category="F"), row(HIDDEN, category="M"), row(1, category="not_stated")]
    women = [row(HIDDEN, cohort="women"), row(9, cohort="women", category="F")]
    women += [row(0, cohort="women", category=category) for category in ("M", "not_stated")]
    numbers = iter([40, 8, 31, 1, 9, 9, 0, 0])
    exact = [{**line, "numerator": next(numbers), "symbol": ""} for line in [*rows, *women]]
    attack = Attack(file([*rows, *women]), known(), start=file(exact))
    assert attack.untrue == 2  # that they are as many, and that they are no more
    assert ends(attack, "people", category="F") == (0, 39)
