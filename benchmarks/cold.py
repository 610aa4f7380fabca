"""What the first reader of an address waits for: each address in a process that has started and has read no figure.

A process that is ready to answer is copied for each address, and nothing is kept of any page. What the machine does meanwhile
changes little: told is the processor time of the answer, and beside it what the database took.
"""

import gc
import json
import os
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any
from unittest import mock

from django.conf import settings
from django.core.cache import caches
from django.db import connection, connections
from django.test import Client

from benchmarks import walking
from wales_framework.access.models import User
from wales_framework.warming import warm_up

FIRST = "/en/cookies/"  # a page without figures
SAMPLED, SLOWEST = 300, 10
LONG = 250  # milliseconds that no page should take


@dataclass(frozen=True, slots=True)
class Taken:
    """What an answer took: milliseconds of the processor, of waiting for the database, of both with all else, and queries."""

    address: str
    status: int
    cpu: float
    database: float
    wall: float
    queries: int
    size: int

    @property
    def server(self) -> float:
        """What the answer took of the service, whatever else the machine did."""
        return self.cpu + self.database


def sampled(reader: User) -> dict[str, Any]:
    """Of all that a reader can come to so many addresses, in both languages: how long each takes the first time."""
    client = Client()
    client.force_login(reader)
    with mock.patch.object(settings, "ALLOWED_HOSTS", ["*"]):
        warm_up()
        every = apart(lambda: sorted(walking.addresses(client)))
        taken = measure(client, walking.sample(every, SAMPLED, seed=1))
    pages = sorted((one for one in taken if walking.is_page(one.address)), key=lambda one: -one.server)
    files = [one for one in taken if not walking.is_page(one.address)]
    return {
        "addresses": len(every),
        "pages": len(pages),
        "median_ms": round(statistics.median(one.server for one in pages)),
        "over": sum(one.server > LONG for one in pages),
        "queries": max(one.queries for one in pages),
        "failed": [one.address for one in taken if one.status != 200],
        "slowest": [f"{one.server:.0f} ms ({one.database:.0f} of the database) {one.address}" for one in pages[:SLOWEST]],
        "files": len(files),
        "files_ms": round(statistics.median(one.server for one in files)),
        "load": round(os.getloadavg()[0], 1),
    }


def measure(client: Client, addresses: Iterable[str]) -> list[Taken]:
    """Each address the first time."""
    return [Taken(address, **apart(partial(_taken, client, address))) for address in addresses]


def _taken(client: Client, address: str) -> dict[str, Any]:
    caches["kept"].clear()
    caches["pages"].clear()
    _whole(client, FIRST)
    queries, database = 0, 0.0

    def counted(execute: Callable[..., Any], *arguments: Any) -> Any:
        nonlocal queries, database
        queries += 1
        begun, worked = time.perf_counter(), time.process_time()
        try:
            return execute(*arguments)
        finally:
            database += max(0, time.perf_counter() - begun - (time.process_time() - worked))

    with connection.execute_wrapper(counted):
        begun, worked = time.perf_counter(), time.process_time()
        status, size = _whole(client, address)
        cpu, wall = time.process_time() - worked, time.perf_counter() - begun
    told = {"cpu": cpu * 1000, "database": database * 1000, "wall": wall * 1000}
    return {"status": status, "queries": queries, "size": size, **{name: round(value, 1) for name, value in told.items()}}


def _whole(client: Client, address: str) -> tuple[int, int]:
    answer = client.get(address, headers={"Accept-Encoding": "gzip"})
    return answer.status_code, len(answer.getvalue())


def _own_memory() -> None:
    """Have a process write to all that it shares with the one it was copied from: that its first writes are slower is no matter
    of its pages. A search for garbage writes to every object."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def apart(function: Callable[[], Any]) -> Any:
    """What a function gives in a copy of this process, as JSON has it."""
    connections.close_all()
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        try:
            os.close(reading)
            _own_memory()
            with os.fdopen(writing, "w") as out:
                json.dump(function(), out)
            os._exit(0)
        finally:
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading) as told:
        found = told.read()
    os.waitpid(child, 0)
    if not found:
        raise SystemExit("a page could not be made: it ended its process")
    return json.loads(found)
