"""Cells as whole columns: read once for each different text, matched and converted by Arrow."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

STRING = pd.ArrowDtype(pa.string())
INTEGER = pd.ArrowDtype(pa.int64())
WHOLE_NUMBER = r"[0-9]{1,9}"  # more than all people there are; figures, which are sums, are kept with twelve digits


def mapped(cells: pd.Series, read: Callable[[str], str | None]) -> pd.Series:
    """Each cell as `read` understands it; every different text is read once."""
    numbers, uniques = pd.factorize(cells)
    values = pa.array([read(text) for text in uniques], pa.string())
    indices = pa.array(numbers, mask=numbers < 0)
    return pd.Series(pd.array(values.take(indices), dtype=STRING), index=cells.index)


def fully(cells: pd.Series, pattern: str) -> "pd.Series[bool]":
    """Where the whole cell has the form `pattern` (in the syntax of RE2); a blank cell has none."""
    matches = pc.match_substring_regex(arrow(cells), rf"\A(?:{pattern})\z")
    return pd.Series(pc.fill_null(matches, False).to_numpy(), index=cells.index)


def trimmed(cells: pd.Series) -> pd.Series:
    """Without the spaces at both ends; NA where nothing is left."""
    texts = pc.utf8_trim_whitespace(arrow(cells))
    blank = pc.equal(texts, "")
    return pd.Series(pd.array(pc.if_else(blank, pa.scalar(None, pa.string()), texts), dtype=STRING), index=cells.index)


def whole_numbers(cells: pd.Series) -> pd.Series:
    """Whole numbers; NA where a cell is none."""
    return cells.where(fully(cells, WHOLE_NUMBER)).astype("int64[pyarrow]")


def arrow(cells: pd.Series) -> pa.ChunkedArray:
    """The column as Arrow has it."""
    return pa.chunked_array(pa.array(cells.array, from_pandas=True))


def taken(values: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    """values[number] for each number, missing where it is -1."""
    return pd.Series(values).reindex(numbers).reset_index(drop=True).to_numpy()
