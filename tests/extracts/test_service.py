"""What people do to extracts, and that each change is whole, named and written down."""

import io
import os
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied

from indicators.extracts import service
from indicators.extracts.guessing import as_at_of_name
from indicators.extracts.models import Extract, Problem
from indicators.extracts.pages.uploading import EXAMPLES
from indicators.extracts.reading import Unreadable
from indicators.extracts.receiving import ABANDONED_AFTER, remove_abandoned
from indicators.records.models import PublishedFigure
from tests.conftest import People
from tests.extracts.files import PICTURE, csv_of, figure, rate, table_of, xlsx_of
from tests.extracts.ways import AS_AT, accepted, checked, load, numerators, upload
from tests.extracts.wrong import years
from wales_framework.audit.models import Event
from wales_framework.jobs.progress import silent
from wales_framework.workflow import MoveRefused

GWENT = "W15000002"
TODAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def files(own_files: Path) -> Path:
    return own_files


def audited(extract: Extract) -> list[str]:
    events = Event.objects.filter(target_type="extracts.extract", target_id=str(extract.pk)).order_by("pk")
    return [event.action.removeprefix("extract.") for event in events]


@pytest.mark.django_db
class TestReceiving:
    def test_a_refused_file_leaves_nothing_behind(self, files: Path) -> None:
        for content in (b"", PICTURE, b"a,b\n"):
            with pytest.raises(Unreadable):
                upload(content)
        assert not Extract.objects.exists()
        assert not files.exists()

    def test_a_file_larger_than_allowed_is_refused_with_both_sizes(self, settings: object) -> None:
        settings.EXTRACT_MAX_BYTES = 1000
        with pytest.raises(Unreadable) as caught:
            upload(csv_of([figure(period=f"YE{year}-12") for year in range(1990, 2020)]))
        assert caught.value.name == "file_too_large"
        assert caught.value.params["most"] == "1000\xa0bytes"

    def test_the_same_file_is_known_on_its_way_and_when_loaded(self) -> None:
        content = csv_of([figure()])
        first = upload(content)
        with pytest.raises(service.AlreadyHere) as caught:
            upload(content, name="another name.csv")
        assert caught.value.extract == first
        service.discard(first, None)
        again = load([figure()])
        with pytest.raises(service.AlreadyHere) as caught:
            upload(content)
        assert caught.value.extract == again

    def test_a_file_that_was_undone_may_come_again(self) -> None:
        service.undo(load([figure()]), None, "a test")
        assert load([figure()]).state == Extract.State.LOADED


@pytest.mark.django_db
class TestGuessing:
    def test_source_periods_and_date_are_told_from_the_file(self) -> None:
        file = EXAMPLES / "women_immediate_custody_wales_2014_2024.csv"
        guess = service.guess(upload(file.read_bytes(), name=file.name))
        assert (guess.source, guess.first_period, guess.last_period) == ("published", "YE2014-12", "YE2024-12")
        assert guess.as_at == date(2024, 12, 31)
        assert guess.rows[0][:4] == ("women", "sentences_started", "YE2014-12", "W15000004")

    def test_a_table_of_something_else_is_left_to_the_analyst(self) -> None:
        guess = service.guess(upload(b"colour,size\nred,3\n", name="things 2025-06-30.csv"))
        assert (guess.source, guess.first_period, guess.as_at) == ("", "", date(2025, 6, 30))

    def test_a_spreadsheet_is_looked_into_too(self) -> None:
        assert service.guess(upload(xlsx_of(table_of([figure()])), name="f.xlsx")).source == "published"

    @pytest.mark.parametrize(
        ("name", "day"),
        [
            ("extract_2025-03-31.csv", date(2025, 3, 31)),
            ("extract 20250331.csv", date(2025, 3, 31)),
            ("31-03-2025 extract.csv", date(2025, 3, 31)),
            ("extract 2025-02.csv", date(2025, 2, 28)),
            ("extract 2025-13-45.csv", None),
            ("women_2014_2024.csv", None),
            ("extract_2030-01-01.csv", TODAY),
        ],
    )
    def test_a_date_in_the_name_counts(self, name: str, day: date | None) -> None:
        assert as_at_of_name(name, TODAY) == day


