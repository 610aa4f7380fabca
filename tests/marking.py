"""Loaded by pytest (-p tests.marking): marks tests by what they use, for `-m worker` or `-m "not browser"`, and puts the longest
first.

`server`: what another PostgreSQL or another broker can make a difference to, tried again on servers of one's own.
"""

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol, TypeVar

import pytest

FIXTURE_MARKS = {"worker_pool": "worker", "chromium": "browser", "django_db_setup": "database"}

# COPY, partitions, locks, triggers, states, and a figure's whole way; with every test that sends work to a real worker.
SERVER = (
    "tests/test_truth.py",
    "tests/extracts/test_current.py",
    "tests/extracts/test_keeping.py",
    "tests/extracts/test_same_time.py",
    "tests/extracts/test_service.py",
    "tests/jobs/",
    "tests/protection/test_container.py",
    "tests/releases/test_recalculate.py",
    "tests/releases/test_same_time.py",
    "tests/releases/test_the_way.py",
)

# A quarter of a minute and more each. They begin first, so that no process is left alone with one of them in the end, and are
# dealt to the processes in this order: what begins at the same moment needs different releases, each of which one process makes
# and the others wait for.
LONG = (
    "tests/look/test_every_page.py::test_every_page_is_accessible_quiet_still_and_within_its_width[en",
    "tests/house/test_demo.py",
    "tests/releases/test_protected.py::test_with_late_rows",
    "tests/operations/test_next_version.py",
    "tests/test_truth.py",
    "tests/faults/",
    "tests/test_journey.py",
    "tests/look/test_every_page.py::test_every_page_is_accessible_quiet_still_and_within_its_width[cy",
    "tests/language/test_every_page.py::test_no_page",
    "tests/releases/test_protected.py::test_drafted_again",
    "tests/releases/test_protected.py::test_a_later_release",
    "tests/releases/test_killed.py",
    "tests/releases/test_lifecycle_in_a_browser.py",
    "tests/releases/test_findings.py::test_a_draft_is_stored",
    "tests/operations/test_shortage.py",
    "tests/operations/test_backup.py::test_what_is_brought_back",
    "tests/extracts/test_nobody_is_known.py",
    "tests/extracts/test_hostile.py::test_no_trap_takes_the_memory",
    "tests/watching/test_alive.py",
    "tests/disclosure/test_divided.py",
    "tests/access/test_organisation.py",
    "tests/access/test_methods.py::test_nothing_is_answered",
    "tests/access/test_roles.py::test_each_role",
    "tests/releases/test_desk.py",
    "tests/releases/test_preview.py",
    "tests/releases/test_counted.py",
    "tests/packs/test_language.py",
)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """To import all modules for a few tests, each process takes as long as for some of these tests."""
    if config.option.markexpr == "server" and collection_path.name.startswith("test_") and collection_path.suffix == ".py":
        return None if _may_have_any(collection_path, config.rootpath) else True
    return None


def _may_have_any(module: Path, root: Path) -> bool:
    """Whether tests of a server can be in it: by its name, or because it speaks of a worker."""
    return module.relative_to(root).as_posix().startswith(SERVER) or "worker" in module.read_text(encoding="utf-8")


class Named(Protocol):
    """A test, as far as its place is concerned."""

    @property
    def nodeid(self) -> str: ...


One = TypeVar("One", bound=Named)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    for item in items:
        for fixture, mark in FIXTURE_MARKS.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(mark)
        if item.get_closest_marker("django_db"):
            item.add_marker("database")
        if item.nodeid.startswith(SERVER) or (item.get_closest_marker("worker") and not item.get_closest_marker("browser")):
            item.add_marker("server")
            if not _may_have_any(item.path, item.config.rootpath):
                raise pytest.UsageError(f"{item.nodeid}: uses a worker that its module does not name; `-m server` would miss it")
    yield  # pytest leaves out those that were not asked for
    items[:] = dealt(items, int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))


def pytest_collection_finish() -> None:
    """What is here now, modules and tests, stays: who looks for garbage later need not look through it."""
    gc.collect()
    gc.freeze()


def dealt(items: list[One], processes: int) -> list[One]:
    """The tests in the order in which xdist (`--dist worksteal`) cuts them into as many stretches as there are processes, each of
    which begins with its share of the long ones. Those of one name stay together: one may need what the one before has made."""
    named: list[list[One]] = [[] for _name in LONG]
    rest: list[One] = []
    for item in items:
        place = _place(item)
        (rest if place is None else named[place]).append(item)
    shares = [[item for group in named[process::processes] for item in group] for process in range(processes)]
    ordered: list[One] = []
    for process, first in enumerate(shares):
        size = (len(items) - len(ordered)) // (processes - process)
        taken = max(0, size - len(first))
        ordered += [*first, *rest[:taken]]
        rest = rest[taken:]
    return [*ordered, *rest]


def _place(item: Named) -> int | None:
    """Of the name in LONG that a test's own begins with; None where there is none."""
    return next((place for place, name in enumerate(LONG) if item.nodeid.startswith(name)), None)
