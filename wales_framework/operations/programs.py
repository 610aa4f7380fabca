"""PostgreSQL's own programs for dump and return, of a version that fits the server, and how they are told where it is."""

import contextlib
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

from django.db import connection


class ProgramMissing(Exception):
    """No pg_dump or pg_restore of a version that fits; the message says what to do."""


def program(name: str) -> str:
    """The path of `pg_dump` or `pg_restore`: of PG_BIN, else of the server's own version, else of a later one."""
    wanted = connection.pg_version // 10_000  # type: ignore[attr-defined]
    found = {path: _major(path) for path in _candidates(name)}
    fitting = sorted((major, path) for path, major in found.items() if major >= wanted)
    if not fitting:
        there = ", ".join(f"{path} ({major})" for path, major in found.items()) or "none"
        raise ProgramMissing(
            f"The server is PostgreSQL {wanted}, and no {name} of that version is here (found: {there}). Install the package "
            f"postgresql-client-{wanted}, or set PG_BIN to the folder it is in."
        )
    return fitting[0][1]


def run(name: str, *arguments: str) -> None:
    """Run the program on the service's database. The password goes by the environment, where no list of processes shows it.

    Raises ProgramMissing, and CalledProcessError with what it said.
    """
    subprocess.run([program(name), *arguments], check=True, env={**os.environ, **_where()}, capture_output=True, text=True)


def _where() -> dict[str, str]:
    settings: dict[str, Any] = connection.settings_dict
    named = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    found = {variable: str(settings[name]) for variable, name in named.items() if settings[name]}
    options = settings.get("OPTIONS") or {}
    for variable, name in {"PGSSLMODE": "sslmode", "PGSSLROOTCERT": "sslrootcert"}.items():
        if name in options:
            found[variable] = str(options[name])
    return found


def _candidates(name: str) -> list[str]:
    if given := os.environ.get("PG_BIN"):
        return [str(Path(given) / name)]
    from wales_framework.embedded.errors import EmbeddedError
    from wales_framework.embedded.postgres import programs

    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    with contextlib.suppress(EmbeddedError):
        folders.append(programs())
    found = [str(folder / name) for folder in folders if (folder / name).is_file()]
    if on_path := shutil.which(name):
        found.append(on_path)
    return found


def _major(path: str) -> int:
    said = subprocess.run([path, "--version"], check=True, capture_output=True, text=True).stdout
    number = re.search(r"(\d+)", said)
    return int(number.group(1)) if number else 0
