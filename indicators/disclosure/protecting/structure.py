"""What figures have to do with each other: plain data that the caller fills from catalogue and cohort rules.

Figures of one family at one place (cohort, area, period, breakdown, category) make a *block*: they are made of the same
numbers, so they are shown together or hidden together.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

# Columns: of how many people or cases a numerator tells; the denominator; the numerator as it is told.
PEOPLE, DENOMINATOR, AMOUNT = "people", "denominator", "amount"
Expression = Mapping[str, int]  # quantity -> coefficient; `{"offenders": 1, "reoffenders": -1}` are those who did not reoffend


@dataclass(frozen=True, slots=True)
class Move:
    """A change that leaves every sum as it is when it is made at one block and taken back at others.

    `raises`: by how much each quantity grows with one unit; those not named stay. "A reoffender more" raises offenders,
    reoffenders and reoffences by one each. `inside`: it raises numbers of the family that this one is within, too; so it can be
    made only where that is hidden, and nothing is hidden for its sake. `beyond`: it may raise a number beyond what it is
    `beneath`, where that is hidden and so may be larger, too.
    """

    name: str
    raises: Mapping[str, int]
    inside: bool = False
    beyond: bool = False


@dataclass(frozen=True, slots=True)
class Sensitive:
    """A count that may not be known where it is small, and the moves that raise it; the first that has room is taken.

    `hides`: where it is small its block is hidden, though the block's own figures do not tell it. `unless`: nothing is to do
    where this leaves room enough, since another family sees to it there.
    """

    of: Expression
    by: tuple[str, ...]
    hides: bool = False
    unless: Expression | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """Where a quantity stands: measure and column ("people" or "denominator"); the category, where it is told of one only.

    `at`: then the breakdowns that tell it, each with the breakdown and category of the people of whom it does: ("", "") for all.
    """

    measure: str
    column: str
    category: str = ""
    at: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Along:
    """Numbers that no move of the family changes and that a change takes along where it must: `number` is never more than
    `within`, and `part` of it never more than `number`."""

    number: str
    within: str
    part: str


@dataclass(frozen=True, slots=True)
class Amount:
    """The same of what is no count: `number` lies between 0 and `within`, and a figure tells `count` less the number."""

    number: str
    within: str
    count: str


@dataclass(frozen=True, slots=True)
class Family:
    """Measures that are made of the same numbers.

    `measures`: those that are shown and hidden together. `quantities`: where each is told. `positive`: what can
    never be below 0, as everybody knows. Time and breakdowns add up where they do for the measures. `divided`: a breakdown, and
    those that each tell the same categories of some of its people, who together are all. `within`: the family whose numbers its
    measures tell too; where that family is hidden, so is this one (`whose`: in every category of these breakdowns where it is for
    the people that they tell of, see Told); `beneath`: what can never be below 0, of numbers of that family too, so that it binds
    where that is shown. `along`: what changes take along; it is hidden wherever the family is.
    """

    code: str
    quantities: Mapping[str, Told]
    positive: tuple[Expression, ...]
    moves: tuple[Move, ...]
    sensitive: tuple[Sensitive, ...]
    over_areas: bool = True
    over_quarters: bool = False
    over_breakdowns: frozenset[str] = frozenset()
    measures: frozenset[str] = frozenset()
    within: str = ""
    whose: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    divided: tuple[tuple[str, tuple[str, ...]], ...] = ()
    beneath: tuple[Expression, ...] = ()
    along: tuple[Along | Amount, ...] = ()

    def move(self, name: str) -> Move:
        """KeyError where the family has no such move."""
        for move in self.moves:
            if move.name == name:
                return move
        raise KeyError(f"the family '{self.code}' has no move '{name}'")


@dataclass(frozen=True, slots=True)
class Within:
    """A cohort that its rule makes of a breakdown's categories: all of those `inside`, a part of those `partly`."""

    cohort: str
    breakdown: str
    inside: frozenset[str]
    partly: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Structure:
    """`wales` and its `parts`; `everyone`: the cohort of all people, and how others are parts of it.

    `unions`: a cohort, and the categories of everyone that together are the cohort. `shared`: a cohort, and categories that
    hold the same people among everyone as in the cohort. `within`: the rules by which people of one cohort are known to be in
    another. `sets`: the breakdown of everyone by sets of cohorts; `letters`: each cohort's letter in the names of those sets.
    """

    wales: str
    parts: tuple[str, ...]
    families: tuple[Family, ...]
    everyone: str = "all"
    unions: tuple[tuple[str, str, frozenset[str]], ...] = ()
    shared: tuple[tuple[str, str, frozenset[str]], ...] = ()
    within: tuple[Within, ...] = ()
    sets: str = ""
    nobody: str = "none"  # the set of those in no cohort
    empty: frozenset[tuple[str, str, str]] = frozenset()  # cohort, breakdown and category that nobody of the cohort can be in
    if_any: frozenset[tuple[str, str]] = frozenset()  # breakdowns and categories that are told only where somebody is in them
    letters: Mapping[str, str] = field(default_factory=dict)


def simple(measure: str, *, proportion: bool, **how: Any) -> Family:
    """The family of a measure that shares its numbers with no other: of a count the numerator alone."""
    if not proportion:
        return Family(
            measure,
            {"count": Told(measure, PEOPLE)},
            ({"count": 1},),
            (Move("one", {"count": 1}),),
            (Sensitive({"count": 1}, ("one",)),),
            measures=frozenset({measure}),
            **how,
        )
    rest = {"all": 1, "those": -1}
    return Family(
        measure,
        {"those": Told(measure, PEOPLE), "all": Told(measure, DENOMINATOR)},
        ({"those": 1}, rest),
        (Move("one of those", {"those": 1, "all": 1}), Move("one of the rest", {"all": 1})),
        (Sensitive({"those": 1}, ("one of those",)), Sensitive(rest, ("one of the rest",))),
        measures=frozenset({measure}),
        **how,
    )


def swapping(measure: str, **how: Any) -> Family:
    """The same of a proportion whose denominator other figures tell too: people change sides, and nobody is added."""
    rest = {"all": 1, "those": -1}
    return Family(
        measure,
        {"those": Told(measure, PEOPLE), "all": Told(measure, DENOMINATOR)},
        ({"those": 1}, rest),
        (Move("one over to those", {"those": 1}), Move("one over to the rest", {"those": -1})),
        (Sensitive({"those": 1}, ("one over to those",)), Sensitive(rest, ("one over to the rest",))),
        measures=frozenset({measure}),
        **how,
    )
