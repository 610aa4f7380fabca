"""How a person is recorded on a row: the texts that stand in the file, and what they say."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from indicators.synthesis import codes, days
from indicators.synthesis.chance import Bools, Chance, Ints
from indicators.synthesis.people import FEMALE, REGION_OF_AUTHORITY, SEX_NOT_STATED, People
from indicators.synthesis.rows import AT_HOME, Rows
from indicators.synthesis.spellings import ETHNICITY_GROUP, ETHNICITY_NOT_STATED

UNDER_18 = codes.BANDS.index("under_18")
BAND_NOT_STATED = codes.BANDS.index("not_stated")
LOWEST_OF_BANDS = np.array([0, 18, 21, 25, 30, 40, 50])
NOT_STATED = codes.ETHNICITIES.index("not_stated")
MINORITY_GROUPS = [codes.ETHNICITIES.index(group) for group in ("asian", "black", "mixed", "other")]
YOUNG = (18, 25)


class Quality(NamedTuple):
    """Shares of rows of a source that leave something blank."""

    sex: float
    born: float
    ethnicity: float
    flags: tuple[float, float, float, float]  # in the order of codes.FLAGS
    area: float


@dataclass
class Profile:
    """Columns as recorded, one place for each row."""

    sex: Ints
    born: Ints  # NO_DAY where it is blank
    ethnicity_code: Ints  # ETHNICITY_NOT_STATED where none is given
    flags: Ints  # (4, rows): YES, NO or BLANK
    authority: Ints  # -1 where it is not known
    # What follows from them.
    age: Ints
    band: Ints
    ethnicity: Ints
    area: Ints
    members: Bools  # (rows, cohorts)

    def taken(self, which: Bools | Ints) -> "Profile":
        return Profile(
            self.sex[which], self.born[which], self.ethnicity_code[which], self.flags[:, which], self.authority[which],
            self.age[which], self.band[which], self.ethnicity[which], self.area[which], self.members[which],
        )  # fmt: skip


def recorded(people: People, planted: int, rows: Rows, quality: Quality, chance: Chance) -> Profile:
    """What the rows say of their people. Of the first `planted` people everything is recorded as it is."""
    size, person, day = len(rows), rows.person, rows.day
    noted = person >= planted

    def blank(share: float) -> Bools:
        return chance.happens(share, size) & noted

    sex = np.where(blank(quality.sex), SEX_NOT_STATED, people.sex[person])
    born = np.where(blank(quality.born), days.NO_DAY, people.born[person])
    ethnicity_code = np.where(blank(quality.ethnicity), ETHNICITY_NOT_STATED, people.ethnicity[person])
    flags = np.empty((len(codes.FLAGS), size), dtype=np.int64)
    for number, share in enumerate(quality.flags):
        true = (people.flag_from[number, person] <= day) & (day < people.flag_until[number, person])
        found = np.where(true, codes.YES, codes.NO)
        hidden = true & (day < people.known_from[number, person]) & noted
        found = np.where(hidden, np.where(people.unknown_as_no[number, person], codes.NO, codes.BLANK), found)
        flags[number] = np.where(blank(share), codes.BLANK, found)
    authority = np.where(rows.authority == AT_HOME, people.home(person, day), rows.authority)
    authority = np.where(blank(quality.area), -1, authority)
    age = days.full_years(born, day)
    ethnicity = ETHNICITY_GROUP[ethnicity_code]
    return Profile(
        sex=sex,
        born=born,
        ethnicity_code=ethnicity_code,
        flags=flags,
        authority=authority,
        age=age,
        band=np.where(age < 0, BAND_NOT_STATED, np.searchsorted(LOWEST_OF_BANDS, age, side="right") - 1),
        ethnicity=ethnicity,
        area=np.where(authority < 0, codes.UNKNOWN_AREA, REGION_OF_AUTHORITY[authority]),
        members=_members(sex, age, ethnicity, flags),
    )


def _members(sex: Ints, age: Ints, ethnicity: Ints, flags: Ints) -> Bools:
    """Whether a row is of a cohort, in the catalogue's order of cohorts. Nothing that was not recorded makes a member."""
    found = {
        "women": sex == FEMALE,
        "domestic_abuse_perpetrators": flags[codes.ABUSE] == codes.YES,
        "ex_armed_services": flags[codes.EX_ARMED] == codes.YES,
        "young_adults": (age >= YOUNG[0]) & (age <= YOUNG[1]),
        "care_leavers": flags[codes.CARE] == codes.YES,
        "offenders_with_children": flags[codes.CHILDREN] == codes.YES,
        "bame": np.isin(ethnicity, MINORITY_GROUPS),
        "all": np.ones(len(sex), dtype=bool),
    }
    return np.stack([found[code] for code in codes.COHORTS], axis=1)
