"""Verdicts: what is said of which series, and why."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from indicators.statistics import Reason, Rules, Series, Verdict, change, verdict

NAN = float("nan")


def series(numerators: list[float], people: float = 2000, **other: Any) -> Series:
    """Years of a proportion of which less is better; NaN is not shown."""
    k = np.array(numerators, dtype=float)
    n = np.where(np.isnan(k), NAN, people)
    made = Series("proportion", "down", k, n, 100 * k / n, np.zeros(len(k), dtype=bool))
    return replace(made, **other)


def counts(numbers: list[float], **other: Any) -> Series:
    k = np.array(numbers, dtype=float)
    return replace(Series("count", "none", k, np.full(len(k), NAN), k, np.zeros(len(k), dtype=bool)), **other)


def said(found: Verdict) -> tuple[str, str]:
    return found.verdict, found.reason


FALLING, LEVEL = [700.0, 690, 705, 660, 610, 570, 540], [700.0, 690, 705, 695, 702, 691, 703]


def test_a_steady_fall_is_improving_where_less_is_better() -> None:
    found = verdict(series(FALLING), Rules())
    assert said(found) == ("improving", "trend") and found.moved == -1
    assert (found.first, found.last, found.points) == (2, 6, 5)


@pytest.mark.parametrize(("direction", "word"), [("down", "improving"), ("up", "worse"), ("none", "changed")])
def test_the_direction_makes_the_word(direction: str, word: str) -> None:
    assert verdict(series(FALLING, direction=direction), Rules()).verdict == word
    mirrored = [2000 - one for one in FALLING]
    opposite = {"improving": "worse", "worse": "improving", "changed": "changed"}[word]
    assert verdict(series(mirrored, direction=direction), Rules()).verdict == opposite


def test_what_chance_explains_is_no_clear_change() -> None:
    found = verdict(series(LEVEL), Rules())
    assert said(found) == ("no_clear_change", "chance") and found.p_value is not None and found.p_value > 0.05


def test_a_jump_of_the_latest_figure_is_told_as_such() -> None:
    found = verdict(series([*LEVEL[:-1], 560]), Rules())
    assert said(found) == ("improving", "latest")
    assert (found.first, found.last, found.points) == (0, 6, 7)
    assert found.before == pytest.approx(sum(LEVEL[:-1]) / 6 / 2000)


def test_few_people_are_too_few() -> None:
    reoffenders = Series("ratio", "down", np.full(6, 100.0), np.full(6, 29.0), np.full(6, 3.4), np.zeros(6, dtype=bool))
    assert said(verdict(reoffenders, Rules())) == ("too_few", "few_people")
    assert verdict(replace(reoffenders, denominators=np.full(6, 30.0)), Rules()).reason != "few_people"


def test_what_could_only_show_a_very_large_change_is_too_few() -> None:
    found = verdict(counts([20, 25, 18, 22, 24, 19]), Rules())
    assert said(found) == ("too_few", "coarse")
    assert found.detectable is not None and found.detectable > 1 / 3 and found.p_value is None
    assert verdict(counts([200, 250, 180, 220, 240, 190]), Rules()).verdict == "no_clear_change"
    assert said(verdict(counts([0] * 6), Rules())) == ("too_few", "coarse")


@pytest.mark.parametrize("numbers", [[*FALLING, NAN], [NAN, NAN, NAN, *FALLING[3:]]])
def test_hidden_figures_are_a_reason_of_their_own(numbers: list[float]) -> None:
    found = verdict(series(numbers), Rules())
    assert said(found) == ("too_few", "hidden") and found.p_value is None


def test_nothing_is_told_from_what_stands_behind_a_hidden_figure() -> None:
    """Two series that differ in nothing but a figure that is not shown say the same, word for word."""
    one, other = series([*FALLING]), series([*FALLING])
    for made, hidden in ((one, 640.0), (other, 10.0)):
        made.numerators[1] = hidden
        made.values[1] = NAN
        made.numerators[1] = NAN  # as `shown` has it: no number where a symbol stands
    assert verdict(one, Rules()) == verdict(other, Rules())


def test_a_gap_further_back_is_no_hindrance() -> None:
    assert said(verdict(series([700, NAN, 705, 660, 610, 570, 540]), Rules())) == ("improving", "trend")


def test_figures_that_are_still_to_come_are_waited_for() -> None:
    pending = np.array([False] * 4 + [True] * 3)
    found = verdict(series([*FALLING[:4], NAN, NAN, NAN], pending=pending), Rules())
    assert said(found) == ("not_ready", "not_mature") and found.points == 4


def test_mature_figures_are_enough_whatever_is_still_to_come() -> None:
    pending = np.array([False] * 7 + [True] * 2)
    assert said(verdict(series([*FALLING, NAN, NAN], pending=pending), Rules())) == ("improving", "trend")


def test_a_short_series_is_not_ready() -> None:
    assert said(verdict(series(FALLING[:4]), Rules())) == ("not_ready", "short")
    assert said(verdict(series([]), Rules())) == ("not_ready", "short")


def test_only_what_follows_a_new_level_counts() -> None:
    before = [300.0, 310, 295, 305]
    since = verdict(series([*before, *FALLING], new_level=4), Rules())
    assert since.p_value == pytest.approx(verdict(series(FALLING), Rules()).p_value)
    assert said(since) == ("improving", "trend") and (since.first, since.last) == (6, 10)
    assert said(verdict(series([*before, *FALLING]), Rules())) == ("no_clear_change", "chance")  # the step hides it
    assert said(verdict(series([*before, *FALLING], new_level=7), Rules())) == ("not_ready", "new_level")


SEASON = [60.0, 0, -60, 0]


def test_seasons_are_no_change() -> None:
    """Quarters that go up and down every year, ending at the top of the season."""
    quarters = [400 + SEASON[place % 4] for place in range(33)]
    for adds_up in (True, False):
        found = verdict(counts(quarters, a_year=4, adds_up=adds_up), Rules())
        assert said(found) == ("no_clear_change", "chance")


def test_quarters_make_years_that_do_not_overlap() -> None:
    """Summed where they add up, the same quarter of each year elsewhere: as if somebody had given those years."""
    chance = np.random.default_rng(5)
    quarters = chance.poisson(300, 30).astype(float)
    quarters[-12:] *= 0.9
    years = quarters[2:].reshape(-1, 4)  # the last four quarters make the last year
    summed, alone = verdict(counts(list(years.sum(axis=1))), Rules()), verdict(counts(list(quarters[1::4])), Rules())
    one = verdict(counts(list(quarters), a_year=4, adds_up=True), Rules())
    other = verdict(counts(list(quarters), a_year=4), Rules())
    assert (one.verdict, one.p_value) == (summed.verdict, pytest.approx(summed.p_value))
    assert other.p_value == pytest.approx(alone.p_value) and other.last == 29


def test_a_year_with_a_hidden_quarter_is_hidden() -> None:
    quarters = np.full(24, 300.0)
    quarters[22] = NAN
    assert said(verdict(counts(list(quarters), a_year=4, adds_up=True), Rules())) == ("too_few", "hidden")
    assert verdict(counts(list(quarters), a_year=4), Rules()).verdict == "no_clear_change"


def test_values_without_people_are_judged_by_their_own_scatter() -> None:
    k = np.full(7, NAN)
    values = np.array([50.0, 49, 51, 45, 40, 36, 30])
    made = Series("ratio", "down", k, k, values, np.zeros(7, dtype=bool))
    assert verdict(made, Rules()).verdict == "improving"
    flat = replace(made, values=np.array([50.0, 44, 51, 46, 52, 45, 50]))
    assert said(verdict(flat, Rules())) == ("no_clear_change", "chance")


def test_clustered_cases_need_more_evidence() -> None:
    alike = series([700, 690, 705, 680, 655, 640, 620])
    plain, clustered = verdict(alike, Rules()), verdict(replace(alike, clustered=True), Rules())
    assert plain.p_value is not None and clustered.p_value is not None and clustered.p_value > plain.p_value


def test_settings_decide() -> None:
    p = verdict(series(FALLING), Rules()).p_value
    assert p is not None
    assert verdict(series(FALLING), Rules(confidence=1 - p / 2)).verdict == "no_clear_change"
    assert said(verdict(series(FALLING), Rules(points_of_trend=8))) == ("not_ready", "short")
    assert said(verdict(series(FALLING), Rules(coarsest_change=0.01))) == ("too_few", "coarse")


def test_every_reason_is_given_by_some_series() -> None:
    """The reasons above are all there are."""
    assert {reason.value for reason in Reason} == {
        "trend", "latest", "chance", "few_people", "coarse", "hidden", "not_mature", "short", "new_level",
    }  # fmt: skip


def test_too_few_points_for_a_test_are_refused() -> None:
    with pytest.raises(ValueError, match="4 points"):
        change([1, 2, 3, 4], [1] * 4, "count")
