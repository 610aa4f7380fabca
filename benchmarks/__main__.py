"""`make bench`: how much longer an extract takes than a bare COPY of the same file into a table without indexes.

Both run on the same server, one after the other, several times; the ratio of each pair is taken and their median shown,
so that a machine that is busy or slow changes it little. The extract is received, checked, accepted and loaded through
the same code as on the page.
"""

import argparse
import json
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connection, transaction

from benchmarks.published_file import write
from wales_framework.servers import use_servers

PLAIN = """
    CREATE TABLE plain (cohort text, measure text, period text, area_code text, breakdown text, category text,
                        numerator bigint, denominator bigint, vintage text, source text)
"""


def main() -> None:
    """Measure and print; the database used is made for this and removed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="The figures of speed, as ratios.")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "wales_framework.settings"
    os.environ["LOG_LEVEL"] = "ERROR"
    use_servers()
    django.setup()
    with tempfile.TemporaryDirectory() as folder:
        result = measure(Path(folder), options.rows, options.pairs)
    print(json.dumps(result) if options.json else told(result))


def measure(folder: Path, rows: int, pairs: int) -> dict[str, float]:
    """{"rows", "pairs", "ratio", "load_seconds", "copy_seconds", "rows_per_second"}: medians; a first pair is not counted."""
    kept = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = f"bench_{kept}"
    with redirect_stdout(StringIO()):
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        taken = []
        for number in range(pairs + 1):
            file = folder / f"published-{number}.csv"
            write(file, rows, seed=number)
            with fresh_database(number):
                taken.append((load(file), bare_copy(file)))
            file.unlink()
    finally:
        connection.creation.destroy_test_db(kept, verbosity=0)
    counted = taken[1:]
    load_seconds = statistics.median(one for one, _ in counted)
    return {
        "rows": rows,
        "pairs": pairs,
        "ratio": round(statistics.median(one / other for one, other in counted), 2),
        "load_seconds": round(load_seconds, 3),
        "copy_seconds": round(statistics.median(other for _, other in counted), 3),
        "rows_per_second": round(rows / load_seconds),
    }


@contextmanager
def fresh_database(number: int) -> Iterator[None]:
    """A copy of the migrated, empty database, for one pair."""
    creation = connection.creation
    creation.clone_test_db(str(number), verbosity=0, autoclobber=True)
    empty = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = creation.get_test_db_clone_settings(str(number))["NAME"]
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = empty
        creation.destroy_test_db(suffix=str(number), verbosity=0)


def load(file: Path) -> float:
    """Seconds for the whole way of an extract."""
    said = StringIO()
    begun = time.perf_counter()
    call_command("load_extract", "published", str(file), accept_warnings=True, json=True, stdout=said)
    seconds = time.perf_counter() - begun
    result = json.loads(said.getvalue())
    if result["state"] != "loaded":
        raise SystemExit(f"the generated file was not loaded: {result['problems'][:3]}")
    return seconds


def bare_copy(file: Path) -> float:
    """Seconds for COPY of the file as it is, with its commit."""
    with connection.cursor() as cursor:
        cursor.execute(PLAIN)
        begun = time.perf_counter()
        with transaction.atomic(), open(file, "rb") as rows:
            cursor.copy_expert("COPY plain FROM STDIN WITH (FORMAT csv, HEADER)", rows)
        return time.perf_counter() - begun


def told(result: dict[str, float]) -> str:
    """The result as a person reads it."""
    return (
        f"An extract of {result['rows']:,.0f} rows takes {result['load_seconds']} s "
        f"({result['rows_per_second']:,.0f} rows a second), a bare COPY {result['copy_seconds']} s: "
        f"{result['ratio']} times as long (median of {result['pairs']:.0f} pairs)."
    )


if __name__ == "__main__":
    main()
