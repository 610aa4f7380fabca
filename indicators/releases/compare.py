"""What changed between two releases."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from indicators.releases.models import Observation

Key = tuple[str, str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """One figure in both releases that no longer reads the same."""

    before: Observation
    after: Observation


@dataclass(frozen=True, slots=True)
class Changes:
    added: list[Observation] = field(default_factory=list)
    removed: list[Observation] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: int = 0

    @property
    def none(self) -> bool:
        return not (self.added or self.removed or self.changed)


def compare(before: Iterable[Observation], after: Iterable[Observation]) -> Changes:
    """The figures added, removed and changed from `before` to `after`, in the order of `after` (removed: of `before`)."""
    old = {_key(row): row for row in before}
    new = {_key(row): row for row in after}
    changed = [Change(old[key], row) for key, row in new.items() if key in old and _reads(old[key]) != _reads(row)]
    return Changes(
        added=[row for key, row in new.items() if key not in old],
        removed=[row for key, row in old.items() if key not in new],
        changed=changed,
        unchanged=sum(key in old for key in new) - len(changed),
    )


def _key(row: Observation) -> Key:
    return (row.cohort, row.measure, row.area_code, row.period, row.breakdown, row.category)


def _reads(row: Observation) -> tuple[object, ...]:
    return (row.numerator, row.denominator, row.value, row.symbol, row.vintage)
