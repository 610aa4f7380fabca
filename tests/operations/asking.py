"""People who ask all the time while something is done to the service, and remember how they were answered."""

import threading
import time
from collections import Counter
from collections.abc import Sequence
from types import TracebackType

from tests.operations.visiting import Visitor

PAUSE = 0.2  # seconds
LIMIT = 900  # seconds, after which nobody asks any more


class Asking:
    """As long as the block lasts, somebody asks for each of the addresses, one time after another."""

    def __init__(self, visitor: Visitor, paths: Sequence[str]) -> None:
        self._visitor, self._ended = visitor, threading.Event()
        self.answers: Counter[tuple[str, str]] = Counter()
        self.slowest = 0.0
        self._threads = [threading.Thread(target=self._ask, args=(path,)) for path in paths]

    def __enter__(self) -> "Asking":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join()

    def refused(self) -> dict[tuple[str, str], int]:
        """By address and answer: whoever got no page."""
        return {asked: count for asked, count in self.answers.items() if asked[1] != "200"}

    def told(self) -> str:
        return (
            f"{self.answers.total()} asked, {sum(self.refused().values())} refused, the slowest answer after {self.slowest:.1f} s"
        )

    def _ask(self, path: str) -> None:
        last = time.monotonic() + LIMIT
        while not self._ended.is_set() and time.monotonic() < last:
            begun = time.monotonic()
            done = self._visitor.curl(path, "--output", "/dev/null", "--write-out", "%{http_code}")
            self.answers[path, done.stdout] += 1
            self.slowest = max(self.slowest, time.monotonic() - begun)
            self._ended.wait(PAUSE)
