"""The settings of a property that is tried here with a few examples, and with as many as are asked for by --fuzz."""

from typing import Any

import pytest
from hypothesis import HealthCheck, settings

EVERY_CHECK = list(HealthCheck)


def tried(request: pytest.FixtureRequest, few: int) -> Any:
    """As a decorator. A machine that does other things too may take its time."""
    asked = request.config.getoption("--fuzz", default=0)
    return settings(
        max_examples=asked or few, deadline=None, suppress_health_check=EVERY_CHECK, database=None, derandomize=not asked
    )
