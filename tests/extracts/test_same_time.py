"""Two people, or two workers, at the same moment: one clear state comes of it."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client

from indicators.extracts import service
from indicators.extracts.models import Extract
from indicators.records.models import PublishedFigure
from tests.extracts.files import csv_of, figure
from tests.extracts.ways import accepted, load, numerators, upload
from tests.working import run_jobs, wait_until
from wales_framework.jobs.models import Job
from wales_framework.jobs.progress import silent
from wales_framework.workflow import MoveRefused

GWENT = "W15000002"


@pytest.fixture(autouse=True)
def files(own_files: Path) -> Path:
    return own_files


@pytest.mark.django_db(transaction=True)
class TestAtTheSameTime:
    def together(self, *acts: Callable[[], object]) -> list[BaseException]:
        """Do all at the same moment, each on a connection of its own; returns what was raised."""
        barrier = threading.Barrier(len(acts))
        raised: list[BaseException] = []

        def run(act: Callable[[], object]) -> None:
            try:
                barrier.wait()
                act()
            except Exception as error:
                raised.append(error)
            finally:
                connection.close()

        threads = [threading.Thread(target=run, args=[act]) for act in acts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return raised

    def test_overlapping_extracts_end_in_one_clear_state(self) -> None:
        periods = [f"YE{year}-12" for year in range(1995, 2020)]
        first, second = (
            accepted(
                [figure(period=period, numerator=str(1000 + step)) for period in periods[step : step + 20]], name=f"{step}.csv"
            )
            for step in (0, 5)
        )
        assert self.together(lambda: service.load(first.pk, silent), lambda: service.load(second.pk, silent)) == []
        first.refresh_from_db()
        second.refresh_from_db()
        assert {first.state, second.state} == {Extract.State.LOADED}
        winner = max(first, second, key=lambda extract: extract.precedence)
        own = 1000 if winner == first else 1005
        assert {first.precedence, second.precedence} == {1, 2}
        counted = numerators()
        assert len(counted) == 25
        assert {counted[GWENT, period] for period in periods[5:20]} == {own}

    def test_one_extract_loaded_twice_at_once_is_loaded_once(self) -> None:
        extract = accepted([figure(period=f"YE{year}-12") for year in range(1995, 2020)])
        assert self.together(*[lambda: service.load(extract.pk, silent)] * 3) == []
        assert PublishedFigure.objects.count() == 25

    def test_one_file_sent_twice_at_once_is_one_extract(self) -> None:
        raised = self.together(*[lambda: upload(csv_of([figure()]))] * 3)
        assert [type(error) for error in raised] == [service.AlreadyHere] * 2
        assert Extract.objects.count() == 1

    def test_one_file_sent_twice_at_once_by_a_program_is_checked_once(self, signed_in: Callable[[str], Client]) -> None:
        """Both have found it stored and not declared yet."""
        extract = upload(csv_of([figure()]))
        answers: list[int] = []

        def send() -> None:
            file = SimpleUploadedFile("figures.csv", csv_of([figure()]))
            data = {"source": "published", "as_at": "2025-01-31", "file": file}
            answers.append(client.post("/api/v1/extracts", data).status_code)

        def wait_for_both() -> None:
            with transaction.atomic():
                Extract.objects.select_for_update().get(pk=extract.pk)
                wait_until(lambda: waiting() == 2)

        def waiting() -> int:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_stat_clear_snapshot()")  # else a transaction is told the same again and again
                cursor.execute(
                    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
                )
                return int(cursor.fetchone()[0])

        client = signed_in("analyst")
        assert self.together(wait_for_both, send, send) == []
        assert sorted(answers) == [202, 409]
        assert Job.objects.filter(kind="extracts.check", target=str(extract.pk)).count() == 1

    def test_two_people_who_undo_at_once_undo_once(self) -> None:
        extract = load([figure()])
        raised = self.together(*[lambda: service.undo(Extract.objects.get(pk=extract.pk), None, "wrong")] * 2)
        assert [type(error) for error in raised] == [MoveRefused]
        assert numerators() == {}

    def test_an_extract_discarded_while_it_is_loaded_is_not_loaded(self) -> None:
        extract = accepted([figure()])

        def progress(step: str, done: int = 0, total: int = 0, unit: str = "") -> None:
            if step == "finishing":
                assert self.together(lambda: service.discard(Extract.objects.get(pk=extract.pk), None)) == []

        service.load(extract.pk, progress)
        extract.refresh_from_db()
        assert extract.state == Extract.State.DISCARDED
        assert numerators() == {}
        run_jobs()
        assert not PublishedFigure.objects.exists()
