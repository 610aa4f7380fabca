"""One trial: people work, parts of the service are killed, and afterwards everything that must hold is looked at."""

import contextlib
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg2
from django.core.management import call_command
from django.db import connection

from indicators.extracts.models import Extract
from indicators.records.states import IN_RECORDS
from indicators.releases import service
from tests.faults import checking
from tests.faults.people import Notes, Person, looked_up
from tests.faults.running import Installation, kills
from tests.faults.working import AS_AT, File, load_and_undo_again_and_again, publish_again_and_again
from wales_framework.access.models import User
from wales_framework.jobs.models import Job

Say = Callable[[str], None]
QUIET = 240.0  # seconds in which everything must have come to rest after the last kill


@dataclass
class Trial:
    """What was done, and what was found."""

    killed: Counter[str] = field(default_factory=Counter)
    during: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    notes: Notes = field(default_factory=Notes)
    results: list[tuple[str, list[str]]] = field(default_factory=list)

    @property
    def faults(self) -> list[str]:
        return [f"{name}: {fault}" for name, found in self.results for fault in found]


class Remembered(dict[str, File]):
    """Every file by its SHA-256, also those with fewer rows, which are made when they are asked for."""

    def __init__(self, files: list[File]) -> None:
        self.files = files

    def __missing__(self, digest: str) -> File:
        for cut in range(200):
            for file in self.files:
                made = file.without(cut) if cut else file
                self[sha256(made.content).hexdigest()] = made
            if digest in self:
                return self[digest]
        raise KeyError(digest)


def trial(
    installation: Installation,
    people: Mapping[str, User],
    files: tuple[list[File], list[File]],
    *,
    count: int,
    mean: float,
    seed: int,
    aimed: float = 0.0,
    say: Say,
) -> Trial:
    """Let people work with the files, the first list for what is released, while `count` parts are killed."""
    found, enough, begun = Trial(), threading.Event(), time.monotonic()
    notes = found.notes
    connection.close()
    analyst, approver, board = (Person(people[name], installation.port, notes) for name in ("analyst", "approver", "board"))
    second = Person(people["second"], installation.port, notes)
    work = [
        threading.Thread(target=publish_again_and_again, args=(analyst, approver, board, files[0], enough, seed)),
        threading.Thread(target=load_and_undo_again_and_again, args=(second, files[1], enough, seed + 1)),
    ]
    for one in work:
        one.start()
    try:
        for name, at in kills(installation, count, mean, random.Random(seed), notes.busy, aimed):
            found.killed[name] += 1
            for doing in list(notes.busy.values()):
                found.during[doing] += 1
            say(f"{sum(found.killed.values()):4d} {at:6.1f} s  {name:24s} {' · '.join(notes.busy.values())}")
            if not any(one.is_alive() for one in work):
                break
    finally:
        enough.set()
        notes.calm_since = time.monotonic()
        for one in work:
            one.join()
    at_rest(notes)
    found.seconds = time.monotonic() - begun
    every = Remembered([*files[0], *files[1]])
    found.results = list(checking.faults(notes, every, own=installation.own))
    return found


def at_rest(notes: Notes) -> None:
    """Wait until no job is unfinished: what a killed worker left, the scheduler sends again."""
    deadline = time.monotonic() + QUIET
    while looked_up(lambda: Job.objects.unfinished().exists()):
        if time.monotonic() > deadline:
            notes.faults.append("jobs are still unfinished long after the last kill")
            return
        time.sleep(0.5)


def beside_an_undisturbed_run(database_url: str, files: list[File]) -> Iterator[tuple[str, list[str]]]:
    """Load what counts once more into the untouched database `reference`, one after the other, and compare."""
    order = list(Extract.objects.filter(state__in=IN_RECORDS).order_by("precedence").values_list("source", "sha256"))
    there, every = checking.fingerprints(), Remembered(files)
    figures = checking.exact_figures(service.draft(None))
    with other_database("reference"), TemporaryDirectory() as folder:
        for source, digest in order:
            path = Path(folder) / every[digest].name
            path.write_bytes(every[digest].content)
            call_command("load_extract", source, str(path), as_at=AS_AT, accept_warnings=True, as_json=True, stdout=StringIO())
        undisturbed, other = checking.fingerprints(), checking.exact_figures(service.draft(None))
    kept = {digest for _, digest in order}
    differ = [f"{key}: other rows" for key, rows in undisturbed.items() if key[0] in kept and there.get(key) != rows]
    yield f"rows are those of an undisturbed run ({len(undisturbed)} slices)", differ
    yield "figures are those of an undisturbed run", [] if figures == other else [f"{figures} and {other}"]


@contextlib.contextmanager
def other_database(name: str) -> Iterator[None]:
    """Everything in this block is asked of another database of the same server."""
    here = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = here


def copy_database(url: str, name: str) -> None:
    """A copy of the database as it is now, while nobody else uses it."""
    connection.close()
    with contextlib.closing(psycopg2.connect(url.rpartition("/")[0] + "/postgres")) as link:
        link.autocommit = True
        with link.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name} TEMPLATE {url.rpartition('/')[2]}")
