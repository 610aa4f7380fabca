"""Work that takes its worker down each time, for a worker that is told to include it."""

import os
import signal

from wales_framework.jobs.progress import Progress
from wales_framework.jobs.queue import work

POISON, FINE = "tests.poison", "tests.fine"


@work(POISON)
def poison(target: str, progress: Progress) -> None:
    """As when the kernel runs out of memory."""
    os.kill(os.getpid(), signal.SIGKILL)


@work(FINE)
def fine(target: str, progress: Progress) -> None:
    progress("finishing")
