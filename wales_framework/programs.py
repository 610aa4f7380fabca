"""Programs of our own that run beside a process: what they may take from it."""

import os
import sys
from pathlib import Path

KEPT = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT")  # where libraries are; no secret is among them


def alone(program: Path) -> list[str]:
    """The command that runs a file with the libraries of this installation, and nothing that the environment or a folder adds."""
    options = ["-I", "-B"] if sys.dont_write_bytecode else ["-I"]
    return [sys.executable, *options, str(program)]


def bare_environment() -> dict[str, str]:
    """What of the environment such a program is given."""
    return {name: os.environ[name] for name in KEPT if name in os.environ}
