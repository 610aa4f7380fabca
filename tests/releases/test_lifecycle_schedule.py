"""Publication at 9.30 a.m. of a day, exactly once."""

import threading
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from celery import current_app
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.urls import reverse, translate_url
from django.utils import timezone

from indicators.releases import planning, scheduling, service
from indicators.releases.models import Release
from indicators.releases.refusals import ReleaseRefused
from reporting import published as door
from tests import keeping
from tests.conftest import People
from tests.publishing import load_examples
from tests.releases.life import approved, at
from wales_framework.audit.models import Event

SUMMER, WINTER = date(2030, 7, 3), date(2030, 12, 4)
SignedIn = Callable[[str], Client]


@pytest.fixture
def release(people: People) -> Release:
    def made() -> Release:
        load_examples(people["analyst"])
        return approved(people)

    return keeping.release("examples-approved", made)


def published_events(release: Release) -> int:
    return Event.objects.filter(action="release.publish", target_id=str(release.pk)).count()


@pytest.mark.parametrize(("day", "universal"), [(SUMMER, "08:30"), (WINTER, "09:30")], ids=["summer", "winter"])
def test_half_past_nine_is_by_the_clocks_of_the_united_kingdom(day: date, universal: str) -> None:
    assert scheduling.publication_moment(day) == at(day, 9, 30)
    assert scheduling.publication_moment(day).astimezone(tz=timezone.get_fixed_timezone(0)).strftime("%H:%M") == universal


def test_it_is_published_at_its_moment_and_not_before(release: Release, people: People) -> None:
    scheduling.schedule(release, people["approver"], WINTER)
    assert scheduling.publish_due(at(WINTER, 9, 29, 59)) == []
    assert door.latest() is None

    assert scheduling.publish_due(at(WINTER, 9, 30)) == [release]

    edition = door.latest()
    assert edition is not None and edition.published_at == at(WINTER, 9, 30)
    event = Event.objects.get(action="release.publish")
    assert (event.user, event.detail["before"]) == (None, "scheduled")
    assert Release.objects.get().published_by == people["approver"]
    assert scheduling.publish_due(at(WINTER, 9, 31)) == []
    assert published_events(release) == 1


def test_what_was_missed_while_nothing_ran_is_published_at_once(release: Release, people: People) -> None:
    scheduling.schedule(release, people["approver"], WINTER)
    later = at(WINTER + timedelta(days=3), 2)
    assert scheduling.publish_due(later) == [release]
    assert Release.objects.get().published_at == later


