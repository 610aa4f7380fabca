"""Where nothing changed, verdicts of a change are as rare as stated; where something did, they are as frequent as printed."""

import numpy as np
import pytest
from numpy.typing import NDArray

from indicators.statistics import Rules, Series, trend, verdict
from indicators.statistics.power import Cell, grid, measured, read, told
from tests.statistics.frameworks import QUARTERS, Family, families

FRAMEWORKS = 1000
STATED = 1 - Rules().confidence
SMALL, LARGE = 200, 2000  # people a year


@pytest.fixture(scope="module")
def generated() -> list[tuple[Family, NDArray[np.bool_]]]:
    """The families of 1,000 frameworks, each with what its verdicts tell."""
    return [(family, _told(family)) for family in families(7, FRAMEWORKS)]


def test_verdicts_of_a_change_are_as_rare_as_stated(generated: list[tuple[Family, NDArray[np.bool_]]]) -> None:
    """Over all, in each kind of indicator, and on few as on many people."""
    shares = {"all": float(np.concatenate([found for _, found in generated]).mean())}
    for family, found in generated:
        shares[family.name] = float(found.mean())
        shares[f"{family.name}, few"] = float(found[family.people < SMALL].mean())
        shares[f"{family.name}, many"] = float(found[family.people > LARGE].mean())
    report = "\n".join(f"{share:.4f}  {name}" for name, share in shares.items())
    assert max(shares.values()) <= STATED, report
    assert min(shares[name] for name in shares if "many" in name) > 0, report  # it is possible to be wrong


def test_frameworks_as_a_whole_keep_the_rate(generated: list[tuple[Family, NDArray[np.bool_]]]) -> None:
    """The share within one framework: it may be unlucky, but not often very."""
    per = np.concatenate([found.reshape(FRAMEWORKS, -1) for _, found in generated], axis=1).mean(axis=1)
    assert float((per > 2 * STATED).mean()) < 0.01


def test_many_at_once_are_judged_as_each_alone(generated: list[tuple[Family, NDArray[np.bool_]]]) -> None:
    chance = np.random.default_rng(3)
    for family, found in generated:
        alone = np.flatnonzero(found)[:15]
        for place in [*alone, *chance.integers(0, len(found), 25)]:
            assert (verdict(_series(family, place), Rules()).verdict == "changed") == found[place], family.name


def test_a_season_would_be_a_change_if_quarters_followed_each_other(generated: list[tuple[Family, NDArray[np.bool_]]]) -> None:
    """Why quarters are not tested one after another: the same rates would be called changed far too often."""
    rates = next(family for family, _ in generated if family.name == "quarterly rates")
    many = np.flatnonzero(rates.people > LARGE)[:300]
    found = [trend(rates.numerators[place][-5:], rates.denominators[place][-5:]) for place in many]
    assert np.mean([one.p_value <= STATED and one.consistent for one in found]) > 2 * STATED


@pytest.mark.parametrize("cell", [cell for place, cell in enumerate(grid()) if place % 20 == 3], ids=str)
def test_the_printed_shares_are_what_is_found(cell: Cell) -> None:
    """Part of the file, measured again."""
    printed = {tuple(one[name] for name in Cell._fields[:-1]): one["found"] for one in read()["cells"]}
    assert len(printed) == len(list(grid()))
    assert measured(cell).found == pytest.approx(printed[cell[:-1]], abs=0.03)


def test_nothing_but_rare_errors_is_printed_where_nothing_changed() -> None:
    still = [cell["found"] for cell in read()["cells"] if cell["change"] == 0]
    assert still and max(still) <= STATED


def test_more_people_or_a_larger_change_is_found_more_often() -> None:
    cells = {tuple(one[name] for name in Cell._fields[:-1]): one["found"] for one in read()["cells"]}
    for (kind, level, people, shape, change), found in cells.items():
        larger = [
            share
            for (*same, p, s, c), share in cells.items()
            if same == [kind, level] and s == shape and c == change and p > people
        ]
        if change > 0:
            assert all(share >= found - 0.03 for share in larger), (kind, level, people, shape, change)


def _told(family: Family) -> NDArray[np.bool_]:
    k, n = family.numerators, family.denominators
    if family.a_year == QUARTERS and family.adds_up:
        k = k.reshape(len(k), -1, QUARTERS).sum(axis=2)
        n = np.ones_like(k) if family.kind == "count" else n.reshape(len(n), -1, QUARTERS).sum(axis=2)
    elif family.a_year == QUARTERS:
        k, n = k[:, QUARTERS - 1 :: QUARTERS], n[:, QUARTERS - 1 :: QUARTERS]
    whole = (n > 0).all(axis=1)  # a year without people has no figure
    found = np.zeros(len(k), dtype=bool)
    found[whole] = told(k[whole], n[whole], family.kind, Rules(), clustered=family.clustered)
    return found


def _series(family: Family, place: int) -> Series:
    k, n = family.numerators[place], family.denominators[place]
    with np.errstate(divide="ignore", invalid="ignore"):
        values = k if family.kind == "count" else k / n
    return Series(
        family.kind, "none", k, n, values, np.zeros(len(k), bool),
        a_year=family.a_year, adds_up=family.adds_up, clustered=family.clustered,
    )  # fmt: skip
