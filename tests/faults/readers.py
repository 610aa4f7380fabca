"""Readers with browsers: each opens something, reads for some seconds, and opens the next."""

import gzip
import random
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from indicators import catalogue
from priority_groups import content
from tests.access.test_roles import RELEASE, TABLE, Address
from tests.faults.people import Notes, Person, noting
from wales_framework.access.models import User

FINE = (200, 301, 304)  # an address by another name leads to the one that it is kept under
STATIC = re.compile(rb'(?:href|src)="(/static/[^"]+)"')
# Pages of somebody's own account, and those that there are only with the figures of the tests.
OTHERS = ("account_", "mfa_", "openid", "signals:series")
OF_WORK = {"draft", "extract", "person", "job", "term", "plan", "event", "rebase"}  # what the table fills in: no reader's page
FILES_AMONG = 0.2  # of what is opened: the others are pages


@dataclass
class Seen:
    """What readers were answered. Shared by all of them."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: {"page": [], "file": [], "static": []})
    answers: Counter[int] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    longest: dict[str, float] = field(default_factory=dict)  # by address
    lock: threading.Lock = field(default_factory=threading.Lock)

    def forget(self) -> None:
        """What was seen so far does not count."""
        self.seconds = {kind: [] for kind in self.seconds}
        self.answers.clear()
        self.longest.clear()

    def answered(self, kind: str, path: str, status: int, seconds: float) -> None:
        with self.lock:
            self.seconds[kind].append(seconds)
            self.answers[status] += 1
            self.longest[path] = max(seconds, self.longest.get(path, 0))
            if status not in FINE:
                self.wrong[f"{status or 'no answer'} GET {path}"] += 1


def addresses(role: str, release: int) -> dict[str, list[str]]:
    """All that somebody with this role can open and that is there, in both languages: pages, and files with the API."""
    found: dict[str, list[str]] = {"page": [], "file": []}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            paths = [path for name, address in TABLE.items() for path in _paths(name, address, role, release)]
            paths += [reverse("dashboards:group", args=[group.code]) for group in content.frameworks()[0].groups]
            paths += [reverse("dashboards:indicator", args=[one.code]) for one in catalogue.indicators()]
            paths += [reverse("dashboards:indicator", args=["A3"]) + f"?area={area.code}" for area in catalogue.regions()]
        for path in paths:
            is_file = "." in path.rpartition("/")[2] or path.startswith("/api/")
            found["file" if is_file else "page"].append(path)
    return {kind: sorted(set(paths)) for kind, paths in found.items()}


def _paths(name: str, address: Address, role: str, release: int) -> Iterator[str]:
    if role not in address.roles or address.method != "get" or 200 not in address.good or name.startswith(OTHERS):
        return
    args = [release if one is RELEASE else one for one in address.args]
    if not OF_WORK & {str(one) for one in args}:
        yield reverse(name, args=args)


class Reader(Person):
    """Somebody who only reads, with what their browser keeps."""

    def __init__(self, user: User, port: int, notes: Notes, seen: Seen) -> None:
        super().__init__(user, port, notes)
        self.seen = seen
        self.kept: dict[str, str] = {}  # by address, the tag of what the browser has of it
        self.files: set[str] = set()

    def open(self, path: str, kind: str) -> int:
        """As a browser does it: with what it has already, and with the styles and scripts that it has not."""
        headers = {"Accept-Encoding": "gzip"}
        if tag := self.kept.get(path):
            headers["If-None-Match"] = tag
        begun = time.perf_counter()
        status, told, body = self.ask("GET", path, headers=headers)
        self.seen.answered(kind, path, status, time.perf_counter() - begun)
        if status == 301:
            return self.open(told["Location"], kind)
        if status == 200:
            self.kept[path] = told.get("ETag", "")
            if kind == "page":
                body = gzip.decompress(body) if told.get("Content-Encoding") == "gzip" else body
                for name in {found.decode() for found in STATIC.findall(body)} - self.files:
                    self.files.add(name)
                    self.open(name, "static")
        return status

    def read(self, enough: threading.Event, think: float, chance: random.Random, release: int) -> None:
        """Until it is enough: open something, and read for `think` seconds on average, at least a fifth of that."""
        there = addresses(self.user.roles[0], release)
        with noting(self.notes, self.user.username):
            enough.wait(chance.random() * think)
            while not enough.is_set():
                kind = "file" if chance.random() < FILES_AMONG else "page"
                self.open(chance.choice(there[kind]), kind)
                enough.wait(chance.uniform(0.2, 1.8) * think)
