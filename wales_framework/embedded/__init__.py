"""PostgreSQL and Valkey out of Python wheels, running for as long as some process uses them.

    urls = ensure()                       # starts what is not running, or finds what is
    urls.database_url, urls.broker_url

Each server has its own guardian, a detached process that starts it, waits until the last user process has ended
(however it ended) and then stops it. A user process is one that called `ensure()`; it holds a shared file lock, which
the kernel drops at its end, so nothing has to be counted and a killed process leaves no trace.

Nothing here imports Django, and the guardian does not import the project: a start costs tenths of a second.
"""

import os
import sys
from pathlib import Path
from typing import NamedTuple

from .errors import EmbeddedError
from .paths import Place
from .users import join

__all__ = ["EmbeddedError", "Urls", "data_dir", "ensure"]


class Urls(NamedTuple):
    """Addresses of the embedded servers; empty for one that was not asked for."""

    database_url: str
    broker_url: str


def data_dir() -> Path:
    """Where the servers keep their files: DATA_DIR of the environment, else `.data` in the project's root."""
    given = os.environ.get("DATA_DIR")
    return Path(given).resolve() if given else Path(__file__).resolve().parents[2] / ".data"


def ensure(postgres: bool = True, valkey: bool = True) -> Urls:
    """Make sure the asked-for servers run, and keep them running until this process ends.

    Idempotent, and safe when several processes call it at the same moment. Raises EmbeddedError, whose message says
    what to do, when a server cannot be started here.
    """
    if sys.platform != "linux":
        raise EmbeddedError(
            f"The embedded servers need Linux (this is {sys.platform}). Set DATABASE_URL and CELERY_BROKER_URL to "
            "servers of your own, for example postgresql://user@localhost/wales_framework and redis://localhost."
        )
    home = data_dir()
    database = join(Place(home, "postgres")) if postgres else None
    broker = join(Place(home, "valkey")) if valkey else None
    return Urls(database() if database else "", broker() if broker else "")
