"""Rows of sentences, terminations, index events and proven offences, from what happened."""

import numpy as np

from indicators.synthesis import codes
from indicators.synthesis import proportions as of
from indicators.synthesis.careers import CAUTION, COMMUNITY, CUSTODY, OTHER_COURT, SUSPENDED, Episodes
from indicators.synthesis.chance import Bools, Chance, Floats, Ints
from indicators.synthesis.people import People
from indicators.synthesis.rows import Rows


def _numbers(known: tuple[str, ...], by_disposal: dict[int, str]) -> Ints:
    """The number of a code in the catalogue, by disposal; -1 where there is none."""
    found = np.full(CAUTION + 1, -1, dtype=np.int64)
    for disposal, code in by_disposal.items():
        found[disposal] = known.index(code)
    return found


ORDERS = {COMMUNITY: "community_order", SUSPENDED: "suspended_sentence_order"}
SENTENCE_TYPE = _numbers(codes.SENTENCE_TYPES, {CUSTODY: "immediate_custody", **ORDERS})
ORDER_TYPE = _numbers(codes.ORDER_TYPES, {CUSTODY: "licence", **ORDERS})
INDEX_TYPE = _numbers(codes.INDEX_TYPES, {CUSTODY: "custody_release", OTHER_COURT: "other_court", CAUTION: "caution", **ORDERS})


def sentences(episodes: Episodes) -> Rows:
    """Custody and orders start on the day of the sanction."""
    some = episodes.supervised
    return Rows.of(episodes.person[some], episodes.sanction[some], type=SENTENCE_TYPE[episodes.disposal[some]])


def terminations(episodes: Episodes) -> Rows:
    """Orders and licences that ended."""
    some = episodes.supervised
    types = ORDER_TYPE[episodes.disposal[some]]
    return Rows.of(episodes.person[some], episodes.ends[some], type=types, outcome=episodes.outcome[some])


def index_events(people: People, episodes: Episodes, chance: Chance) -> Rows:
    """A release where there was custody; else the sanction itself."""
    size = len(episodes.person)
    day = np.where(episodes.disposal == CUSTODY, episodes.released, episodes.sanction)
    career = people.career[episodes.person]
    predicted = np.zeros(size, dtype=np.int64)
    for number, quantiles in enumerate(of.PREDICTED):
        predicted = np.where(career == number, chance.spread(quantiles, size), predicted)
    # Most scores are given to four places, some to six.
    predicted = np.where(chance.happens(0.9, size), predicted // 100 * 100, predicted)
    predicted = np.where(chance.happens(of.PREDICTED_GIVEN, size), predicted, -1)
    return Rows.of(episodes.person, day, type=INDEX_TYPE[episodes.disposal], predicted=predicted)


def proven_offences(episodes: Episodes, chance: Chance) -> Rows:
    """One or more for each episode, all proven on the day of the sanction."""
    counts = np.array([count for count, _ in of.OFFENCES_AT_ONCE])
    times = counts[chance.one_of([weight for _, weight in of.OFFENCES_AT_ONCE], len(episodes.person))]
    times = times + np.where(episodes.prolific, times // 2, 0)
    episode = np.repeat(np.arange(len(times)), times)
    size = len(episode)
    main = np.concatenate([[True], episode[1:] != episode[:-1]]) if size else np.zeros(0, dtype=bool)
    sanction = episodes.sanction[episode]
    near = np.minimum(episodes.offence[episode] + chance.whole(-60, 30, size), sanction)
    return Rows.of(
        episodes.person[episode],
        sanction,
        offence=np.where(main, episodes.offence[episode], near),
        breach=_flag(of.BREACH, size, chance),
        in_england_wales=_flag(1 - of.ELSEWHERE, size, chance),
        recordable=_flag(1 - of.NOT_RECORDABLE, size, chance),
        serious=_flag(of.SERIOUS, size, chance),
    )


def _flag(share: float | Floats, size: int, chance: Chance) -> Ints:
    found = np.where(chance.happens(share, size), codes.YES, codes.NO)
    blank: Bools = chance.happens(of.BLANK_OFFENCE_FLAG, size)
    return np.where(blank, codes.BLANK, found)
