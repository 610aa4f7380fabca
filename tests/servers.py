"""Loaded by pytest before everything else (-p tests.servers): servers, a data folder and a queue of the tests' own.

The servers are one for all processes of a run. A process's files are its own, as its database is: what a test clears away, or
looks for, is nobody else's.
"""

import gc
import os
import secrets
import shutil
import tempfile
import uuid
from pathlib import Path

from wales_framework.servers import EMBEDDED, use_servers

# Processes that a test run starts inherit this one's DATA_DIR; where the servers are they are told here.
SHARED = os.environ.setdefault(
    "TESTS_DATA_DIR", os.environ.get("DATA_DIR") or str(Path(__file__).resolve().parent.parent / ".data" / "tests")
)
os.environ["DATA_DIR"] = SHARED
os.environ.setdefault("EMBEDDED_FAST", "1")  # a crash of the machine may cost the tests' data, not anybody's
os.environ.setdefault("PREPARE_PAGES", "0")  # tests publish often, and open few pages
os.environ["QUEUE"] = f"tests-{uuid.uuid4()}"  # a broker that others use too must not mix the work
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's synchronous interface keeps an event loop in this thread
for name in ("SECRET_KEY", "PSEUDONYM_KEY"):  # the same for all processes: what one has made the others put back
    os.environ.setdefault(name, secrets.token_urlsafe(50))
use_servers()
os.environ[EMBEDDED] = ""  # what a test starts ends before this process, which keeps the servers up
Path(SHARED).mkdir(parents=True, exist_ok=True)
OWN = os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="own-", dir=SHARED)


def pytest_unconfigure() -> None:
    shutil.rmtree(OWN, ignore_errors=True)


# Tests hold hundreds of thousands of objects. Looking through them for garbage after every 700 new ones, as Python does by
# itself, takes an eighth of all their time; what is freed by its last reference, as nearly everything is, waits for nothing.
gc.set_threshold(100_000, 20, 20)
