"""What must hold after all that was done to the service: nothing lost, nothing double, nothing half done."""

import hashlib
import os
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import connection

from indicators.extracts import workflow as extract_workflow
from indicators.extracts.models import Extract
from indicators.extracts.receiving import ABANDONED_AFTER
from indicators.records import binary, store
from indicators.records.models import PublishedFigure, Slice
from indicators.releases import workflow as release_workflow
from indicators.releases.content import content_hash
from indicators.releases.drafting import KEY
from indicators.releases.models import Release
from reporting import published
from reporting.packs.making import make
from reporting.packs.models import Pack
from tests.faults.people import Notes
from tests.faults.working import File
from wales_framework.audit import chain
from wales_framework.audit.models import Event
from wales_framework.jobs.models import Job

Fault = str
LOCKS_GONE_IN = 10.0


def faults(notes: Notes, sent: dict[str, File], *, own: bool) -> Iterator[tuple[str, list[Fault]]]:
    """Each thing that must hold, with what speaks against it. `sent`: every file, by its SHA-256; `own`: whether the folder of
    files is this installation's alone."""
    yield "people got what they wanted", notes.faults
    yield "every upload that was acknowledged is there", list(_received(notes))
    yield "no file is there twice", list(_twice())
    yield "every job is finished, or failed with a message", list(_jobs())
    yield "every move has exactly one event, each beginning where the one before ended", list(_moves())
    yield "the chain of the audit trail is whole", _chain()
    yield "rows are those of the files, each once", list(_rows(sent))
    yield "published figures are what they were", list(_published(notes))
    yield "packs are what an undisturbed worker makes", list(_packs(notes))
    if own:
        yield "no file is left over and none is missing", list(_files())
    yield "no transaction is left open, no lock held", list(_open())


def _received(notes: Notes) -> Iterator[Fault]:
    there = {str(pk): sha256 for pk, sha256 in Extract.objects.values_list("pk", "sha256")}
    for extract, sha256 in notes.received.items():
        if there.get(extract) != sha256:
            yield f"extract {extract} was acknowledged and is {'another file' if extract in there else 'not there'}"


def _twice() -> Iterator[Fault]:
    here = Counter(Extract.objects.exclude(state__in=extract_workflow.GONE).values_list("sha256", flat=True))
    yield from (f"{count} extracts of file {sha256[:12]}" for sha256, count in here.items() if count > 1)


def _jobs() -> Iterator[Fault]:
    yield from (f"{job} is {job.state}" for job in Job.objects.unfinished())
    yield from (f"{job} failed without a message" for job in Job.objects.filter(state=Job.State.FAILED, message=""))


def _moves() -> Iterator[Fault]:
    for objects, machine in (
        (Extract.objects.all(), extract_workflow.EXTRACT),
        (Release.objects.all(), release_workflow.RELEASE),
    ):
        for found in objects:
            told = Event.objects.filter(target_type=found._meta.label_lower, target_id=str(found.pk)).order_by("pk")
            now = machine.initial
            for event in told:
                if "before" not in event.detail:
                    continue
                if event.detail["before"] != now:
                    yield f"{found}: {event.action} from {event.detail['before']}, and it was {now}"
                now = event.detail["after"]
            if now != found.state:
                yield f"{found} is {found.state}, and its events end with {now}"
    for action, objects in (("extract.upload", Extract.objects), ("release.draft", Release.objects)):
        events, there = Event.objects.filter(action=action).count(), objects.count()
        if events != there:
            yield f"{events} events {action} of {there}"


def _chain() -> list[Fault]:
    walked = chain.verify()
    return [str(walked.fault)] if walked.fault else []


def _rows(sent: dict[str, File]) -> Iterator[Fault]:
    """Of each extract whose rows are there: as many as its file has, and every slice whole."""
    for extract in Extract.objects.filter(state__in=["loaded", "superseded", "withdrawn"], rows_removed_at=None):
        file = sent[extract.sha256]
        lines = file.content.count(b"\n") - 1
        counted = rows_of(extract)
        if counted != lines:
            yield f"{extract} has {counted} rows, its file {lines}"
    for source in store.SLICED:
        with connection.cursor() as cursor:
            table = store.SLICED[source]._meta.db_table
            cursor.execute(
                f"SELECT part.id, part.rows, count(found.slice_id) FROM records_slice AS part"
                f" LEFT JOIN {table} AS found ON found.slice_id = part.id WHERE part.source = %s"
                " GROUP BY 1, 2 HAVING part.rows <> count(found.slice_id)",
                [source],
            )
            yield from (f"{source}: slice {number} has {there} of {rows} rows" for number, rows, there in cursor.fetchall())
            cursor.execute(f"SELECT count(*) FROM {table} WHERE slice_id NOT IN (SELECT id FROM records_slice)")
            if strays := cursor.fetchone()[0]:
                yield f"{source}: {strays} rows of no slice"
    discarded = Extract.objects.filter(state="discarded").values_list("pk", flat=True)
    if left := Slice.objects.filter(extract__in=discarded).count():
        yield f"{left} slices of extracts that were discarded"
    if left := PublishedFigure.objects.filter(extract_id__in=list(discarded)).count():
        yield f"{left} figures of extracts that were discarded"


