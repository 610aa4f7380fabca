"""How often verdicts find a change that was planted, and how often they err: as indicators.statistics.power measured it."""

from dataclasses import dataclass
from functools import cache

from indicators.statistics.power import STEADY, Cell, read


@dataclass(frozen=True, slots=True)
class Power:
    """Series of one kind at one level: by number of people a year, the share found for each of `changes`, a fall that is steady
    over five years or sudden in the latest. Of no change it is the share of false alarms."""

    kind: str
    level: float
    is_steady: bool
    changes: tuple[float, ...]
    rows: tuple[tuple[int, tuple[float, ...]], ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """All experiments: how many series each had, over how many years, at which confidence."""

    repeats: int
    years: int
    confidence: float
    tables: tuple[Power, ...]

    @property
    def most_false_alarms(self) -> float:
        """The largest share of series called changed in which nothing was."""
        return max(
            share
            for one in self.tables
            for _, shares in one.rows
            for change, share in zip(one.changes, shares, strict=True)
            if not change
        )


@cache
def power() -> Measured:
    """What the file says."""
    stored = read()
    cells = [Cell(**one) for one in stored["cells"]]
    none = {cell[:3]: cell for cell in cells if not cell.change}
    tables = []
    for kind, level, shape in dict.fromkeys((cell.kind, cell.level, cell.shape) for cell in cells):
        mine = [cell for cell in cells if (cell.kind, cell.level, cell.shape) == (kind, level, shape) and cell.change]
        changes = (0.0, *dict.fromkeys(cell.change for cell in mine))
        rows: dict[int, list[float]] = {}
        for cell in mine:
            rows.setdefault(cell.people, [none[cell[:3]].found]).append(cell.found)
        tables.append(
            Power(kind, level, shape == STEADY, changes, tuple((people, tuple(found)) for people, found in rows.items()))
        )
    return Measured(stored["repeats"], stored["years"], stored["confidence"], tuple(tables))
