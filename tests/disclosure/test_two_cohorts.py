"""Who is in two cohorts is told by both, and by the sets of cohorts: what one of them hides, the others must not tell."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import product

import pandas as pd
from hypothesis import example, given, settings
from hypothesis import strategies as st

from indicators.disclosure.attacker import Attack, Cohort, Knowledge, Quantity
from indicators.disclosure.protecting.figures import BEFORE, protect_figures
from indicators.disclosure.protecting.structure import Structure, Within, simple
from tests.disclosure.downloaded import HIDDEN, Row, file, known, row

SMALL, ROOM = 4, 4
SEXES, AGES = ("F", "M"), ("18-24", "25-29", "30+")
ETHNICITIES = ("asian", "black", "white")
CATEGORIES = {"sex": SEXES, "ethnicity": ETHNICITIES, "age": AGES}
BAME = frozenset({"asian", "black"})
LETTERS = {"women": "A", "young": "D", "bame": "F"}
Person = tuple[
    str, str, str, bool
]  # sex, ethnicity, band of ages, and whether young, which a band of those of 25 to 29 does not say
ADDING = frozenset(CATEGORIES)


def rest(breakdown: str, *inside: str) -> tuple[tuple[str, str], ...]:
    return tuple((breakdown, one) for one in CATEGORIES[breakdown] if one not in inside)


def knowledge() -> Knowledge:
    cohorts = {
        "all": Cohort(),
        "women": Cohort("A", inside=(("sex", "F"),), outside=rest("sex", "F")),
        "young": Cohort("D", inside=(("age", "18-24"),), outside=rest("age", "18-24", "25-29")),
        "bame": Cohort("F", inside=tuple(("ethnicity", one) for one in sorted(BAME)), outside=rest("ethnicity", *BAME)),
    }
    people = {"people": Quantity(True, False, ADDING, once=True)}
    return known(
        quantities=people, measures={"sentences": known().measures["sentences"]}, categories=CATEGORIES, cohorts=cohorts, sums=()
    )


def structure() -> Structure:
    unions = (("women", "sex", frozenset({"F"})), ("bame", "ethnicity", BAME))
    empty = {("women", "sex", "M"), ("bame", "ethnicity", "white"), ("young", "age", "30+")}
    return Structure(
        wales="W",
        parts=(),
        families=(simple("sentences", proportion=False, over_areas=False, over_breakdowns=ADDING),),
        unions=unions,
        shared=(*unions, ("young", "age", frozenset({"18-24"}))),
        within=(
            *(Within(cohort, breakdown, inside) for cohort, breakdown, inside in unions),
            Within("young", "age", frozenset({"18-24"}), frozenset({"25-29"})),
        ),
        sets="cohort_set",
        letters=LETTERS,
        empty=frozenset(empty),
    )


def cohorts_of(person: Person) -> tuple[str, ...]:
    sex, ethnicity, _, is_young = person
    return tuple(code for code, belongs in zip(LETTERS, (sex == "F", is_young, ethnicity in BAME), strict=True) if belongs)


def figures(people: Iterable[Person]) -> list[Row]:
    """Everybody and each cohort, by sex, ethnicity and age; everybody by sets of cohorts, but those of nobody."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for person in people:
        theirs = cohorts_of(person)
        for cohort, (breakdown, category) in product(
            ("all", *theirs), [("", ""), *zip(("sex", "ethnicity", "age"), person[:3], strict=True)]
        ):
            counts[cohort, breakdown, category] += 1
        counts["all", "cohort_set", "".join(LETTERS[code] for code in theirs) or "none"] += 1
    places = [("", ""), *((breakdown, one) for breakdown, categories in CATEGORIES.items() for one in categories)]
    told = [(cohort, *place) for cohort, place in product(("all", *LETTERS), places)]
    told += sorted(place for place in counts if place[1] == "cohort_set")
    return [row(counts[place], cohort=place[0], breakdown=place[1], category=place[2]) for place in told]


def leaks(people: list[Person], how: Structure) -> list[object]:
    """What can be worked out of the file that readers have."""
    exact = figures(people)
    small = [1 <= int(str(one["numerator"])) <= SMALL for one in exact]
    frame = pd.DataFrame(exact).assign(
        people=pd.array([one["numerator"] for one in exact], "Int64"),
        denominator=pd.array([None] * len(exact), "Int64"),
        primary=["c" if one else "" for one in small],
        **dict.fromkeys(BEFORE, False),
    )
    symbols = protect_figures(frame, how, largest_small_count=SMALL, room=ROOM).symbols.tolist()
    shown = [{**one, "numerator": "", "symbol": "c"} if symbol else one for one, symbol in zip(exact, symbols, strict=True)]
    attack = Attack(file(shown), knowledge(), start=file(exact))
    assert attack.start is not None and attack.untrue == 0
    wanted = attack.table.masked & (attack.start >= 1) & (attack.start <= SMALL)
    return list(attack.seek(wanted, wide=ROOM, reach=SMALL + 1).leaks)


