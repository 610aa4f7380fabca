"""What may be shown of a file's cells. Nothing that a finding says may tell who somebody is."""

import re
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from indicators.extracts.layouts.schema import PRIVATE, ColumnType
from indicators.extracts.pseudonyms import normalised
from indicators.extracts.recordtable.dates import NO_DAY, Fault, read_days

WITHHELD = "•••"
LONGEST = 80  # codes, areas and reasons are shorter; a longer text is a remark about somebody
# A column with more different texts than this, nearly all in one row only, holds no codes: it was put under a wrong heading.
MOST_DIFFERENT = 20
DATES_ALMOST = (Fault.MONTH_FIRST, Fault.TWO_DIGITS, Fault.WITH_TIME)
DIGIT = re.compile("[0-9]")
# What numbers of people and of rows look like, and no code, reason or heading does; the codes of areas do (W15000001).
NUMBERED = re.compile("[0-9]{3}")
AREA_CODE = re.compile("[A-Z][0-9]{8}")
CODED: tuple[ColumnType, ...] = ("code", "flag", "reason", "area", "version")
MEASURED: tuple[ColumnType, ...] = ("rate", "score")
LONGEST_NUMBER = 12


def shown(cells: NDArray[Any], kind: ColumnType, *, persons: pa.Array, births: pa.Array) -> NDArray[np.object_]:
    """The cells (trimmed texts) as a page, a file or a log may have them; WITHHELD stands for the others.

    Withheld are people's and rows' identifiers and dates of birth; in other columns, whatever is also one of the file's
    `persons` or `births`, is a date where none belongs, is long, or is one of many different texts: columns slip by one, and
    then hold a name. (A column of dates may have a day that is also somebody's date of birth.)
    """
    numbers, texts = pd.factorize(cells)
    allowed = np.array([_shown(text, kind) for text in texts], object)
    if kind not in PRIVATE and len(texts):
        own = normalised(pa.array(texts, pa.string()))
        for private in (persons,) if kind == "date" else (persons, normalised(births)):
            allowed[_among(own, private)] = WITHHELD
    if len(texts) > MOST_DIFFERENT and 2 * len(texts) > len(cells):
        allowed = np.array([text if not text or kind == "date" else WITHHELD for text in allowed], object)
    found: NDArray[np.object_] = allowed[numbers] if len(texts) else np.array([], object)
    return found


def _among(texts: pa.Array, private: pa.Array) -> NDArray[np.bool_]:
    """Which of a few texts are among many: the few are listed, and the many looked up. A blank is no text."""
    met = private.filter(pc.is_in(private, value_set=texts))
    met = met.filter(pc.not_equal(met, ""))
    found: NDArray[np.bool_] = pc.is_in(texts, value_set=met).to_numpy(zero_copy_only=False)
    return found


def _shown(text: str, kind: ColumnType) -> str:
    if not text:
        return ""
    if kind in PRIVATE or len(text) > LONGEST:
        return WITHHELD
    if kind == "date":
        return text
    if kind in CODED and looks_like_number_of_somebody(text):
        return WITHHELD
    if kind in MEASURED and (len(text) > LONGEST_NUMBER or (text.isalnum() and NUMBERED.search(text) and not text.isdigit())):
        return WITHHELD
    (day,), (fault,) = read_days([text])
    return WITHHELD if day != NO_DAY or fault in DATES_ALMOST else text


def looks_like_number_of_somebody(text: str) -> bool:
    """Whether a word where a code or a heading belongs may be the number of a person or of a row: columns slip by one."""
    return bool(NUMBERED.search(text)) and not AREA_CODE.fullmatch(text)


def form(text: str) -> str:
    """What a date looks like, without what it says."""
    return DIGIT.sub("•", text)
