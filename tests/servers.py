"""Loaded by pytest before everything else (-p tests.servers): servers, a data folder and a queue of the tests' own."""

import gc
import os
import uuid
from pathlib import Path

from wales_framework.servers import use_servers

os.environ.setdefault("DATA_DIR", str(Path(__file__).resolve().parent.parent / ".data" / "tests"))
os.environ.setdefault("EMBEDDED_FAST", "1")  # a crash of the machine may cost the tests' data, not anybody's
os.environ.setdefault("PREPARE_PAGES", "0")  # tests publish often, and open few pages
os.environ["QUEUE"] = f"tests-{uuid.uuid4()}"  # a broker that others use too must not mix the work
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's synchronous interface keeps an event loop in this thread
use_servers()

# Tests hold hundreds of thousands of objects. Looking through them for garbage after every 700 new ones, as Python does by
# itself, takes an eighth of all their time; what is freed by its last reference, as nearly everything is, waits for nothing.
gc.set_threshold(100_000, 20, 20)
