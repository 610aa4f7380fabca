"""Of a release that is not published the API says nothing, not even to those who may read its pages; it says why."""

from collections.abc import Callable

import pytest
from django.test import Client

from indicators.releases import prerelease, service
from indicators.releases.models import Release
from tests.conftest import People

SignedIn = Callable[[str], Client]


@pytest.mark.parametrize("name", ["observations", "findings"])
def test_its_readers_are_told_why_and_others_that_there_is_none(
    published: Release, people: People, signed_in: SignedIn, name: str
) -> None:
    second = service.draft(people["analyst"])
    service.submit(second, people["analyst"])
    service.approve(second, people["approver"])
    prerelease.give_access(second, people["member"], people["approver"], "To prepare a statement")
    refused = signed_in("member").get(f"/api/v1/{name}?release={second}")
    assert refused.status_code == 403
    assert "your name" in refused.json()["detail"] and refused.json()["remedy"]
    assert signed_in("board").get(f"/api/v1/{name}?release={second}").status_code == 400