@pytest.mark.django_db
class TestDeclaring:
    @pytest.mark.parametrize(
        ("changed", "error"),
        [
            ({"source": "something"}, KeyError),
            ({"first_period": "2024"}, ValueError),
            ({"first_period": "2024Q1", "last_period": "2023Q1"}, ValueError),
        ],
    )
    def test_what_cannot_be_is_refused(self, changed: dict[str, str], error: type[Exception]) -> None:
        extract = upload(csv_of([figure()]))
        said = {"source": "published", "first_period": "2020Q1", "last_period": "2020Q4", **changed}
        with pytest.raises(error):
            service.declare(extract, None, as_at=AS_AT, **said)
        extract.refresh_from_db()
        assert extract.state == Extract.State.UPLOADED

    def test_a_refused_file_may_be_declared_again(self) -> None:
        extract = upload(csv_of([figure(period="2020Q3")]))
        for last, state in (("2020Q2", "failed"), ("2020Q4", "ready")):
            service.declare(
                extract, None, source="published", first_period="2020Q1", last_period=last, as_at=AS_AT, in_background=False
            )
            service.check(extract.pk, silent)
            extract.refresh_from_db()
            assert extract.state == state
        assert not extract.problems.exists()


@pytest.mark.django_db
class TestAccepting:
    def test_every_warning_is_accepted_by_its_name_and_by_somebody(self, people: People) -> None:
        extract = checked(csv_of(years([432, 245, 414])), people["analyst"])
        assert extract.state == Extract.State.NEEDS_ACCEPTANCE
        with pytest.raises(service.WarningsNotAccepted) as caught:
            service.accept(extract, people["analyst"], [])
        assert caught.value.names == ["sudden_change"]
        service.accept(extract, people["analyst"], ["sudden_change"], in_background=False)
        warning = Problem.objects.get(extract=extract)
        assert (warning.accepted_by, extract.accepted_by) == (people["analyst"], people["analyst"])
        assert warning.accepted_at is not None

    def test_a_refused_file_cannot_be_accepted(self) -> None:
        extract = checked(csv_of([figure(numerator="text")]))
        with pytest.raises(MoveRefused):
            service.accept(extract, None, ["not_a_number"])
        assert not PublishedFigure.objects.exists()

    def test_who_may_not_load_extracts_can_do_none_of_it(self, people: People) -> None:
        extract = load([figure()])
        for name in ("member", "approver", "board", "administrator", "nobody"):
            for act in (service.undo, service.put_back, service.discard):
                with pytest.raises(PermissionDenied):
                    act(extract, people[name], "because")
            with pytest.raises(PermissionDenied):
                service.receive(io.BytesIO(b"a"), "a.csv", people[name])
            with pytest.raises(PermissionDenied):
                service.accept(extract, people[name], [])


@pytest.mark.django_db
class TestLoading:
    def test_an_extract_replaces_exactly_its_own_figures(self) -> None:
        load([figure(period="YE2019-12", numerator="100"), figure(numerator="101")])
        second = load([figure(numerator="102")])
        assert numerators() == {(GWENT, "YE2019-12"): 100, (GWENT, "YE2020-12"): 102}
        assert second.plan == {
            "new": 0,
            "changed": 1,
            "unchanged": 0,
            "changes": [
                {
                    "row": 2, "cohort": "women", "measure": "sentences_started", "breakdown": "", "category": "",
                    "area_code": GWENT, "period": "YE2020-12", "was": "101", "now": "102", "share": 0.0099,
                }
            ],
        }  # fmt: skip

    def test_an_extract_without_current_figures_is_superseded(self) -> None:
        first = load([figure(numerator="100")])
        load([figure(numerator="101"), figure(period="YE2019-12")])
        first.refresh_from_db()
        assert first.state == Extract.State.SUPERSEDED

    def test_the_file_goes_and_its_fingerprint_stays(
        self, files: Path, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]]
    ) -> None:
        extract = accepted([figure()])
        assert len(list(files.iterdir())) == 1
        with django_capture_on_commit_callbacks(execute=True):
            service.load(extract.pk, silent)
        extract.refresh_from_db()
        assert (extract.file.name, len(extract.sha256), extract.rows) == ("", 64, 1)
        assert list(files.iterdir()) == []
        assert {"read", "check", "copy", "load"} <= set(extract.seconds)

    def test_files_that_a_killed_process_left_are_removed(self, files: Path) -> None:
        waiting = upload(csv_of([figure()]))
        for name in ("old.csv", "new.csv"):
            (files / name).write_text("left behind")
        long_ago = time.time() - 2 * ABANDONED_AFTER.total_seconds()
        os.utime(files / "old.csv", (long_ago, long_ago))
        remove_abandoned()
        assert {file.name for file in files.iterdir()} == {"new.csv", str(waiting.file.name)}

    def test_every_step_is_in_the_audit_trail(self, people: People) -> None:
        extract = load([figure()], people["analyst"])
        assert audited(extract) == ["upload", "check", "pass", "accept", "load"]
        assert Event.objects.get(action="extract.load").user == people["analyst"]

    def test_a_load_that_was_done_is_not_done_twice(self) -> None:
        extract = load([figure()])
        service.load(extract.pk, silent)
        service.check(extract.pk, silent)
        assert PublishedFigure.objects.count() == 1

    def test_a_failing_load_changes_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        load([figure(numerator="100")])
        extract = accepted([figure(numerator="101")])

        def fail(*args: object) -> None:
            raise RuntimeError("power cut")

        monkeypatch.setattr("indicators.extracts.loading.settle", fail)
        with pytest.raises(RuntimeError):
            service.load(extract.pk, silent)
        monkeypatch.undo()
        extract.refresh_from_db()
        assert extract.state == Extract.State.LOADING
        assert numerators() == {(GWENT, "YE2020-12"): 100}
        service.load(extract.pk, silent)
        assert numerators() == {(GWENT, "YE2020-12"): 101}


