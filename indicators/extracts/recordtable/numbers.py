"""Rates and scores as columns of numbers."""

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

MILLION = 1_000_000
RATE = r"\A(?:[0-9]{1,3}(?:\.[0-9]{0,30})?|\.[0-9]{1,30}|[0-9](?:\.[0-9]{0,30})?[eE][-+]?[0-9]{1,2})\z"
SCORE = r"\A[0-9]{1,3}(?:\.0+)?\z"  # a column with blanks comes out of many programs as 2.0
NO_NUMBER = -1
HIGHEST_SCORE = 30  # no section of OASys has more


def millionths(texts: pa.Array) -> NDArray[np.int64]:
    """Rates in millionths, half a millionth rounded up; above a million for a percentage; -1 for what is no number."""
    right = pc.match_substring_regex(texts, RATE).to_numpy(zero_copy_only=False)
    found = np.full(len(texts), NO_NUMBER, np.int64)
    chosen = texts.filter(pa.array(right))
    exact = pc.cast(chosen, pa.float64()).to_numpy(zero_copy_only=False) * MILLION
    rounded = np.floor(exact + 0.5).astype(np.int64)
    # Where binary fractions could tip a half to the wrong side, the decimal itself is asked.
    for place in np.flatnonzero(np.abs(exact - np.floor(exact) - 0.5) < 1e-6):
        rounded[place] = int((Decimal(chosen[int(place)].as_py()) * MILLION).quantize(Decimal(1), ROUND_HALF_UP))
    found[right] = rounded
    return found


def scores(texts: pa.Array) -> NDArray[np.int16]:
    """Whole numbers of at most three digits; -1 for anything else."""
    right = pc.match_substring_regex(texts, SCORE).to_numpy(zero_copy_only=False)
    found = np.full(len(texts), NO_NUMBER, np.int16)
    found[right] = pc.cast(texts.filter(pa.array(right)), pa.float64()).to_numpy(zero_copy_only=False).astype(np.int16)
    return found
