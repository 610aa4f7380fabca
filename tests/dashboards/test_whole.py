"""The files of every figure are made once, when a release is published, and are what would have been made for their reader."""

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.test import Client
from pytest_django import Settings

from indicators.releases import service
from indicators.releases.models import Release
from reporting import published as door
from reporting.dashboards import preparing, whole
from reporting.dashboards.tasks import prepare_missing
from tests.conftest import People
from wales_framework.jobs.models import Job

SignedIn = Callable[[str], Client]
ADDRESSES = [f"/{place}.{ending}" for place in ("en/data/all-figures", "cy/data/pob-ffigur") for ending in ("csv", "xlsx", "ods")]


@pytest.fixture(autouse=True)
def own_store(settings: Settings, tmp_path: Path) -> Iterator[None]:
    kept = {**settings.STORAGES["figures"], "OPTIONS": {"location": tmp_path / "figures"}}
    settings.STORAGES = {**settings.STORAGES, "figures": kept}
    yield
    assert not list(tmp_path.rglob("*.part"))


def files() -> set[str]:
    return set(storages["figures"].listdir("")[1]) if storages["figures"].exists("") else set()


def taken(client: Client) -> list[tuple[str, str, bytes]]:
    """What each address gives: its type, its name, its bytes."""
    answers = [client.get(address) for address in ADDRESSES]
    assert [one.status_code for one in answers] == [200] * len(ADDRESSES)
    return [(one["Content-Type"], one["Content-Disposition"], b"".join(one)) for one in answers]


def test_who_takes_a_file_gets_what_was_made_and_the_same_as_without(published: Release, signed_in: SignedIn) -> None:
    made_for_the_reader = taken(signed_in("member"))
    assert files() == set()
    assert whole.make(door.get(published.pk)) == len(ADDRESSES) == len(files())
    assert whole.make(door.get(published.pk)) == 0 and whole.missing(door.get(published.pk)) == []
    assert taken(signed_in("member")) == made_for_the_reader
    answer = signed_in("member").get(ADDRESSES[0])
    assert int(answer["Content-Length"]) == len(made_for_the_reader[0][2]) and "describedby" in answer["Link"]
    again = signed_in("member").get(ADDRESSES[0], headers={"If-None-Match": answer["ETag"]})
    b"".join(answer)
    assert again.status_code in (200, 304)
    # It is what was kept that is sent.
    name = next(one for one in files() if "-en-" in one and one.endswith(".csv"))
    Path(storages["figures"].path(name)).write_bytes(b"kept")
    assert taken(signed_in("member"))[0][2] == b"kept"


def test_pages_and_files_are_made_together_and_asked_for_where_they_are_missing(
    published: Release, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PREPARE_PAGES = True
    prepare_missing()
    assert Job.objects.filter(kind=preparing.KIND).count() == 1
    Job.objects.all().delete()
    preparing.prepare()
    before = files()
    assert len(before) == len(ADDRESSES)
    prepare_missing()
    assert not Job.objects.exists()
    monkeypatch.setattr(whole, "program", lambda: "another version")
    prepare_missing()
    assert Job.objects.filter(kind=preparing.KIND).count() == 1
    whole.make(door.get(published.pk))
    assert len(files()) == 2 * len(ADDRESSES) and before < files()  # the former version may be at work still
    Job.objects.all().delete()
    for name in before:
        os.utime(storages["figures"].path(name), (0, 0))
    prepare_missing()
    assert len(files()) == len(ADDRESSES) and not files() & before  # it is no longer
    assert not Job.objects.exists()


def test_an_earlier_release_keeps_its_files_and_a_withdrawn_one_does_not(published: Release, people: People) -> None:
    whole.make(door.get(published.pk))
    draft = service.draft(people["analyst"])
    with pytest.raises(door.EditionNotFound):
        door.get(draft.pk)
    service.submit(draft, people["analyst"])
    service.approve(draft, people["approver"])
    service.publish(draft, people["approver"])
    whole.make(door.get(draft.pk))
    assert len(files()) == 2 * len(ADDRESSES)
    draft.withdrawals.create(state="confirmed", requested_by=people["approver"], decided_by=people["analyst"])
    whole.make(door.get(published.pk))
    assert len(files()) == len(ADDRESSES) and all(f"-R{published.pk}-" in name for name in files())


def test_a_full_disk_keeps_nobody_from_a_file(
    published: Release, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "link", full)
    assert whole.make(door.get(published.pk)) == 0
    assert files() == set() and "could not be kept" in caplog.text
    assert len(taken(signed_in("member"))) == len(ADDRESSES)
