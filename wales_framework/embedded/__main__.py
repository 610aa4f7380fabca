"""`python -m wales_framework.embedded`: which embedded servers run, and where they keep their files."""

import os

from . import data_dir
from .locks import open_lock, try_take
from .paths import Place
from .users import state


def main() -> None:
    """Print a line per server; starts nothing and makes nothing."""
    home = data_dir()
    print(f"Data directory: {home}")
    for server in ("postgres", "valkey"):
        place = Place(home, server)
        print(f"{server}: {_describe(place)}")
        if place.log.exists():
            print(f"  log: {place.log}")


def _describe(place: Place) -> str:
    if not place.guardian_lock.exists():
        return "never started"
    lock = open_lock(place.guardian_lock)
    stopped = try_take(lock)
    os.close(lock)
    said = state(place)
    if stopped:
        return f"stopped; last time: {said['error']}" if "error" in said else "stopped"
    return f"running at {said['url']} (guardian {said['pid']})" if "url" in said else "starting or stopping"


if __name__ == "__main__":
    main()
