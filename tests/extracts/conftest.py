"""English to begin with, and a place of its own for the files of each test that looks at them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """A page in Welsh that another test asked for leaves its language behind."""
    with override("en"):
        yield


@pytest.fixture
def own_files(tmp_path: Path, settings: Any) -> Path:
    """The folder where extracts' files are kept during this test (not for a worker, which is a process of its own)."""
    folder = tmp_path / "extracts"
    kept = settings.STORAGES["extracts"]
    settings.STORAGES = {**settings.STORAGES, "extracts": {**kept, "OPTIONS": {"location": folder}}}
    return folder
