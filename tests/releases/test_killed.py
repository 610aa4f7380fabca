"""The worker is killed in the middle of a count: what is counted stays, and one that comes back makes the very same draft."""

import threading

import pytest
from django.db import connection

from indicators.releases import recounting, service
from indicators.releases.models import Recount, RecountPart, Release
from tests.conftest import make_people
from tests.releases.records import A_FEW, load_everything
from tests.working import Worker, WorkerPool, wait_until
from wales_framework.jobs.models import Job

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_killed_worker_leaves_its_parts_to_the_next(worker: Worker, worker_pool: WorkerPool) -> None:
    analyst = make_people()["analyst"]
    load_everything(people=30_000, rows=60_000)
    job = service.request_draft(analyst)
    assert service.request_draft(analyst) == job

    wait_until(lambda: RecountPart.objects.exists(), seconds=180)
    worker.kill()
    kept = set(RecountPart.objects.values_list("pk", "counted_at"))
    recount = Recount.objects.get()
    assert 0 < len(kept) < recount.parts
    assert recount.release is None and not Release.objects.exists()

    worker_pool.running()
    counted: set[object] = set()

    def is_drafted() -> bool:
        counted.update(RecountPart.objects.values_list("pk", "counted_at"))
        return Release.objects.exists()

    wait_until(is_drafted, seconds=300)
    wait_until(lambda: Job.objects.get(pk=job.pk).is_finished)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (Job.State.DONE, 2)
    assert kept <= counted and len(counted) <= recount.parts
    recount.refresh_from_db()
    release = Release.objects.get()
    assert recount.release == release and not RecountPart.objects.exists()
    assert service.draft(None).content_hash == release.content_hash


def test_two_workers_share_the_parts_and_each_is_counted_once() -> None:
    load_everything(people=5_000, rows=20_000, sources=A_FEW)
    alone = service.draft(None).content_hash
    recount = recounting.begin(None)
    start = threading.Barrier(2)
    faults: list[Exception] = []

    def help_count() -> None:
        try:
            start.wait(10)
            recounting.count_parts(recount.pk, to_the_end=True)
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=help_count) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert faults == []
    assert list(RecountPart.objects.order_by("number").values_list("number", flat=True)) == list(range(recount.parts))
    assert service.draft_recounted(recount).content_hash == alone


def test_parts_whose_worker_was_killed_are_taken_over() -> None:
    """A worker's lock goes with its connection: no part waits for somebody who is not there."""
    load_everything(people=100, rows=400, sources=A_FEW)
    recount = recounting.begin(None)
    held = connection.copy()
    with held.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [f"part 2 of {recount.fingerprint}"])
    recounting.count_parts(recount.pk)
    assert set(RecountPart.objects.values_list("number", flat=True)) == set(range(recount.parts)) - {2}
    waiting = threading.Thread(target=lambda: (recounting.count_parts(recount.pk, to_the_end=True), connection.close()))
    waiting.start()
    waiting.join(1)
    assert waiting.is_alive()
    held.close()
    waiting.join(60)
    assert RecountPart.objects.count() == recount.parts