@pytest.mark.django_db(transaction=True)
def test_two_workers_publish_once(people: People) -> None:
    load_examples(people["analyst"])
    release = approved(people)
    scheduling.schedule(release, people["approver"], WINTER)
    done: list[Release] = []
    together = threading.Barrier(2)

    def worker() -> None:
        together.wait(10)
        done.extend(scheduling.publish_due(at(WINTER, 9, 30)))
        connection.close()

    workers = [threading.Thread(target=worker) for _ in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join(30)
    assert done == [release]
    assert published_events(release) == 1


def test_a_day_that_is_past_is_refused(release: Release, people: People) -> None:
    with pytest.raises(ReleaseRefused, match="past"):
        scheduling.schedule(release, people["approver"], WINTER, now=at(WINTER, 9, 30))
    scheduling.schedule(release, people["approver"], WINTER, now=at(WINTER, 9, 29))


def test_whoever_drafted_it_cannot_schedule_it(release: Release, people: People) -> None:
    both = people["analyst"]
    both.roles = ["analyst", "approver"]
    both.save()
    with pytest.raises(PermissionDenied):
        scheduling.schedule(release, both, WINTER)


def test_one_that_must_not_go_out_any_more_goes_back_with_the_reason(release: Release, people: People) -> None:
    scheduling.schedule(release, people["approver"], WINTER)
    release.audits.create(content_hash=release.content_hash, hidden=1, attacked=1, leaks=[{"key": "x"}], seconds=0)
    assert scheduling.publish_due(at(WINTER, 9, 30)) == []
    release.refresh_from_db()
    assert (release.state, release.scheduled_for) == ("approved", None)
    assert "worked out" in Event.objects.get(action="release.unschedule").why


def test_it_is_scheduled_and_taken_off_again_on_its_page(release: Release, signed_in: SignedIn) -> None:
    approver, page = signed_in("approver"), reverse("releases:detail", args=[release.pk])
    answer = approver.post(reverse("releases:schedule", args=[release.pk]), {"day": "2030-12-07"}, follow=True).content.decode()
    assert "is a Saturday or Sunday: is it meant?" in answer
    assert "Saturday 7 December 2030, 09:30" in answer
    approver.post(reverse("releases:unschedule", args=[release.pk]))
    release.refresh_from_db()
    assert (release.state, release.scheduled_for) == ("approved", None)
    assert "Schedule the publication" in approver.get(page).content.decode()


def test_a_day_that_is_none_is_asked_for_again(release: Release, signed_in: SignedIn) -> None:
    answer = signed_in("approver").post(reverse("releases:schedule", args=[release.pk]), {"day": "2030-13-40"})
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()


def test_a_scheduled_release_can_be_returned_and_published_at_once(release: Release, people: People) -> None:
    scheduling.schedule(release, people["approver"], WINTER)
    service.publish(release, people["approver"])
    assert scheduling.publish_due(at(WINTER, 9, 30)) == []
    assert published_events(release) == 1


def test_the_scheduler_looks_every_minute_and_the_worker_knows_the_task() -> None:
    entry = settings.CELERY_BEAT_SCHEDULE["publish-due"]
    assert entry["schedule"].minute == set(range(60)) and entry["schedule"].hour == set(range(24))
    assert entry["task"] in current_app.tasks


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (at(WINTER - timedelta(days=3), 23, 59), "in 3 days"),
        (at(WINTER - timedelta(days=1), 23, 59), "tomorrow"),
        (at(WINTER, 7, 30), "today, in 2 hours"),
        (at(WINTER, 9, 29), "today, in 1 minute"),
        (at(WINTER, 9, 30), "any moment now"),
    ],
)
def test_how_long_it_is_until_then(now: object, words: str) -> None:
    assert planning.countdown(scheduling.publication_moment(WINTER), now) == words  # type: ignore[arg-type]


def test_readers_see_what_comes_and_no_number_of_a_release_that_is_not_out(
    release: Release, people: People, signed_in: SignedIn
) -> None:
    planning.announce(SUMMER, people["analyst"], "Prisons", "Carchardai", now=at(date(2030, 1, 1), 12))
    scheduling.schedule(release, people["approver"], WINTER)
    page = signed_in("member").get(reverse("releases:calendar")).content.decode()
    assert "Wednesday 3 July 2030, 09:30" in page and "Prisons" in page and "Announced" in page
    assert "It is approved and comes by itself." in page
    assert str(release) not in page and "Announce a release" not in page
    welsh = translate_url(reverse("releases:calendar"), "cy")
    assert "Carchardai" in signed_in("member").get(welsh).content.decode()


def test_an_announcement_is_made_and_taken_back_on_the_page(people: People, signed_in: SignedIn) -> None:
    analyst, calendar = signed_in("analyst"), reverse("releases:calendar")
    analyst.post(reverse("releases:announce"), {"day": "2030-07-03"})
    assert "3 July 2030" in analyst.get(calendar).content.decode()
    assert analyst.post(reverse("releases:announce"), {"day": "2030-07-03"}).status_code == 422
    assert analyst.post(reverse("releases:announce"), {"day": "2001-07-03"}).status_code == 422
    assert analyst.post(reverse("releases:announce"), {"day": "2030-07-04", "title_en": "Only English"}).status_code == 422
    (plan,) = planning.PlannedRelease.objects.all()
    analyst.post(reverse("releases:drop-plan", args=[plan.pk]))
    assert "No day is announced" in analyst.get(calendar).content.decode()
    assert list(Event.objects.order_by("pk").values_list("action", flat=True)) == ["plan.announce", "plan.drop"]
