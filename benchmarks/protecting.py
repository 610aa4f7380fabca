"""Protecting every figure of a draft, and attacking it, against reading the same figures once with COPY ... TO STDOUT."""

import json
import tempfile
import time
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from benchmarks.databases import fresh_database
from benchmarks.recounting import Nowhere, records
from indicators.releases import auditing
from indicators.releases.models import Observation, Release

Result = dict[str, float]


def measure(people: int) -> Result:
    """A draft of so many people: the seconds until its figures are protected, and those of the attack."""
    with tempfile.TemporaryDirectory() as folder, fresh_database("disclosure"):
        records(people, Path(folder))
        said = StringIO()
        call_command("recalculate", json=True, stdout=said)
        drafted = json.loads(said.getvalue())
        release = Release.objects.get(pk=drafted["release"])
        audit = auditing.audit(release)
        reading = _read_figures(release)
    protecting = drafted["seconds"]["adding"]
    return {
        "people": people,
        "figures": drafted["observations"],
        "hidden": audit.hidden,
        "attacked": audit.attacked,
        "leaks": len(audit.leaks),
        "protecting_seconds": protecting,
        "attack_seconds": audit.seconds,
        "reading_seconds": round(reading, 3),
        "protecting_ratio": round(protecting / reading, 1),
        "attack_ratio": round(audit.seconds / reading, 1),
    }


def _read_figures(release: Release) -> float:
    """Seconds to read every figure as text and do nothing with it."""
    begun = time.perf_counter()
    with connection.cursor() as cursor:
        query = cursor.mogrify(f"SELECT * FROM {Observation._meta.db_table} WHERE release_id = %s", [release.pk]).decode()
        cursor.copy_expert(f"COPY ({query}) TO STDOUT", Nowhere())
    return time.perf_counter() - begun
