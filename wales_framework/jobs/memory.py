"""What a process does not need any more goes back to the machine.

A worker's process lives through a hundred jobs. Python frees what a job held, and the allocators keep it for the next one: the
process would stay as large as the largest job made it, and as pieces that are still in use lie between. A web process has
threads, and the allocator keeps for each what it has freed.
"""

import ctypes
import gc
import os
import sys
from pathlib import Path
from typing import Any

ROOM = 64 << 20  # bytes more than after the last time, from which it is worth the tenth of a second
STATM = Path("/proc/self/statm")

M_ARENA_MAX = -8  # glibc's malloc.h

_after = 0


def one_heap() -> None:
    """Have all threads take their memory from one heap, in this process and in those that it will start by forking.

    glibc gives each thread a heap of its own, so that none waits for another, and what one thread has freed no other can use:
    of a web process with eight of them that was a quarter. Threads of Python take turns anyway. Other systems do it as they do.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(M_ARENA_MAX, 1)


def give_back(**kwargs: Any) -> None:
    """Give back what is free, where this process has grown; where the system does not say how large it is, nothing is done."""
    global _after
    if resident() > _after + ROOM:
        gc.collect()
        _give_back_columns()
        _give_back_heap()
        _after = resident()


def resident() -> int:
    """Bytes of memory that this process takes; 0 where nobody says."""
    try:
        return int(STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0


def _give_back_columns() -> None:
    pyarrow = sys.modules.get("pyarrow")  # of a process that has read no columns there is nothing to ask
    if pyarrow is not None:
        pyarrow.default_memory_pool().release_unused()


def _give_back_heap() -> None:
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc's own
    if trim is not None:
        trim(0)
