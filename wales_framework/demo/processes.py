"""Keep a few programs running until told to stop; none of them outlives this process, however it ends."""

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PR_SET_PDEATHSIG = 1
STOP_SECONDS = 15.0  # a worker may be in the middle of something; a job that is cut short is taken up at the next start
GONE_SECONDS = 5.0  # where nobody collects ended orphans they never quite go
SOON = 10.0  # a program that ends again this soon will not do better the third time
LOOK_SECONDS = 0.2
SHOWN_LINES = 15
ASKED_TO_END = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}

_libc = ctypes.CDLL(None)


@dataclass
class Program:
    """One program, its log, and when it was started."""

    name: str
    command: list[str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    restarts: int = 0

    def start(self) -> None:
        parent = os.getpid()

        def in_child() -> None:
            _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
            if os.getppid() != parent:
                os._exit(1)

        with open(self.log, "ab") as log:
            # Its own session: Ctrl-C reaches only the supervisor, which then stops each program kindly.
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=in_child,
            )
        self.started = time.monotonic()

    def ended(self) -> int | None:
        """The code it ended with; None while it runs, and before its start."""
        return self.process.poll() if self.process else None

    def ask_to_end(self) -> None:
        if self.process and self.ended() is None:
            self.process.send_signal(signal.SIGTERM)

    def end_all(self) -> None:
        """End it, and all that it started: they are one process group. Returns when they are gone."""
        if not self.process:
            return
        deadline = time.monotonic() + GONE_SECONDS
        with contextlib.suppress(ProcessLookupError):
            while time.monotonic() < deadline:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.poll()
                time.sleep(0.02)

    def last_lines(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines()
        return "\n".join(f"    {line}" for line in lines[-SHOWN_LINES:])


class Failed(Exception):
    """A program does not stay up; the message has the end of its log."""


def keep_running(
    programs: list[Program], say: Callable[[str], None], ready: Callable[[], bool], when_ready: Callable[[], None]
) -> None:
    """Start the programs, call `when_ready` once `ready` says so, and return after SIGINT or SIGTERM with all stopped.

    A program that ends by itself later is started again. Raises Failed when one ends before, or soon after such a start.
    """
    # Noted here and looked at below: so the end never comes in the middle of a start, and being asked twice changes nothing.
    # A handler holds for every thread; a mask would leave the threads that libraries have started to die of the signal.
    asked: list[int] = []
    for number in ASKED_TO_END:
        signal.signal(number, lambda number, frame: asked.append(number))
    announced = False
    try:
        for program in programs:
            program.start()
        while not asked:
            time.sleep(LOOK_SECONDS)
            for program in programs:
                _look_after(program, say, announced)
            if not announced and ready():
                announced = True
                when_ready()
        say("Stopping")
    finally:
        stop(programs)


def stop(programs: list[Program]) -> None:
    """Ask every program to end, then end what has not."""
    for program in programs:
        program.ask_to_end()
    deadline = time.monotonic() + STOP_SECONDS
    while any(program.process and program.ended() is None for program in programs) and time.monotonic() < deadline:
        time.sleep(0.05)
    for program in programs:
        program.end_all()


def _look_after(program: Program, say: Callable[[str], None], announced: bool) -> None:
    code = program.ended()
    if code is None:
        return
    program.end_all()  # what it started must not go on beside its successor
    if not announced or (program.restarts and time.monotonic() - program.started < SOON):
        raise Failed(f"The {program.name} ended with code {code}. Its log {program.log} ends:\n{program.last_lines()}")
    say(f"The {program.name} ended with code {code} and is started again; its log is {program.log}")
    program.restarts += 1
    program.start()
