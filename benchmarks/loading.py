"""An extract, from the file to the moment in which it counts, against a bare COPY of the same file."""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from benchmarks.databases import fresh_database
from wales_framework.servers import database_url

Result = dict[str, float]
Write = Callable[[Path, int, int], None]


def measure(source: str, write: Write, rows: int, pairs: int) -> Result:
    """Medians of `pairs` pairs after one that is not counted: ratio, seconds of both, rows a second."""
    taken = []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(pairs + 1):
            file = Path(folder) / f"{source}-{number}.csv"
            write(file, rows, number)
            with fresh_database(str(number)):
                taken.append((load(source, file), bare_copy(file)))
            file.unlink()
    counted = taken[1:]
    seconds = statistics.median(one for one, _ in counted)
    return {
        "rows": rows,
        "ratio": round(statistics.median(one / other for one, other in counted), 2),
        "seconds": round(seconds, 3),
        "copy_seconds": round(statistics.median(other for _, other in counted), 3),
        "rows_per_second": round(rows / seconds),
    }


def load(source: str, file: Path) -> float:
    """Seconds for the whole way of an extract: received, checked, accepted, loaded, through the same code as on the page."""
    said = StringIO()
    begun = time.perf_counter()
    call_command("load_extract", source, str(file), accept_warnings=True, as_json=True, stdout=said)
    seconds = time.perf_counter() - begun
    result = json.loads(said.getvalue())
    if result["state"] != "loaded":
        raise SystemExit(f"the generated file was not loaded: {result['problems'][:3]}")
    return seconds


def bare_copy(file: Path) -> float:
    """Seconds for COPY of the file as it is, with its commit, into a table of texts."""
    with file.open(encoding="utf-8") as rows:
        names = rows.readline().strip().split(",")
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE plain ({', '.join(f'{name} text' for name in names)})")
        begun = time.perf_counter()
        with transaction.atomic(), file.open("rb") as content:
            cursor.copy_expert("COPY plain FROM STDIN WITH (FORMAT csv, HEADER)", content)
        return time.perf_counter() - begun


def memory(source: str, write: Write, rows: int) -> Result:
    """The most memory that a process needs to load so many rows, in megabytes, with the interpreter and every library."""
    with tempfile.TemporaryDirectory() as folder, fresh_database("memory"):
        file = Path(folder) / f"{source}.csv"
        write(file, rows, 0)
        command = [sys.executable, "manage.py", "load_extract", source, str(file), "--accept-warnings", "--json"]
        begun = time.perf_counter()
        subprocess.run(
            command,
            check=True,
            cwd=settings.BASE_DIR,
            env={**os.environ, "DATABASE_URL": database_url()},
            stdout=subprocess.DEVNULL,
        )
        seconds = time.perf_counter() - begun
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return {"rows": rows, "megabytes": round(most / 1024), "seconds": round(seconds, 1)}
