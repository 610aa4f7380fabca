"""Rows of interventions, diversion and referrals to charities."""

import numpy as np

from indicators.synthesis import codes
from indicators.synthesis import proportions_of_services as of
from indicators.synthesis.careers import CUSTODY, OTHER_COURT, Episodes
from indicators.synthesis.chance import Chance
from indicators.synthesis.people import FEMALE, REGION_OF_AUTHORITY, People
from indicators.synthesis.rows import Rows

DIVERSION = codes.KINDS.index("diversion")
STAGES = tuple(of.STAGES)
STARTED = tuple(STAGES.index(stage) for stage in ("started", "completed"))


def interventions(people: People, episodes: Episodes, chance: Chance) -> Rows:
    """Entries during a term, and diversion beside a caution or a small sentence."""
    size = len(episodes.person)
    region = REGION_OF_AUTHORITY[people.home(episodes.person, episodes.sanction)]
    share = np.array([of.INTERVENTION[code] for code in codes.REGIONS])[region]
    entered = episodes.supervised & chance.happens(share, size)
    again = entered & chance.happens(of.SECOND_INTERVENTION, size)
    term = np.concatenate([np.flatnonzero(entered), np.flatnonzero(again)])
    day = episodes.sanction[term] + chance.spread(of.INTERVENTION_AFTER, len(term))
    term, day = term[day < episodes.ends[term]], day[day < episodes.ends[term]]
    kinds = np.array([codes.KINDS.index(kind) for kind in of.KINDS_OF_INTERVENTION])
    kind = kinds[chance.one_of(list(of.KINDS_OF_INTERVENTION.values()), len(term))]

    woman = people.sex[episodes.person] == FEMALE
    diverted = np.flatnonzero(
        (episodes.disposal >= OTHER_COURT) & chance.happens(np.where(woman, of.DIVERSION_OF_WOMEN, of.DIVERSION_OF_MEN), size)
    )
    person = np.concatenate([episodes.person[term], episodes.person[diverted]])
    day = np.concatenate([day, episodes.sanction[diverted] + chance.whole(1, 40, len(diverted))])
    kind = np.concatenate([kind, np.full(len(diverted), DIVERSION)])
    stage = chance.one_of(list(of.STAGES.values()), len(person))
    return Rows.of(person, day, kind=kind, stage=stage, name=chance.whole(0, 2, len(person)))


def referrals(people: People, episodes: Episodes, chance: Chance) -> Rows:
    """Of people who served in the Armed Forces: by the police at the offence, by a prison, by probation."""
    served = people.flag_from[codes.EX_ARMED, episodes.person] <= episodes.offence
    size = len(served)
    found = {
        "police": (served, episodes.offence + chance.whole(0, 5, size)),
        "prison": (served & (episodes.disposal == CUSTODY), episodes.sanction + chance.whole(0, 14, size)),
        "probation": (served & episodes.supervised, episodes.sanction + chance.whole(3, 90, size)),
    }
    persons, all_days, referrers = [], [], []
    for referrer, (who, day) in found.items():
        some = who & chance.happens(of.REFERRED[referrer], size)
        persons.append(episodes.person[some])
        all_days.append(day[some])
        referrers.append(np.full(int(some.sum()), codes.REFERRERS.index(referrer), dtype=np.int64))
    person = np.concatenate(persons)
    charity = chance.whole(0, 3, len(person))
    return Rows.of(person, np.concatenate(all_days), referrer=np.concatenate(referrers), charity=charity)
