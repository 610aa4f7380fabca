"""The service's side of reading: the file goes to a process made for it alone (`reader`), the table comes back.

Whatever the file does there, this process lives on: it waits no longer than the bounds say, and what ends without an answer is a
refusal like others. The table comes as an Arrow file that is mapped into memory and has no name on the disk.
"""

import json
import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import IO, Any, BinaryIO

import pyarrow as pa
from django.conf import settings
from django.template.defaultfilters import filesizeformat

from indicators.extracts.reading import conversation
from indicators.extracts.reading.bounds import MEGABYTE, Bounds
from indicators.extracts.reading.frames import HEADINGS_ROW, Document, Repeated, none_repeated
from indicators.extracts.reading.kinds import Kind, kind_of
from indicators.extracts.reading.unreadable import Unreadable
from wales_framework.jobs.progress import Progress, silent
from wales_framework.programs import alone, bare_environment
from wales_framework.uploads import private_folder

PROGRAM = Path(__file__).with_name("reader.py")
SECONDS_WAITED = 60  # while somebody waits for the page; a full sheet takes 25
SHEET_MEMORY = 3072 * MEGABYTE  # a full sheet of 1,048,576 rows and 12 columns takes 1.0 GB, as ODS 1.8
TEXT_MEMORY, TEXT_TIMES = 2048 * MEGABYTE, 6  # at least, and times the file's size
WRITTEN_LEAST, WRITTEN_TIMES = 64 * MEGABYTE, 8  # a column of one letter takes four bytes a cell
GRACE = 5  # seconds after which a file is given up that its own side should have ended
STOPPED = {Kind.CSV: "reading_stopped", Kind.XLSX: "spreadsheet_endless", Kind.ODS: "spreadsheet_endless"}


class ReaderBroken(Exception):
    """A mistake of ours: the reader says where, and nothing of the file."""


def read(
    file: BinaryIO,
    size: int,
    progress: Progress = silent,
    *,
    most_rows: int | None = None,
    repeated: Repeated = none_repeated,
) -> Document:
    """Read the table in `file` (`size` bytes); rows without any value are left out, the numbers of the others stay.

    With `most_rows` only about so many are read: enough to see what a file is. `repeated(heading)` says which columns have few
    different values; they come as CODED, with one list of values for the whole file. Raises Unreadable.
    """
    kind = kind_of(file)
    bounds = bounds_of(kind, size, is_waited_for=most_rows is not None)
    with _real(file) as real, tempfile.TemporaryFile(dir=private_folder()) as table:
        for _ in range(2):  # the reader may have ended, as nobody asked for a while, in this very moment
            with _begun(real.fileno(), table.fileno(), bounds.seconds) as end:
                line = conversation.Line(end)
                try:
                    line.say(size=size, most_rows=most_rows, bounds=asdict(bounds))
                    heard = _heard(line, end, bounds.seconds)
                    if next(heard) is None:
                        continue
                    done = _listen(line, heard, progress, repeated)
                except (BrokenPipeError, ConnectionResetError):
                    continue
                if done is None:
                    break
                return _document(done, table)
    raise Unreadable(STOPPED[kind])


def bounds_of(kind: Kind, size: int, *, is_waited_for: bool) -> Bounds:
    """What a file of this size may take: in proportion to it, and never more than the settings say."""
    most = settings.EXTRACT_READ_MEMORY_MB * MEGABYTE
    seconds = min(SECONDS_WAITED, settings.EXTRACT_READ_SECONDS) if is_waited_for else settings.EXTRACT_READ_SECONDS
    if kind is Kind.CSV:
        written = WRITTEN_LEAST + WRITTEN_TIMES * size
        return Bounds(min(most, TEXT_MEMORY + TEXT_TIMES * size), written, seconds)
    return Bounds(min(most, SHEET_MEMORY), WRITTEN_LEAST + WRITTEN_TIMES * (1 << 30), seconds)


def _heard(line: conversation.Line, end: socket.socket, seconds: float) -> Iterator[dict[str, Any] | None]:
    """What the reader says, up to its last word or its end (None)."""
    last = time.monotonic() + seconds + GRACE
    while True:
        end.settimeout(max(0.1, last - time.monotonic()))
        try:
            said = line.hear()
        except (TimeoutError, ConnectionResetError, json.JSONDecodeError):
            said = None
        yield said
        if said is None:
            return


