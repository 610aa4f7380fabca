"""Cells of CSV files that hold what people wrote: a spreadsheet must not take one for a formula."""

import re
from collections.abc import Iterable

BEGINNINGS = ("=", "+", "-", "@", "\t", "\r")
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)*%?")


def harmless(cells: Iterable[object]) -> list[object]:
    """The cells, with an apostrophe before a text that would be a formula. Numbers stay as they are, signs and all."""
    return [f"'{cell}" if _is_formula(cell) else cell for cell in cells]


def _is_formula(cell: object) -> bool:
    return isinstance(cell, str) and cell.startswith(BEGINNINGS) and NUMBER.fullmatch(cell) is None
