"""From loaded extracts to what readers see, step by step, by the people whose step it is."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from indicators.releases import service
from indicators.releases.checklist import checklist
from indicators.releases.models import ExactObservation, Observation, Release
from reporting import published as door
from tests.conftest import People
from tests.publishing import load_examples
from tests.working import run_jobs
from wales_framework.audit.models import Event
from wales_framework.workflow import MoveRefused

SignedIn = Callable[[str], Client]


def step(client: Client, name: str, release: Release, **data: str) -> str:
    """A step on the release's page, every warning ticked."""
    accept = [item.fingerprint for item in checklist(release).open_warnings]
    response = client.post(reverse(f"releases:{name}", args=[release.pk]), {**data, "accept": accept}, follow=True)
    return response.content.decode()


def test_an_analyst_drafts_an_approver_publishes_and_readers_see_it(people: People, signed_in: SignedIn) -> None:
    load_examples(people["analyst"])
    analyst, approver = signed_in("analyst"), signed_in("approver")

    analyst.post(reverse("releases:draft"))
    run_jobs()
    release = Release.objects.get()
    assert release.state == Release.State.DRAFT
    assert door.latest() is None

    step(analyst, "submit", release, note_en="First edition", note_cy="Y datganiad cyntaf")
    step(approver, "approve", release)
    assert door.latest() is None
    step(approver, "publish", release)

    edition = door.latest()
    assert edition is not None
    wales = edition.figures(cohort="women", area="W92000004", period_from="YE2018-12", period_to="YE2018-12")
    assert [(figure.numerator, figure.note) for figure in wales] == [(585, "sum of the four regions")]
    assert [event.action for event in Event.objects.changes().filter(target_type="releases.release").order_by("pk")] == [
        "release.draft",
        "release.audit",
        "release.submit",
        "release.approve",
        "release.publish",
    ]


def test_who_drafted_does_not_approve_even_with_both_roles(people: People) -> None:
    both = people["analyst"]
    both.roles = ["analyst", "approver"]
    both.save()
    load_examples(both)
    release = service.draft(both)
    service.submit(release, both)
    with pytest.raises(PermissionDenied):
        service.approve(release, both)
    service.approve(release, people["approver"])
    with pytest.raises(PermissionDenied):
        service.publish(release, both)


def test_nobody_approves_in_the_name_of_nobody(people: People) -> None:
    load_examples(people["analyst"])
    release = service.draft(None)
    service.submit(release, None)
    with pytest.raises(CommandError, match="may not approve"):
        call_command("release", "approve", str(release.pk))


def test_steps_are_taken_in_order(people: People) -> None:
    load_examples(people["analyst"])
    release = service.draft(people["analyst"])
    for early in (service.approve, service.publish):
        with pytest.raises(MoveRefused):
            early(release, people["approver"])
    release.refresh_from_db()
    assert release.state == Release.State.DRAFT


def test_a_second_press_of_a_button_does_no_harm(people: People, signed_in: SignedIn) -> None:
    load_examples(people["analyst"])
    release = service.draft(people["analyst"])
    analyst = signed_in("analyst")
    step(analyst, "submit", release)
    assert "That step is not open any more" in step(analyst, "submit", release)
    assert Event.objects.filter(action="release.submit").count() == 1


def test_returning_needs_a_reason_and_opens_the_draft_again(people: People, signed_in: SignedIn) -> None:
    load_examples(people["analyst"])
    release = service.draft(people["analyst"])
    service.submit(release, people["analyst"])
    approver = signed_in("approver")
    assert "Enter the reason" in step(approver, "return", release)
    release.refresh_from_db()
    assert release.state == Release.State.IN_REVIEW
    page = step(approver, "return", release, why="South Wales 2017 needs a note")
    assert "South Wales 2017 needs a note" in page
    release.refresh_from_db()
    assert release.state == Release.State.DRAFT


def test_a_new_draft_takes_the_place_of_the_old_one(people: People) -> None:
    load_examples(people["analyst"])
    first = service.draft(people["analyst"])
    second = service.draft(people["analyst"])
    first.refresh_from_db()
    assert (first.state, second.state) == (Release.State.DISCARDED, Release.State.DRAFT)
    assert first.content_hash == second.content_hash


def test_no_draft_while_another_is_reviewed(people: People) -> None:
    load_examples(people["analyst"])
    service.submit(service.draft(people["analyst"]), people["analyst"])
    with pytest.raises(service.ReleaseRefused, match="waiting for approval"):
        service.draft(people["analyst"])


def test_nothing_loaded_is_said_plainly(people: People, signed_in: SignedIn) -> None:
    analyst = signed_in("analyst")
    assert "No extract is loaded yet" in analyst.get(reverse("releases:list")).content.decode()
    analyst.post(reverse("releases:draft"))
    run_jobs()
    assert "there is nothing to release" in analyst.get(reverse("releases:list")).content.decode()
    assert not Release.objects.exists()


def test_figures_changed_behind_the_approver_are_not_published(people: People) -> None:
    load_examples(people["analyst"])
    release = service.draft(people["analyst"])
    service.submit(release, people["analyst"])
    service.approve(release, people["approver"])
    release.observations.filter(area_code="W15000001", period="YE2018-12").update(numerator=96, value=96)
    with pytest.raises(service.ReleaseRefused, match="not those that were approved"):
        service.publish(release, people["approver"])


@pytest.mark.parametrize(
    "change",
    [
        lambda release: Observation.objects.filter(release=release).update(numerator=1),
        lambda release: Observation.objects.filter(release=release).delete(),
        lambda release: ExactObservation.objects.filter(release=release).delete(),
        lambda release: Release.objects.filter(pk=release.pk).update(state="draft"),
        lambda release: release.extracts.clear(),
        lambda release: release.delete(),
    ],
    ids=["update a figure", "delete figures", "delete exact figures", "back to draft", "forget extracts", "delete"],
)
def test_the_database_refuses_to_change_what_is_published(published: Release, change: Callable[[Release], object]) -> None:
    with pytest.raises(DatabaseError, match="published"), transaction.atomic():
        change(published)


def test_a_figure_cannot_be_slipped_into_a_published_release(published: Release, people: People) -> None:
    draft = service.draft(people["analyst"])
    with pytest.raises(DatabaseError, match="published"), transaction.atomic():
        Observation.objects.filter(release=draft, area_code="K04000001").update(release=published, area_code="W06000001")


def test_what_changed_is_shown_before_approval(published: Release, people: People, signed_in: SignedIn) -> None:
    unchanged = service.draft(people["analyst"])
    page = signed_in("approver").get(reverse("releases:detail", args=[unchanged.pk])).content.decode()
    assert "every figure is as in" in page
    unchanged.observations.filter(area_code="W15000001", period="YE2018-12").update(numerator=96, value=96)
    unchanged.parts.all().delete()  # they are made anew where there are none
    page = signed_in("approver").get(reverse("releases:detail", args=[unchanged.pk])).content.decode()
    assert "North Wales" in page and ">95<" in page and ">96<" in page
    csv = signed_in("analyst").get(reverse("releases:changes", args=[unchanged.pk])).getvalue().decode()
    assert "changed,women,sentences_started,W15000001,YE2018-12,sentence_type,immediate_custody,95,96" in csv
