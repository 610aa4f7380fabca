"""Counting everything anew, in parts that several workers share and that survive a killed one.

A part is a share of the people. Whoever counts it holds an advisory lock on a connection of its own meanwhile, which goes with
the worker however the worker ends, and stores it when it is done: the parts that are there need not be counted again.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from indicators.releases.drafting import Basis, Counts, count_share
from indicators.releases.models import Recount, RecountPart
from wales_framework.access.models import User
from wales_framework.jobs.progress import Progress, silent

PAUSE = 0.1  # seconds between two looks at parts that others are counting
KEPT = timedelta(days=1)  # parts that nobody came back for


def begin(user: User | None) -> Recount:
    """Note down what counts at this moment; nothing is counted yet."""
    recount = ask(user)
    renew(recount)
    return recount


def ask(user: User | None) -> Recount:
    """A recount that notes down itself what counts when it begins: who asks may not see how many rows that is."""
    return Recount.objects.create(slices={}, fingerprint="", parts=0, rows=0, requested_by=user)


def renew(recount: Recount) -> None:
    """Bring the note to what counts now; parts that were counted of something else are not asked for any more."""
    basis = Basis.current()
    recount.slices, recount.proven_as_at = basis.as_json(), basis.proven_as_at
    recount.parts, recount.rows, recount.fingerprint = basis.parts, basis.rows, basis.fingerprint()
    recount.save()


def is_current(recount: Recount) -> bool:
    """Whether it counts what counts now, by the rules of now."""
    return recount.fingerprint == Basis.current().fingerprint()


def basis_of(recount: Recount) -> Basis:
    return Basis.from_json(recount.slices, recount.proven_as_at)


def count_parts(number: int, progress: Progress = silent, *, to_the_end: bool = False) -> None:
    """Count parts of the recount of this number until no part is left that nobody is at.

    With `to_the_end` it waits for the parts that others are at too, and counts those whose worker was killed. Does nothing
    where the recount's draft is made already, and nothing by rules that are not the recount's.
    """
    with _own_connection() as own:
        while (recount := Recount.objects.filter(pk=number, release=None).first()) is not None:
            there = dict(RecountPart.objects.filter(fingerprint=recount.fingerprint).values_list("number", "rows"))
            progress("counting", sum(there.values()), recount.rows, "rows")
            missing = [part for part in range(recount.parts) if part not in there]
            basis = basis_of(recount)
            if not missing or basis.fingerprint() != recount.fingerprint:
                return
            if _count_one(own, recount, basis, missing):
                continue
            if not to_the_end:
                return
            time.sleep(PAUSE)


def added(recount: Recount) -> Counts:
    """The sum of the parts. Only for a recount that is counted to the end."""
    total = Counts.empty(basis_of(recount).plan())
    written = RecountPart.objects.filter(fingerprint=recount.fingerprint).order_by("number").values_list("counts", flat=True)
    for counts in written.iterator(chunk_size=1):
        total += Counts.from_bytes(bytes(counts))
    return total


def forget_parts(recount: Recount) -> None:
    """Remove the parts of a recount whose draft is made, and old ones that nobody came back for."""
    RecountPart.objects.filter(fingerprint=recount.fingerprint).delete()
    RecountPart.objects.filter(counted_at__lt=timezone.now() - KEPT).delete()


def _count_one(own: BaseDatabaseWrapper, recount: Recount, basis: Basis, missing: list[int]) -> bool:
    """Count the first part that nobody else is at; False where there is none."""
    for part in missing:
        with _claimed(own, f"part {part} of {recount.fingerprint}") as mine:
            if mine:
                if not RecountPart.objects.filter(fingerprint=recount.fingerprint, number=part).exists():
                    _count_and_store(recount, basis, part)
                return True
    return False


def _count_and_store(recount: Recount, basis: Basis, part: int) -> None:
    started = time.monotonic()
    counts, rows = count_share(basis, basis.plan(), part)
    values = {"counts": counts.to_bytes(), "rows": rows, "seconds": round(time.monotonic() - started, 3)}
    RecountPart.objects.get_or_create(fingerprint=recount.fingerprint, number=part, defaults=values)


@contextmanager
def _own_connection() -> Iterator[BaseDatabaseWrapper]:
    own = connection.copy()
    try:
        yield own
    finally:
        own.close()


@contextmanager
def _claimed(own: BaseDatabaseWrapper, name: str) -> Iterator[bool]:
    """Hold the lock of this name while the block runs; yields False where somebody else holds it."""
    with own.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [name])
        mine = bool(cursor.fetchone()[0])
        try:
            yield mine
        finally:
            if mine:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [name])
