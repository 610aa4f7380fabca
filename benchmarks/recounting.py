"""A full recalculation against reading the same records once with COPY ... TO STDOUT, by one worker and by two."""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from benchmarks.databases import fresh_database
from indicators.records import binary, store
from indicators.releases import recounting
from indicators.releases.models import Recount, RecountPart

Result = dict[str, float]


def measure(people: int, pairs: int) -> Result:
    """Medians over `pairs`: the count of every figure by one worker and by two, and the whole draft, against the reading."""
    taken = []
    with tempfile.TemporaryDirectory() as folder, fresh_database("recount"):
        rows = records(people, Path(folder))
        for _ in range(pairs + 1):
            reading = read_once()
            one, two = _counted(1), _counted(2)
            drafted = _drafted()
            taken.append((reading, one, two, drafted))
    counted = taken[1:]
    reading, one, two, drafted = (statistics.median(column) for column in zip(*counted, strict=True))
    return {
        "people": people,
        "rows": rows,
        "reading_seconds": round(reading, 3),
        "counting_seconds": round(one, 3),
        "counting_ratio": round(statistics.median(times[1] / times[0] for times in counted), 2),
        "two_workers_of_one": round(statistics.median(times[2] / times[1] for times in counted), 2),
        "whole_draft_seconds": round(drafted, 3),
        "whole_draft_ratio": round(statistics.median(times[3] / times[0] for times in counted), 2),
        "rows_per_second": round(rows / drafted),
    }


def records(people: int, folder: Path) -> int:
    """Generated extracts of every source, loaded; how many rows of people there are then."""
    call_command("synthesise", "--from", "2016Q1", "--to", "2024Q4", people=people, seed=1, out=folder, verbosity=0)
    for source in store.SLICED:
        call_command("load_extract", source, str(folder / f"{source}.csv"), accept_warnings=True, as_json=True, stdout=StringIO())
    return sum(part.rows for source in store.RECORDS for part in store.current_slices(source))


class Nowhere:
    """A file that keeps nothing."""

    def write(self, text: bytes) -> None:
        pass


def read_once() -> float:
    """Seconds to read every record that counts, as text, and do nothing with it."""
    begun = time.perf_counter()
    with connection.cursor() as cursor:
        for source, model in store.RECORDS.items():
            numbers = [part.id for part in store.current_slices(source)]
            names = ", ".join(f'"{name}"' for name in binary.columns_of(model))
            query = f"SELECT {names} FROM {model._meta.db_table} WHERE slice_id = ANY(%s)"
            inner = cursor.mogrify(query, [numbers]).decode()
            cursor.copy_expert(f"COPY ({inner}) TO STDOUT", Nowhere())
    return time.perf_counter() - begun


def _counted(workers: int) -> float:
    """Seconds to count every part, by so many processes that are ready; the parts are thrown away."""
    RecountPart.objects.all().delete()
    recount = recounting.begin(None)
    with _waiting(recount, workers) as processes:
        begun = time.perf_counter()
        for process in processes:
            print("go", file=process.stdin, flush=True)
        for process in processes:
            _line_of(process)
        seconds = time.perf_counter() - begun
    if RecountPart.objects.filter(fingerprint=recount.fingerprint).count() != recount.parts:
        raise SystemExit("not every part was counted")
    recounting.forget_parts(recount)
    return seconds


WORKER = """
import os, sys, django
from django.db import connection
os.environ["DJANGO_SETTINGS_MODULE"] = "wales_framework.settings"
django.setup()
connection.settings_dict["NAME"] = sys.argv[2]
from indicators.releases import recounting
recounting.basis_of(recounting.Recount.objects.get(pk=sys.argv[1])).plan()
print("ready", flush=True)
sys.stdin.readline()
recounting.count_parts(int(sys.argv[1]), to_the_end=True)
print("done", flush=True)
"""


@contextmanager
def _waiting(recount: Recount, workers: int) -> Any:
    """Processes that have everything read in and wait for the word: the start of an interpreter is nobody's work."""
    command = [sys.executable, "-c", WORKER, str(recount.pk), connection.settings_dict["NAME"]]
    processes = [
        subprocess.Popen(command, cwd=settings.BASE_DIR, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(workers)
    ]
    for process in processes:
        _line_of(process)
    try:
        yield processes
    finally:
        for process in processes:
            process.communicate()


def _line_of(process: "subprocess.Popen[str]") -> str:
    """The next line that a process writes; waits for it."""
    return process.stdout.readline() if process.stdout else ""


def _drafted() -> float:
    """Seconds for the whole of it in one process: counted, added up, protected, stored as a draft."""
    said = StringIO()
    begun = time.perf_counter()
    call_command("recalculate", json=True, stdout=said)
    seconds = time.perf_counter() - begun
    if not json.loads(said.getvalue())["counted"]:
        raise SystemExit("nothing was counted")
    return seconds
