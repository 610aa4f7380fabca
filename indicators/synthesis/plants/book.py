"""How cases are told one by one: a person, then their rows."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from indicators.synthesis import codes, days
from indicators.synthesis.people import AUTHORITIES, FEMALE, MALE, NO_MOVE, People
from indicators.synthesis.rows import Rows
from indicators.synthesis.supervision import COMPLETE, IN_COMMUNITY, LAYER_3

WREXHAM, CARDIFF = AUTHORITIES.index("W06000006"), AUTHORITIES.index("W06000015")
NEWPORT, POWYS = AUTHORITIES.index("W06000022"), AUTHORITIES.index("W06000023")
ADULT_AGE = 33  # of people whose age does not matter

# What a row has when nothing else is said.
USUAL: dict[str, dict[str, int]] = {
    "sentences": {"type": 0},
    "terminations": {"type": 0, "outcome": 0},
    "index_events": {"type": 0, "predicted": -1},
    "proven_offences": {
        "offence": 0, "breach": codes.NO, "in_england_wales": codes.YES, "recordable": codes.YES, "serious": codes.NO,
    },
    "caseload": {"setting": IN_COMMUNITY},
    "assessments": {"type": LAYER_3, "status": COMPLETE, **dict.fromkeys(codes.NEEDS, 0)},
    "interventions": {"kind": 0, "stage": 0, "name": 0},
    "referrals": {"referrer": 0, "charity": 0},
}  # fmt: skip


@dataclass
class Planted:
    """The first `people` of the first block, and the rows of theirs."""

    people: int
    rows: dict[str, Rows]


NOTHING = Planted(0, {})


@dataclass
class Book:
    """Cases for some of the people, who are taken from the first one on."""

    everybody: People
    taken: int = 0
    told: dict[str, list[dict[str, int]]] = field(default_factory=lambda: defaultdict(list))

    def person(self, born: date | None = None, on: date | None = None, home: int = CARDIFF) -> int:
        """One more person, who lives in one place: born on a day, or a grown-up on a day."""
        person = self.taken
        self.taken += 1
        if born is None and on is not None:
            born = on - timedelta(days=ADULT_AGE * 365)
        if born is not None:
            self.everybody.born[person] = days.number(born)
        self.everybody.sex[person] = FEMALE if person % 3 == 0 else MALE
        self.everybody.homes[:, person] = home
        self.everybody.moves[:, person] = NO_MOVE
        return person

    def row(self, source: str, person: int, day: date, **columns: int) -> None:
        """One row; the columns that are not given are as usual."""
        self.told[source].append({**USUAL[source], **columns, "person": person, "day": days.number(day)})

    def offence(self, person: int, offence: date, sanction: date, **columns: int) -> None:
        """A proven offence."""
        self.row("proven_offences", person, sanction, offence=days.number(offence), **columns)

    def planted(self) -> Planted:
        """All that was told."""
        return Planted(self.taken, {source: Rows.told(tuple(USUAL[source]), rows) for source, rows in self.told.items()})
