"""What changed between two releases. They are compared part by part (see parts.py), and only where a part differs by figure."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from indicators.releases.models import Release
from indicators.releases.parts import FIELDS, LINES, MARKS, PLACE, TOLD, Key, contents, contents_made, digests

# What was removed and changed comes first, since that is what an approver must look at.
KINDS = REMOVED, CHANGED, ADDED = "removed", "changed", "added"
Told = tuple[str, ...]  # TOLD; "" where there is none
NOTHING: Told = ()
NUMERATOR, DENOMINATOR, VALUE, SYMBOL, VINTAGE = (
    TOLD.index(name) for name in ("numerator", "denominator", "value", "symbol", "vintage")
)
Row = tuple[int, str, str, str, str, str, str, Told, Told]  # place of its kind, key, before, after


@dataclass(frozen=True, slots=True)
class Changes:
    """How many figures were added, changed, removed, and read as before."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0

    @property
    def none(self) -> bool:
        return not (self.added or self.removed or self.changed)


@dataclass(frozen=True, slots=True)
class Change:
    """One figure that was added, changed or removed; a side that is not there has neither value nor symbol.

    With the same value on both sides something beside it is another: what it was made of, or the edition that it is from.
    """

    kind: str
    cohort: str
    measure: str
    area_code: str
    period: str
    breakdown: str
    category: str
    value_before: Decimal | None
    symbol_before: str | None
    value_after: Decimal | None
    symbol_after: str | None
    numerator_before: Decimal | None = None
    denominator_before: Decimal | None = None
    vintage_before: str = ""
    numerator_after: Decimal | None = None
    denominator_after: Decimal | None = None
    vintage_after: str = ""


class Comparison:
    """The changes from one release to another (from nothing where `before` is None): removed ones first, then changed, then
    added, each in the order of its key."""

    def __init__(self, before: Release | None, after: Release) -> None:
        self.before, self.after = before, after

    @property
    def releases(self) -> tuple[Release | None, Release]:
        return self.before, self.after

    def changes(self) -> Changes:
        kinds = [row[0] for row in self._rows]
        removed, changed, added = (kinds.count(place) for place in range(len(KINDS)))
        return Changes(added, changed, removed, self.after.observation_count - added - changed)

    def between(self, start: int, stop: int) -> list[Change]:
        """These of the changes."""
        return [_change(row) for row in self._rows[start:stop]]

    def __iter__(self) -> Iterator[Change]:
        return map(_change, self._rows)

    @cached_property
    def _rows(self) -> list[Row]:
        old, new = _contents_that_differ(self.before, self.after)
        return sorted(row for part in old.keys() | new.keys() for row in _differences(part, old.get(part), new.get(part)))


def _contents_that_differ(before: Release | None, after: Release) -> tuple[dict[Key, str], dict[Key, str]]:
    """The contents of the parts of both in which anything may differ."""
    if before is None:
        return {}, contents(after.pk, digests(after.pk)) or contents_made(after.pk)
    old, new = digests(before.pk), digests(after.pk)
    if old and new:
        wanted = [part for part in old.keys() | new.keys() if old.get(part) != new.get(part)]
        return contents(before.pk, wanted), contents(after.pk, wanted)
    first, second = (contents(one.pk, known) if known else contents_made(one.pk) for one, known in ((before, old), (after, new)))
    return first, second


def _differences(part: Key, before: str | None, after: str | None) -> Iterator[Row]:
    """What differs between the contents of a part; None where a release has no such part."""
    cohort, measure, period = part
    lines = [frozenset(() if content is None else content.split(LINES)) for content in (before, after)]
    gone, come = (dict(map(_read, mine - others)) for mine, others in (lines, lines[::-1]))
    for place in gone.keys() | come.keys():
        area, breakdown, category = place
        was, now = gone.get(place, NOTHING), come.get(place, NOTHING)
        if _unmarked(was) != _unmarked(now):
            kind = KINDS.index(ADDED if not was else REMOVED if not now else CHANGED)
            yield kind, cohort, measure, area, period, breakdown, category, was, now


def _read(line: str) -> tuple[tuple[str, ...], Told]:
    """A figure's place in its part, and what is told of it."""
    fields = tuple(line.split(FIELDS))
    return fields[: len(PLACE)], fields[len(PLACE) :]


def _unmarked(told: Told) -> Told:
    """What is told but for a mark on a figure that is shown, which says something of the releases."""
    return (*told[:SYMBOL], "", *told[SYMBOL + 1 :]) if told and told[SYMBOL] in MARKS else told


def _change(row: Row) -> Change:
    place, cohort, measure, area, period, breakdown, category, was, now = row
    (numerator_was, denominator_was, vintage_was), (numerator, denominator, vintage) = _made_of(was), _made_of(now)
    return Change(
        KINDS[place], cohort, measure, area, period, breakdown, category, *_shown(was), *_shown(now),
        numerator_before=numerator_was, denominator_before=denominator_was, vintage_before=vintage_was,
        numerator_after=numerator, denominator_after=denominator, vintage_after=vintage,
    )  # fmt: skip


def _shown(told: Told) -> tuple[Decimal | None, str | None]:
    if not told:
        return None, None
    return _number(told[VALUE]), told[SYMBOL]


def _made_of(told: Told) -> tuple[Decimal | None, Decimal | None, str]:
    if not told:
        return None, None, ""
    return _number(told[NUMERATOR]), _number(told[DENOMINATOR]), told[VINTAGE]


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None
