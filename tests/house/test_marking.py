"""The tests are dealt to the processes of a run so that the longest begin first, and none is lost."""

from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from tests.marking import LONG, dealt


@dataclass(frozen=True)
class Item:
    nodeid: str


def stretches(items: list[Item], processes: int) -> list[list[Item]]:
    """As xdist's worksteal begins: the same count for each, the later ones one more where it does not come out even."""
    found, left = [], list(items)
    for process in range(processes):
        size = len(left) // (processes - process)
        found.append(left[:size])
        left = left[size:]
    return found


@given(st.lists(st.sampled_from(LONG), max_size=14), st.integers(1, 7), st.randoms())
def test_each_process_begins_with_its_share_of_the_long_ones(long: list[str], processes: int, chance: Random) -> None:
    names = [*long, *["tests/a.py::test_short", "tests/b.py::test_short"] * 50]
    chance.shuffle(names)
    items = [Item(f"{name}{place}]") for place, name in enumerate(names)]
    ordered = dealt(items, processes)
    assert sorted(one.nodeid for one in ordered) == sorted(one.nodeid for one in items)
    cut = stretches(ordered, processes)
    for stretch in cut:
        is_long = [one.nodeid.startswith(LONG) for one in stretch]
        assert is_long == sorted(is_long, reverse=True)
    for name in LONG:  # together, and in their order
        where = [place for place, one in enumerate(ordered) if one.nodeid.startswith(name)]
        assert where == list(range(where[0], where[0] + len(where))) if where else True
        assert [one for one in ordered if one.nodeid.startswith(name)] == [one for one in items if one.nodeid.startswith(name)]


@pytest.mark.parametrize("name", LONG)
def test_every_long_test_is_there(name: str) -> None:
    """A name that was changed would put its test back among the others."""
    file, _, test = name.partition("::")
    path = Path(settings.BASE_DIR) / file
    assert path.exists()
    assert not test or f"def {test.partition('[')[0]}" in path.read_text()
