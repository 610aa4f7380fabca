"""Columns of texts as numbers: the few different texts of a column, and which of them each row has."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
WORD = 8  # bytes that are taken at a time


@dataclass(frozen=True)
class Encoded:
    """`texts`: what the column has, without spaces at the ends; two of them may be equal. `codes`: for each row the place
    of its text, in as few bytes as will do."""

    texts: pa.Array
    codes: NDArray[Any]

    @cached_property
    def listed(self) -> list[str]:
        return self.texts.to_pylist()

    @cached_property
    def filled(self) -> Mask:
        """Per text: whether there is one."""
        return pc.not_equal(self.texts, "").to_numpy(zero_copy_only=False)

    @cached_property
    def counts(self) -> NDArray[np.int64]:
        """Per text: how many rows have it."""
        return np.bincount(self.codes, minlength=len(self.texts))

    def spread(self, values: NDArray[Any]) -> NDArray[Any]:
        """A value of each text -> a value of each row."""
        return values[self.codes]

    def where(self, chosen: Mask) -> Mask:
        """The rows whose text is chosen; costs next to nothing where no text is."""
        return chosen[self.codes] if chosen.any() else np.zeros(len(self.codes), bool)


def encoded(column: pa.ChunkedArray) -> Encoded:
    """A column of strings, plain or as a dictionary."""
    if not pa.types.is_dictionary(column.type):
        column = pc.dictionary_encode(column)
    whole = column.combine_chunks()
    if isinstance(whole, pa.ChunkedArray):  # a column without rows has no chunk to be combined
        whole = pa.array([], pa.string()).dictionary_encode()
    texts = pc.utf8_trim_whitespace(whole.dictionary)
    codes = whole.indices.to_numpy(zero_copy_only=False)
    return Encoded(texts, codes.astype(np.min_scalar_type(max(len(texts) - 1, 0)), copy=False))


def repeated(column: pa.ChunkedArray) -> Mask:
    """The rows whose text another row has too; blank ones are left out. Meant for columns of many different texts.

    A fingerprint of 64 bits is sorted in place of the texts, which takes a fifth of the time; the few rows whose
    fingerprints are equal are then compared by their texts.
    """
    prints = fingerprints(column)
    suspect = np.flatnonzero(same_as_another(prints))
    found = np.zeros(len(prints), bool)
    if len(suspect):
        texts = encoded(pc.utf8_trim_whitespace(column.take(pa.array(suspect))))
        counts = np.bincount(texts.codes, minlength=len(texts.filled))
        found[suspect] = texts.where((counts > 1) & texts.filled)
    return found


def same_as_another(numbers: NDArray[np.uint64]) -> Mask:
    """Where a number stands more than once."""
    ordered = np.sort(numbers)
    twice = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
    if not len(twice):
        return np.zeros(len(numbers), bool)
    places = np.minimum(np.searchsorted(twice, numbers), len(twice) - 1)
    return twice[places] == numbers


def fingerprints(column: pa.ChunkedArray) -> NDArray[np.uint64]:
    """Per row a number for its text."""
    return np.concatenate([np.zeros(0, np.uint64), *(_fingerprints(chunk) for chunk in column.chunks)])


def _fingerprints(texts: pa.StringArray) -> NDArray[np.uint64]:
    """Per text a number; equal texts have equal ones, and different texts hardly ever."""
    texts = pc.utf8_trim_whitespace(texts)
    _valid, ends, data = texts.buffers()
    bounds = np.frombuffer(ends, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    starts, lengths = bounds[:-1].astype(np.int64), np.diff(bounds)
    # Every eight bytes of the data as a number, beginning at any byte; zeros at the end, so that the last text has them too.
    padded = np.frombuffer((data.to_pybytes() if data is not None else b"") + bytes(WORD), np.uint8)
    words: NDArray[np.uint64] = np.ndarray((len(padded) - WORD + 1,), "<u8", padded, strides=(1,))
    found = lengths.astype(np.uint64)
    for part in range(0, int(lengths.max(initial=0)), WORD):
        left = np.clip(lengths - part, 0, WORD)
        word = words[np.minimum(starts + part, len(words) - 1)]
        word = word & (~np.uint64(0) >> ((WORD - np.maximum(left, 1)) * 8).astype(np.uint64))
        # A text that has ended stays as it is: its number must not depend on how long its neighbours are.
        found = np.where(left > 0, mixed(found, word), found)
    return found


def mixed(numbers: NDArray[np.uint64], more: NDArray[Any]) -> NDArray[np.uint64]:
    """Two numbers as one that is hardly ever that of another two (the finaliser of SplitMix64)."""
    found = (numbers ^ more.astype(np.uint64, copy=False)) + np.uint64(0x9E3779B97F4A7C15)
    found = (found ^ (found >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    found = (found ^ (found >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return found ^ (found >> np.uint64(31))
