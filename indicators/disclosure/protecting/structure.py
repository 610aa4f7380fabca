"""What figures have to do with each other: plain data that the caller fills from catalogue and cohort rules.

Figures of one family at one place (cohort, area, period, breakdown, category) make a *block*: they are made of the same
numbers, so they are shown together or hidden together.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

Expression = Mapping[str, int]  # quantity -> coefficient; `{"offenders": 1, "reoffenders": -1}` are those who did not reoffend


@dataclass(frozen=True, slots=True)
class Move:
    """A change that leaves every sum as it is when it is made at one block and taken back at others.

    `raises`: by how much each quantity grows with one unit; those not named stay. "A reoffender more" raises offenders,
    reoffenders and reoffences by one each.
    """

    name: str
    raises: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Sensitive:
    """A count that may not be known where it is small, and the moves that raise it; the first that has room is taken."""

    of: Expression
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """Measures that are made of the same numbers.

    `quantities`: name -> the measure and the column ("numerator" or "denominator") in which it is told. `positive`: what can
    never be below 0, as everybody knows. Time and breakdowns add up where they do for the measures. `within`: the family
    whose numbers its measures tell too; where that family is hidden, so is this one.
    """

    code: str
    quantities: Mapping[str, tuple[str, str]]
    positive: tuple[Expression, ...]
    moves: tuple[Move, ...]
    sensitive: tuple[Sensitive, ...]
    over_areas: bool = True
    over_quarters: bool = False
    over_breakdowns: frozenset[str] = frozenset()
    measures: frozenset[str] = frozenset()
    within: str = ""

    def move(self, name: str) -> Move:
        """KeyError where the family has no such move."""
        for move in self.moves:
            if move.name == name:
                return move
        raise KeyError(f"the family '{self.code}' has no move '{name}'")


@dataclass(frozen=True, slots=True)
class Structure:
    """`wales` and its `parts`; `everyone`: the cohort of all people, and how others are parts of it.

    `unions`: a cohort, and the categories of everyone that together are the cohort. `shared`: a cohort, and categories that
    hold the same people among everyone as in the cohort. `sets`: the breakdown of everyone by sets of cohorts; `letters`:
    each cohort's letter in the names of those sets.
    """

    wales: str
    parts: tuple[str, ...]
    families: tuple[Family, ...]
    everyone: str = "all"
    unions: tuple[tuple[str, str, frozenset[str]], ...] = ()
    shared: tuple[tuple[str, str, frozenset[str]], ...] = ()
    sets: str = ""
    nobody: str = "none"  # the set of those in no cohort
    letters: Mapping[str, str] = field(default_factory=dict)


def simple(measure: str, *, proportion: bool, keeps_denominator: bool = False, **how: object) -> Family:
    """The family of a measure that shares its numbers with no other.

    A count has its numerator alone. `keeps_denominator`: where there is room, people change sides instead of being added, so
    that nothing of the denominator, which other measures tell too, need be unknown.
    """
    if not proportion:
        return Family(
            measure,
            {"count": (measure, "numerator")},
            ({"count": 1},),
            (Move("one", {"count": 1}),),
            (Sensitive({"count": 1}, ("one",)),),
            measures=frozenset({measure}),
            **how,  # type: ignore[arg-type]
        )
    rest = {"all": 1, "those": -1}
    moves = [Move("one of those", {"those": 1, "all": 1}), Move("one of the rest", {"all": 1})]
    if keeps_denominator:
        moves += [Move("one over to those", {"those": 1}), Move("one over to the rest", {"those": -1})]
    first = ("one over to those",) if keeps_denominator else (), ("one over to the rest",) if keeps_denominator else ()
    return Family(
        measure,
        {"those": (measure, "numerator"), "all": (measure, "denominator")},
        ({"those": 1}, rest),
        tuple(moves),
        (Sensitive({"those": 1}, (*first[0], "one of those")), Sensitive(rest, (*first[1], "one of the rest"))),
        measures=frozenset({measure}),
        **how,  # type: ignore[arg-type]
    )
