"""Any past release can be read; corrections are told on it; a withdrawn one says why; two can be compared."""

import re
from collections.abc import Callable
from datetime import date
from html import unescape

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from indicators.releases import correcting, service, withdrawing
from indicators.releases.models import Release, Withdrawal
from indicators.releases.refusals import ReleaseRefused
from priority_groups import content
from reporting import published as door
from tests import keeping
from tests.conftest import People
from tests.publishing import load_examples, publish
from wales_framework.access.models import User
from wales_framework.audit.models import Event

SignedIn = Callable[[str], Client]
WRONG = {"en": "The regions were swapped", "cy": "Cyfnewidiwyd y rhanbarthau"}
CHANGED = {"en": "They are right now", "cy": "Maent yn gywir bellach"}
SINCE = date(2026, 2, 1)


@pytest.fixture
def two(people: People) -> tuple[Release, Release]:
    """Two published releases, the earlier one first."""
    latest = keeping.release("after another one", lambda: _after_another(people))
    return Release.objects.exclude(pk=latest.pk).get(), latest


def _after_another(people: People) -> Release:
    load_examples(people["analyst"])
    publish(people["analyst"], people["approver"])
    return publish(people["analyst"], people["approver"])


@pytest.fixture
def other_approver(people: People) -> User:
    return User.objects.create_user("second", "second@example.org", "x", roles=["approver"])


@pytest.mark.parametrize("page", ["/en/", "/en/groups/A/", "/en/indicators/A1/", "/en/data/"])
def test_an_earlier_release_is_read_under_a_banner(page: str, two: tuple[Release, Release], signed_in: SignedIn) -> None:
    first, latest = two
    member = signed_in("member")
    for asked in (first.pk, f"R{first.pk}", f"r{first.pk}"):
        text = member.get(f"{page}?release={asked}").content.decode()
        assert f"You are reading {first} of" in text and f"the latest is {latest}" in text
        assert f'href="{page}?release=latest"' in text
    for asked in ("", "latest", f"{latest.pk}"):
        text = member.get(f"{page}?release={asked}").content.decode()
        assert "You are reading" not in text


@pytest.mark.parametrize("asked", ["0", "99999999", "x", "-1", "1e3", "²", "9" * 40, "R"])
def test_a_release_that_is_not_there_is_404(asked: str, two: tuple[Release, Release], signed_in: SignedIn) -> None:
    for page in ("/en/", "/en/indicators/A1/", "/en/data/all-figures.csv"):
        assert signed_in("member").get(page, {"release": asked}).status_code == 404, page


def test_a_draft_is_404_even_for_its_analyst(two: tuple[Release, Release], people: People, signed_in: SignedIn) -> None:
    draft = service.draft(people["analyst"])
    assert signed_in("analyst").get(f"/en/?release={draft.pk}").status_code == 404


def test_files_and_the_api_give_the_release_that_is_asked_for(two: tuple[Release, Release], signed_in: SignedIn) -> None:
    first, latest = two
    member = signed_in("member")
    for release in two:
        for file in ("/en/indicators/A1/figures.csv", "/en/data/all-figures.csv"):
            answer = member.get(f"{file}?release={release}")
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert {line.split(",")[0] for line in body.decode().splitlines()[1:]} == {str(release)}
            assert f"-{release}.csv" in answer["Content-Disposition"]
    answers = [member.get(f"/api/v1/observations?indicator=A1&release={release}") for release in two]
    assert [answer.json()[0]["release"] for answer in answers] == [str(first), str(latest)]
    assert answers[0]["ETag"] != answers[1]["ETag"]


def withdraw(release: Release, people: People, other: User) -> Withdrawal:
    withdrawal = withdrawing.ask(release, people["approver"], "A file was incomplete", "Roedd ffeil yn anghyflawn")
    withdrawing.confirm(withdrawal, other)
    return withdrawal


