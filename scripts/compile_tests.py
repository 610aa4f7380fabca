"""compile_tests.py: compile what pytest rewrites, the tests and its plugins, so that their asserts tell of values: once, on every
processor, and only what has changed. Else each process of a test run does it for itself, for seven seconds, where
PYTHONDONTWRITEBYTECODE is set, and on a fresh checkout anyway.

Pytest has no way of its own to be asked for this. Should what is taken from it here change, it compiles as it did before.
"""

import os
import sys
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import distributions
from pathlib import Path

from _pytest.assertion import rewrite

TESTS = Path(__file__).resolve().parent.parent / "tests"
LOADED_AS_PLUGINS = ("marking.py", "servers.py")  # by addopts in pyproject.toml


def of_tests() -> list[Path]:
    """Pytest rewrites modules of tests, what they share, and plugins; helpers beside them it imports as they are."""
    return [*TESTS.rglob("test_*.py"), *TESTS.rglob("conftest.py"), *(TESTS / name for name in LOADED_AS_PLUGINS)]


def of_plugins() -> list[Path]:
    """The modules of every installed package that pytest finds a plugin in."""
    found = [one for one in distributions() if any(point.group == "pytest11" for point in one.entry_points)]
    files = [Path(str(one.locate_file(file))) for one in found for file in one.files or () if file.suffix == ".py"]
    return [file for file in files if file.is_file()]


def compiled(file: Path) -> None:
    """Compiled and stored, unless it is already. What cannot be compiled is told of by the tests."""
    target = rewrite.get_cache_dir(file) / (file.stem + rewrite.PYC_TAIL)
    if rewrite._read_pyc(file, target) is not None:
        return
    try:
        stamp, code = rewrite._rewrite_test(file, None)
    except (SyntaxError, ValueError):
        return
    target.parent.mkdir(exist_ok=True)
    beside = target.with_name(f"{target.name}.{os.getpid()}")
    with beside.open("wb") as written:
        rewrite._write_pyc_fp(written, stamp, code)
    beside.replace(target)


def main() -> int:
    with ProcessPoolExecutor() as processes:
        for _done in processes.map(compiled, [*of_tests(), *of_plugins()], chunksize=20):
            pass
    return 0


if __name__ == "__main__":
    sys.exit(main())
