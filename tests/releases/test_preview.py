"""What loading an extract would do to the figures, told before it is loaded, and true when it is."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from indicators import catalogue
from indicators.extracts.models import Extract
from indicators.records import store
from indicators.releases import previewing, service
from indicators.releases.models import ExactObservation, Preview, Release
from tests.conftest import People
from tests.releases.records import load, load_everything, staged
from tests.working import run_jobs
from wales_framework.jobs.progress import silent
from wales_framework.jobs.queue import start

pytestmark = pytest.mark.django_db
Numbers = dict[tuple[str, ...], tuple[object, object]]


def numbers(release: Release) -> Numbers:
    rows = ExactObservation.objects.filter(release=release)
    columns = ("cohort", "measure", "area_code", "period", "breakdown", "category", "numerator", "denominator")
    return {row[:6]: (row[6], row[7]) for row in rows.values_list(*columns)}


def loaded(extract: Extract) -> None:
    extract.state, extract.precedence = Extract.State.LOADED, store.next_precedence(extract.source)
    extract.save()


@pytest.mark.parametrize(
    ("source", "beside"), [("sentences", "referrals"), ("caseload", "interventions"), ("proven_offences", "index_events")]
)
def test_a_preview_says_what_the_next_draft_brings(source: str, beside: str) -> None:
    load_everything(people=150, rows=300, sources=(source, beside))
    before = numbers(service.draft(None))
    extract = staged(source, people=150, rows=450, seed=11)
    previewing.make_preview(extract.pk, silent)
    preview = Preview.objects.get(extract=extract)
    assert before == numbers(service.draft(None)), "looking changes nothing"

    loaded(extract)
    after = numbers(service.draft(None))
    measures = {measure.code for measure in catalogue.measures() if source in measure.sources}
    assert {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)} <= {
        key for key in before.keys() | after.keys() if key[1] in measures
    }
    for name, keys in (("all", lambda key: True), ("whole", lambda key: key[4] == "")):
        was = {key: value for key, value in before.items() if key[1] in measures and keys(key)}
        now = {key: value for key, value in after.items() if key[1] in measures and keys(key)}
        both = was.keys() & now.keys()
        assert preview.counts[name] == {
            "new": len(now.keys() - was.keys()),
            "lost": len(was.keys() - now.keys()),
            "changed": sum(was[key] != now[key] for key in both),
            "unchanged": sum(was[key] == now[key] for key in both),
        }
    assert preview.changes
    for change in preview.changes:
        key = tuple(change[name] for name in ("cohort", "measure", "area_code", "period", "breakdown", "category"))
        assert before[key] != after[key]


def test_the_first_extract_of_a_source_is_all_new() -> None:
    extract = staged("referrals", people=50, rows=100)
    previewing.make_preview(extract.pk, silent)
    counts = Preview.objects.get(extract=extract).counts
    assert counts["all"]["new"] > counts["whole"]["new"] > 0
    assert counts["all"]["changed"] == counts["all"]["lost"] == counts["all"]["unchanged"] == 0


def test_the_page_shows_the_work_and_what_came_of_it(people: People, signed_in: Callable[[str], Client]) -> None:
    load("sentences", people=300, rows=3000)
    extract = staged("sentences", people=300, rows=4000, seed=11)
    page = reverse("releases:preview", args=[extract.pk])
    analyst = signed_in("analyst")
    assert "Work it out" in analyst.get(page).content.decode()
    analyst.post(reverse("releases:preview-make", args=[extract.pk]))
    assert "data-progress-url" in analyst.get(page).content.decode()
    run_jobs()
    shown = signed_in("approver").get(page).content.decode()
    preview = Preview.objects.get(extract=extract)
    assert f">{preview.counts['all']['changed']}<" in shown.replace(",", "")
    assert "People starting a sentence" in shown and "other extracts were loaded" not in shown

    load("sentences", people=300, rows=2000, seed=12)
    assert "other extracts were loaded" in analyst.get(page).content.decode()
    assert signed_in("member").get(page).status_code == 403


def test_a_change_that_the_value_does_not_show_is_told_by_what_it_is_made_of(
    signed_in: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many people began an intervention, of another number on the caseload: it comes behind all that shows."""
    monkeypatch.setattr(previewing, "MOST_CHANGES", 100_000)
    load_everything(people=150, rows=300, sources=("caseload", "interventions"))
    extract = staged("caseload", people=150, rows=450, seed=11)
    previewing.make_preview(extract.pk, silent)
    preview = Preview.objects.get(extract=extract)
    entries = [one for one in preview.changes if one["measure"] == "intervention_entries" and one["was"] == one["now"]]
    preview.changes = [one for one in entries if one["denominator_was"] and one["denominator_now"]][:20]
    preview.save()
    page = reverse("releases:preview", args=[extract.pk])
    shown = signed_in("analyst").get(page).content.decode()
    assert preview.changes
    for one in preview.changes:
        was, now = (f">{one[f'numerator_{side}']} of {one[f'denominator_{side}']}<" for side in ("was", "now"))
        assert was != now and was in shown and now in shown

    older = {"numerator_was", "numerator_now", "denominator_was", "denominator_now"}  # that a version before did not keep
    preview.changes = [{name: one[name] for name in one.keys() - older} for one in preview.changes]
    preview.save()
    assert "app-table__detail" not in signed_in("analyst").get(page).content.decode()


def test_what_is_not_waiting_to_be_loaded_has_no_preview(people: People) -> None:
    extract = load("sentences", people=50, rows=100)
    previewing.make_preview("00000000-0000-4000-8000-000000000000", silent)
    start(previewing.PREVIEW_JOB, extract.pk, people["analyst"])
    assert [job.state for job in run_jobs()] == ["done"]  # it was loaded before a worker came to it: nothing is wrong
    assert not Preview.objects.exists()
