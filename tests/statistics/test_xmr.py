"""XmR charts against the numbers in NHSRplotthedots' own tests, and against a plain version on random series."""

import math

import numpy as np
import pytest

from indicators.statistics import XmR, xmr
from tests.statistics import plainly

# Twenty values of R's set.seed(123); rnorm(20): the example of the package's tests.
NORMAL = [
    -0.56047565, -0.23017749, 1.55870831, 0.07050839, 0.12928774, 1.71506499, 0.46091621, -1.26506123, -0.68685285, -0.44566197,
    1.22408180, 0.35981383, 0.40077145, 0.11068272, -0.55584113, 1.78691314, 0.49785048, -1.96661716, 0.70135590, -0.47279141,
]  # fmt: skip
WITH_OUTLIER = [*NORMAL[:14], 10.0, *NORMAL[15:]]
ALTERNATING = [1.0, -1.0] * 8
WIDE = [-30.0, 30.0] * 6  # so that nothing of what follows lies outside the limits


@pytest.mark.parametrize(
    ("values", "screen", "centre", "lower", "upper"),
    [
        (NORMAL, True, 0.1416238, -3.01138, 3.294627),
        (WITH_OUTLIER, True, 0.6694159, -2.383666, 3.722497),
        (WITH_OUTLIER, False, 0.6694159, -4.596625, 5.935457),
    ],
)
def test_limits_are_those_of_the_package(values: list[float], screen: bool, centre: float, lower: float, upper: float) -> None:
    found = xmr(values, screen=screen)
    assert found.centre == pytest.approx([centre] * 20, abs=1e-6)
    assert found.lower == pytest.approx([lower] * 20, abs=1e-5)
    assert found.upper == pytest.approx([upper] * 20, abs=1e-5)


def test_each_period_of_limits_is_that_of_the_package() -> None:
    found = xmr(NORMAL, rebase_at=[10])
    shown = [[round(float(line[place]), 4 - 2 * (number > 0)) for number, line in enumerate(lines(found))] for place in (0, 10)]
    assert shown == [[0.0746, -2.6, 2.75], [0.2086, -3.28, 3.7]]


def test_two_near_opposite_limits_are_common_cause() -> None:
    values = [*ALTERNATING[:14], 5.5, -5.5]
    assert xmr(values).rule[-2:] == ("", "")


def test_normal_values_are_common_cause() -> None:
    found = xmr(NORMAL, improvement="up", target=0.5)
    assert set(found.rule) == {""} and found.variation == "common_cause" and found.assurance == "inconsistent"


@pytest.mark.parametrize(
    ("values", "flagged"),
    [
        ([1, 2, 3, 4, 5, 6], []),
        ([1, 2, 3, 3, 4, 5, 6], []),
        ([1, 2, 3, 4, 5, 6, 7], range(7)),
        ([2, 1, 2, 3, 4, 5, 6, 7, 3], range(1, 8)),
    ],
)
def test_a_trend_is_all_of_its_seven_points(values: list[float], flagged: "range | list[int]") -> None:
    rising, falling = xmr([*WIDE, *values]), xmr([*(-one for one in WIDE), *(-one for one in values)])
    for found in (rising, falling):
        assert [place for place, rule in enumerate(found.rule[len(WIDE) :]) if rule == "trend"] == list(flagged)
    assert {rising.side[place + len(WIDE)] for place in flagged} <= {1}
    assert {falling.side[place + len(WIDE)] for place in flagged} <= {-1}


def test_a_turning_point_of_two_trends_goes_with_the_later_one() -> None:
    found = xmr([*WIDE, 1, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1])
    assert found.rule[-13:] == ("trend",) * 13
    assert found.side[-13:].tolist() == [1] * 6 + [-1] * 7


def test_a_run_is_all_of_its_points_and_one_on_the_line_ends_it() -> None:
    wide = [-9.0, 9.0] * 10
    assert xmr([*wide, *[0.5, 1.5] * 4]).rule[-8:] == ("run",) * 8
    even = [-9.0, 9.0] * 10 + [2.0, 2.0, 2.0, 0.0, 2.0, 2.0, 2.0] + [-12.0]
    assert even[23] == sum(even) / len(even)
    assert "run" not in xmr(even).rule


