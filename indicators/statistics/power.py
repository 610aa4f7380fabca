"""How often verdicts find a change that was planted, and how often one that was not: measured, and kept in power.yaml.

python -m indicators.statistics.power        measures again and writes the file, which the methods page prints
"""

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import yaml
from numpy.typing import NDArray

from indicators.statistics.change import Kind, change
from indicators.statistics.detectable import least_detectable_change
from indicators.statistics.verdict import Rules

LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Floats = NDArray[np.float64]
FILE = Path(__file__).parent / "power.yaml"
REPEATS, YEARS, SEED = 2000, 8, 2018
CHANGES = (0.0, 0.05, 0.1, 0.2, 0.3, 0.5)
STEADY, SUDDEN = "steady", "sudden"
# Reoffences of one reoffender vary by so much more than a Poisson count of their mean: one and a geometric number more.
CLUSTERED_LEVEL = 3.5


class Cell(NamedTuple):
    """One experiment: figures at a level (of counts their mean), with so many people a year, fall by a share of the level:
    steadily over the last five years, or all at once in the latest. `found`: the share of series in which a verdict said so."""

    kind: Kind
    level: float
    people: int
    shape: str
    change: float
    found: float = float("nan")


def grid() -> Iterator[Cell]:
    """Every experiment of the file."""
    levels: list[tuple[Kind, float, tuple[int, ...]]] = [
        ("count", 1.0, (30, 60, 100, 250, 1000, 5000)),
        ("proportion", 0.1, (100, 250, 1000, 5000)),
        ("proportion", 0.35, (100, 250, 1000, 5000)),
        ("proportion", 0.7, (100, 250, 1000, 5000)),
        ("ratio", CLUSTERED_LEVEL, (30, 100, 500, 2000)),
    ]
    for kind, level, sizes in levels:
        for people in sizes:
            for share in CHANGES:
                for shape in (STEADY, SUDDEN) if share else (STEADY,):
                    yield Cell(kind, level, people, shape, share)


def measured(cell: Cell, repeats: int = REPEATS, rules: Rules | None = None) -> Cell:
    """The cell with the share found; the same numbers come out each time."""
    key = zlib.crc32(repr((SEED, *cell[:-1])).encode())
    chance = np.random.default_rng(key)
    fall = np.zeros(YEARS)
    fall[-5:] = np.linspace(0, cell.change, 5) if cell.shape == STEADY else [0, 0, 0, 0, cell.change]
    k, n = simulated(chance, cell.kind, cell.level * (1 - fall), cell.people, repeats)
    found = told(k, n, cell.kind, rules or Rules(), clustered=cell.kind == "ratio")
    return cell._replace(found=round(float(found.mean()), 3))


def simulated(chance: np.random.Generator, kind: Kind, levels: Floats, people: int, repeats: int) -> tuple[Floats, Floats]:
    """Numerators and denominators, (repeats, years): Poisson counts, binomial proportions, and reoffences of reoffenders."""
    shape = (repeats, len(levels))
    if kind == "count":
        return chance.poisson(levels * people, shape).astype(float), np.ones(shape)
    n = np.full(shape, float(people))
    if kind == "proportion":
        return chance.binomial(people, levels, shape).astype(float), n
    # A geometric number of one or more for each person: their sum is those people and a negative binomial number.
    return people + chance.negative_binomial(people, 1 / levels, shape).astype(float), n


def told(k: Floats, n: Floats, kind: Kind, rules: Rules, *, clustered: bool = False) -> NDArray[np.bool_]:
    """Which of many complete series of years, (..., years), a verdict would call improving, worse or changed."""
    last = slice(-rules.points_of_trend, None)
    level = k[..., last].sum(-1) / n[..., last].sum(-1)
    enough = least_detectable_change(level, n[..., last], kind, rules.confidence) <= rules.coarsest_change
    if kind in ("proportion", "ratio"):
        enough &= n[..., -1] >= rules.fewest_people
    found = change(k, n, kind, rules.points_of_trend, clustered=clustered)
    told: NDArray[np.bool_] = enough & (found.p_value <= 1 - rules.confidence) & (found.moved != 0)
    return told


def read() -> dict[str, Any]:
    """The file: repeats, years, confidence, and `cells` as dictionaries with the names of Cell."""
    with FILE.open(encoding="utf-8") as file:
        found: dict[str, Any] = yaml.load(file, LOADER)  # noqa: S506 - a safe loader, in C where the library was built with it
    return found


def write() -> None:
    """Measure everything anew."""
    cells = [measured(cell)._asdict() for cell in grid()]
    lines = [
        "# Measured, not written: python -m indicators.statistics.power",
        "# The share of series in which a verdict told of a change. kind, level (of a count 1), people a year (of a count its",
        "# mean), a fall by a share of the level: steadily over the last five years, or at once in the latest. Where the change",
        "# is 0 it is the share of false alarms, which the confidence promises to be at most 0.05.",
        f"repeats: {REPEATS}",
        f"years: {YEARS}",
        f"confidence: {Rules().confidence}",
        "cells:",
        *(f"  - {{{', '.join(f'{name}: {value}' for name, value in cell.items())}}}" for cell in cells),
    ]
    FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()
