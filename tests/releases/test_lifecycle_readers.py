"""Who reads a release before everybody else: the pages, their marks, the register; and everybody else."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from indicators.releases import prerelease, scheduling, service
from indicators.releases.models import PreReleaseReading, Release
from indicators.releases.refusals import ReleaseRefused
from tests import keeping
from tests.conftest import People
from tests.publishing import load_examples, publish
from tests.releases.life import approved, at
from tests.releases.test_lifecycle_schedule import WINTER

SignedIn = Callable[[str], Client]
PAGES = ["/en/", "/en/groups/A/", "/en/indicators/A1/", "/en/data/"]


@pytest.fixture
def release(people: People) -> Release:
    """Scheduled, beside one that is published."""
    return keeping.release("scheduled", lambda: _scheduled(people))


def _scheduled(people: People) -> Release:
    load_examples(people["analyst"])
    publish(people["analyst"], people["approver"])
    release = approved(people)
    scheduling.schedule(release, people["approver"], WINTER)
    return release


def let_in(release: Release, people: People, name: str = "board") -> prerelease.PreReleaseAccess:
    return prerelease.give_access(release, people[name], people["approver"], "Briefs the minister")


@pytest.mark.parametrize("page", PAGES)
def test_a_named_reader_sees_it_marked_and_others_get_404(
    page: str, release: Release, people: People, signed_in: SignedIn
) -> None:
    let_in(release, people)
    address = f"{page}?release={release.pk}"
    answer = signed_in("board").get(address)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert f"Release {release} is not published yet" in text
    assert re.search(rf'class="app-watermark" aria-hidden="true" data-mark="board · {release} · not published"', text)
    assert answer["Cache-Control"] == "private, no-store"
    for other in ("member", "analyst", "approver", "administrator"):
        assert signed_in(other).get(address).status_code == 404, other


def test_at_half_past_nine_it_is_everybodys(release: Release, people: People, signed_in: SignedIn) -> None:
    let_in(release, people)
    address = f"/en/?release={release.pk}"
    assert signed_in("member").get(address).status_code == 404
    scheduling.publish_due(at(WINTER, 9, 30))
    for name in ("member", "board"):
        answer = signed_in(name).get(address)
        assert answer.status_code == 200
        assert "not published" not in answer.content.decode() and "app-watermark" not in answer.content.decode()


def test_the_register_shows_who_opened_what_and_when(release: Release, people: People, signed_in: SignedIn) -> None:
    let_in(release, people)
    began = timezone.now()
    signed_in("board").get(f"/en/indicators/A1/?release={release.pk}")
    signed_in("board").get(f"/en/?release=R{release.pk}")
    signed_in("member").get(f"/en/?release={release.pk}")
    signed_in("board").get("/en/")
    opened = list(PreReleaseReading.objects.order_by("pk").values_list("reader__username", "address"))
    assert opened == [
        ("board", f"/en/indicators/A1/?release={release.pk}"),
        ("board", f"/en/?release=R{release.pk}"),
    ]
    assert all(began <= one.at <= timezone.now() for one in PreReleaseReading.objects.all())
    page = signed_in("analyst").get(reverse("releases:readers", args=[release.pk])).content.decode()
    assert f"/en/indicators/A1/?release={release.pk}" in page and "Briefs the minister" in page
    lines = signed_in("approver").get(reverse("releases:register", args=[release.pk])).content.decode().splitlines()
    assert lines[0] == "at,person,address" and len(lines) == 3 and lines[1].endswith(f"board,{opened[0][1]}")


def test_the_register_is_only_ever_added_to(release: Release, people: People, signed_in: SignedIn) -> None:
    let_in(release, people)
    signed_in("board").get(f"/en/?release={release.pk}")
    for change in (lambda: PreReleaseReading.objects.update(address="x"), lambda: PreReleaseReading.objects.all().delete()):
        with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
            change()


@pytest.mark.parametrize("file", ["/en/indicators/A1/figures.csv", "/en/data/all-figures.csv"])
def test_there_is_no_file_of_it(file: str, release: Release, people: People, signed_in: SignedIn) -> None:
    let_in(release, people)
    answer = signed_in("board").get(f"{file}?release={release.pk}")
    assert answer.status_code == 403
    assert "There are no files before publication" in answer.content.decode()
    assert signed_in("member").get(f"{file}?release={release.pk}").status_code == 404


def test_the_api_does_not_know_it(release: Release, people: People, signed_in: SignedIn) -> None:
    let_in(release, people)
    for name, status in (("board", 403), ("member", 400)):  # who may read its pages is told why there is no answer
        answer = signed_in(name).get(f"/api/v1/observations?release=R{release.pk}")
        assert answer.status_code == status
        assert str(release) not in str(answer.json()["release"]["allowed"] if "release" in answer.json() else "")


def test_a_leave_that_is_taken_back_ends_at_once(release: Release, people: People, signed_in: SignedIn) -> None:
    access, board = let_in(release, people), signed_in("board")
    assert board.get(f"/en/?release={release.pk}").status_code == 200
    signed_in("approver").post(reverse("releases:revoke-access", args=[release.pk, access.pk]))
    assert board.get(f"/en/?release={release.pk}").status_code == 404
    let_in(release, people)
    assert board.get(f"/en/?release={release.pk}").status_code == 200


def test_a_leave_begins_when_it_begins(release: Release, people: People) -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    prerelease.give_access(release, people["board"], people["approver"], "Briefing", tomorrow)
    assert not prerelease.may_read_before(people["board"], release)
    assert prerelease.may_read_before(people["board"], release, tomorrow)


def test_who_may_no_longer_sign_in_or_read_is_out(release: Release, people: People) -> None:
    let_in(release, people)
    people["board"].roles = []
    people["board"].save()
    assert not prerelease.may_read_before(people["board"], release)


def test_a_release_that_goes_back_to_draft_is_nobodys(release: Release, people: People, signed_in: SignedIn) -> None:
    let_in(release, people)
    service.send_back(release, people["approver"], "A mistake")
    assert signed_in("board").get(f"/en/?release={release.pk}").status_code == 404
    with pytest.raises(ReleaseRefused, match="not between"):
        let_in(release, people, "member")


def test_leave_is_given_on_the_page_with_a_reason_and_to_readers_only(
    release: Release, people: People, signed_in: SignedIn
) -> None:
    approver, give = signed_in("approver"), reverse("releases:give-access", args=[release.pk])
    assert approver.post(give, {"reader": people["board"].pk}).status_code == 422
    assert approver.post(give, {"reader": people["nobody"].pk, "reason": "x"}).status_code == 422
    approver.post(give, {"reader": people["board"].pk, "reason": "Briefing"})
    again = approver.post(give, {"reader": people["board"].pk, "reason": "Briefing"}, follow=True)
    assert "may read this release already" in again.content.decode()
    assert release.pre_release_accesses.count() == 1


def test_after_publication_the_list_is_closed_and_told_without_names(
    release: Release, people: People, signed_in: SignedIn
) -> None:
    access = let_in(release, people)
    service.publish(release, people["approver"])
    calendar = signed_in("member").get(reverse("releases:calendar")).content.decode()
    assert "Could be read before publication by:" in calendar and "IOM Cymru Board member (1)" in calendar
    with pytest.raises(ReleaseRefused, match="everybody reads it"):
        prerelease.revoke_access(access, people["approver"])
    with pytest.raises(DatabaseError, match="published"), transaction.atomic():
        release.pre_release_accesses.all().delete()


def test_links_keep_the_release_and_lead_back_to_the_latest(release: Release, people: People, signed_in: SignedIn) -> None:
    let_in(release, people)
    text = signed_in("board").get(f"/en/indicators/A1/?release={release.pk}").content.decode()
    links = re.findall(r'<a\b[^>]*\shref="([^"]*)"', text)
    figures = [link for link in links if re.match(r"/en/(groups/|indicators/|data/|$|\?)|\?", link)]
    assert len(figures) >= 8
    others = {link for link in figures if not re.search(rf"release={release.pk}\b", link)}
    # The latest, and the release that it is held against.
    assert {re.sub(r"\d+$", "N", link) for link in others} == {"/en/indicators/A1/?release=latest", "?release=N"}
    assert f'<input type="hidden" name="release" value="{release.pk}">' in text
    (welsh,) = {link for link in links if link.startswith("/cy/")}
    assert welsh.endswith(f"?release={release.pk}")
