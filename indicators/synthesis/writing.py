"""Columns as they stand in a file, and the files: CSV in UTF-8, written block after block."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from indicators.synthesis import days
from indicators.synthesis.chance import Chance, Ints

DIFFERENT_PEOPLE = 26_000_000  # a letter and six digits
SCATTER = 15_485_863  # shares no factor with it, so that no two people get one number
MILLION = 1_000_000
EARLIEST, LATEST = days.number(date(1895, 1, 1)), days.number(date(2099, 12, 31))


def chosen(texts: Sequence[str], which: Ints) -> pa.Array:
    """The text of each number."""
    return pa.DictionaryArray.from_arrays(pa.array(which), pa.array(list(texts), type=pa.string())).dictionary_decode()


def spelled(texts: Sequence[Sequence[str]], which: Ints, chance: Chance) -> pa.Array:
    """One of the spellings of each number."""
    starts = np.cumsum([0, *(len(spellings) for spellings in texts)])
    counts = np.array([len(spellings) for spellings in texts])
    flat = [spelling for spellings in texts for spelling in spellings]
    return chosen(flat, starts[which] + chance.whole(0, counts[which] - 1, len(which)))


def dates(numbers: Ints, form: str) -> pa.Array:
    """Days in one form, "%Y-%m-%d" or "%d/%m/%Y"; blank where there is none."""
    texts = _calendar(form)
    return chosen(texts, np.where(numbers == days.NO_DAY, len(texts) - 1, numbers - EARLIEST))


@cache
def _calendar(form: str) -> tuple[str, ...]:
    """Every day that may be written, then a blank."""
    return (*(days.day(number).strftime(form) for number in range(EARLIEST, LATEST + 1)), "")


def person_ids(numbers: Ints, seed: int) -> pa.Array:
    """A letter and six digits for each person, in no order."""
    scattered = (numbers * SCATTER + seed % DIFFERENT_PEOPLE) % DIFFERENT_PEOPLE
    letters = chosen([chr(ord("A") + place) for place in range(26)], scattered // MILLION)
    return pc.binary_join_element_wise(letters, _digits(scattered % MILLION, 6), "")


def row_ids(prefix: str, first: int, size: int) -> pa.Array:
    """ "SEN0000001" and so on."""
    return pc.binary_join_element_wise(prefix, _digits(np.arange(first, first + size), 8), "")


def _digits(numbers: Ints, width: int) -> pa.Array:
    return pc.utf8_lpad(pc.cast(pa.array(numbers), pa.string()), width, "0")


def whole(numbers: Ints) -> pa.Array:
    """Plain whole numbers; blank where negative."""
    texts = pc.cast(pa.array(numbers), pa.string())
    return pc.if_else(pa.array(numbers < 0), "", texts)


def rates(millionths: Ints) -> pa.Array:
    """0.3412, with four places where that is enough; blank where negative."""
    short = millionths % 100 == 0
    places = pc.if_else(pa.array(short), _digits(millionths // 100, 4), _digits(millionths, 6))
    return pc.if_else(pa.array(millionths < 0), "", pc.binary_join_element_wise("0.", places, ""))


class Files:
    """Files of a folder that are written block by block. One that gets no row is not there in the end."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: dict[str, pa.OSFile] = {}
        self.rows: dict[str, int] = {}

    def write(self, name: str, columns: Mapping[str, pa.Array]) -> None:
        """More rows of the file `name`, whose headings are the columns' names."""
        table = pa.table(dict(columns))
        if not table.num_rows:
            return
        if name not in self._open:
            self._open[name] = pa.OSFile(str(self._folder / f"{name}.csv"), "wb")
            self._open[name].write((",".join(columns) + "\n").encode())
        # No text of ours needs quotes; pyarrow refuses to write one that would.
        options = pyarrow.csv.WriteOptions(include_header=False, quoting_style="none")
        pyarrow.csv.write_csv(table, self._open[name], options)
        self.rows[name] = self.rows.get(name, 0) + table.num_rows

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for file in self._open.values():
            file.close()
