"""How people's records are kept: under a key that can be changed, and no longer than they may be."""

import io
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from indicators.extracts import retention, service
from indicators.extracts.models import Extract
from indicators.extracts.pseudonyms import WrongKey
from indicators.extracts.rotation import rotate
from indicators.records import store
from indicators.records.models import CaseloadPerson, Sentence
from indicators.releases.models import Release
from tests.extracts.files import csv_of
from tests.extracts.records import many
from tests.extracts.ways import AS_AT
from wales_framework.audit.models import Event
from wales_framework.jobs.progress import silent
from wales_framework.workflow import MoveRefused

pytestmark = pytest.mark.django_db


def checked(source: str, count: int, **cells: str) -> Extract:
    content = csv_of(rows := many(source, count, **cells), list(rows[0]))
    extract = service.receive(io.BytesIO(content), f"{source}.csv", None)
    service.declare(extract, None, source=source, first_period="", last_period="", as_at=AS_AT, in_background=False)
    service.check(extract.pk, silent)
    extract.refresh_from_db()
    return extract


def loaded(source: str, count: int, **cells: str) -> Extract:
    extract = checked(source, count, **cells)
    names = extract.problems.values_list("check_name", flat=True)
    service.accept(extract, None, names, in_background=False)
    service.load(extract.pk, silent)
    extract.refresh_from_db()
    assert extract.state == Extract.State.LOADED
    return extract


def exact_figures(tmp_path: Path) -> str:
    call_command("recalculate", stdout=StringIO())
    call_command("export_observations", exact=True, release="draft", out=str(tmp_path / "exact.csv"))
    return (tmp_path / "exact.csv").read_text()


@pytest.fixture
def keys(settings: Settings) -> Callable[..., None]:
    """`keys("one", "two")` sets the chain of keys."""

    def chain(*names: str) -> None:
        settings.PSEUDONYM_KEYS = [name.encode() for name in names]

    chain("one")
    return chain


class TestTheKey:
    def test_records_are_taken_to_a_new_key_and_figures_stay(self, keys: Callable[..., None], tmp_path: Path) -> None:
        loaded("sentences", 40)
        before, figures = set(Sentence.objects.values_list("person", flat=True)), exact_figures(tmp_path)
        keys("one", "two")
        said = StringIO()
        call_command("rotate_pseudonyms", stdout=said)
        assert said.getvalue() == "40 rows are under the new key.\n"
        after = set(Sentence.objects.values_list("person", flat=True))
        assert len(after) == len(before) == 40
        assert not after & before
        assert exact_figures(tmp_path) == figures
        # A new file's people are found under the same pseudonyms.
        loaded("caseload", 40)
        assert set(CaseloadPerson.objects.values_list("person", flat=True)) == after

    def test_a_draft_that_is_counted_meanwhile_is_counted_anew(self, keys: Callable[..., None]) -> None:
        from indicators.releases import recounting

        loaded("sentences", 40)
        recount = recounting.begin(None)
        recounting.count_parts(recount.pk)
        keys("one", "two")
        rotate(None)
        assert not recounting.is_current(recount)

    def test_nothing_is_loaded_under_another_key(self, keys: Callable[..., None]) -> None:
        loaded("sentences", 5)
        keys("another")
        with pytest.raises(WrongKey, match="PSEUDONYM_KEY"):
            checked("caseload", 5)
        assert not CaseloadPerson.objects.exists()
        assert Sentence.objects.count() == 5

    @pytest.mark.parametrize("chain", [("one",), ("another", "two"), ("two", "one"), ("one", "two", "three")])
    def test_a_chain_that_does_not_fit_changes_nothing(self, chain: tuple[str, ...], keys: Callable[..., None]) -> None:
        loaded("sentences", 5)
        before = set(Sentence.objects.values_list("person", flat=True))
        keys(*chain)
        with pytest.raises(CommandError, match=r"PSEUDONYM_KEY|made with"):
            call_command("rotate_pseudonyms")
        assert set(Sentence.objects.values_list("person", flat=True)) == before


class TestRetention:
    def test_nothing_goes_before_its_time(self) -> None:
        checked("caseload", 3)
        loaded("sentences", 3)
        assert retention.apply() == []

    def test_a_file_that_nobody_took_further_goes(self, settings: Settings, own_files: Path) -> None:
        extract = checked("sentences", 30, sex="X")
        assert extract.state == Extract.State.FAILED
        assert len(list(own_files.iterdir())) == 1
        settings.RETAIN_UNLOADED_DAYS = 0
        assert [found.kind for found in retention.apply(dry_run=True)] == ["file"]
        extract.refresh_from_db()
        assert extract.state == Extract.State.FAILED
        said = StringIO()
        call_command("apply_retention", stdout=said)
        assert str(extract.pk) in said.getvalue()
        extract.refresh_from_db()
        assert (extract.state, extract.file.name) == (Extract.State.DISCARDED, "")

    def test_rows_that_were_replaced_go_and_cannot_be_put_back(self, settings: Settings) -> None:
        first = loaded("sentences", 20)
        second = loaded("sentences", 21)
        settings.RETAIN_REPLACED_DAYS = 0
        (removed,) = retention.apply()
        assert (removed.kind, removed.rows) == ("extract", 20)
        assert Sentence.objects.count() == 21
        first.refresh_from_db()
        assert first.rows_removed_at is not None
        with pytest.raises(MoveRefused):
            service.put_back(first, None, "needed")
        service.undo(second, None, "wrong")
        assert store.current_slices("sentences") == []
        assert Event.objects.filter(action="extract.forget", target_id=str(first.pk)).count() == 1
        assert {found.name for found in retention.apply()} == {str(second.pk)}

    def test_old_quarters_go_and_what_was_published_stays(self, settings: Settings) -> None:
        loaded("sentences", 10)
        call_command("recalculate", stdout=StringIO())
        figures = Release.objects.get().observation_count
        settings.RETAIN_RECORDS_YEARS = 1
        (removed,) = retention.apply()
        assert (removed.kind, removed.rows) == ("quarters", 10)
        assert not Sentence.objects.exists()
        assert store.current_slices("sentences") == []
        assert Release.objects.get().observations.count() == figures
