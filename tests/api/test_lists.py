"""The lists that explain the codes of figures."""

from collections.abc import Callable

import pytest
from django.test import Client

from indicators import catalogue
from indicators.releases.models import Release
from tests import publishing
from tests.conftest import People

SignedIn = Callable[[str], Client]
FRAMEWORK = "reoffending-2018-2023"


def test_all_38_indicators_in_both_languages(published: Release, signed_in: SignedIn) -> None:
    rows = [row for row in signed_in("member").get("/api/v1/indicators").json() if row["framework"] == FRAMEWORK]
    assert len(rows) == 38
    assert [row["code"] for row in rows[:8]] == ["A1", "A2", "A3", "A4", "A5", "A6", "B1", "B2"]
    assert all(row["words"]["en"] and row["words"]["cy"] for row in rows)
    first = rows[0]
    assert first["words"]["en"] == "Number of women commencing an immediate custodial community sentence"
    assert (first["group"], first["cohorts"], first["measure"]) == ("A", ["women"], "sentences_started")
    assert first["direction"] == "down"
    assert "“or”" in first["note"]["en"]
    both = next(row for row in rows if row["code"] == "D5")
    assert both["cohorts"] == ["young_adults", "care_leavers"]


def test_which_indicators_have_data(people: People, signed_in: SignedIn) -> None:
    member = signed_in("member")

    def answered() -> set[str]:
        return {row["code"] for row in member.get("/api/v1/indicators").json() if row["has_data"]}

    assert answered() == set()
    publishing.publish_examples(people["analyst"], people["approver"])
    assert answered() == {"A1"}


def test_groups_with_their_cohorts_and_indicators(people: People, signed_in: SignedIn) -> None:
    groups = [row for row in signed_in("member").get("/api/v1/groups").json() if row["framework"] == FRAMEWORK]
    assert [group["code"] for group in groups] == list("ABCDEF")
    young = groups[3]
    assert [cohort["code"] for cohort in young["cohorts"]] == ["young_adults", "care_leavers"]
    assert [len(group["indicators"]) for group in groups] == [6, 7, 6, 8, 5, 6]
    assert groups[0]["title"]["en"] == "Reduce the number of women in the criminal justice system"


def test_areas_with_where_they_lie(people: People, signed_in: SignedIn) -> None:
    areas = {row["code"]: row for row in signed_in("member").get("/api/v1/areas").json()}
    assert list(areas) == [area.code for area in catalogue.areas()]
    assert areas["W15000003"] == {
        "code": "W15000003",
        "name": {"en": "South Wales", "cy": "De Cymru"},
        "kind": "region",
        "within": "W92000004",
    }
    assert areas["K04000001"]["kind"] == "comparator"


def test_published_releases_newest_first_and_no_draft(published: Release, people: People, signed_in: SignedIn) -> None:
    second = publishing.publish(people["analyst"], people["approver"])
    publishing.service.draft(people["analyst"])
    rows = signed_in("analyst").get("/api/v1/releases").json()
    assert [row["number"] for row in rows] == [second.pk, published.pk]
    assert rows[1] == {
        "release": str(published),
        "number": published.pk,
        "published_at": rows[1]["published_at"],
        "data_as_at": str(published.data_as_at),
        "content_hash": published.content_hash,
        "note": "",
        "observation_count": 77,
    }
    assert rows[1]["published_at"].startswith(str(published.published_at.date()))


@pytest.mark.parametrize("name", ["indicators", "groups", "areas", "releases"])
def test_a_list_takes_no_parameter_but_its_format(people: People, signed_in: SignedIn, name: str) -> None:
    member = signed_in("member")
    assert member.get(f"/api/v1/{name}", {"format": "json"}).status_code == 200
    refused = member.get(f"/api/v1/{name}", {"group": "A"})
    assert refused.status_code == 400
    assert refused.json()["problems"] == [{"parameter": "group", "value": "A", "allowed": ["format"]}]
    assert member.get(f"/api/v1/{name}", {"format": "csv"}).json()["problems"][0]["allowed"] == ["json"]
