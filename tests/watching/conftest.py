"""What the tests of watching over the service share."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from celery import current_app
from pytest_django import Settings

from tests import working
from wales_framework.watching.models import Heartbeat


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> None:
    """What other tests saw of the audit trail is not of this one's."""
    settings.DATA_DIR = tmp_path


@pytest.fixture
def nobody_at_work(db: None) -> None:
    """No worker that other tests have left at the queue shows itself in this one."""
    working.all_rest()
    Heartbeat.objects.all().delete()


@pytest.fixture
def no_broker() -> Iterator[None]:
    """A broker at an address where nobody is; whatever asks it must be done within its patience."""
    before, current_app.conf.broker_url = current_app.conf.broker_url, "redis://127.0.0.1:1/0"
    read, current_app.conf.broker_write_url = current_app.conf.broker_write_url, "redis://127.0.0.1:1/0"
    begun = time.monotonic()
    yield
    took = time.monotonic() - begun
    current_app.conf.broker_url, current_app.conf.broker_write_url = before, read
    assert took < 5
