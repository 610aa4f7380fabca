"""Whether the rows and cells of an XLSX surely stand in their order, each once. Asked of every sheet, so of bytes and not of XML.

The library that opens spreadsheets puts each cell where its reference says, the last one over those before it, and leaves out
what lies below the last one. Every spreadsheet program writes them in order.
"""

import re

import numpy as np
from numpy.typing import NDArray


def _number(word: bytes) -> np.uint64:
    """Up to eight letters as one number, by which they are compared at once."""
    return np.uint64(int.from_bytes(word, "little"))


WIDE = 1 << 15  # more than there are columns: a cell's place is row * WIDE + column, a row's row * WIDE
LETTERS, DIGITS = 3, 7  # of a reference at most
LONGEST = 1 << 20  # bytes without a tag, or of one
MARGIN = b" " * 64  # so that what follows a tag can be looked at wherever it stands
PREFIXED = re.compile(rb"<[^\s<>/]*:(row|c)[\s>/]")
ROW, FIRST_4 = _number(b"<row"), _number(b"\xff" * 4)
CELL, FIRST_2 = _number(b"<c"), _number(b"\xff" * 2)
ROW_REFERRED = _number(b'<row r="')
CELL_REFERRED, FIRST_6 = _number(b'<c r="'), _number(b"\xff" * 6)
AFTER_NAME = np.isin(np.arange(256), list(b" >/\t\r\n"))
Bytes = NDArray[np.uint8]
Numbers = NDArray[np.int64]


class Order:
    """Feed it a part block by block; `is_doubtful` where somebody has to look closer.

    Sure is what all writers of spreadsheets write: `<row r="2"` and `<c r="A2"` throughout, or no reference at all.
    """

    def __init__(self) -> None:
        self.is_doubtful = False
        self.left = b""
        self.row, self.last = 0, 0  # the row that was begun last, and the place of what came last
        self.has_references: bool | None = None

    def feed(self, block: bytes) -> None:
        if self.is_doubtful:
            return
        text = self.left + block
        end = text.rfind(b"<")  # what is after it may go on in the next block
        self.left = text[max(end, 0) :]
        if len(self.left) > LONGEST or _is_prefixed(text):
            self.is_doubtful = True
        elif end > 0:
            self.is_doubtful = not self._is_sure(np.frombuffer(text[:end] + MARGIN, np.uint8))

    def _is_sure(self, text: Bytes) -> bool:
        begins = np.flatnonzero((text[:-1] == ord("<")) & ((text[1:] == ord("c")) | (text[1:] == ord("r"))))
        words = np.lib.stride_tricks.sliding_window_view(text, 8)[begins].view("<u8")[:, 0]
        is_row = ((words & FIRST_4) == ROW) & AFTER_NAME[text[begins + 4]]
        is_tag = is_row | (((words & FIRST_2) == CELL) & AFTER_NAME[text[begins + 2]])
        begins, words, is_row = begins[is_tag], words[is_tag], is_row[is_tag]
        if not len(begins):
            return True
        referred = (words == ROW_REFERRED) | ((words & FIRST_6) == CELL_REFERRED)
        if self.has_references is None:
            self.has_references = bool(referred[0])
        if not self.has_references:
            return not referred.any() and not _may_refer(text)
        return bool(referred.all()) and self._rise(text, begins, is_row)

    def _rise(self, text: Bytes, begins: Numbers, is_row: NDArray[np.bool_]) -> bool:
        """Whether each row is below the one before it, and each cell in its row and to the right of the one before it."""
        at = begins + np.where(is_row, 8, 6)
        at, columns = _read(text, at, b"A", 26, LETTERS, 1)
        at, rows = _read(text, at, b"0", 10, DIGITS, 0)
        if not ((text[at] == ord('"')) & (rows > 0) & ((columns > 0) != is_row)).all():
            return False
        places = np.concatenate([[self.last], rows.astype(np.int64) * WIDE + columns])
        begun = np.maximum.accumulate(np.concatenate([[self.row], np.where(is_row, rows, 0)]))[1:]
        self.row, self.last = int(begun[-1]), int(places[-1])
        return bool((places[1:] > places[:-1]).all() and (rows == begun).all())


def _read(text: Bytes, at: Numbers, first: bytes, base: int, most: int, added: int) -> tuple[Numbers, NDArray[np.int32]]:
    """The number that stands at each place in letters or digits, at most so many, and where it ends."""
    number = np.zeros(len(at), np.int32)
    for _ in range(most):
        value = text[at] - np.uint8(ord(first))  # what is less becomes much more
        found = value < base
        if not found.any():
            break
        number = np.where(found, number * base + value + added, number)
        at = at + found
    return at, number


def _is_prefixed(text: bytes) -> bool:
    """Whether a tag has its name behind a namespace's; texts have colons too, and most sheets have none."""
    return (b":c" in text or b":row" in text) and PREFIXED.search(text) is not None


def _may_refer(text: Bytes) -> bool:
    """Whether a tag could have a reference that stands elsewhere than at its beginning."""
    raw = text.tobytes()
    return any(sign in raw for sign in (b" r=", b"\tr=", b"\nr=", b"\rr=", b" r "))
