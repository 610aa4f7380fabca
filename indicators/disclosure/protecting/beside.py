"""Secondary suppression on two processors: some families here, the others in a program beside.

Families share no number that is protected, but where one is `within` another. A program and not a thread, since a solver keeps
Python's lock while it works; and not a fork, since workers of a queue may have no children of that kind.
"""

import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import IO, Any, cast

import numpy as np
import pandas as pd

from indicators.disclosure.protecting.figures import Protection, protect_figures
from indicators.disclosure.protecting.structure import Family, Structure
from indicators.disclosure.protecting.tables import Tables

MANY = 20_000  # figures; with fewer the program's start takes longer than the work
ROOT = Path(__file__).resolve().parents[3]


def protect_on_two(figures: pd.DataFrame, structure: Structure, *, largest_small_count: int, room: int) -> Protection:
    """The same as `protect_figures`, in about half the time where there are many figures.

    Raises RuntimeError where the program beside did not do its work.
    """
    here, there = _halves(figures, structure)
    how = {"largest_small_count": largest_small_count, "room": room}
    if len(figures) < MANY or not there:
        return protect_figures(figures, structure, **how)
    command = [sys.executable, "-m", __name__]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as program:
        try:
            with cast("IO[bytes]", program.stdin) as stdin:
                pickle.dump((figures, replace(structure, families=there), how), stdin)
            mine = protect_figures(figures, replace(structure, families=here), **how)
            answer = cast("IO[bytes]", program.stdout).read()
        finally:
            program.kill()
    if not answer:
        raise RuntimeError("The program that protects half of the figures ended before its work was done.")
    theirs: Protection = pickle.loads(answer)  # noqa: S301  # of the program that was started above
    of_theirs = figures["measure"].isin([measure for family in there for measure in family.measures]).to_numpy(dtype=bool)
    symbols, reasons = (np.where(of_theirs, *both) for both in ((theirs.symbols, mine.symbols), (theirs.reasons, mine.reasons)))
    return Protection(symbols, reasons, Tables.together([mine.tables, theirs.tables]))


def _halves(figures: pd.DataFrame, structure: Structure) -> tuple[tuple[Family, ...], tuple[Family, ...]]:
    """The families in two parts with about as much hidden in each; those that belong together stay so."""
    hidden = figures.loc[figures["primary"] != "", "measure"].value_counts()
    chains: dict[str, list[Family]] = {}
    for family in structure.families:
        chains.setdefault(family.within or family.code, []).append(family)
    weight = {code: sum(int(hidden.get(one, 0)) for family in chain for one in family.measures) for code, chain in chains.items()}
    parts: tuple[list[Family], list[Family]] = ([], [])
    loads = [0, 0]
    for code in sorted(chains, key=lambda code: (-weight[code], code)):
        lighter = int(loads[1] < loads[0])
        parts[lighter].extend(chains[code])
        loads[lighter] += weight[code]
    return tuple(parts[0]), tuple(parts[1])


def main(source: IO[bytes], target: IO[bytes]) -> None:
    figures, structure, how = cast("tuple[pd.DataFrame, Structure, dict[str, Any]]", pickle.load(source))  # noqa: S301
    pickle.dump(protect_figures(figures, structure, **how), target)


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
