"""What changed between two releases, found by their parts, is what a look at every figure of both finds."""

import random
from decimal import Decimal

import pytest

from indicators.releases import compare, service
from indicators.releases.models import KEY, Observation, Release
from indicators.releases.parts import store_parts
from tests.conftest import People
from tests.publishing import load_examples, publish

READ = ("numerator", "denominator", "value", "symbol", "vintage")


def read(release: Release) -> dict[tuple[object, ...], tuple[object, ...]]:
    rows = release.observations.values_list(*KEY, *READ)
    return {row[: len(KEY)]: tuple("" if field in ("p", "r") else field for field in row[len(KEY) :]) for row in rows}


def slowly(before: Release | None, after: Release) -> dict[tuple[object, ...], str]:
    """The slow and obvious version: by key the kind of change."""
    old, new = ({} if one is None else read(one) for one in (before, after))
    kinds = {key: "removed" if key not in new else "added" if key not in old else "changed" for key in old.keys() | new.keys()}
    return {key: kind for key, kind in kinds.items() if old.get(key) != new.get(key)}


def change_some(release: Release, seed: int) -> None:
    """Figures taken away, changed, hidden, marked and added; in some parts, not in all."""
    chance = random.Random(seed)
    rows = list(release.observations.order_by(*KEY))
    for row in chance.sample(rows, 60):
        mine = Observation.objects.filter(release=release, **{name: getattr(row, name) for name in KEY})
        match chance.randrange(6):
            case 0:
                mine.delete()
            case 1:
                mine.update(value=None, numerator=None, symbol="c")
            case 2:
                mine.update(symbol="p")
            case 3:
                mine.update(numerator=(row.numerator or 0) + 1)
            case 4:
                mine.update(value=Decimal("12.5"), vintage="other")
            case 5:
                mine.update(category=f"new-{chance.randrange(10**6)}")


@pytest.mark.parametrize("seed", [1, 2])
def test_parts_find_what_a_look_at_every_figure_finds(people: People, seed: int) -> None:
    load_examples(people["analyst"])
    first = publish(people["analyst"], people["approver"])
    second = service.draft(people["analyst"])
    assert compare.Comparison(first, second).changes().none
    change_some(second, seed)
    second.observation_count = second.observations.count()
    second.parts.all().delete()
    without_parts = list(compare.Comparison(first, second))  # as a version drafted it that made none
    store_parts(second)
    for before, after in ((first, second), (second, first), (None, second)):
        comparison, expected = compare.Comparison(before, after), slowly(before, after)
        found = list(comparison)
        assert {tuple(getattr(one, name) for name in KEY): one.kind for one in found} == expected
        assert len(found) == len(expected) > 20
        changes, kinds = comparison.changes(), list(expected.values())
        assert [changes.removed, changes.changed, changes.added] == [kinds.count(kind) for kind in compare.KINDS]
        assert changes.unchanged == after.observation_count - changes.changed - changes.added
        assert comparison.between(5, 15) == found[5:15]
    assert without_parts == list(compare.Comparison(first, second))


def test_a_change_tells_what_was_and_what_is(people: People) -> None:
    load_examples(people["analyst"])
    first = publish(people["analyst"], people["approver"])
    second = service.draft(people["analyst"])
    some = second.observations.exclude(value=None).order_by(*KEY)[0]
    mine = Observation.objects.filter(release=second, **{name: getattr(some, name) for name in KEY})
    mine.update(value=None, numerator=None, symbol="c")
    second.parts.all().delete()
    (change,) = compare.Comparison(first, second)
    assert (change.kind, change.value_before, change.symbol_before) == ("changed", some.value, some.symbol)
    assert (change.value_after, change.symbol_after) == (None, "c")
