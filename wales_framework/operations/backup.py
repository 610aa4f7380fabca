"""A backup: one folder with the database's dump, the files that it names, and a manifest.

Files come and go while it is made. So every file there is gets a second name first, under which it stays however it is removed;
then the database is looked at as it is at one moment, and whatever it names at that moment has its second name already, or gets
it now. The dump is of the same moment (pg_export_snapshot).
"""

import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.files.storage import storages
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder

from wales_framework import audit
from wales_framework.operations import manifest, programs
from wales_framework.operations.manifest import DUMP, FILES, Manifest, digest_of
from wales_framework.operations.verifying import WITHOUT_ROWS, facts, row_counts
from wales_framework.storage import KEPT, UNFINISHED

NAMED = re.compile(r"\d{8}T\d{6}Z$")
TRIES = 5


class Vanished(Exception):
    """A file came and went between two looks."""


def make(folder: Path) -> Path:
    """Make a backup in a new folder of this one, named after its moment; gives that. Half a backup never has such a name.

    Raises OSError, ProgramMissing and CalledProcessError; nothing is left then.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    moment = datetime.now(UTC)
    place = folder / f"{moment:%Y%m%dT%H%M%SZ}"
    unfinished = folder / f".{place.name}{UNFINISHED}"
    unfinished.mkdir(mode=0o700)
    try:
        digest = _filled(unfinished, moment)
        _to_disk(unfinished)
        unfinished.rename(place)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    with transaction.atomic():
        audit.record("operations.backup", None, name=place.name, manifest=digest, files=len(manifest.read(place)[0].files))
    return place


def all_of(folder: Path) -> list[Path]:
    """The backups in this folder, the oldest first."""
    return sorted(path for path in folder.iterdir() if NAMED.match(path.name) and (path / manifest.NAME).exists())


def thin_out(folder: Path, keep: int) -> list[Path]:
    """Remove all but the newest `keep`, and what a backup left that was cut short; gives what was removed."""
    old = all_of(folder)[:-keep] if keep > 0 else []
    left = [path for path in folder.glob(f".*{UNFINISHED}") if path.is_dir()]
    for path in [*old, *left]:
        shutil.rmtree(path)
    return old


def _filled(place: Path, moment: datetime) -> str:
    """Fill the folder; begun anew, a few times, where a file came and went meanwhile. Raises Vanished."""
    for _ in range(TRIES - 1):
        with suppress(Vanished):
            return _fill(place, moment)
    return _fill(place, moment)


def _fill(place: Path, moment: datetime) -> str:
    with _second_names() as stage, _one_moment() as snapshot:
        wanted = _named_files()
        for name in wanted:
            _demand(stage, name)
        rows, known = row_counts(), facts()
        tables = [word for table in WITHOUT_ROWS for word in ("--exclude-table-data", table)]
        arguments = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", *tables]
        programs.run("pg_dump", *arguments, f"--file={place / DUMP}")
        for name in wanted:
            target = place / FILES / name
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            shutil.copyfile(stage / name, target)
        migrations = sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())
    return Manifest(
        version=manifest.VERSION,
        made_at=moment.isoformat(),
        postgresql=connection.pg_version // 10_000,  # type: ignore[attr-defined]
        migrations=migrations,
        pseudonym_keys=[hashlib.sha256(key).hexdigest()[:16] for key in settings.PSEUDONYM_KEYS],
        files={str(path.relative_to(place)): digest_of(path) for path in sorted(place.rglob("*")) if path.is_file()},
        rows=rows,
        facts=known,
    ).write(place)


@contextmanager
def _one_moment() -> Iterator[str]:
    """Everything in this block is read as it is at one moment; gives the name under which others can look at the same."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        yield str(cursor.fetchone()[0])


@contextmanager
def _second_names() -> Iterator[Path]:
    """A folder beside the kept files with a second name for each of them, which costs no room."""
    stage = Path(storages[KEPT[0]].path("")).parent / f"backup-{os.getpid()}{UNFINISHED}"
    shutil.rmtree(stage, ignore_errors=True)
    stage.mkdir(mode=0o700, parents=True)
    try:
        for storage in KEPT:
            folder = Path(storages[storage].path(""))
            for path in folder.iterdir() if folder.exists() else ():
                if path.is_file() and path.suffix != UNFINISHED:
                    _name_again(stage, f"{storage}/{path.name}")
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _name_again(stage: Path, name: str) -> None:
    storage, _, file = name.partition("/")
    (stage / storage).mkdir(mode=0o700, exist_ok=True)
    try:
        os.link(storages[storage].path(file), stage / name)
    except FileNotFoundError as gone:
        if name in _named_files():
            raise Vanished(name) from gone


def _demand(stage: Path, name: str) -> None:
    """The second name of a file that the database names; made now where the file is newer than the others."""
    if not (stage / name).exists():
        storage, _, file = name.partition("/")
        (stage / storage).mkdir(mode=0o700, exist_ok=True)
        try:
            os.link(storages[storage].path(file), stage / name)
        except FileNotFoundError as gone:
            raise Vanished(name) from gone


def _named_files() -> list[str]:
    """What the database's rows name: "storage/file"."""
    folders = {str(storages[name].path("")).rstrip("/"): name for name in KEPT}
    found = []
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField):
                storage = folders[str(field.storage.path("")).rstrip("/")]
                names = model._base_manager.exclude(**{field.name: ""}).values_list(field.name, flat=True)
                found += [f"{storage}/{name}" for name in names]
    return sorted(found)


def _to_disk(folder: Path) -> None:
    for path in [*folder.rglob("*"), folder]:
        opened = os.open(path, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