def rows_of(extract: Extract) -> int:
    """As many rows as are kept of an extract."""
    if extract.source in store.SLICED:
        return sum(Slice.objects.filter(extract=extract).values_list("rows", flat=True))
    return PublishedFigure.objects.filter(extract_id=extract.pk).count()


def fingerprints() -> dict[tuple[str, str, str], str]:
    """Of each slice that is kept, by file, source and period: a hash of its rows. The same rows have the same hash, whenever
    and beside whatever else they were loaded."""
    found = {}
    for part in Slice.objects.select_related("extract"):
        model = store.SLICED[part.source]
        names = [name for name in binary.columns_of(model) if name != "slice_id"] if part.source in store.RECORDS else [
            field.column for field in model._meta.concrete_fields if field.column != "slice_id"
        ]  # fmt: skip
        columns = ", ".join(f'"{name}"' for name in names)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT md5(coalesce(string_agg(line::text, '' ORDER BY line::text), ''))"
                f" FROM (SELECT {columns} FROM {model._meta.db_table} WHERE slice_id = %s) AS line",
                [part.pk],
            )
            found[part.extract.sha256, part.source, part.period] = str(cursor.fetchone()[0])
    return found


def exact_figures(release: Release) -> str:
    """A hash of the figures as they were counted: what readers see of them also depends on what was published before."""
    columns = ", ".join([*KEY, "numerator", "denominator"])
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) || ' figures, ' || md5(string_agg(line::text, '' ORDER BY line::text))"
            f" FROM (SELECT {columns} FROM releases_exactobservation WHERE release_id = %s) AS line",
            [release.pk],
        )
        return str(cursor.fetchone()[0])


def _published(notes: Notes) -> Iterator[Fault]:
    there = {one.pk: one for one in Release.objects.published()}
    for number in notes.published:
        if number not in there:
            yield f"R{number} was published and is not"
    for one in there.values():
        if content_hash(one) != one.content_hash:
            yield f"{one}: its figures are not those of its hash"
        told = Event.objects.get(action="release.draft", target_id=str(one.pk)).detail["content_hash"]
        if told != one.content_hash:
            yield f"{one}: its hash is not the one written down at its draft"


def _packs(notes: Notes) -> Iterator[Fault]:
    for pack in Pack.objects.exclude(file=""):
        with pack.file.open("rb") as file:
            stored = hashlib.sha256(file.read()).hexdigest()
        if stored != pack.sha256:
            yield f"{pack}: the file is not the one that was made"
        if notes.packs.get(str(pack.pk), stored) != stored:
            yield f"{pack}: somebody has downloaded another one"
    for pack in Pack.objects.exclude(file="").order_by("-made_at")[:2]:  # each takes seconds to make
        if make(published.get(pack.release_id), pack.language, choice=pack.choice).sha256 != pack.sha256:
            yield f"{pack}: made undisturbed it is another one"


def _files() -> Iterator[Fault]:
    """What a killed process leaves is cleared away by the nightly job once it is old enough; nothing else may be left."""
    folders = [Path(storages[name].path("")) for name in ("extracts", "packs")]
    old = time.time() - ABANDONED_AFTER.total_seconds() - 60
    uploading = Path(settings.FILE_UPLOAD_TEMP_DIR)
    for folder in [*folders, uploading]:
        for path in folder.rglob("*") if folder.exists() else ():
            os.utime(path, (old, old))
    call_command("apply_retention", stdout=StringIO())
    wanted: dict[str, Iterable[str]] = {
        "extracts": Extract.objects.exclude(file="").values_list("file", flat=True),
        "packs": Pack.objects.exclude(file="").values_list("file", flat=True),
    }
    for name, folder in zip(wanted, folders, strict=True):
        there = {path.name for path in folder.iterdir() if path.is_file()} if folder.exists() else set()
        named = {Path(found).name for found in wanted[name]}
        yield from (f"{name}: {found} belongs to nothing" for found in sorted(there - named))
        yield from (f"{name}: {found} is missing" for found in sorted(named - there))
    yield from (f"{path} is left of an upload" for path in (uploading.iterdir() if uploading.exists() else ()))


def _open() -> Iterator[Fault]:
    deadline = time.monotonic() + LOCKS_GONE_IN
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pid, state, left(query, 60) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND state LIKE 'idle in transaction%%'"
            )
            left = [f"backend {pid}: {state}, {query}" for pid, state, query in cursor.fetchall()]
            cursor.execute(
                "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
                " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            )
            left += [f"backend {pid} holds an advisory lock" for (pid,) in cursor.fetchall()]
        if not left or time.monotonic() > deadline:
            yield from left
            return
        time.sleep(0.5)
