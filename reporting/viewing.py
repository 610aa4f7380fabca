"""Which of a division's figures make the chart that a reader sees first: one origin, and one kind of period to an axis.

Figures that somebody published come first, as they are; beside counted ones they are never in one line. Counted figures come
for every quarter and for the years that end with each: of those one kind is enough at a time.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from indicators.catalogue import Period
from reporting.knowing import COUNTED, KINDS, ORIGINS, PUBLISHED, Known

ORIGIN_WORDS: dict[str, Promise] = {PUBLISHED: _("already published elsewhere"), COUNTED: _("counted from records")}


@dataclass(frozen=True, slots=True)
class View:
    """Figures of one origin, over these kinds of periods."""

    origin: str
    kinds: tuple[str, ...]


def origins_of(known: Iterable[Known]) -> tuple[str, ...]:
    """Those there are, published first."""
    there = {one.origin for one in known}
    return tuple(origin for origin in ORIGINS if origin in there)


def kinds_of(known: Iterable[Known]) -> tuple[str, ...]:
    """Those there are, years before quarters."""
    there = {one.kind for one in known}
    return tuple(kind for kind in KINDS if kind in there)


def first_view(known: Collection[Known], beside: Iterable[Known]) -> View:
    """What is shown of a division until a reader chooses: all that is published, else one kind of what was counted.

    Counted years are those that the figures `beside` are published for, so that they can be compared; else the latest ones.
    """
    origin = origins_of(known)[0]
    mine = [one for one in known if one.origin == origin]
    kinds = kinds_of(mine)
    return View(origin, kinds if origin == PUBLISHED else (counted_kind(mine, beside),))


def counted_kind(known: Collection[Known], beside: Iterable[Known]) -> str:
    """The one kind of periods that counted figures are shown for first."""
    years = [kind for kind in kinds_of(known) if KINDS[kind]]
    published = set(kinds_of(one for one in beside if one.origin == PUBLISHED))
    for kind in years:
        if kind in published:
            return kind
    if not years:
        return kinds_of(known)[0]
    return max((one for one in known if one.kind in years), key=lambda one: Period.parse(one.periods[-1]).end).kind
