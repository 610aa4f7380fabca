"""How many examples each property is tried with: few among all tests, many by `make fuzz`."""

import pytest

from tests.extracts.conftest import own_files

__all__ = ["own_files"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--fuzz", type=int, default=0, help="so many examples of each property (without it a few)")
