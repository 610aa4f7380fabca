"""What a job needed at its busiest goes back to the machine when it is done.

A worker's process lives through a hundred jobs. Python frees what a job held, and the allocators keep it for the next one: the
process would stay as large as the largest job made it, and as pieces that are still in use lie between.
"""

import ctypes
import gc
import os
import sys
from pathlib import Path
from typing import Any

ROOM = 64 << 20  # bytes more than after the last time, from which it is worth the tenth of a second
STATM = Path("/proc/self/statm")

_after = 0


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