def test_a_withdrawn_release_says_why_and_readers_get_the_one_before(
    two: tuple[Release, Release], people: People, other_approver: User, signed_in: SignedIn
) -> None:
    first, latest = two
    withdraw(latest, people, other_approver)
    edition = door.latest()
    assert edition is not None and edition.id == first.pk
    answer = signed_in("member").get(f"/en/indicators/A1/?release={latest.pk}")
    assert answer.status_code == 410
    assert "A file was incomplete" in answer.content.decode() and f"Read {first} of" in answer.content.decode()
    assert "anghyflawn" in signed_in("member").get(f"/cy/?release={latest.pk}").content.decode()
    api = signed_in("member").get(f"/api/v1/observations?release={latest}")
    assert (api.status_code, api.json()["reason"]) == (410, "A file was incomplete")
    assert {one["release"] for one in signed_in("member").get("/api/v1/observations?indicator=A1").json()} == {str(first)}
    assert str(latest) not in signed_in("member").get("/api/v1/releases").content.decode()
    assert "withdrawn" in signed_in("member").get(reverse("releases:calendar")).content.decode()
    assert Release.objects.get(pk=latest.pk).state == "published"


def test_withdrawal_takes_two_people(two: tuple[Release, Release], people: People, other_approver: User) -> None:
    withdrawal = withdrawing.ask(two[1], people["approver"], "Wrong", "Anghywir")
    with pytest.raises(PermissionDenied):
        withdrawing.confirm(withdrawal, people["approver"])
    with pytest.raises(PermissionDenied):
        withdrawing.confirm(withdrawal, people["analyst"])
    with pytest.raises(IntegrityError, match="two_people"), transaction.atomic():
        Withdrawal.objects.update(state="confirmed", decided_by=people["approver"])
    edition = door.latest()
    assert edition is not None and edition.id == two[1].pk
    with pytest.raises(ReleaseRefused, match="already"):
        withdrawing.ask(two[1], other_approver, "Wrong", "Anghywir")
    withdrawing.drop(withdrawal, people["approver"])
    withdrawing.confirm(withdrawing.ask(two[1], people["approver"], "Wrong", "Anghywir"), other_approver)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Withdrawal.objects.filter(state="confirmed").update(state="requested")
    actions = Event.objects.filter(target_type="releases.withdrawal").order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["withdrawal.request", "withdrawal.drop", "withdrawal.request", "withdrawal.confirm"]


def test_withdrawal_on_the_pages(two: tuple[Release, Release], other_approver: User, signed_in: SignedIn, client: Client) -> None:
    latest, approver = two[1], signed_in("approver")
    address = reverse("releases:withdraw", args=[latest.pk])
    assert approver.post(address, {"reason_en": "Wrong"}).status_code == 422
    approver.post(address, {"reason_en": "Wrong", "reason_cy": "Anghywir"})
    mine = approver.get(reverse("releases:detail", args=[latest.pk])).content.decode()
    assert "Until another approver confirms it" in mine and "Withdraw it</button>" not in mine
    client.force_login(other_approver)
    client.post(reverse("releases:confirm-withdrawal", args=[latest.pk]))
    assert "confirmed by second" in approver.get(reverse("releases:detail", args=[latest.pk])).content.decode()


def test_a_correction_is_told_on_the_corrected_release_and_on_a_page_of_its_own(
    two: tuple[Release, Release], people: People, signed_in: SignedIn
) -> None:
    first, second = two
    draft = service.draft(people["analyst"])
    correcting.correct(draft, second, people["analyst"], SINCE, WRONG, CHANGED)
    member = signed_in("member")
    assert "swapped" not in member.get(reverse("releases:corrections")).content.decode()
    again = service.draft(people["analyst"])  # what was written goes on with the newer draft
    assert [one.corrected for one in again.corrections.all()] == [second]
    service.submit(again, people["analyst"])
    service.approve(again, people["approver"])
    service.publish(again, people["approver"])
    listed = member.get(reverse("releases:corrections")).content.decode()
    assert "swapped" in listed and "They are right now" in listed and "1 February 2026" in listed
    for page in ("/en/", "/en/indicators/A1/"):
        assert f"{second} was corrected by {again}." in member.get(f"{page}?release={second.pk}").content.decode()
        assert "was corrected by" not in member.get(f"{page}?release={first.pk}").content.decode()
    assert "Cyfnewidiwyd" in member.get(f"/cy/?release={second.pk}").content.decode()
    with pytest.raises(DatabaseError, match="published"), transaction.atomic():
        again.corrections.all().delete()
    with pytest.raises(DatabaseError, match="published"), transaction.atomic():
        again.corrections.update(wrong_en="")


