"""Threads of a web process share one heap, whichever of them has freed what another needs."""

import subprocess
import sys

import pytest

# Eight threads that have pieces of memory at the same time; then how many heaps there are beside the first. glibc takes each from
# a place that is a multiple of its size.
PROGRAM = """
import threading
from wales_framework.watching.gunicorn import one_heap

if {shared}:
    one_heap()
together = threading.Barrier(8)

def work():
    pieces = [bytearray(5_000) for _ in range(100)]
    together.wait()

threads = [threading.Thread(target=work) for _ in range(8)]
for one in threads:
    one.start()
for one in threads:
    one.join()
first = [line.split() for line in open("/proc/self/maps")]
print(sum(int(line[0].split("-")[0], 16) % (64 << 20) == 0 and "rw" in line[1] and len(line) == 5 for line in first))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="how memory is shared out is the system's matter")
def test_threads_share_one_heap() -> None:
    heaps = {
        shared: int(subprocess.run([sys.executable, "-c", PROGRAM.format(shared=shared)], capture_output=True, check=True).stdout)
        for shared in (False, True)
    }
    assert heaps[True] == 0
    assert heaps[False] > 1  # else there was nothing to share