@pytest.mark.parametrize(
    ("improvement", "variation"),
    [("up", "special_cause_improvement"), ("down", "special_cause_concern"), ("none", "special_cause_neutral_high")],
)
def test_the_latest_point_makes_the_icon(improvement: str, variation: str) -> None:
    assert xmr([*ALTERNATING, 30.0], improvement=improvement).variation == variation  # type: ignore[arg-type]
    assert xmr([*ALTERNATING, 30.0, 0.0], improvement=improvement).variation == "common_cause"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("improvement", "target", "assurance"),
    [
        ("up", 90, "consistent_fail"),
        ("up", -90, "consistent_pass"),
        ("up", 0, "inconsistent"),
        ("down", 90, "consistent_pass"),
        ("down", -90, "consistent_fail"),
        ("down", 0, "inconsistent"),
        ("none", 90, ""),
        ("up", None, ""),
    ],
)
def test_assurance_is_whether_the_limits_keep_the_target(improvement: str, target: float | None, assurance: str) -> None:
    assert xmr(ALTERNATING, improvement=improvement, target=target).assurance == assurance  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", range(8))
def test_it_equals_the_plain_version_on_random_series(seed: int) -> None:
    chance = np.random.default_rng(seed)
    seen: set[str] = set()
    for _ in range(60):
        values, rebase_at = random_series(chance)
        improvement = str(chance.choice(["up", "down", "none"]))
        target = None if chance.random() < 0.3 else float(chance.normal())
        screen = bool(chance.random() < 0.7)
        fast = xmr(values, improvement=improvement, target=target, rebase_at=rebase_at, screen=screen)  # type: ignore[arg-type]
        plain = plainly.chart(values.tolist(), improvement, target, rebase_at, screen)
        for line, expected in zip(lines(fast), (plain.centre, plain.lower, plain.upper), strict=True):
            assert line == pytest.approx(expected, abs=1e-9, nan_ok=True)
        assert list(fast.rule) == plain.rule and fast.side.tolist() == plain.side and fast.points.tolist() == plain.points
        assert (fast.variation, fast.assurance) == (plain.variation, plain.assurance)
        seen |= set(fast.rule)
    assert seen >= {"", "outside", "trend", "two_of_three", "run"}  # the series have something to show


def random_series(chance: np.random.Generator) -> tuple[np.ndarray, list[int]]:
    """Noise, with shifts, slopes, equal values, gaps and rebases here and there."""
    size = int(chance.integers(0, 60))
    values = chance.normal(size=size)
    if chance.random() < 0.4:
        values = np.round(values * 2)
    if size > 20 and chance.random() < 0.5:
        values[size // 2 :] += chance.normal() * 2
    if size > 12 and chance.random() < 0.5:
        first = int(chance.integers(0, size - 9))
        values[first : first + 9] += np.arange(9) * chance.choice([-2, 2])
    if chance.random() < 0.4:
        values[chance.random(size) < 0.15] = np.nan
    rebase_at = sorted({int(place) for place in chance.integers(0, size, 2)}) if size and chance.random() < 0.4 else []
    return values, rebase_at


def test_a_gap_stays_a_gap_and_its_neighbours_follow_each_other() -> None:
    found = xmr([1.0, math.nan, 3.0, 2.0])
    without = xmr([1.0, 3.0, 2.0])
    assert np.isnan(found.centre[1]) and found.rule[1] == "" and found.points[1] == 0
    assert found.upper[[0, 2, 3]] == pytest.approx(without.upper)


def test_what_has_no_variation_has_no_limits() -> None:
    for values in ([5.0] * 15, [5.0], [], [math.nan] * 3):
        found = xmr(values)
        assert np.isnan(found.upper).all() and set(found.rule) <= {""}
    assert xmr([5.0] * 15).centre.tolist() == [5.0] * 15


@pytest.mark.parametrize(
    "wrong", [{"values": [[1.0]]}, {"values": [1.0], "rebase_at": [1]}, {"values": [1.0], "improvement": "sideways"}]
)
def test_what_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"dimension|within|improvement"):
        xmr(**wrong)  # type: ignore[arg-type]


def lines(found: XmR) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return found.centre, found.lower, found.upper
