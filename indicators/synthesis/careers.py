"""What happened: episodes of offending, each ending with a sanction, and the terms that are served."""

from dataclasses import dataclass

import numpy as np

from indicators.synthesis import codes, days
from indicators.synthesis import proportions as of
from indicators.synthesis.chance import Bools, Chance, Floats, Ints
from indicators.synthesis.people import FEMALE, NEVER, REGION_OF_AUTHORITY, People

CUSTODY, COMMUNITY, SUSPENDED, OTHER_COURT, CAUTION = range(5)
SUCCESS, FAILURE, NEITHER = range(3)


@dataclass
class Episodes:
    """One place for each episode."""

    person: Ints  # place in People
    offence: Ints  # day of the main offence
    sanction: Ints
    disposal: Ints
    prolific: Bools
    # Of custody and orders, NEVER for the rest.
    released: Ints  # from custody
    ends: Ints  # of the order, or of the licence
    outcome: Ints

    @property
    def supervised(self) -> Bools:
        """Custody, community order or suspended sentence order."""
        return self.disposal <= SUSPENDED


def lived(people: People, chance: Chance) -> Episodes:
    """All episodes of the people, also those outside the quarters asked for."""
    person = np.repeat(np.arange(len(people)), _counts(people, chance))
    size = len(person)
    offence = _offence_days(people.begins[person], people.ends[person], chance)
    sanction = _put_off(offence + chance.spread(of.OFFENCE_TO_SANCTION, size), chance)
    prolific = people.career[person] >= of.SHARE_PROLIFIC_FROM
    region = REGION_OF_AUTHORITY[people.home(person, sanction)]
    disposal = _disposals(people, person, region, chance)
    served, length = _lengths(disposal, size, chance)
    outcome = _outcomes(disposal, prolific, region, chance)
    # Who fails is recalled or revoked before the end; what ends as neither, too.
    share = 0.08 + 0.9 * chance.shares(size)
    early = (chance.happens(0.12, size) & (outcome == SUCCESS)) | (outcome != SUCCESS)
    length = np.where(early, np.floor(length * share).astype(np.int64) + 1, length)
    supervised = disposal <= SUSPENDED
    return Episodes(
        person=person,
        offence=offence,
        sanction=sanction,
        disposal=disposal,
        prolific=prolific,
        released=np.where(disposal == CUSTODY, sanction + served, NEVER),
        ends=np.where(supervised, sanction + served + length, NEVER),
        outcome=outcome,
    )


def _counts(people: People, chance: Chance) -> Ints:
    found = np.zeros(len(people), dtype=np.int64)
    for number, (_, episodes, _) in enumerate(of.CAREERS):
        choices = np.array([count for count, _ in episodes])
        drawn = choices[chance.one_of([weight for _, weight in episodes], len(people))]
        found = np.where(people.career == number, drawn, found)
    return found


def _offence_days(begins: Ints, ends: Ints, chance: Chance) -> Ints:
    """Days between two, more of them where more is offended."""
    first = int(begins.min())
    up_to = np.concatenate([[0.0], np.cumsum(_weights(first, int(ends.max())))])
    low, high = up_to[begins - first], up_to[ends - first + 1]
    at = low + chance.shares(len(begins)) * (high - low)
    return first + np.clip(np.searchsorted(up_to, at, side="right") - 1, 0, len(up_to) - 2)


def _weights(first: int, last: int) -> Floats:
    """How much is offended on each day."""
    every = np.arange(first, last + 1)
    year, month, _ = days.parts(every)
    weights = np.array(of.SEASON)[month - 1] * np.maximum(0.5, 1 + of.YEARLY_CHANGE * (year - 2016))
    begin, end, share = of.STAY_AT_HOME
    at_home = (every >= _number(begin)) & (every <= _number(end))
    return np.where(at_home, weights * share, weights)


def _put_off(sanction: Ints, chance: Chance) -> Ints:
    """What courts would have decided while they were closed comes later."""
    begin, end = of.COURTS_CLOSED
    size = len(sanction)
    closed = (sanction >= _number(begin)) & (sanction <= _number(end)) & chance.happens(of.PUT_OFF, size)
    return np.where(closed, sanction + chance.spread(of.PUT_OFF_BY, size), sanction)


def _number(text: str) -> int:
    return int(np.datetime64(text, "D").astype(np.int64))


def _disposals(people: People, person: Ints, region: Ints, chance: Chance) -> Ints:
    size = len(person)
    found = np.zeros(size, dtype=np.int64)
    level = np.minimum(people.career[person], len(of.DISPOSALS) - 1)
    for number, weights in enumerate(of.DISPOSALS):
        found = np.where(level == number, chance.one_of(weights, size), found)
    # Where custody is less used than on average an order takes its place, and the other way round.
    used = np.array([of.CUSTODY_BY_REGION[code] for code in codes.REGIONS])[region]
    used = used * np.where(people.sex[person] == FEMALE, of.CUSTODY_OF_WOMEN, 1.0)
    used = used * np.where(people.minority()[person], of.CUSTODY_OF_MINORITY, 1.0)
    spared = (found == CUSTODY) & chance.happens(np.maximum(0, 1 - used), size)
    found = np.where(spared, SUSPENDED, found)
    added = (found == SUSPENDED) & ~spared & chance.happens(np.maximum(0, used - 1), size)
    return np.where(added, CUSTODY, found)


def _lengths(disposal: Ints, size: int, chance: Chance) -> tuple[Ints, Ints]:
    """Days in custody, and days of the licence or order after them."""
    whole = chance.spread(of.CUSTODY_DAYS, size)
    orders = chance.spread(of.ORDER_DAYS, size)
    in_custody = disposal == CUSTODY
    served = np.where(in_custody, whole // 2, 0)
    return served, np.where(in_custody, np.maximum(whole - served, of.LICENCE_AT_LEAST), orders)


def _outcomes(disposal: Ints, prolific: Bools, region: Ints, chance: Chance) -> Ints:
    size = len(disposal)
    success = np.where(prolific, of.SUCCESSFUL_PROLIFIC, of.SUCCESSFUL)
    success = np.where(disposal == CUSTODY, np.minimum(success, of.SUCCESSFUL_LICENCE), success)
    success = success + np.array([of.SUCCESS_BY_REGION[code] for code in codes.REGIONS])[region]
    drawn = chance.shares(size)
    return np.where(drawn < of.NEITHER, NEITHER, np.where(drawn < of.NEITHER + success * (1 - of.NEITHER), SUCCESS, FAILURE))
