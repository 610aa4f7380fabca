"""Bringing a backup back: into an empty database and empty folders, and only when every byte is what was written."""

import shutil
import subprocess
from pathlib import Path

from django.core.files.storage import storages
from django.db import connection, transaction

from wales_framework import audit
from wales_framework.operations import manifest, programs
from wales_framework.operations.backup import all_of
from wales_framework.operations.manifest import DUMP, FILES, Damaged, Manifest
from wales_framework.operations.verifying import facts, row_counts
from wales_framework.storage import KEPT


class NotEmpty(Exception):
    """There is something where a backup was to be put."""


def checked(folder: Path) -> Path:
    """The backup that is meant, this folder or the newest in it, once every byte of it is what was written. Raises Damaged."""
    found = [folder] if (folder / manifest.NAME).exists() else all_of(folder) if folder.is_dir() else []
    if not found:
        raise Damaged(f"there is no backup in {folder}")
    said, _ = manifest.read(found[-1])
    manifest.verify(found[-1], said)
    return found[-1]


def restore(place: Path) -> Manifest:
    """Put a backup that was checked into the database and the folders of the settings, and compare what is there then.

    Raises NotEmpty before anything is changed, and Damaged after which all is as it was: empty.
    """
    said, digest = manifest.read(place)
    _demand_empty()
    try:
        _bring_back(place)
        differences = _differences(said)
        if differences:
            raise Damaged("; ".join(differences))
    except BaseException:
        _empty()
        raise
    with transaction.atomic():
        audit.record("operations.restore", None, name=place.name, manifest=digest)
    return said


def _demand_empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'S')")
        if count := cursor.fetchone()[0]:
            raise NotEmpty(
                f"The database {connection.settings_dict['NAME']} is not empty ({count} tables and sequences). "
                "Restore into a new one: --into-new NAME."
            )
    demand_no_files()


def demand_no_files() -> None:
    """Raises NotEmpty where there are files already."""
    for name in KEPT:
        folder = Path(storages[name].path(""))
        if folder.exists() and any(folder.iterdir()):
            raise NotEmpty(f"{folder} is not empty. Set DATA_DIR to a new folder, or move its files away.")


def _bring_back(place: Path) -> None:
    connection.close()
    try:
        programs.run(
            "pg_restore",
            "--single-transaction",
            "--exit-on-error",
            "--no-owner",
            "--no-privileges",
            f"--dbname={connection.settings_dict['NAME']}",
            str(place / DUMP),
        )
    except subprocess.CalledProcessError as failed:
        raise Damaged(f"pg_restore: {failed.stderr.strip()[-500:]}") from failed
    for name in KEPT:
        source, target = place / FILES / name, Path(storages[name].path(""))
        target.mkdir(mode=0o700, parents=True, exist_ok=True)
        for path in source.iterdir() if source.exists() else ():
            shutil.copyfile(path, target / path.name)
            (target / path.name).chmod(0o600)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _differences(said: Manifest) -> list[str]:
    counted, known = row_counts(), facts()
    found = [
        f"table {name} has {counted.get(name, 'no')} rows and had {said.rows.get(name, 'no')}"
        for name in sorted({*counted, *said.rows})
        if counted.get(name) != said.rows.get(name)
    ]
    found += [
        f"{name} is {known.get(name)} and was {said.facts.get(name)}"
        for name in sorted({*known, *said.facts})
        if known.get(name) != said.facts.get(name)
    ]
    return found


def _empty() -> None:
    """As it was before: nothing. Only after `_demand_empty` has found nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('DROP TABLE IF EXISTS %I CASCADE', relname) FROM pg_class"
            " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
        )
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)
        cursor.execute(
            "SELECT format('DROP FUNCTION IF EXISTS %s CASCADE', oid::regprocedure) FROM pg_proc"
            " WHERE pronamespace = 'public'::regnamespace"
        )
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)
    for name in KEPT:
        folder = Path(storages[name].path(""))
        for path in folder.iterdir() if folder.exists() else ():
            path.unlink()
