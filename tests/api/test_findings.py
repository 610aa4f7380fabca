"""What /api/v1/findings answers: the verdicts of the pages, in both formats and languages."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.test import Client

from indicators.releases.models import Release
from reporting.api.findings import COLUMNS, PARAMETERS
from reporting.verdicts import LOOKS
from tests import figures, findings
from tests.api.test_schema import _check
from tests.conftest import People

URL = "/api/v1/findings"
SignedIn = Callable[[str], Client]


@pytest.fixture
def member(signed_in: SignedIn) -> Client:
    return signed_in("member")


@pytest.fixture
def found(people: People, tmp_path: Path) -> Release:
    return figures.publish_rich(people, tmp_path, findings.find)


def test_every_verdict_of_the_release_stands_in_the_answer(found: Release, member: Client) -> None:
    rows = member.get(URL).json()
    assert {row["area_code"]: row["verdict"] for row in rows} == findings.VERDICTS
    assert {row["area_code"]: row["rank"] for row in rows if row["is_signal"]} == findings.SIGNALS
    assert all(list(row) == list(COLUMNS) for row in rows)
    assert {row["release"] for row in rows} == {f"R{found.pk}"}
    assert rows[0]["area_name"] == "Wales"


def test_the_csv_holds_the_same(found: Release, member: Client) -> None:
    answer = member.get(URL, {"format": "csv"})
    assert answer["Content-Disposition"] == f'attachment; filename="findings-R{found.pk}.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    told = [{name: _text(value) for name, value in row.items()} for row in member.get(URL).json()]
    assert rows == told


@pytest.mark.parametrize(
    ("query", "areas"),
    [
        ({"area": "W15000002"}, {findings.GWENT}),
        ({"verdict": "worse,improving"}, {findings.GWENT, findings.NORTH_WALES}),
        ({"indicator": "A3", "cohort": "women", "category": "none"}, set(findings.VERDICTS)),
        ({"group": "A", "verdict": "not_ready"}, {findings.DYFED_POWYS}),
        ({"indicator": "B3"}, set()),
    ],
)
def test_filters(found: Release, member: Client, query: dict[str, str], areas: set[str]) -> None:
    assert {row["area_code"] for row in member.get(URL, query).json()} == areas


def test_what_means_nothing_is_refused_with_what_does(found: Release, member: Client) -> None:
    answer = member.get(URL, {"verdict": "splendid", "from": "2023Q1", "area": "Narnia", "release": "R99"})
    assert answer.status_code == 400
    problems = {one["parameter"]: one["allowed"] for one in answer.json()["problems"]}
    assert problems["verdict"] == list(LOOKS) and problems["from"] == list(PARAMETERS)
    assert "W92000004" in problems["area"]
    assert member.get(URL, {"release": "R99"}).status_code == 400


def test_it_is_empty_before_the_first_release(member: Client) -> None:
    assert member.get(URL).json() == []
    assert member.get(URL, {"format": "csv"}).content.decode() == ",".join(COLUMNS) + "\n"


def test_an_answer_is_kept_by_its_reader_alone_and_never_changes(found: Release, member: Client) -> None:
    answer = member.get(URL)
    assert "private" in answer["Cache-Control"]
    assert member.get(URL, headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_it_is_described(found: Release, member: Client) -> None:
    schema: dict[str, Any] = member.get("/api/schema", {"format": "json"}).json()
    described = schema["paths"][URL]["get"]
    assert {one["name"] for one in described["parameters"]} == {*PARAMETERS, "limit", "cursor"}
    _check(schema, described["responses"]["200"], member.get(URL).json())
    with pytest.raises(jsonschema.ValidationError):
        _check(schema, described["responses"]["200"], [{"verdict": "worse"}])


def test_names_and_reasons_are_in_the_language_asked_for(found: Release, member: Client) -> None:
    rows = member.get(URL, headers={"Accept-Language": "cy"}).json()
    assert rows[0]["area_name"] == "Cymru"


def _text(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
