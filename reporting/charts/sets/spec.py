"""The neutral specification of a picture of sets."""

from dataclasses import dataclass

from reporting.charts.spec import Point


@dataclass(frozen=True, slots=True)
class Group:
    """A column of dots: its letter and its name."""

    letter: str
    name: str


@dataclass(frozen=True, slots=True)
class Members:
    """The people who belong to exactly these groups, told by letters; none for "" ."""

    code: str
    label: str
    letters: str
    point: Point

    @property
    def is_shown(self) -> bool:
        return self.point.value is not None


@dataclass(frozen=True, slots=True)
class Sets:
    """A picture of sets, complete: every word in the reader's language. `rows` have the largest set first, and those that are not
    shown last; a person is in exactly one of them."""

    title: str
    subtitle: str
    language: str
    unit: str
    unit_label: str
    groups: tuple[Group, ...]
    rows: tuple[Members, ...]
    alt: str = ""

    @property
    def shown(self) -> tuple[Members, ...]:
        return tuple(row for row in self.rows if row.is_shown)

    @property
    def hidden(self) -> tuple[Members, ...]:
        return tuple(row for row in self.rows if not row.is_shown)


def in_order(rows: tuple[Members, ...]) -> tuple[Members, ...]:
    """The largest first, the same size by their groups; what is not shown comes last, so that its place tells nothing."""
    shown = sorted((row for row in rows if row.is_shown), key=lambda row: (-(row.point.value or 0), len(row.letters), row.code))
    return (*shown, *sorted((row for row in rows if not row.is_shown), key=lambda row: (len(row.letters), row.code)))
