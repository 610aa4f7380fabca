"""Loaded by pytest (-p tests.marking): marks tests by what they use, for `-m worker` or `-m "not browser"`."""

import pytest

FIXTURE_MARKS = {"worker_pool": "worker", "chromium": "browser", "django_db_setup": "database"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for fixture, mark in FIXTURE_MARKS.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(mark)
        if item.get_closest_marker("django_db"):
            item.add_marker("database")