def of(count: int, sex: str, ethnicity: str, age: str = "30+", *, young: bool = False) -> list[Person]:
    return [(sex, ethnicity, age, young)] * count


# Five women are Asian or Black, as everybody sees who reads of Asian and Black people how many are women.
WOMEN = [
    *of(30, "F", "white"),
    *of(3, "F", "asian"),
    *of(6, "F", "black"),
    *of(40, "M", "white"),
    *of(9, "M", "asian"),
    *of(20, "M", "black"),
]
# Six young women: five White, so one who is Asian, and each is in one set of cohorts only.
YOUNG = [
    *of(5, "F", "white", "18-24", young=True),
    *of(1, "F", "asian", "25-29", young=True),
    *of(40, "M", "white"),
    *of(30, "F", "white"),
]
person = st.tuples(st.sampled_from(SEXES), st.sampled_from(ETHNICITIES), st.sampled_from(AGES), st.booleans()).map(
    lambda one: (one[0], one[1], one[2], one[2] == "18-24" or (one[2] == "25-29" and one[3]))
)
several = st.lists(st.tuples(person, st.sampled_from([1, 1, 2, 3, 5, 8, 13, 30])), min_size=1, max_size=12)


@settings(deadline=None, max_examples=60)
@given(several.map(lambda found: [one for one, count in found for _ in range(count)]))
@example(WOMEN)
@example(YOUNG)
def test_nobody_can_be_worked_out_of_what_two_cohorts_tell(people: list[Person]) -> None:
    assert leaks(people, structure()) == []


def test_without_what_two_cohorts_have_in_common_somebody_could() -> None:
    assert leaks(WOMEN, replace(structure(), within=())) != []


def told(*rows: Row) -> Attack:
    return Attack(file(rows), knowledge())


def ends(attack: Attack, cohort: str, breakdown: str, category: str) -> tuple[float, float]:
    return attack.interval(attack.table.find("people", cohort, "W", "2023Q1", breakdown, category))


def each(cohort: str, breakdown: str, *numbers: object) -> list[Row]:
    pairs = zip(CATEGORIES[breakdown], numbers, strict=True)
    return [row(number, cohort=cohort, breakdown=breakdown, category=one) for one, number in pairs]


def test_women_of_some_ethnicities_are_those_ethnicities_women() -> None:
    women, bame = each("women", "ethnicity", HIDDEN, 4, HIDDEN), each("bame", "sex", 7, HIDDEN)
    everyone = [row(90), *each("all", "sex", 40, 50)]
    assert ends(told(*everyone, *women, *bame), "women", "ethnicity", "asian") == (3, 3)


def test_who_is_in_both_is_in_a_set_with_both_letters() -> None:
    sets = [row(number, breakdown="cohort_set", category=name) for name, number in (("AF", HIDDEN), ("ADF", 5), ("none", HIDDEN))]
    women = each("women", "ethnicity", 4, 3, HIDDEN)
    assert ends(told(row(90), *sets, *women), "all", "cohort_set", "AF") == (2, 2)
    alone = [row(HIDDEN, breakdown="cohort_set", category="A"), row(50, breakdown="cohort_set", category="none")]
    nobody = told(row(90), *alone, *each("women", "ethnicity", HIDDEN, 0, HIDDEN))
    assert ends(nobody, "women", "ethnicity", "asian") == (0, 0)


def test_of_ages_at_the_edge_somebody_may_be_young() -> None:
    women, young = each("women", "age", 5, 3, 20), each("young", "sex", HIDDEN, HIDDEN)
    everyone = [row(90), *each("all", "sex", 40, 50)]
    assert ends(told(*everyone, *women, *young), "young", "sex", "F") == (5, 8)


def test_no_cohort_has_more_people_than_everyone() -> None:
    everyone, young = each("all", "sex", 2, 50), each("young", "sex", HIDDEN, HIDDEN)
    assert ends(told(*everyone, *young), "young", "sex", "F") == (0, 2)
