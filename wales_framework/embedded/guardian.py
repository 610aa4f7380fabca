"""The guardian: starts one server, waits until its last user has ended, stops it.

Runs as a detached process, see users.py. Its own end, even by kill -9, ends the server too (PR_SET_PDEATHSIG).
"""

import contextlib
import ctypes
import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from . import postgres, valkey
from .errors import EmbeddedError
from .locks import open_lock, try_take
from .paths import Place
from .server import Server

KINDS: dict[str, Callable[[Place], Server]] = {"postgres": postgres.prepare, "valkey": valkey.prepare}
WATCHED = {signal.SIGCHLD, signal.SIGTERM, signal.SIGINT, signal.SIGHUP}
LOOK_SECONDS = 0.1  # how often the users are looked for
READY_SECONDS = 60.0
STOP_SECONDS = 15.0  # per signal, before the next, harder one
RESTARTS = 5
LOG_BYTES = 5_000_000
PR_SET_PDEATHSIG = 1

_libc = ctypes.CDLL(None, use_errno=True)


@dataclass
class _Crashed(Exception):
    """The server ended although nobody asked it to."""


def main(data_dir: str, server: str, _guardian_lock: str) -> None:
    """Guard a server until its users have gone. The guardian lock was taken by whoever started this, and is inherited."""
    if os.fork():
        os._exit(0)
    os.umask(0o077)
    signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)
    place = Place(Path(data_dir), server)
    try:
        _guard(place)
    except (EmbeddedError, OSError, subprocess.SubprocessError) as error:
        _say(place, error=f"The embedded {server} could not be started: {error}")
        raise SystemExit(1) from error


def _guard(place: Place) -> None:
    users = open_lock(place.users_lock)
    sockets = place.make_sockets()
    if place.log.stat().st_size > LOG_BYTES:
        place.log.replace(place.log.with_suffix(".log.1"))
    try:
        for _ in range(RESTARTS + 1):
            server, process = _launch(place)
            try:
                _until_ready(place, server, process)
                _say(place, url=server.url, pid=str(os.getpid()))
                _until_unused(users, process)
                return
            except _Crashed:
                print(f"{place.server} ended unexpectedly with code {process.returncode}", flush=True)
            finally:
                place.state.unlink(missing_ok=True)
                _stop(server, process)
        raise EmbeddedError(f"it ended unexpectedly {RESTARTS + 1} times, see {place.log}.")
    finally:
        for left in sockets.iterdir():
            left.unlink()
        sockets.rmdir()


def _launch(place: Place) -> tuple[Server, subprocess.Popen[bytes]]:
    """Start the server once no process is left of a former one, whose guardian was killed or that crashed."""
    lock = open_lock(place.server_lock)  # inherited by every process of the server and kept by them alone
    try:
        deadline = time.monotonic() + 3 * STOP_SECONDS
        while not try_take(lock):
            if time.monotonic() > deadline:
                raise EmbeddedError(f"processes of a former start still use {place.files}; end them first.")
            time.sleep(0.02)
        server = KINDS[place.server](place)
        return server, _start(place, server, lock)
    finally:
        os.close(lock)


def _start(place: Place, server: Server, server_lock: int) -> subprocess.Popen[bytes]:
    guardian = os.getpid()

    def in_child() -> None:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, WATCHED)
        server.become()
        _libc.prctl(PR_SET_PDEATHSIG, server.stops[0], 0, 0, 0)
        if os.getppid() != guardian:  # it died before the line above
            os._exit(1)

    with open(place.log, "ab") as log:
        return subprocess.Popen(
            server.command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=server.environment,
            cwd=place.directory,
            preexec_fn=in_child,
            pass_fds=(server_lock,),
            start_new_session=True,
        )


def _until_ready(place: Place, server: Server, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while not server.ready(process.pid):
        if process.poll() is not None:
            raise EmbeddedError(f"it ended at once with code {process.returncode}, see {place.log}.")
        if time.monotonic() > deadline:
            raise EmbeddedError(f"it was not ready after {READY_SECONDS:.0f} seconds, see {place.log}.")
        time.sleep(0.01)


def _until_unused(users: int, process: subprocess.Popen[bytes]) -> None:
    """Return with the users' lock held, so that who comes now waits for the end and then starts afresh.

    Also returns when told to stop by a signal. Raises _Crashed when the server ends by itself.
    """
    while not try_take(users):
        told = signal.sigtimedwait(WATCHED, LOOK_SECONDS)
        if process.poll() is not None:
            raise _Crashed
        if told is not None and told.si_signo != signal.SIGCHLD:
            return


def _stop(server: Server, process: subprocess.Popen[bytes]) -> None:
    for number in (*server.stops, signal.SIGKILL):
        if process.poll() is not None:
            return
        process.send_signal(number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(STOP_SECONDS)


def _say(place: Place, **said: str) -> None:
    """Replace the state file in one step, so that nobody reads half of it."""
    fresh = place.state.with_suffix(".new")
    fresh.write_text(json.dumps(said))
    fresh.replace(place.state)
