"""Loaded by pytest (-p tests.marking): marks tests by what they use, for `-m worker` or `-m "not browser"`, and puts the longest
first.

`server`: what another PostgreSQL or another broker can make a difference to, tried again on servers of one's own.
"""

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

# Half a minute and more each: they begin first, so that no process is left alone with one of them in the end.
LONG = (
    "tests/look/test_every_page.py",
    "tests/language/test_every_page.py",
    "tests/house/test_demo.py",
    "tests/faults/",
    "tests/operations/test_next_version.py",
    "tests/releases/test_protected.py",
    "tests/releases/test_findings.py",
    "tests/releases/test_counted.py",
    "tests/releases/test_desk.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))
    for item in items:
        for fixture, mark in FIXTURE_MARKS.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(mark)
        if item.get_closest_marker("django_db"):
            item.add_marker("database")
        if item.nodeid.startswith(SERVER) or (item.get_closest_marker("worker") and not item.get_closest_marker("browser")):
            item.add_marker("server")
