"""Rows of the caseload and of assessments: people while they serve."""

import numpy as np

from indicators.synthesis import codes, days
from indicators.synthesis import proportions_of_services as of
from indicators.synthesis.careers import CUSTODY, Episodes
from indicators.synthesis.chance import Chance, Floats, Ints
from indicators.synthesis.days import quarter_end
from indicators.synthesis.people import FEMALE, People
from indicators.synthesis.request import Request
from indicators.synthesis.rows import Rows

IN_CUSTODY, IN_COMMUNITY = 0, 1
LAYER_3, LAYER_1 = 0, 1
COMPLETE, INCOMPLETE = 0, 1
OLDEST = 385  # days: 55 weeks
TWICE_EVERY, EARLY_EVERY = 13, 9  # some quarters have two snapshots, of some the last was drawn early


def snapshots(request: Request) -> list[int]:
    """Days of the snapshots: the end of each quarter, and a few others."""
    found = []
    for place in range(request.quarters):
        end = days.number(quarter_end(request.first_quarter + place))
        if place % TWICE_EVERY == TWICE_EVERY - 1:
            found.append(end - 31)
        found.append(end - 2 if place % EARLY_EVERY == EARLY_EVERY - 2 else end)
    return [day for day in found if day <= request.last_day]


def caseload(request: Request, episodes: Episodes) -> Rows:
    """Everybody once in each snapshot during a term of theirs."""
    persons, taken, settings = [], [], []
    for day in snapshots(request):
        serving = (episodes.sanction <= day) & (episodes.ends > day) & episodes.supervised
        inside = (episodes.disposal[serving] == CUSTODY) & (episodes.released[serving] > day)
        setting = np.where(inside, IN_CUSTODY, IN_COMMUNITY)
        # Of somebody with several terms, custody is told.
        order = np.lexsort((setting, episodes.person[serving]))
        person, first = np.unique(episodes.person[serving][order], return_index=True)
        persons.append(person)
        taken.append(np.full(len(person), day, dtype=np.int64))
        settings.append(setting[order][first])
    none = np.zeros(0, dtype=np.int64)
    return Rows.of(np.concatenate([none, *persons]), np.concatenate([none, *taken]), setting=np.concatenate([none, *settings]))


def assessments(people: People, episodes: Episodes, chance: Chance) -> Rows:
    """One soon after a sentence starts, then again and again until it ends."""
    chosen = np.flatnonzero(episodes.supervised & chance.happens(of.ASSESSED, len(episodes.person)))
    first = episodes.sanction[chosen] + chance.spread(of.FIRST_ASSESSMENT, len(chosen))
    between = chance.spread(of.BETWEEN_ASSESSMENTS, len(chosen))
    day = (first[:, None] + between[:, None] * np.arange(of.ASSESSMENTS_AT_MOST)).ravel()
    term = np.repeat(chosen, of.ASSESSMENTS_AT_MOST)
    within = day < episodes.ends[term]
    person, day = episodes.person[term[within]], day[within]
    size = len(person)
    return Rows.of(
        person,
        day,
        type=np.where(chance.happens(of.LAYER_3, size), LAYER_3, LAYER_1),
        status=np.where(chance.happens(of.COMPLETE, size), COMPLETE, INCOMPLETE),
        **_scores(people, person, day, chance),
    )


def _scores(people: People, person: Ints, day: Ints, chance: Chance) -> dict[str, Ints]:
    """By section; -1 where it was not answered."""
    size = len(person)
    woman = people.sex[person] == FEMALE
    age = day - people.born[person]
    found = {}
    for number, need in enumerate(codes.NEEDS):
        share: Floats = np.where(woman, of.NEEDS_OF_WOMEN[number], of.NEEDS_OF_MEN[number])
        share = share + np.where(age < 26 * 365, of.NEEDS_OF_THE_YOUNG[number], 0.0)
        share = share + np.where(people.flag_from[codes.CARE, person] <= day, of.NEEDS_AFTER_CARE[number], 0.0)
        share = share + np.where(people.flag_from[codes.ABUSE, person] <= day, of.NEEDS_OF_PERPETRATORS[number], 0.0)
        needed, threshold = chance.happens(share, size), of.THRESHOLDS[number]
        high = chance.whole(threshold, of.HIGHEST_SCORES[number], size)
        low = chance.whole(0, threshold - 1, size)
        score = np.where(needed, high, low)
        found[need] = np.where(chance.happens(of.SCORE_BLANK, size), -1, score)
    return found
