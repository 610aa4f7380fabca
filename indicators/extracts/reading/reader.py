"""Run as a program of its own: reads uploaded files, each in a process that is made for it, bounded, and gone afterwards.

It has none of the service's environment, no connection to anything but the process that started it, and knows nothing of
Django's settings. On its standard input come, for each file, the seconds it may take and three open files: the upload, where the
table goes (as an Arrow file), and a socket for everything that is said about it, in lines of JSON (see `conversation`). It
keeps everything loaded and makes a copy of itself for each file, so that a small one costs milliseconds.
"""

import gc
import os
import select
import signal
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))


class _NoPandas:
    """pyarrow looks for pandas when it is first used, and can do without: that would be half of what is loaded here."""

    @staticmethod
    def find_spec(name: str, *_: object) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(name=name)


sys.meta_path.insert(0, _NoPandas)

import pyarrow.compute

from indicators.extracts.reading import conversation

IDLE = 300.0  # seconds after which it ends; whoever needs it next starts another
FILES = 3


def main(control: socket.socket) -> None:
    """Until the other side is gone, or nobody has asked for a while."""
    pyarrow.compute.equal(pyarrow.array([""]), "")  # what it loads when it is first used is loaded for all copies
    gc.collect()
    gc.freeze()  # the copies share what is loaded, and the collector does not touch it
    ends: dict[int, float] = {}
    while True:
        ready, _, _ = select.select([control], [], [], 0.5 if ends else IDLE)
        if not ready and not ends:
            return
        if ready:
            header, files, _, _ = socket.recv_fds(control, conversation.HEADER.size, FILES)
            if len(files) < FILES:
                break
            process = os.fork()
            if process == 0:
                control.close()
                _work(*files)
            ends[process] = time.monotonic() + conversation.HEADER.unpack(header)[0]
            for number in files:
                os.close(number)
        for process, end in list(ends.items()):
            if time.monotonic() > end:
                os.kill(process, signal.SIGKILL)
            if os.waitpid(process, os.WNOHANG)[0]:
                del ends[process]
    for process in ends:
        os.kill(process, signal.SIGKILL)


def _work(file: int, table: int, answers: int) -> None:
    """In the copy: read one file and end. What it could not say ends it with 1, and whoever waits sees it gone."""
    code = 1
    with suppress(BaseException):
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        with open(file, "rb") as upload, open(table, "wb", buffering=0) as out, socket.socket(fileno=answers) as end:
            conversation.answer(upload, out, end)
        code = 0
    os._exit(code)


if __name__ == "__main__":
    main(socket.socket(fileno=0))
