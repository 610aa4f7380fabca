"""The user's side: hold the server in use, start its guardian when there is none, and let go at the end."""

import atexit
import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from .errors import WAY_ROUND, EmbeddedError
from .locks import open_lock, share, take, try_take
from .paths import Place

START_SECONDS = 120.0  # the first start makes the database; a slow disk may need long for it
LEAVE_SECONDS = 20.0
STEP = 0.01

# The package's parent is the project package, whose import would load Celery: the guardian imports `embedded` alone.
GUARDIAN = "import sys; sys.path.append(sys.argv[1]); from embedded.guardian import main; main(*sys.argv[2:])"

_held: dict[Place, tuple[int, int]] = {}  # place -> (process that holds, file descriptor)


def join(place: Place) -> Callable[[], str]:
    """Count this process among the server's users; the returned function waits until it is ready and gives its URL.

    Raises EmbeddedError, here or there, when the server cannot be had.
    """
    place.make()
    _hold(place)
    turn = open_lock(place.start_lock)
    take(turn)
    started = _start_unless_guarded(place)

    def wait() -> str:
        try:
            return _wait(place, started)
        finally:
            os.close(turn)

    return wait


def state(place: Place) -> dict[str, str]:
    """What the guardian last said: {"url", "pid"}, {"error"} or nothing. True only while the guardian lock is held."""
    try:
        found: dict[str, str] = json.loads(place.state.read_text())
    except FileNotFoundError:
        return {}
    return found


def _hold(place: Place) -> None:
    """Share the users' lock until this process ends. A fork shares its parent's hold, and takes its own when it asks."""
    if _held.get(place, (0, 0))[0] == os.getpid():
        return
    descriptor = open_lock(place.users_lock)
    share(descriptor)  # waits while a guardian is stopping the server
    _held[place] = (os.getpid(), descriptor)
    atexit.register(_leave, place)


def _start_unless_guarded(place: Place) -> bool:
    """Start a guardian if none lives; whether one was started."""
    lock = open_lock(place.guardian_lock)
    try:
        if not try_take(lock):
            return False
        place.state.unlink(missing_ok=True)
        _spawn(place, lock)
        return True
    finally:
        os.close(lock)


def _spawn(place: Place, lock: int) -> None:
    package = Path(__file__).resolve().parent
    arguments = [str(package.parent), str(place.data_dir), place.server, str(lock)]
    with open(place.log, "ab") as log:
        # It forks once more and goes on alone, so waiting here is short and leaves no zombie to this process.
        subprocess.run(
            [sys.executable, "-E", "-s", "-c", GUARDIAN, *arguments],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            pass_fds=(lock,),
            cwd="/",
        )


def _wait(place: Place, started: bool) -> str:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        said = state(place)
        if "url" in said:
            return said["url"]
        if "error" in said:
            raise EmbeddedError(f"{said['error']} {WAY_ROUND[place.server]}")
        if _start_unless_guarded(place):
            if started:
                break  # ours ended without a word
            started = True  # one that was just ending is gone, ours takes its place
        time.sleep(STEP)
    raise EmbeddedError(f"The embedded {place.server} did not start; {place.log} says more. {WAY_ROUND[place.server]}")


def _leave(place: Place) -> None:
    """At this process's end: if it was the last user, wait for the guardian to stop the server, so nothing is left."""
    holder, descriptor = _held.pop(place, (0, 0))
    if holder != os.getpid():
        return  # a fork that ends: the hold is its parent's
    said = state(place)
    os.close(descriptor)
    try:
        others = open_lock(place.users_lock)
    except FileNotFoundError:
        return  # somebody has removed the data directory; the guardian notices that its users are gone all the same
    last = try_take(others)
    os.close(others)
    if not last or "pid" not in said:
        return
    try:
        guardian = os.pidfd_open(int(said["pid"]))
    except OSError:
        return  # it has ended already, or this kernel has no such call and it ends by itself
    poll = select.poll()
    poll.register(guardian, select.POLLIN)
    begun = time.monotonic()
    while not poll.poll(20) and time.monotonic() - begun < LEAVE_SECONDS:
        if time.monotonic() - begun > 1 and place.state.exists():
            break  # not stopping: somebody else has come in the meantime
    os.close(guardian)