def _listen(
    line: conversation.Line, heard: Iterator[dict[str, Any] | None], progress: Progress, repeated: Repeated
) -> dict[str, Any] | None:
    """Answer and pass on what is said; the last word, or None where it ended without one. Raises Unreadable."""
    for said in heard:
        if said is None:
            return None
        if "told" in said:
            progress("reading", *said["told"])
        elif "headings" in said:
            line.say(repeated=[repeated(heading) for heading in said["headings"]])
        elif "refused" in said:
            raise _refusal(**said["refused"])
        elif "broken" in said:
            raise ReaderBroken(said["broken"])
        else:
            return dict(said["done"])
    return None


def _refusal(name: str, row: int | None, params: dict[str, Any]) -> Unreadable:
    if name == "file_too_large":
        params = {what: filesizeformat(size) for what, size in params.items()}
    return Unreadable(name, row=row, **params)


def _document(done: dict[str, Any], file: IO[bytes]) -> Document:
    """The table as it lies in the file: nothing is copied, and it stays as long as somebody has a part of it."""
    with pa.ipc.open_file(pa.py_buffer(mmap(file.fileno(), 0, access=ACCESS_READ))) as written:
        table = written.read_all()
    table.validate(full=True)  # its numbers lead nowhere outside of it, whoever wrote it
    body, rows, hidden = conversation.rows_of(table, HEADINGS_ROW + 1)
    return Document(Kind(done["kind"]), tuple(done["headings"]), body, rows, hidden, tuple(done["hidden_columns"]))


@contextmanager
def _real(file: BinaryIO) -> Iterator[IO[bytes]]:
    """The file as one that another process can be given, at its beginning.

    The two share the place in it: ours is restored, as what we have read ahead of it does not know of another.
    """
    file.seek(0)
    number = _number(file)
    if number is None:
        with tempfile.TemporaryFile(dir=private_folder()) as copy:
            shutil.copyfileobj(file, copy)
            copy.seek(0)
            yield copy
        return
    place = os.lseek(number, 0, os.SEEK_CUR)
    os.lseek(number, 0, os.SEEK_SET)
    try:
        yield file
    finally:
        os.lseek(number, place, os.SEEK_SET)


def _number(file: BinaryIO) -> int | None:
    """The system's number of an open file; None for one in memory."""
    try:
        return file.fileno()
    except (OSError, AttributeError):
        return None


class _Reader:
    """This process's own reader; started when it is needed first, and again when it has ended."""

    def __init__(self) -> None:
        self.owner = 0
        self.lock = threading.Lock()
        self.control: socket.socket | None = None
        self.program: subprocess.Popen[bytes] | None = None

    def send(self, files: list[int], seconds: int) -> None:
        with self.lock:
            if self.control is None or self.owner != os.getpid():
                self._start()
            try:
                self._send(files, seconds)
            except (BrokenPipeError, ConnectionResetError):
                self._start()
                self._send(files, seconds)

    def _send(self, files: list[int], seconds: int) -> None:
        assert self.control is not None  # noqa: S101 - it was started
        socket.send_fds(self.control, [conversation.HEADER.pack(seconds)], files)

    def _start(self) -> None:
        """The other end is its standard input: when this process is gone, however it ended, so is the reader."""
        if self.program is not None and self.owner == os.getpid():
            self.program.wait()
        self.control, theirs = socket.socketpair()
        self.owner = os.getpid()
        with theirs:
            self.program = subprocess.Popen(
                alone(PROGRAM),
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=bare_environment(),
            )


_reader = _Reader()
os.register_at_fork(after_in_child=lambda: _reader.__init__())  # type: ignore[misc]


@contextmanager
def _begun(file: int, table: int, seconds: int) -> Iterator[socket.socket]:
    """Our end of the conversation about a file that is being read now."""
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            _reader.send([file, table, theirs.fileno()], seconds)
        try:
            yield ours
        finally:
            with suppress(OSError):
                ours.shutdown(socket.SHUT_RDWR)  # whoever still reads for us has nobody to tell
