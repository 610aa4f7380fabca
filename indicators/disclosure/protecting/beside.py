"""Secondary suppression on two processors: some families here, the others in a program beside.

Families share no number that is protected, but where one is `within` another: those make a chain, which is one piece of work.
Each of the two takes the next piece when it is done with one. A program and not a thread, since a solver keeps Python's lock
while it works; and not a fork, since workers of a queue may have no children of that kind.
"""

import pickle
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO, Any, cast

import numpy as np
import pandas as pd

from indicators.disclosure.protecting.figures import Protection, protect_figures
from indicators.disclosure.protecting.structure import Family, Structure
from indicators.disclosure.protecting.tables import Tables

MANY = 50_000  # figures; with 33,000 the program still takes two seconds of a processor more than the work beside it saves
ROOT = Path(__file__).resolve().parents[3]
Chain = tuple[Family, ...]


def protect_on_two(figures: pd.DataFrame, structure: Structure, *, largest_small_count: int, room: int) -> Protection:
    """The same as `protect_figures`, in about half the time where there are many figures.

    Raises RuntimeError where the program beside did not do its work.
    """
    how = {"largest_small_count": largest_small_count, "room": room}
    chains = _chains(figures, structure)
    if len(figures) < MANY or len(chains) < 2:
        return protect_figures(figures, structure, **how)
    waiting = deque(range(len(chains)))
    done: dict[int, Protection] = {}
    with subprocess.Popen([sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as program:
        try:
            helper = threading.Thread(
                target=_beside, args=(program, (figures, structure, how), chains, waiting, done), daemon=True
            )
            helper.start()
            while (number := _next(waiting)) is not None:
                done[number] = protect_figures(figures, replace(structure, families=chains[number]), **how)
            helper.join()
        finally:
            program.kill()
    if len(done) < len(chains):
        raise RuntimeError("The program that protects a part of the figures ended before its work was done.")
    return _together(figures, [(chains[number], part) for number, part in sorted(done.items())])


def _chains(figures: pd.DataFrame, structure: Structure) -> list[Chain]:
    """The families that belong together, those with most to do first."""
    hidden = figures.loc[figures["primary"] != "", "measure"].value_counts()
    chains: dict[str, list[Family]] = {}
    for family in structure.families:
        chains.setdefault(family.within or family.code, []).append(family)
    weight = {
        code: sum(int(hidden.get(one, 0)) * len(family.moves) for family in chain for one in family.measures)
        for code, chain in chains.items()
    }
    return [tuple(chains[code]) for code in sorted(chains, key=lambda code: (-weight[code], code))]


def _next(waiting: deque[int]) -> int | None:
    try:
        return waiting.popleft()
    except IndexError:
        return None


def _beside(
    program: subprocess.Popen[bytes],
    common: tuple[Any, ...],
    chains: Sequence[Chain],
    waiting: deque[int],
    done: dict[int, Protection],
) -> None:
    """Hand the program one chain after the other. Where it ends before its time, what it had is missing from `done`."""
    stdin, stdout = cast("IO[bytes]", program.stdin), cast("IO[bytes]", program.stdout)
    try:
        pickle.dump(common, stdin)
        while (number := _next(waiting)) is not None:
            pickle.dump(chains[number], stdin)
            stdin.flush()
            done[number] = pickle.load(stdout)  # noqa: S301  # of the program that was started above
        stdin.close()
    except (EOFError, OSError):
        return


def _together(figures: pd.DataFrame, parts: list[tuple[Chain, Protection]]) -> Protection:
    measure = figures["measure"].to_numpy(dtype=str)
    symbols, reasons = parts[0][1].symbols.copy(), parts[0][1].reasons.copy()
    for chain, part in parts[1:]:
        mine = np.isin(measure, [one for family in chain for one in family.measures])
        symbols[mine], reasons[mine] = part.symbols[mine], part.reasons[mine]
    return Protection(symbols, reasons, Tables.together(part.tables for _, part in parts))


def main(source: IO[bytes], target: IO[bytes]) -> None:
    """Protect the families that come in, a chain at a time, until no more do."""
    figures, structure, how = pickle.load(source)  # noqa: S301
    while True:
        try:
            chain = pickle.load(source)  # noqa: S301
        except EOFError:
            return
        pickle.dump(protect_figures(figures, replace(structure, families=chain), **how), target)
        target.flush()


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
