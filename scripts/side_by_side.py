"""side_by_side.py "name: command" …: run commands beside each other; of one that failed everything that it said is told.

Ends with 1 if any did not end well.
"""

import os
import shlex
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor


def run(asked: str) -> bool:
    """Run one; tell at its end."""
    name, _, command = asked.partition(": ")
    started = time.monotonic()
    done = subprocess.run(shlex.split(command), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    seconds = time.monotonic() - started
    good = done.returncode == 0
    said = done.stdout if not good or "NOT " in done.stdout else ""
    print(
        f"{'ok  ' if good else 'FAIL'} {name} ({seconds:.0f} s)\n{said}",
        end="" if said.endswith("\n") else "\n" * bool(said),
        flush=True,
    )
    return good


def main(asked: list[str]) -> int:
    with ThreadPoolExecutor(max(2, os.cpu_count() or 1)) as pool:
        return 0 if all(list(pool.map(run, asked))) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
