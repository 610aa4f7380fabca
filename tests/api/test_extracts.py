"""Extracts by the API: sent, checked and told of as on the page."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from indicators.extracts import service
from indicators.extracts.models import Extract
from indicators.releases.models import Release
from tests.conftest import People
from tests.extracts import files
from tests.working import run_jobs
from wales_framework.audit.models import Event
from wales_framework.jobs.models import Job
from wales_framework.jobs.progress import silent
from wales_framework.jobs.queue import WORKERS, JobFailed

SignedIn = Callable[[str], Client]
ADDRESS = "/api/v1/extracts"


def sent(client: Client, content: bytes | None, **fields: str) -> object:
    data: dict[str, object] = {"source": "published", "as_at": "2025-01-31", **fields}
    if content is not None:
        data["file"] = SimpleUploadedFile("figures.csv", content)
    return client.post(ADDRESS, data)


def test_a_file_is_received_declared_and_checked(people: People, signed_in: SignedIn) -> None:
    analyst = signed_in("analyst")
    answer = sent(analyst, files.csv_of([files.figure()]), first_period="YE2020-12", last_period="YE2020-12")
    assert answer.status_code == 202
    extract = Extract.objects.get()
    assert answer["Location"] == f"{ADDRESS}/{extract.pk}"
    assert answer.json()["state"] == "checking"
    assert (extract.source, extract.first_period, str(extract.as_at)) == ("published", "YE2020-12", "2025-01-31")
    assert extract.uploaded_by == people["analyst"]
    assert Job.objects.filter(kind="extracts.check", target=str(extract.pk)).exists()
    assert set(Event.objects.values_list("action", flat=True)) == {"extract.upload", "extract.check"}
    service.check(extract.pk, silent)
    told = analyst.get(answer["Location"]).json()
    assert told["state"] in ("ready", "needs_acceptance")
    assert told["page"].endswith(f"/en/extracts/{extract.pk}/")
    assert all(problem["message"] and problem["remedy"] for problem in told["problems"])


def test_a_check_that_broke_off_is_told(people: People, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch) -> None:
    analyst = signed_in("analyst")
    answer = sent(analyst, files.csv_of([files.figure()]))
    assert answer.json()["job"] == {"state": "waiting", "message": ""}

    def fail(*args: object) -> None:
        raise JobFailed("The key for pseudonyms is not the right one.")

    with monkeypatch.context() as broken:
        broken.setitem(WORKERS, "extracts.check", fail)
        run_jobs()
    told = analyst.get(answer["Location"]).json()
    assert (told["state"], told["job"]["state"]) == ("checking", "failed")
    assert told["job"]["message"] == "The key for pseudonyms is not the right one."
    assert [one["job"] for one in analyst.get(ADDRESS).json()] == [told["job"]]
    service.again(Extract.objects.get(), people["analyst"])
    assert analyst.get(answer["Location"]).json()["job"]["state"] == "waiting"
    run_jobs()
    told = analyst.get(answer["Location"]).json()
    assert (told["state"], told["job"]) == ("ready", None)


def test_the_same_file_is_not_taken_twice(published: Release, people: People, signed_in: SignedIn) -> None:
    analyst, content = signed_in("analyst"), files.csv_of([files.figure()])
    first = sent(analyst, content)
    again = sent(analyst, content)
    assert again.status_code == 409
    assert again["Location"] == first["Location"]
    assert set(again.json()) == {"detail", "remedy", "extract"}


@pytest.mark.parametrize(
    ("content", "fields", "status", "wrong"),
    [
        (None, {}, 400, "file"),
        (b"x", {"source": "nothing"}, 400, "source"),
        (b"x", {"as_at": "yesterday"}, 400, "as_at"),
        (b"x", {"first_period": "2023Q9"}, 400, "first_period"),
        (b"x", {"first_period": "0001Q1", "last_period": "2024Q4"}, 400, "first_period"),
        (b"x", {"first_period": "2024Q1", "last_period": "9999Q4"}, 400, "last_period"),
        (b"", {}, 422, ""),
        (b"%PDF-1.7", {}, 422, ""),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(
    people: People, signed_in: SignedIn, content: bytes | None, fields: dict[str, str], status: int, wrong: str
) -> None:
    answer = sent(signed_in("analyst"), content, **fields)
    assert answer.status_code == status
    told = answer.json()
    assert wrong in told["errors"] if wrong else told["remedy"]
    assert not Extract.objects.exists()


def test_of_two_files_none_is_dropped_in_silence(people: People, signed_in: SignedIn) -> None:
    two = [SimpleUploadedFile(f"{number}.csv", files.csv_of([files.figure(numerator=number)])) for number in ("50", "60")]
    answer = signed_in("analyst").post(ADDRESS, {"source": "published", "as_at": "2025-01-31", "file": two})
    assert (answer.status_code, answer.json()["errors"]) == (400, {"file": ["Send one file at a time."]})
    assert not Extract.objects.exists()


def test_only_analysts_send(people: People, signed_in: SignedIn) -> None:
    for name in ("member", "approver", "board", "administrator", "nobody"):
        assert sent(signed_in(name), files.csv_of([files.figure()])).status_code == 403
    assert Client().post(ADDRESS).status_code == 401


def test_the_list_tells_of_all_in_pages(published: Release, signed_in: SignedIn) -> None:
    approver = signed_in("approver")
    whole = approver.get(ADDRESS).json()
    assert {one["state"] for one in whole} == {"loaded"}
    assert len(whole) == 2
    first = approver.get(f"{ADDRESS}?limit=1")
    assert first.json() == whole[:1]
    second = approver.get(first["Link"].split(">")[0].removeprefix("<"))
    assert second.json() == whole[1:]
    assert "Link" not in second
    assert approver.get(f"{ADDRESS}?source=published&state=failed").json() == []
    assert approver.get(f"{ADDRESS}?state=lost").status_code == 400
