"""Two schedulers at once, as where somebody has started a second one by mistake: everything is done once."""

import threading
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from indicators.extracts import retention, service
from indicators.extracts.models import Extract
from indicators.records import store
from tests.conftest import People, make_people
from tests.publishing import EXAMPLES
from tests.working import wait_until
from wales_framework.audit.models import Event
from wales_framework.jobs.models import Job
from wales_framework.jobs.tasks import resume, run

pytestmark = pytest.mark.django_db(transaction=True)
FILE = EXAMPLES / "women_immediate_custody_wales_2014_2024.csv"


def both(act: Callable[[], object], meanwhile: Callable[[], None] = lambda: None) -> list[object]:
    """What two schedulers answer that begin at the same moment; `meanwhile` is done once both are at it."""
    answers: list[object] = []
    begin = threading.Barrier(2)

    def scheduler() -> None:
        with closing(connection):
            begin.wait()
            try:
                answers.append(act())
            except Exception as error:
                answers.append(error)

    threads = [threading.Thread(target=scheduler) for _ in range(2)]
    for thread in threads:
        thread.start()
    meanwhile()
    for thread in threads:
        thread.join(60)
    return answers


def waiting_for_a_lock() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
        return int(cursor.fetchone()[0])


def received(people: People) -> Extract:
    with FILE.open("rb") as file:
        return service.receive(file, FILE.name, people["analyst"])


def test_a_file_that_waited_too_long_is_given_up_once() -> None:
    extract = received(make_people())
    Extract.objects.update(uploaded_at=timezone.now() - timedelta(days=400))
    answers = both(retention.apply)
    assert not [one for one in answers if isinstance(one, Exception)]
    assert Event.objects.filter(action="extract.discard", target_id=str(extract.pk)).count() == 1


def test_rows_that_were_kept_long_enough_are_removed_once() -> None:
    """Both have read what is due before either removes it: they are held at the lock of the source until they have."""
    extract = received(make_people())
    Extract.objects.update(source="sentences", state=Extract.State.WITHDRAWN)
    Event.objects.create(action="extract.undo", target_type="extracts.extract", target_id=str(extract.pk))
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER USER")
        cursor.execute("UPDATE audit_event SET at = at - interval '10 years'")
        cursor.execute("ALTER TABLE audit_event ENABLE TRIGGER USER")
    holder = connection.copy()
    try:
        holder.set_autocommit(False)
        with holder.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", ["records of sentences"])

        def let_go() -> None:
            wait_until(lambda: waiting_for_a_lock() == 2)
            holder.rollback()

        answers = both(retention.apply, let_go)
    finally:
        holder.close()
    assert not [one for one in answers if isinstance(one, Exception)]
    assert Event.objects.filter(action="extract.forget").count() == 1
    assert store.current_slices("sentences") == []


def test_work_that_a_killed_worker_left_is_done_once_though_both_send_it() -> None:
    people = make_people()
    job = Job.objects.create(kind=service.FORGET_JOB, target=str(received(people).pk), requested_by=people["analyst"])
    Job.objects.update(sent_at=timezone.now() - timedelta(hours=1))
    assert not [one for one in both(resume) if isinstance(one, Exception)]
    both(lambda: run(str(job.pk)))
    job.refresh_from_db()
    assert (job.state, job.attempts) == (Job.State.DONE, 1)
