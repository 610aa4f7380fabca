"""How much memory the parts of an installation take, and whether that stays where it was."""

import contextlib
import statistics
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.running import Part

EVERY = 5.0  # seconds
# Caches fill and libraries are loaded in the first fifth of the time, so the second fifth is compared with the last. A process
# that loses something with each request or job grows without end; what one that does not may differ by between two moments is
# how many files are just being read, and how far its allocator has given back what it needed at its busiest.
SHARE, ROOM = 0.10, 48 << 20


@dataclass
class Memory:
    """Samples of each part with all its processes, in bytes; and which processes there have been."""

    parts: dict[str, Part]
    taken: dict[str, list[int]] = field(default_factory=dict)
    first: dict[str, set[int]] = field(default_factory=dict)
    _enough: threading.Event = field(default_factory=threading.Event)

    def watch(self) -> threading.Thread:
        """Begin; `end` ends it."""
        watching = threading.Thread(target=self._watch, daemon=True)
        watching.start()
        return watching

    def end(self) -> None:
        self._enough.set()

    def _watch(self) -> None:
        for name, part in self.parts.items():
            self.first[name] = set(part.children())
        while not self._enough.wait(EVERY):
            for name, part in self.parts.items():
                if part.process is not None:
                    self.taken.setdefault(name, []).append(sum(map(proportional, tree(part.process.pid))))

    def compared(self, name: str) -> tuple[float, float]:
        """The medians of the second and of the last fifth of the time."""
        samples = self.taken[name]
        fifth = max(1, len(samples) // 5)
        return statistics.median(samples[fifth : 2 * fifth]), statistics.median(samples[-fifth:])

    def faults(self) -> Iterator[str]:
        for name, part in self.parts.items():
            before, after = self.compared(name)
            if after > before * (1 + SHARE) + ROOM:
                yield f"{name} has grown from {before / 2**20:.0f} to {after / 2**20:.0f} MiB"
            if gone := self.first[name] - set(part.children()):
                yield f"{name}: {len(gone)} of its processes ended"


def tree(pid: int) -> Iterator[int]:
    """A process and all that it has started."""
    yield pid
    with contextlib.suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            for child in (thread / "children").read_text().split():
                yield from tree(int(child))


def proportional(pid: int) -> int:
    """Bytes of a process; of what it shares with others its part. 0 where it has just ended."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0
