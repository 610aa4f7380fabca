"""What takes long to make and many tests begin with, such as a published release: made once, then put back by COPY.

Processes of one test run share what one of them made: `shared` is a folder of theirs. What is put back is to the byte what was
made; only the clock has gone on.
"""

import contextlib
import fcntl
import io
import pickle
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from indicators.extracts.models import Extract
from indicators.releases.models import Release
from reporting.packs.models import Pack

# Made anew by each test: accounts, whose numbers are always the same (see conftest.make_people), with what migrations bring.
NOT_KEPT = ("access_", "account_", "auth_", "cache", "django_", "watching_")


@dataclass(frozen=True)
class _Kept:
    tables: dict[str, bytes]  # COPY's own binary form
    sequences: dict[str, int]
    files: dict[str, bytes]  # of extracts and packs, by their place among all files
    release: int


Named = tuple[str, Callable[[], Release]]  # of a release: the name that it is kept by, and what makes it
_kept: dict[str, _Kept] = {}
shared: Path | None = None


def release(name: str, make: Callable[[], Release]) -> Release:
    """The release of this name, with all that was stored on its way: made by the first test that asks, put back for the others.

    `make` starts from nothing but people; where there is more, nothing is kept and nothing put back: it is made.
    """
    with transaction.atomic():
        if _rows():
            return make()
        with _alone(name) as file:
            if name not in _kept and file is not None and file.exists():
                _kept[name] = pickle.loads(file.read_bytes())  # noqa: S301 - written by another process of this run
            if name in _kept:
                _put_back(_kept[name])
            else:
                _kept[name] = _made(make())
                if file is not None:
                    file.write_bytes(pickle.dumps(_kept[name]))
    return Release.objects.get(pk=_kept[name].release)


@contextlib.contextmanager
def _alone(name: str) -> Iterator[Path | None]:
    """The file that processes share, while none of the others makes the same."""
    if shared is None or name in _kept:
        yield None
        return
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield shared / f"{name}.kept"


def _made(release: Release) -> _Kept:
    with connection.cursor() as cursor:  # what is written at a commit belongs to it: the links of the audit trail
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    return _Kept({table: _out(table) for table in _rows()}, _sequences(), _files(), release.pk)


def _files() -> dict[str, bytes]:
    paths = [Path(row.file.path) for model in (Extract, Pack) for row in model._default_manager.exclude(file="")]
    return {str(path.relative_to(settings.FILES_DIR)): path.read_bytes() for path in paths}


def _tables() -> list[str]:
    """Those that hold rows themselves: of one in partitions the partitions."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname"
        )
        return [name for (name,) in cursor.fetchall()]


def _rows() -> list[str]:
    """The tables with rows that neither migrations nor people have brought."""
    found = [name for name in _tables() if not name.startswith(NOT_KEPT)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"(SELECT '{name}' FROM {name} LIMIT 1)" for name in found))
        return [name for (name,) in cursor.fetchall()]


def _out(table: str) -> bytes:
    content = io.BytesIO()
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {table} TO STDOUT (FORMAT binary)", content)
    return content.getvalue()


def _sequences() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL")
        return dict(cursor.fetchall())


def _put_back(kept: _Kept) -> None:
    """As the tables' owner, with the triggers aside that keep what is published as it is: the rows are what they were."""
    guarded = with_triggers(kept.tables)
    with connection.cursor() as cursor:
        for table in guarded:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for table, content in kept.tables.items():
            cursor.copy_expert(f"COPY {table} FROM STDIN (FORMAT binary)", io.BytesIO(content))
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        for table in guarded:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        for name, last in kept.sequences.items():
            cursor.execute(f"SELECT setval('{name}', greatest(last_value, %s)) FROM {name}", [last])
    for place, content in kept.files.items():
        path = settings.FILES_DIR / place
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def with_triggers(tables: Iterable[str]) -> list[str]:
    """Those that refuse something by a trigger."""
    query = "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal AND tgrelid::regclass::text = ANY(%s)"
    with connection.cursor() as cursor:
        cursor.execute(query, [list(tables)])
        return [name for (name,) in cursor.fetchall()]
