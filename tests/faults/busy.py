"""`make busy`: a hundred readers, five analysts with their files, and a recalculation again and again, all at once.

The service runs as docs/production.md says (its units' command lines, without the proxy) on a database and a broker of its own.
ARGS="--minutes 10 --readers 100 --people 2000 --seed 1" says how much; --think for how many seconds somebody reads a page.

Limits of the API are put aside for the analysts' uploads; nobody waits between two files. Web and worker keep their processes
from beginning to end (--max-requests and --max-tasks-per-child are left out): exchanged ones would hide what is lost of memory.
"""

import argparse
import os
import random
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from tests.faults import ground
from tests.faults.ground import say

if TYPE_CHECKING:
    from tests.faults.people import Notes
    from tests.faults.readers import Seen
    from tests.faults.running import Installation
    from tests.faults.work import Work

ANALYSTS = 5
ON_THE_BOARD = 0.2  # of the readers: they take packs away too


def main() -> None:
    """Print what was done and what was found; the exit code is 1 where something does not hold."""
    parser = ground.options("python -m tests.faults.busy", __doc__, people=2000)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--readers", type=int, default=100)
    parser.add_argument("--think", type=float, default=6, help="seconds for which somebody reads a page, on average")
    ground.run(parser.parse_args(), _try)


def _try(installation: "Installation", options: argparse.Namespace) -> bool:
    from django.core.management import call_command

    from tests.faults import checking
    from tests.faults.memory import Memory
    from tests.faults.people import Notes
    from tests.faults.readers import Seen
    from tests.faults.trying import Remembered, at_rest
    from tests.faults.work import Work

    call_command("migrate", verbosity=0)
    files = ground.generated(installation.folder / "generated", options.people, options.seed)
    installation.start(**_commands())
    installation.wait_for_web()
    notes, seen, enough = Notes(calm_since=time.monotonic()), Seen(), threading.Event()
    work = Work(installation.port, notes, files, enough, options.seed)
    say("loading and publishing, as people do it")
    release = work.first_release()
    readers = list(_readers(installation.port, notes, seen, options, release, enough))
    say(f"{len(readers)} readers, {ANALYSTS} analysts with {len(files)} files, a recalculation: {options.minutes:g} minutes")
    memory = Memory({name: installation.parts[name] for name in ("web", "worker")})
    loads, watching = [_load()], memory.watch()
    threads = [
        threading.Thread(target=one) for one in (*readers, *work.uploads(ANALYSTS), work.recalculations(options.minutes * 30))
    ]
    for one in threads:
        one.start()
    until = time.monotonic() + options.minutes * 60
    while (left := until - time.monotonic()) > 0:
        time.sleep(min(30, left))
        loads.append(_load())
        say(f"  {len(seen.seconds['page'])} pages, {work.told()}, load {loads[-1]:.1f}")
    memory.end()
    watching.join()
    enough.set()
    for one in threads:
        one.join()
    at_rest(notes)
    _tell(seen, loads)
    print(work.outcome())
    results = [
        ("every request of readers and analysts is answered, with what was asked for", _errors(work, seen)),
        ("memory of web and worker is where it was", list(memory.faults())),
        ("files were loaded, drafts made and a release published meanwhile", list(work.missing())),
        *checking.faults(notes, Remembered(work.files), own=True),
    ]
    for name, (before, after) in {name: memory.compared(name) for name in memory.parts}.items():
        say(f"memory of {name}: {before / 2**20:.0f} MiB in the second fifth of the time, {after / 2**20:.0f} in the last")
    say("")
    for name, faults in results:
        say(f"{'holds' if not faults else 'DOES NOT HOLD':14s} {name}")
        for fault in faults[:30]:
            say(f"{'':14s}   {fault}")
    return any(faults for _, faults in results)


def _commands() -> dict[str, list[str]]:
    """Those of the page, with processes that stay."""
    from tests.operations.page import command

    found = {name: command(name) for name in ("web", "worker", "scheduler")}
    for name, options in {"web": ("--max-requests", "--max-requests-jitter"), "worker": ("--max-tasks-per-child",)}.items():
        for option in options:
            at = found[name].index(option)
            del found[name][at : at + 2]
    return found


def _readers(
    port: int, notes: "Notes", seen: "Seen", options: argparse.Namespace, release: int, enough: threading.Event
) -> Iterator[Callable[[], None]]:
    """What each of them does. Beforehand two have opened everything once: it is there, and the processes have started."""
    from tests.faults.readers import Reader, addresses
    from wales_framework.access.models import User

    made = []
    for number in range(options.readers):
        role = "board" if number < options.readers * ON_THE_BOARD else "member"
        user = User.objects.create_user(f"reader-{number}", f"reader-{number}@example.org", "", roles=[role])
        made.append(Reader(user, port, notes, seen))
    for reader in (made[0], made[-1]):
        there = addresses(reader.user.roles[0], release)
        for kind, paths in there.items():
            for path in paths:
                reader.open(path, kind)
    say(f"each of {len(seen.longest)} addresses opened once")
    if seen.wrong:
        raise SystemExit(f"these are not there: {dict(seen.wrong)}")
    seen.forget()
    for number, reader in enumerate(made):
        chance = random.Random(options.seed * 1000 + number)
        yield lambda reader=reader, chance=chance: reader.read(enough, options.think, chance, release)  # type: ignore[misc]


def _errors(work: "Work", seen: "Seen") -> list[str]:
    found = work.notes.refused | seen.wrong
    return [f"{count} × {what}" for what, count in found.most_common()]


def _load() -> float:
    return os.getloadavg()[0]


def _tell(seen: "Seen", loads: list[float]) -> None:
    say(
        f"\nload of this machine: {statistics.median(loads):.1f} at the median, {max(loads):.1f} at most,"
        f" {os.cpu_count()} processors"
    )
    say(f"{'readers':8s} {'answers':>8s} {'median':>9s} {'95th':>9s} {'worst':>9s}")
    for kind, seconds in seen.seconds.items():
        taken = sorted(seconds) or [0.0]
        told = (statistics.median(taken), taken[int(len(taken) * 0.95)], taken[-1])
        say(f"{kind:8s} {len(seconds):8d} " + " ".join(f"{one * 1000:6.0f} ms" for one in told))
    say("answers: " + ", ".join(f"{count} × {status or 'none'}" for status, count in sorted(seen.answers.items())))
    say(f"{len(seen.longest)} different addresses; those that took longest:")
    for path in sorted(seen.longest, key=lambda path: -seen.longest[path])[:8]:
        say(f"{seen.longest[path] * 1000:9.0f} ms  {path}")


if __name__ == "__main__":
    main()