def test_a_correction_is_written_while_it_is_a_draft_and_in_both_languages(
    two: tuple[Release, Release], people: People, signed_in: SignedIn
) -> None:
    draft, analyst = service.draft(people["analyst"]), signed_in("analyst")
    address = reverse("releases:correction", args=[draft.pk])
    given = {"corrected": two[0].pk, "wrong_since": "2026-02-01", "wrong_en": "a", "wrong_cy": "b", "changed_en": "c"}
    assert analyst.post(address, given).status_code == 422
    analyst.post(address, {**given, "changed_cy": "d"})
    assert f"Corrects {two[0]}" in analyst.get(reverse("releases:detail", args=[draft.pk])).content.decode()
    analyst.post(reverse("releases:take-correction-back", args=[draft.pk, two[0].pk]))
    assert not draft.corrections.exists()
    service.submit(draft, people["analyst"])
    with pytest.raises(ReleaseRefused, match="not a draft"):
        correcting.correct(draft, two[0], people["analyst"], SINCE, WRONG, CHANGED)


@pytest.mark.parametrize("query", ["", "?before=1&after=2", "?before="])
def test_before_there_are_two_nobody_is_asked_to_choose(query: str, published: Release, signed_in: SignedIn) -> None:
    answer = signed_in("member").get(reverse("releases:compare") + query)
    text = answer.content.decode()
    assert answer.status_code == 200 and "There are no two published releases to compare yet." in text
    assert "There is a problem" not in text and "Error:" not in text


def test_any_two_releases_are_compared(two: tuple[Release, Release], signed_in: SignedIn) -> None:
    first, latest = two
    member = signed_in("member")
    assert f"every figure of {latest} is as in {first}" in member.get(reverse("releases:compare")).content.decode()
    same = member.get(reverse("releases:compare"), {"before": first.pk, "after": first.pk})
    assert same.status_code == 422 and "Choose two different releases" in same.content.decode()
    file = member.get(reverse("releases:compare-csv"), {"before": first.pk, "after": latest.pk})
    lines = b"".join(file.streaming_content).decode().splitlines()
    made_of = "numerator_before,denominator_before,vintage_before,numerator_after,denominator_after,vintage_after"
    assert lines == [f"change,cohort,measure,area_code,period,breakdown,category,before,after,{made_of}"]


def test_what_differs_is_listed_and_a_draft_cannot_be_compared(
    two: tuple[Release, Release], people: People, signed_in: SignedIn
) -> None:
    draft = service.draft(people["analyst"])
    member, compare = signed_in("member"), reverse("releases:compare")
    assert member.get(compare, {"before": two[0].pk, "after": draft.pk}).status_code == 422
    assert member.get(reverse("releases:compare-csv"), {"before": two[0].pk, "after": draft.pk}).status_code == 404
    rates = draft.observations.filter(unit="percent").exclude(value=None).exclude(numerator=None)
    figure = rates.order_by("period", "area_code", "measure", "cohort").first()
    assert figure is not None and figure.value is not None
    draft.observations.filter(pk=figure.pk).update(value=figure.value + 1, numerator=figure.numerator + 1)
    draft.parts.all().delete()  # they are made anew where there are none
    service.content_hash(draft)
    Release.objects.filter(pk=draft.pk).update(content_hash=service.content_hash(draft))
    draft.refresh_from_db()
    service.submit(draft, people["analyst"])
    service.approve(draft, people["approver"])
    service.publish(draft, people["approver"])
    text = member.get(compare, {"before": two[1].pk, "after": draft.pk}).content.decode()
    assert "<dt>changed</dt><dd><strong>1</strong>" in text
    assert f'<td class="govuk-table__cell">{content.cohort(figure.cohort).title}</td>' in text
    was, now = (f"{value:.1f}" for value in (figure.value, figure.value + 1))
    assert all(f'<td class="govuk-table__cell govuk-table__cell--numeric">{value}%</td>' in text for value in (was, now))
    led = re.search(r'<td class="govuk-table__cell"><a class="govuk-link" href="(/en/figures/[^"]+)"', text)
    assert led is not None and f"/R{draft.pk}/{figure.measure}/{figure.cohort}/{figure.period}/{figure.area_code}/" in led[1]
    traced = member.get(unescape(led[1])).content.decode()
    assert f"The release: {draft}" in traced and str(people["approver"]) in traced
    file = member.get(reverse("releases:compare-csv"), {"before": two[1].pk, "after": draft.pk})
    lines = b"".join(file.streaming_content).decode().splitlines()
    assert len(lines) == 2 and lines[1].startswith(f"changed,{figure.cohort},{figure.measure},{figure.area_code},{figure.period}")
    assert f",{was},{now}," in lines[1]  # numbers alone, for a program
