"""What gunicorn does for us when it starts and when one of its processes ends; gunicorn.conf.py names it. No Django here."""

import os
import shutil
import socket
import time
from pathlib import Path
from typing import Any

from wales_framework.jobs.memory import one_heap
from wales_framework.watching.logs import configuration

BASE_DIR = Path(__file__).resolve().parents[2]
MEMORY = Path("/dev/shm")  # noqa: S108 - the folder made in it is this user's alone
OLD = 7 * 24 * 60 * 60  # seconds after which the figures of another machine's processes are nobody's any more


def json_is_wanted() -> bool:
    """As in the settings, which are not there yet."""
    return (os.environ.get("LOG_FORMAT") or ("json" if os.environ.get("SERVICE_ENV") == "production" else "text")) == "json"


def logs() -> dict[str, Any]:
    """gunicorn's own lines in the form of all the others."""
    made = configuration("json", os.environ.get("LOG_LEVEL", "INFO"))
    made["loggers"] = {
        "gunicorn.error": {"level": made["root"]["level"], "handlers": ["console"], "propagate": False},
        # The service writes a line of each request itself; gunicorn's would have the query, and what people searched for.
        "gunicorn.access": {"level": "CRITICAL", "handlers": [], "propagate": False},
    }
    return made


def on_starting(server: Any) -> None:
    """Give the processes of this server one heap for their threads, and an empty folder for their figures; the folders of servers
    that ended are removed."""
    one_heap()
    data = _place()
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    host, mine = socket.gethostname(), f"{socket.gethostname()}-{os.getpid()}"
    for place in data.iterdir():
        machine, _, number = place.name.rpartition("-")
        ended = machine == host and not Path(f"/proc/{number}").exists()
        if place.name == mine or ended or time.time() - place.stat().st_mtime > OLD:
            shutil.rmtree(place, ignore_errors=True)
    (data / mine).mkdir()
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(data / mine)  # its processes inherit it


def _place() -> Path:
    """In memory where that can be had. The figures lie in mapped files: on a full disk whoever counts is killed by SIGBUS,
    and so would be the web processes that could still serve readers."""
    if os.access(MEMORY, os.W_OK):
        return MEMORY / f"positive-change-{os.getuid()}"
    return Path(os.environ.get("DATA_DIR") or BASE_DIR / ".data").resolve() / "metrics"


def on_exit(server: Any) -> None:
    """The figures were of this server's life."""
    if place := os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        shutil.rmtree(place, ignore_errors=True)


def child_exit(server: Any, worker: Any) -> None:
    """What a process that ended had counted stays; what it was doing is over."""
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(worker.pid)
