from pathlib import Path

import pytest

from indicators.releases.models import Release
from tests import figures
from tests.conftest import People


@pytest.fixture
def rich(people: People, tmp_path: Path) -> Release:
    return figures.publish_rich(people, tmp_path)
