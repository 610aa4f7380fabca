"""Whatever is not for everybody is shown to nobody whom the audit trail does not know afterwards."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse

from indicators.extracts.models import Extract, Problem, ProblemRow
from indicators.releases import prerelease, service
from indicators.releases.models import Preview, Release
from tests.access.test_roles import TABLE, places
from tests.conftest import People
from wales_framework.audit import reading
from wales_framework.audit.models import Event
from wales_framework.unchanged import latest_change

__all__ = ["places"]
SignedIn = Callable[[str], Client]

# Rooms in which drafts, exact figures and rows of extracts are shown to those who work on them.
ROOMS = ("releases:", "commentary:", "extracts:", "api-extracts:")
# What is there for everybody who works there, or tells nothing of a figure: with the reason.
TELL_NOTHING = {
    "releases:list": "states and people, no figure",
    "releases:calendar": "for readers: days and titles",
    "releases:corrections": "for readers: of published releases",
    "releases:compare": "for readers: published releases",
    "releases:compare-csv": "for readers: published releases",
    "releases:checks": "what the checklist looks at, of no release",
    "releases:readers": "people and addresses",
    "releases:register": "people and addresses",
    "releases:correction": "a form of what readers are told of a published release",
    "releases:withdraw": "of a published release",
    "extracts:list": "names and states",
    "extracts:upload": "a form",
    "extracts:layouts": "what files look like",
    "extracts:checks": "what the checks look at",
    "extracts:layout": "what a file looks like",
    "extracts:terms": "words with their meanings, of no extract",
    "extracts:term": "words with their meanings, of no extract",
    "extracts:example": "invented",
    "extracts:confirm": "headings and periods",
    "extracts:undo": "a question", "extracts:put-back": "a question", "extracts:discard": "a question",
    "extracts:unknown-terms": "moves on where every word is known: see below",
}  # fmt: skip


@contextmanager
def written() -> Iterator[list[Event]]:
    """The readings that are written inside."""
    last = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    found: list[Event] = []
    yield found
    found += Event.objects.readings().filter(pk__gt=last).order_by("pk")


@pytest.fixture
def with_problems(places: dict[str, object]) -> dict[str, object]:
    """The extract of the table has a problem with a row, and a preview."""
    extract = Extract.objects.get(pk=places["extract"])
    problem, _new = Problem.objects.get_or_create(
        extract=extract, check_name="sudden_change", defaults={"level": "warn", "count": 1}
    )
    ProblemRow.objects.create(problem=problem, row=3, column="numerator", value="7")
    Preview.objects.create(extract=extract, counts={"all": {}, "whole": {}}, changes=[], records="x")
    return places


def test_every_address_that_shows_a_draft_writes_who_saw_it(with_problems: dict[str, object], signed_in: SignedIn) -> None:
    silent, seen = [], 0
    for name, address in TABLE.items():
        if not name.startswith(ROOMS) or address.method != "get":
            continue
        client = signed_in("analyst" if "analyst" in address.roles else address.roles[0])
        path = reverse(name, args=[with_problems.get(str(arg), arg) for arg in address.args])
        with transaction.atomic(), written() as found:
            answer = client.get(path)
            b"".join(answer) if answer.streaming else answer.content
        if answer.status_code != 200:
            continue
        if found:
            seen += 1
            assert name not in TELL_NOTHING, f"{name} writes an event and stands among those that tell nothing"
            assert (found[0].detail["address"], found[0].user_id) == (path, int(client.session["_auth_user_id"])), name
        elif name not in TELL_NOTHING:
            silent.append(name)
    assert silent == []
    assert seen >= 9


def test_what_is_published_is_read_without_an_event(published: Release, signed_in: SignedIn) -> None:
    with written() as found:
        signed_in("analyst").get(reverse("releases:detail", args=[published.pk]))
        signed_in("member").get(reverse("dashboards:home"))
    assert found == []


def test_exact_figures_are_noted_of_published_releases_too(published: Release, signed_in: SignedIn) -> None:
    with written() as found:
        signed_in("approver").get(reverse("releases:hidden", args=[published.pk]) + "?reason=small")
    assert [(one.action, one.username, one.target_name) for one in found] == [("exact.read", "approver", str(published))]
    assert found[0].detail == {"address": f"/en/releases/{published.pk}/hidden/?reason=small", "rows": 0}


@pytest.fixture
def embargoed(published: Release, people: People) -> Release:
    draft = service.draft(people["analyst"])
    service.submit(draft, people["analyst"])
    service.approve(draft, people["approver"])
    prerelease.give_access(draft, people["member"], people["approver"], "Briefing of the minister")
    return draft


def test_each_page_under_embargo_is_noted_each_time_and_never_kept(embargoed: Release, signed_in: SignedIn) -> None:
    member = signed_in("member")
    addresses = [
        reverse(name, args=TABLE[name].args) for name in ("dashboards:home", "dashboards:indicator", "dashboards:compare")
    ]
    with written() as found:
        for address in (*addresses, addresses[0]):
            first = member.get(address, {"release": embargoed.pk})
            assert first.status_code == 200 and "ETag" not in first and "no-store" in first["Cache-Control"]
    assert [one.action for one in found] == ["embargo.read"] * 4
    assert {one.detail["address"] for one in found} == {f"{address}?release={embargoed.pk}" for address in addresses}
    assert embargoed.pre_release_readings.count() == 4


def test_a_refused_file_under_embargo_is_noted_and_who_may_not_is_told_nothing(embargoed: Release, signed_in: SignedIn) -> None:
    address = reverse("dashboards:indicator_file", args=["A1"]) + f"?release={embargoed.pk}"
    with written() as found:
        assert signed_in("member").get(address).status_code == 403
        assert signed_in("board").get(address).status_code == 404
    assert [one.username for one in found] == ["member"]


def test_readings_change_no_page(published: Release, signed_in: SignedIn, people: People) -> None:
    member = signed_in("member")
    member.get(reverse("dashboards:home"))  # with which it has its cookie for forms
    before, tag = latest_change(), member.get(reverse("dashboards:home"))["ETag"]
    signed_in("approver").get(reverse("releases:hidden", args=[published.pk]))
    reading("exact.export", None, published, "manage.py")
    assert latest_change() == before
    assert member.get(reverse("dashboards:home"), headers={"If-None-Match": tag}).status_code == 304
    timeline = signed_in("analyst").get(reverse("releases:detail", args=[published.pk])).content.decode()
    assert "disclosure control" not in timeline  # what happened to the release stays in sight


def test_the_command_that_writes_exact_figures_is_noted(published: Release, tmp_path: object) -> None:
    with written() as found:
        call_command("export_observations", "--exact", "--out", f"{tmp_path}/exact.csv")
        call_command("export_observations", "--out", f"{tmp_path}/published.csv")
    assert [(one.action, one.detail["rows"]) for one in found] == [("exact.export", published.exact_observations.count())]


def test_the_command_that_writes_a_draft_is_noted(published: Release, people: People, tmp_path: object) -> None:
    draft = service.draft(people["analyst"])
    with written() as found:
        call_command("export_observations", "--release", "draft", "--out", f"{tmp_path}/draft.csv")
    assert [(one.action, one.target_name, one.detail["rows"]) for one in found] == [
        ("draft.export", str(draft), draft.observation_count)
    ]


def test_a_reading_must_say_that_it_is_one() -> None:
    with pytest.raises(ValueError, match="reading"):
        reading("release.approve", None, None, "/")
