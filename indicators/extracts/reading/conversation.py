"""What is said between the service and the process that reads a file for it, in lines of JSON, and the reading itself.

    service   {"size", "most_rows", "bounds"}
    reader    {"begun": true}
    reader    {"told": [done, total, unit]}, as often as it likes
    reader    {"headings": [...]}         service   {"repeated": [whether each column has few different values]}
    reader    {"done": {"kind", "headings", "hidden_columns"}}, the table being written; or
              {"refused": {"name", "row", "params"}}; or {"broken": where}: a mistake of ours

Nothing that stands in the file goes over it but its headings.
"""

import json
import socket
import struct
import sys
import time
from collections.abc import Sequence
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa

from indicators.extracts.reading.bounds import Bounds, confine
from indicators.extracts.reading.files import read_here
from indicators.extracts.reading.frames import Document
from indicators.extracts.reading.unreadable import Unreadable

HEADER = struct.Struct("<I")  # what goes before it to the program that makes the reading process: seconds that it may take
INTERVAL = 0.2  # seconds between two tellings
ROWS = "row"  # the column with each row's number in the file, when some were left out
HIDDEN = "hidden"  # the column that says whether a row is, when some are


class Line:
    """One end of it."""

    def __init__(self, end: socket.socket) -> None:
        self.read, self.written = end.makefile("rb"), end.makefile("wb")

    def say(self, **said: object) -> None:
        self.written.write(json.dumps(said).encode() + b"\n")
        self.written.flush()

    def hear(self, most: int = -1) -> dict[str, Any] | None:
        """None when the other side is gone."""
        line = self.read.readline(most)
        return json.loads(line) if line.endswith(b"\n") else None


def answer(file: BinaryIO, table: BinaryIO, end: socket.socket) -> None:
    """The reader's part. A process that may take no more memory, or no more time, ends without a word."""
    line = Line(end)
    asked = line.hear()
    if asked is None:
        return  # there is nobody to answer
    line.say(begun=True)
    Bounds(**asked["bounds"]).set()
    confine()
    try:
        document = read_here(file, asked["size"], _teller(line), asked["most_rows"], lambda headings: _ask(line, headings))
        write(document, table)
    except Unreadable as error:
        line.say(refused={"name": error.name, "row": error.row, "params": error.params})
    except (MemoryError, pa.ArrowMemoryError, OSError):
        raise  # a bound was reached
    except Exception as error:
        line.say(broken=_where(error))
    else:
        line.say(done={"kind": document.kind, "headings": document.headings, "hidden_columns": document.hidden_columns})


def write(document: Document, table: BinaryIO) -> None:
    """The table as an Arrow file, with the rows' numbers where they do not simply go up, and which are hidden where some are."""
    body = document.body
    if document.hidden.any():
        body = body.append_column(HIDDEN, pa.array(document.hidden))
    if not document.is_gapless:
        body = body.append_column(ROWS, pa.array(document.rows))
    with pa.ipc.new_file(table, body.schema) as writer:
        writer.write_table(body)
    table.flush()


def rows_of(table: pa.Table, first: int) -> tuple[pa.Table, np.ndarray, np.ndarray]:
    """A table as it was written, its rows' numbers, and whether each is hidden."""
    rows, hidden = np.arange(first, first + table.num_rows, dtype=np.int64), np.zeros(table.num_rows, bool)
    if ROWS in table.column_names:
        rows, table = table.column(ROWS).to_numpy(), table.drop_columns([ROWS])
    if HIDDEN in table.column_names:
        hidden, table = table.column(HIDDEN).to_numpy(), table.drop_columns([HIDDEN])
    return table, rows, hidden


def _ask(line: Line, headings: Sequence[str]) -> list[bool]:
    line.say(headings=list(headings))
    heard = line.hear()
    if heard is None:
        sys.exit(1)
    return [bool(one) for one in heard["repeated"]]


def _teller(line: Line) -> Any:
    last = 0.0

    def told(done: int, total: int, unit: str) -> None:
        nonlocal last
        if done >= total or time.monotonic() - last >= INTERVAL:
            last = time.monotonic()
            line.say(told=[done, total, unit])

    return told


def _where(error: BaseException) -> str:
    """The kind of an error and the line it came from: its own words could quote the file."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" in {trace.tb_frame.f_code.co_filename}, line {trace.tb_lineno}" if trace is not None else ""
    return f"{type(error).__name__}{place}"
