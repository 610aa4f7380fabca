"""Columns of few values: a list of the values, and for each row the number of its value in it."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from indicators.extracts.reading.frames import CODED

GATHERED = 1 << 20  # rows


class Columns:
    """The columns of a file as its blocks come in; `repeated` says for each whether it becomes CODED, else it stays strings."""

    def __init__(self, repeated: Sequence[bool]) -> None:
        self.repeated = repeated
        self.parts: list[list[pa.Array]] = [[] for _ in repeated]
        self.fresh: list[pa.RecordBatch] = []

    def add(self, batch: pa.RecordBatch) -> None:
        columns = [code(column) if repeated else column for column, repeated in zip(batch.columns, self.repeated, strict=True)]
        self.fresh.append(pa.RecordBatch.from_arrays(columns, names=batch.schema.names))
        if sum(one.num_rows for one in self.fresh) >= GATHERED:
            self._gather()

    def table(self) -> pa.Table:
        """All of it, with one list of values for each CODED column. Nothing is kept here: memory is given back as it goes."""
        self._gather()
        columns = []
        for repeated, parts in zip(self.repeated, self.parts, strict=True):
            column = pa.chunked_array(parts, CODED if repeated else pa.string())
            parts.clear()
            columns.append(column.unify_dictionaries() if repeated else column)
            del column
        return pa.table(columns, names=[str(number) for number in range(len(columns))])

    def _gather(self) -> None:
        """Many small parts become one: allocators keep a good deal of room around small ones."""
        for number, repeated in enumerate(self.repeated):
            column = pa.chunked_array([batch.column(number) for batch in self.fresh], CODED if repeated else pa.string())
            whole = (column.unify_dictionaries() if repeated else column).combine_chunks()
            self.parts[number] += whole.chunks if isinstance(whole, pa.ChunkedArray) else [whole] if len(whole) else []
        self.fresh.clear()


def code(cells: pa.StringArray) -> pa.DictionaryArray:
    """One column; none of its cells is null."""
    found = _of_letters(cells)
    return cells.dictionary_encode() if found is None else found


def _of_letters(cells: pa.StringArray) -> pa.DictionaryArray | None:
    """The same for cells of at most one letter of ASCII, as flags are, in a third of the time; None for all others."""
    if not len(cells) or cells.offset:
        return None
    _, offsets_raw, data_raw = cells.buffers()
    offsets = np.frombuffer(offsets_raw, np.int32, len(cells) + 1)
    lengths = np.diff(offsets)
    if lengths.max() > 1 or offsets[-1] == 0:
        return None
    data = np.frombuffer(data_raw, np.uint8, int(offsets[-1]))
    bytes_of = data[np.minimum(offsets[:-1], len(data) - 1)]
    bytes_of[lengths == 0] = 0  # no text has the byte 0: it stands for the blank cell
    seen = np.flatnonzero(np.bincount(bytes_of, minlength=1))
    numbers = np.zeros(256, np.int8)
    numbers[seen] = np.arange(len(seen), dtype=np.int8)
    values = [chr(byte) if byte else "" for byte in seen]  # a letter beyond ASCII has two bytes at least
    return pa.DictionaryArray.from_arrays(pa.array(numbers[bytes_of]).cast(pa.int32()), pa.array(values, pa.string()))
