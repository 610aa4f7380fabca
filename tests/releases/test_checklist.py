"""The checklist: each check with an example that it finds, what blocks and what is accepted by name."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from indicators.commentary.models import Commentary
from indicators.events.models import ChangeEvent
from indicators.extracts.models import Extract
from indicators.releases import service
from indicators.releases.checklist import CHECKS, checklist
from indicators.releases.models import AcceptedWarning, Release
from indicators.releases.refusals import ReleaseRefused
from priority_groups.content import Text
from tests import keeping
from tests.conftest import People
from tests.publishing import load_examples, publish
from tests.releases import records
from wales_framework.audit.models import Event
from wales_framework.language.content import PARTS, register

SignedIn = Callable[[str], Client]


@pytest.fixture
def draft(people: People) -> Release:
    """Beside a published release that is just the same, attacked and with a note: no check has anything to say of it."""
    return keeping.release("beside one that is the same", lambda: _draft(people))


def _draft(people: People) -> Release:
    load_examples(people["analyst"])
    records.load("sentences", 300, 3000)
    publish(people["analyst"], people["approver"])
    release = service.draft(people["analyst"])
    Release.objects.filter(pk=release.pk).update(note_en="New", note_cy="Newydd")
    release.extracts.update(as_at=release.drafted_at.date())
    attack(release)
    write(release)
    release.refresh_from_db()
    return release


def write(release: Release) -> None:
    Commentary.objects.create(
        release=release,
        group="A",
        text_en="There are more",
        text_cy="Mae mwy",
        author=release.drafted_by,
        updated_at=timezone.now(),
    )


def attack(release: Release, *leaks: dict[str, str]) -> None:
    beside = list(Release.objects.published().order_by("pk").values_list("pk", flat=True))
    release.audits.create(content_hash=release.content_hash, beside=beside, hidden=9, attacked=9, leaks=list(leaks), seconds=1)


def without_note(release: Release) -> None:
    Release.objects.filter(pk=release.pk).update(note_en="", note_cy="")


def english_note(release: Release) -> None:
    Release.objects.filter(pk=release.pk).update(note_cy="")


def newer_extract(release: Release) -> None:
    records.load("terminations", 100, 500)


def old_extract(release: Release) -> None:
    day = release.drafted_at.date() - timedelta(days=401)
    Extract.objects.filter(source="sentences").update(as_at=day)


def missing_quarter(release: Release) -> None:
    slices = release.recount.slices
    slices["sentences"] = [one for one in slices["sentences"] if one[1] != "2020Q3"]
    release.recount.save()


def shorter_source(release: Release) -> None:
    slices = release.recount.slices
    slices["terminations"] = [one for one in slices["sentences"] if one[1] < "2020"]
    release.recount.save()


def nothing(release: Release) -> None:
    Release.objects.filter(pk=release.pk).update(observation_count=0)


def leak(release: Release) -> None:
    attack(release, {"key": "W"}, {"key": "S"})


def not_attacked(release: Release) -> None:
    release.audits.all().delete()


def measure_gone(release: Release) -> None:
    release.observations.filter(measure=release.observations.values_list("measure", flat=True)[0]).delete()


def indicator_gone(release: Release) -> None:
    release.observations.filter(cohort="women").update(value=None)


def large_change(release: Release) -> None:
    without_note(release)
    some = release.observations.filter(numerator__gt=100).values_list("area_code", "period", "measure", "cohort").first()
    area, period, measure, cohort = some  # type: ignore[misc]
    found = release.observations.filter(area_code=area, period=period, measure=measure, cohort=cohort, breakdown="")
    found.update(value=1, numerator=1)


def approved_by_its_author(release: Release) -> None:
    Release.objects.filter(pk=release.pk).update(state="approved", approved_by=release.drafted_by)


def no_commentary(release: Release) -> None:
    Commentary.objects.filter(release=release).delete()


def one_sided_commentary(release: Release) -> None:
    Commentary.objects.filter(release=release).update(text_cy="")


def commentary_of_another_release(release: Release) -> None:
    Commentary.objects.filter(release=release).update(carried_from=Release.objects.earliest("pk"))


def event_in_english(release: Release) -> None:
    ChangeEvent.objects.create(date=date(2024, 5, 1), title_en="Courts closed", cause_en="A fire.")


def text_without_welsh(release: Release) -> None:
    register("of a test", gettext_lazy("Note"), lambda: [("group.title", Text(en="A new group"))])


@pytest.fixture(autouse=True)
def only_texts_of_the_service() -> Iterator[None]:
    yield
    PARTS.pop("of a test", None)


# Each check's name, what makes it speak, and a piece of what it says.
EXAMPLES: dict[str, tuple[Callable[[Release], None], str]] = {
    "note_missing": (without_note, "no note"),
    "note_language": (english_note, "one language only"),
    "newer_extracts": (newer_extract, "terminations-7.csv"),
    "old_extracts": (old_extract, "401 days"),
    "missing_quarters": (missing_quarter, "2020Q3"),
    "behind_the_others": (shorter_source, "ends with 2019Q4, other sources with 2020Q4"),
    "no_figures": (nothing, "no figures"),
    "leaks": (leak, "worked out 2 of its hidden figures"),
    "not_attacked": (not_attacked, "Nobody has tried"),
    "measures_gone": (measure_gone, "this release has none"),
    "indicators_gone": (indicator_gone, "loses all of its figures"),
    "large_changes": (large_change, "1 figures that readers have change by more than 25%"),
    "commentary_missing": (no_commentary, "Nobody has written commentary"),
    "commentary_language": (one_sided_commentary, "on A is in one language only"),
    "commentary_unread": (commentary_of_another_release, "on A was carried over"),
    "texts_language": (text_without_welsh, "the first one in group.title: “A new group”"),
    "events_language": (event_in_english, "“Courts closed” is in one language only"),
    "four_eyes": (approved_by_its_author, "drafted or submitted it"),
}
ELSEWHERE = {name for name, check in CHECKS.items() if not check.function.__module__.startswith("indicators.releases.checklist")}


def test_every_check_has_an_example() -> None:
    assert set(EXAMPLES) == set(CHECKS) - ELSEWHERE


def said(release: Release) -> dict[str, str]:
    release.refresh_from_db()
    return {item.name: item.sentence for item in checklist(release).items if item.name not in ELSEWHERE}


def test_of_a_release_in_order_nothing_is_said(draft: Release) -> None:
    assert said(draft) == {}


def test_each_check_finds_its_example(draft: Release) -> None:
    for name, (spoil, words) in EXAMPLES.items():
        with transaction.atomic():
            spoil(draft)
            found = said(draft)
            transaction.set_rollback(True)
        assert words in found.get(name, ""), (name, found)
        assert "%" not in found[name].replace("25%", ""), name


def test_an_error_blocks_every_step_and_the_message_says_why(draft: Release, people: People) -> None:
    leak(draft)
    with pytest.raises(ReleaseRefused, match=r"cannot go on: .*hidden figures"):
        service.submit(draft, people["analyst"])
    draft.refresh_from_db()
    assert draft.state == "draft"
    assert not Event.objects.filter(action="release.submit", target_id=str(draft.pk)).exists()
    with pytest.raises(CommandError, match="hidden figures"):
        call_command("release", "submit", user="analyst")


def test_a_note_in_one_language_is_refused_and_nothing_is_kept(draft: Release, people: People) -> None:
    without_note(draft)
    draft.refresh_from_db()
    with pytest.raises(ReleaseRefused, match="one language only"):
        service.submit(draft, people["analyst"], "Only English")
    assert draft.note_en == ""


def test_warnings_are_ticked_by_name_on_the_page(draft: Release, people: People, signed_in: SignedIn) -> None:
    without_note(draft)
    draft.refresh_from_db()
    not_attacked(draft)
    analyst, submit = signed_in("analyst"), reverse("releases:submit", args=[draft.pk])
    page = reverse("releases:detail", args=[draft.pk])
    warnings = checklist(draft).open_warnings
    assert len(warnings) >= 2
    assert all(f'value="{item.fingerprint}"' in analyst.get(page).content.decode() for item in warnings)
    refused = analyst.post(submit, {"accept": warnings[0].fingerprint}, follow=True).content.decode()
    assert "Read every warning of the checklist and tick it" in refused
    draft.refresh_from_db()
    assert draft.state == "draft" and not AcceptedWarning.objects.filter(release=draft).exists()
    analyst.post(submit, {"accept": [item.fingerprint for item in warnings]})
    draft.refresh_from_db()
    assert draft.state == "in_review"
    assert {one.accepted_by for one in draft.accepted_warnings.all()} == {people["analyst"]}
    event = Event.objects.get(action="release.submit", target_id=str(draft.pk))
    told = {item.name for item in warnings} - {"not_attacked"}  # the first try had it attacked
    assert {one["check"] for one in event.detail["accepted_warnings"]} == told
    assert "Accepted by analyst" in signed_in("approver").get(page).content.decode()
    signed_in("approver").post(reverse("releases:approve", args=[draft.pk]))
    draft.refresh_from_db()
    assert draft.state == "approved"  # what was accepted once need not be ticked again


def test_a_warning_that_came_since_has_to_be_ticked_too(draft: Release, people: People, signed_in: SignedIn) -> None:
    service.submit(draft, people["analyst"])
    newer_extract(draft)
    approver, approve = signed_in("approver"), reverse("releases:approve", args=[draft.pk])
    approver.post(approve)
    draft.refresh_from_db()
    assert draft.state == "in_review"
    approver.post(approve, {"accept": [item.fingerprint for item in checklist(draft).open_warnings]})
    draft.refresh_from_db()
    assert draft.state == "approved"
    assert draft.accepted_warnings.get(check_name="newer_extracts").accepted_by == people["approver"]


def test_all_checks_are_listed(signed_in: SignedIn) -> None:
    page = signed_in("analyst").get(reverse("releases:checks")).content.decode()
    assert page.count("<dt class=") == len(CHECKS)


def test_the_command_says_what_it_accepts(draft: Release, people: People, capsys: pytest.CaptureFixture[str]) -> None:
    without_note(draft)
    call_command("release", "submit", user="analyst")
    assert "accepted: The release has no note" in capsys.readouterr().err
    assert draft.accepted_warnings.get(check_name="note_missing").accepted_by == people["analyst"]


def test_the_command_accepts_no_missing_note_where_it_brings_one(
    draft: Release, people: People, capsys: pytest.CaptureFixture[str]
) -> None:
    without_note(draft)
    call_command("release", "submit", user="analyst", note="New quarter.", note_cy="Chwarter newydd.")
    assert "note" not in capsys.readouterr().err
    draft.refresh_from_db()
    assert (draft.note_en, draft.note_cy) == ("New quarter.", "Chwarter newydd.")
    assert not draft.accepted_warnings.filter(check_name="note_missing").exists()
