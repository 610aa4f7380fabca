"""A release's figures in the database: written by COPY, and their fingerprint."""

import hashlib
import io

import pyarrow as pa
import pyarrow.parquet as pq
from django.db import connection, transaction

from indicators.records.copying import copy_in
from indicators.releases.drafting import KEY, Draft, findings_of
from indicators.releases.models import ExactObservation, Finding, Observation, Release, WitnessTables
from indicators.releases.parts import store_parts
from indicators.releases.series import store_series
from wales_framework.jobs.progress import Progress

# What a figure says to whoever reads it, and where it comes from.
HASHED = [
    *KEY, "numerator", "denominator", "value", "lower", "upper",
    "unit", "symbol", "ready", "vintage", "source", "origin", "derived",
]  # fmt: skip


def store_figures(release: Release, draft: Draft, progress: Progress) -> None:
    """Write the figures of a draft into both tables, what they tell in short, and what shows that the hidden ones are safe."""
    for model, rows in ((ExactObservation, draft.exact), (Observation, draft.shown)):
        number = pa.repeat(pa.scalar(release.pk, pa.int64()), rows.num_rows)
        copy_in(model._meta.db_table, rows.append_column("release_id", number), progress, step="storing")
    with connection.cursor() as cursor:
        # Readers come as soon as it is published, and the server's own round of its tables may be a minute later. Where the role
        # does not own the tables the server leaves it at a warning.
        cursor.execute(f"ANALYZE {ExactObservation._meta.db_table}, {Observation._meta.db_table}")
    store_parts(release)
    store_series(release)
    content = pa.BufferOutputStream()
    pq.write_table(draft.witnesses, content, compression="zstd")
    WitnessTables.objects.create(release=release, content=content.getvalue().to_pybytes())


def store_findings(release: Release, draft: Draft) -> None:
    """Work out what the draft's figures say, as readers will see them, and write it; release.rebases are those in force."""
    findings = findings_of(draft.shown, release.rebases)
    Finding.objects.bulk_create((Finding(release=release, **row) for row in findings.rows), batch_size=1000)
    release.testing = findings.testing
    release.save(update_fields=["testing"])


def content_hash(release: Release) -> str:
    """SHA-256 of the release's figures: equal figures have equal hashes, whatever the number of the release.

    The text that is hashed is PostgreSQL's own CSV of the columns HASHED, in the order of the keys' bytes, made by COPY.
    """
    fingerprint = _Fingerprint()
    with transaction.atomic(), connection.cursor() as cursor:
        # The index of the key has the order already, and the rows lie in it: the planner, which knows nothing yet of rows
        # just written, would sort them again in three times the time.
        cursor.execute("SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_seqscan = off")
        query = cursor.mogrify(
            f"SELECT {', '.join(HASHED)} FROM {Observation._meta.db_table} WHERE release_id = %s ORDER BY {', '.join(KEY)}",
            [release.pk],
        ).decode()
        cursor.copy_expert(f"COPY ({query}) TO STDOUT WITH (FORMAT csv)", fingerprint)
        cursor.execute("SET LOCAL enable_sort = on; SET LOCAL enable_bitmapscan = on; SET LOCAL enable_seqscan = on")
    return fingerprint.sha256.hexdigest()


class _Fingerprint(io.RawIOBase):
    """A file that keeps nothing of what is written but its hash."""

    def __init__(self) -> None:
        self.sha256 = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, text: bytes) -> int:  # type: ignore[override]
        self.sha256.update(text)
        return len(text)