@pytest.mark.django_db
class TestLoadedMeanwhile:
    """Another extract is loaded between the check and the load."""

    def test_a_new_warning_is_asked_before_anything_is_loaded(self) -> None:
        extract = accepted([figure(numerator="200")])
        load([figure(numerator="100")])
        service.load(extract.pk, silent)
        extract.refresh_from_db()
        assert extract.state == Extract.State.NEEDS_ACCEPTANCE
        assert [problem.check_name for problem in extract.problems.all()] == ["figure_revised"]
        assert extract.plan["changed"] == 1
        assert numerators() == {(GWENT, "YE2020-12"): 100}
        service.accept(extract, None, ["figure_revised"], in_background=False)
        service.load(extract.pk, silent)
        assert numerators() == {(GWENT, "YE2020-12"): 200}

    def test_what_was_accepted_stays_accepted(self, people: People) -> None:
        extract = accepted(years([432, 245, 414]), people["analyst"])
        load([figure(period="YE2016-12", numerator="300")])
        service.load(extract.pk, silent)
        extract.refresh_from_db()
        stood = {problem.check_name: problem.accepted_by for problem in extract.problems.all()}
        assert stood == {"sudden_change": people["analyst"], "figure_revised": None}

    def test_an_extract_that_does_not_concern_it_is_no_matter(self) -> None:
        extract = accepted([figure()])
        load([rate()])
        service.load(extract.pk, silent)
        extract.refresh_from_db()
        assert extract.state == Extract.State.LOADED


@pytest.mark.django_db
class TestUndoing:
    def test_what_was_replaced_counts_again(self, people: People) -> None:
        first = load([figure(numerator="100")])
        second = load([figure(numerator="101"), figure(period="YE2019-12")])
        service.undo(second, people["analyst"], "The wrong edition.")
        first.refresh_from_db()
        assert numerators() == {(GWENT, "YE2020-12"): 100}
        assert (first.state, second.state) == (Extract.State.LOADED, Extract.State.WITHDRAWN)
        assert Event.objects.get(action="extract.undo").why == "The wrong edition."
        assert audited(first)[-2:] == ["supersede", "restore"]

    def test_an_undone_extract_is_put_back_above_all_others(self) -> None:
        first = load([figure(numerator="100")])
        second = load([figure(numerator="101")])
        service.undo(second, None, "wrong")
        service.put_back(second, None, "right after all")
        assert numerators() == {(GWENT, "YE2020-12"): 101}
        first.refresh_from_db()
        service.put_back(first, None, "no, the first")
        assert numerators() == {(GWENT, "YE2020-12"): 100}

    @pytest.mark.parametrize("why", ["", "  "])
    def test_a_reason_is_demanded(self, why: str) -> None:
        extract = load([figure()])
        with pytest.raises(service.WhyMissing):
            service.undo(extract, None, why)
        assert numerators()

    def test_what_is_not_loaded_cannot_be_undone(self) -> None:
        with pytest.raises(MoveRefused):
            service.undo(checked(csv_of([figure()])), None, "why not")
