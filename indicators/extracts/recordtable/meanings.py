"""What the texts of a record's column mean: letters, days and numbers, each worked out once for every different text."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from indicators.catalogue import (
    Category,
    area,
    assessment_versions,
    code_lists,
    find_assessment_version,
    region_of,
)
from indicators.extracts.codes import Reader
from indicators.extracts.layouts import Column, layout
from indicators.extracts.recordtable.dates import Fault, read_days
from indicators.extracts.recordtable.numbers import HIGHEST_SCORE, MILLION, NO_NUMBER, millionths, scores
from indicators.extracts.recordtable.texts import Encoded, Mask
from indicators.extracts.terms.known import known_words, list_of

NOT_KNOWN = ord("-")
DEFAULT_VERSION = next(version.number for version in assessment_versions() if version.default)


class Terms(Protocol):
    """What words of files mean: those of the catalogue, and those that people told."""

    def heading(self, source: str, heading: str) -> str | None:
        """The column of a source that a heading means."""

    def code_reader(self, source: str, column: str) -> Reader:
        """Text -> code of the column's list."""

    def reason_reader(self) -> Reader:
        """Why an order ended -> code of the list `outcome`."""


class Catalogue:
    """The terms of the catalogue and the layouts alone."""

    def heading(self, source: str, heading: str) -> str | None:
        found = layout(source).named(heading)
        return found.name if found is not None else None

    def code_reader(self, source: str, column: str) -> Reader:
        return known_words(layout(source).by_name[column])

    def reason_reader(self) -> Reader:
        return known_words(layout("terminations").by_name["reason"])


@cache
def letters_of(name: str) -> Mapping[str, int]:
    """The letter of each code of a list, as its ASCII code."""
    return {category.code: _letter(category) for category in code_lists()[name]}


def _letter(category: Category) -> int:
    return ord(category.letter) if category.letter is not None else NOT_KNOWN


@dataclass(frozen=True)
class Meaning:
    """Per text of a column: its `values`, whether it is `wrong` (there, but not understood), and of a date its `faults`."""

    values: NDArray[Any]
    wrong: Mask
    faults: NDArray[np.uint8] | None = None


def meaning(column: Column, source: str, cells: Encoded, terms: Terms) -> Meaning:
    """Values: days (int32), letters (uint8), numbers (int32 or int16), as records keep them; text has none."""
    if column.type in ("date", "birth"):
        days, faults = read_days(cells.listed)
        return Meaning(days, faults != Fault.NONE, faults)
    if column.type == "area":
        place = terms.code_reader(source, column.name)
        return _letters(cells, lambda text: _region(place(text)))
    if column.type == "rate":
        return _rates(cells)
    if column.type == "score":
        found = scores(cells.texts)
        return Meaning(found, cells.filled & ((found == NO_NUMBER) | (found > HIGHEST_SCORE)))
    if column.type in ("code", "flag", "reason"):
        return _codes(column, source, cells, terms)
    if column.type == "version":
        versions = [find_assessment_version(text) for text in cells.listed]
        numbers = [DEFAULT_VERSION if version is None else version.number for version in versions]
        return Meaning(np.array(numbers, np.int16), np.array([version is None for version in versions], bool))
    return Meaning(np.zeros(len(cells.filled), np.uint8), np.zeros(len(cells.filled), bool))


def _codes(column: Column, source: str, cells: Encoded, terms: Terms) -> Meaning:
    read = terms.reason_reader() if column.type == "reason" else terms.code_reader(source, column.name)
    letters = letters_of(list_of(column))

    def letter(text: str) -> int | None:
        code = read(text)
        return None if code is None else letters[code]

    return _letters(cells, letter)


def _letters(cells: Encoded, read: Callable[[str], int | None]) -> Meaning:
    found = [read(text) if text else NOT_KNOWN for text in cells.listed]
    wrong = np.array([letter is None for letter in found], bool)
    return Meaning(np.array([NOT_KNOWN if letter is None else letter for letter in found], np.uint8), wrong)


def _region(code: str | None) -> int | None:
    """The letter of the region that a place is or lies in; of Wales as a whole and of an unknown place that none is known."""
    if code is None:
        return None
    region = region_of(area(code))
    return ord(region.letter) if region is not None and region.letter is not None else NOT_KNOWN


def _rates(cells: Encoded) -> Meaning:
    found = millionths(cells.texts)
    wrong = cells.filled & ((found == NO_NUMBER) | (found > MILLION))
    return Meaning(np.where(wrong, NO_NUMBER, found).astype(np.int32), wrong)
