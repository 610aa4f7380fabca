"""The people of a block, as they truly are: nobody else ever sees these books."""

from dataclasses import dataclass

import numpy as np

from indicators.catalogue import areas
from indicators.synthesis import codes, days
from indicators.synthesis import proportions as of
from indicators.synthesis.chance import Bools, Chance, Ints
from indicators.synthesis.request import Request

AUTHORITIES = tuple(of.PEOPLE_BY_AUTHORITY)
REGION_OF_AUTHORITY = np.array(
    [codes.REGIONS.index(area.parent) for code in AUTHORITIES for area in areas() if area.code == code and area.parent],
    dtype=np.int64,
)
FEMALE, MALE, SEX_NOT_STATED = (codes.SEXES.index(code) for code in ("F", "M", "not_stated"))
NEVER, ALWAYS = 10**6, days.NO_DAY
DAYS_BEFORE = 900  # careers end so long before the first quarter, or later: terms that run in it began before it
NO_MOVE = NEVER


@dataclass
class People:
    """Columns, one place for each person. Days are numbers since 1970; NEVER stands for a day that does not come."""

    number: Ints  # over all blocks
    sex: Ints
    born: Ints
    ethnicity: Ints  # number of an ethnicity code
    homes: Ints  # (3, people): authorities one after the other
    moves: Ints  # (2, people): days of moving from one home to the next
    flag_from: Ints  # (4, people): from when a flag is true
    flag_until: Ints  # (4, people): the first day that it is not any more
    known_from: Ints  # (4, people): from when those who record it know
    unknown_as_no: Bools  # (4, people): recorded as N until then; else not at all
    career: Ints
    begins: Ints  # days of the first and last episode
    ends: Ints

    def __len__(self) -> int:
        return len(self.number)

    def home(self, person: Ints, day: Ints) -> Ints:
        """The authority where they live on a day."""
        which = (day >= self.moves[0, person]).astype(np.int64) + (day >= self.moves[1, person])
        return self.homes[which, person]

    def minority(self) -> Bools:
        return self.ethnicity < len(of.ETHNICITY_CODES_MINORITY)


def made(request: Request, first_number: int, size: int, chance: Chance) -> People:
    """`size` people, numbered from `first_number`."""
    woman = chance.happens(of.WOMEN, size)
    sex = np.where(chance.happens(of.SEX_NEVER_STATED, size), SEX_NOT_STATED, np.where(woman, FEMALE, MALE))
    age = chance.spread(of.AGE_AT_FIRST, size)
    in_care = chance.happens(np.where(age < of.YOUNG_ENTRANT, of.CARE_WHEN_YOUNG, of.CARE), size)
    usual = chance.one_of([share for share, _, _ in of.CAREERS], size)
    of_women, after_care = chance.one_of(of.CAREERS_OF_WOMEN, size), chance.one_of(of.CAREERS_AFTER_CARE, size)
    career = np.where(woman, np.where(in_care, usual, of_women), np.where(in_care, after_care, usual))
    lasts = np.zeros(size, dtype=np.int64)
    for number, (_, _, quantiles) in enumerate(of.CAREERS):
        lasts = np.where(career == number, chance.spread(quantiles, size), lasts)
    # A career may have begun before the first quarter or end after the last: as many are under way at any time.
    begins = chance.whole(request.first_day - DAYS_BEFORE - lasts, request.last_follow_up, size)
    born = begins - age
    homes, moves = _homes(request, size, chance)
    flag_from, flag_until = _flags(woman, in_care, age, born, begins, chance)
    late = chance.happens(of.KNOWN_LATER, 4 * size).reshape(4, size)
    return People(
        number=np.arange(first_number, first_number + size, dtype=np.int64),
        sex=sex,
        born=born,
        ethnicity=_ethnicities(homes[0], age < of.YOUNG_ENTRANT, chance),
        homes=homes,
        moves=moves,
        flag_from=flag_from,
        flag_until=flag_until,
        known_from=np.where(late, begins + chance.whole(1, of.KNOWN_LATER_BY, 4 * size).reshape(4, size), ALWAYS),
        unknown_as_no=chance.happens(of.UNKNOWN_AS_NO, 4 * size).reshape(4, size),
        career=career,
        begins=begins,
        ends=begins + lasts,
    )


def _homes(request: Request, size: int, chance: Chance) -> tuple[Ints, Ints]:
    weights = [
        people * of.OFFENDING_BY_REGION[codes.REGIONS[region]]
        for people, region in zip(of.PEOPLE_BY_AUTHORITY.values(), REGION_OF_AUTHORITY, strict=True)
    ]
    homes = np.stack([chance.one_of(weights, size) for _ in range(3)])
    first = chance.whole(request.first_day, request.last_follow_up, size)
    first = np.where(chance.happens(of.MOVES_HOUSE, size), first, NO_MOVE)
    second = first + chance.whole(30, 1500, size)
    second = np.where(chance.happens(of.MOVES_AGAIN, size), second, NO_MOVE)
    return homes, np.stack([first, second])


def _ethnicities(home: Ints, young: Bools, chance: Chance) -> Ints:
    """Numbers of codes: those of minorities first, then the white ones."""
    share = np.array([of.MINORITY_BY_AUTHORITY.get(code, of.MINORITY_ELSEWHERE) for code in AUTHORITIES])[home]
    minority = chance.happens(np.where(young, share * of.MINORITY_OF_THE_YOUNG, share), len(home))
    one = chance.one_of(list(of.ETHNICITY_CODES_MINORITY.values()), len(home))
    other = chance.one_of(list(of.ETHNICITY_CODES_WHITE.values()), len(home)) + len(of.ETHNICITY_CODES_MINORITY)
    return np.where(minority, one, other)


def _flags(woman: Bools, in_care: Bools, age: Ints, born: Ints, begins: Ints, chance: Chance) -> tuple[Ints, Ints]:
    """From when to when each of the four is true."""
    size = len(woman)
    begin, end = np.full((4, size), NEVER), np.full((4, size), NEVER)
    armed = chance.happens(np.where(woman, of.EX_ARMED_WOMEN, of.EX_ARMED_MEN), size) & (age >= of.YOUNG_ENTRANT)
    begin[codes.EX_ARMED] = np.where(armed, ALWAYS, NEVER)
    begin[codes.CARE] = np.where(in_care, ALWAYS, NEVER)
    parent = chance.happens(np.where(woman, of.HAS_CHILDREN_WOMEN, of.HAS_CHILDREN_MEN), size)
    first_child = born + chance.spread(of.FIRST_CHILD_AT, size)
    last_child = first_child + chance.spread(of.YEARS_BETWEEN_CHILDREN, size)
    begin[codes.CHILDREN] = np.where(parent, first_child, NEVER)
    end[codes.CHILDREN] = np.where(parent, last_child + 18 * 365, NEVER)
    abuser = chance.happens(np.where(woman, of.ABUSE_WOMEN, of.ABUSE_MEN), size)
    begin[codes.ABUSE] = np.where(abuser, begins + chance.spread(of.PERPETRATOR_AFTER, size), NEVER)
    return begin, end
