"""What /api/v1/observations answers: the published figures, whole, in both formats, and nothing besides."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from indicators.releases.models import Release
from reporting.published import COLUMNS
from tests import publishing
from tests.conftest import People
from tests.figures import HIDDEN, SECRET, exported, plain

URL = "/api/v1/observations"
SignedIn = Callable[[str], Client]


@pytest.fixture
def member(signed_in: SignedIn) -> Client:
    return signed_in("member")


def test_the_national_figures_are_numbers_at_their_published_precision(published: Release, member: Client) -> None:
    rows = member.get(URL, {"cohort": "all", "from": "YE2019-03", "to": "YE2019-03"}).json()
    found = {row["measure"]: row for row in rows}
    rate, ratio = found["reoffending_rate"], found["reoffences_per_reoffender"]
    assert (rate["value"], rate["numerator"], rate["denominator"], rate["unit"]) == (28.0, 112507, 401404, "percent")
    assert (ratio["value"], ratio["numerator"], ratio["denominator"]) == (3.98, 447872, 112507)
    assert (rate["group"], rate["indicator"], rate["area_name"], rate["vintage"]) == ("", "", "England and Wales", "2026-01")
    assert list(rate) == COLUMNS


def test_a_decimal_is_a_number_in_json_and_not_a_text(published: Release, member: Client) -> None:
    body = member.get(URL, {"cohort": "all", "from": "YE2019-03", "to": "YE2019-03"}).content.decode()
    assert '"value":28.0,' in body
    assert '"value":3.98,' in body


def test_the_regions_and_their_sum(published: Release, member: Client) -> None:
    rows = member.get(URL, {"indicator": "A1", "from": "YE2018-12", "to": "YE2018-12"}).json()
    assert {row["area_name"]: row["value"] for row in rows} == {
        "Wales": 585, "North Wales": 95, "Gwent": 56, "South Wales": 414, "Dyfed-Powys": 20
    }  # fmt: skip
    assert '"value":585,' in member.get(URL, {"area": "W92000004", "from": "YE2018-12", "to": "YE2018-12"}).content.decode()


def test_csv_has_the_bytes_of_export_observations(rich: Release, member: Client, tmp_path: Path) -> None:
    answer = member.get(URL, {"format": "csv"})
    assert answer.content.decode() == exported(tmp_path)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="observations-{rich}.csv"'
    assert member.get(URL, headers={"accept": "text/csv"}).content == answer.content


def test_csv_and_json_say_the_same(rich: Release, member: Client) -> None:
    as_csv = list(csv.DictReader(io.StringIO(member.get(URL, {"format": "csv"}).content.decode())))
    as_json = member.get(URL).json()
    assert len(as_csv) == rich.observation_count
    assert [plain(row) for row in as_csv] == [plain(row) for row in as_json]


def test_a_suppressed_figure_is_null_with_its_symbol(rich: Release, member: Client) -> None:
    asked = {
        "cohort": HIDDEN["cohort"], "measure": HIDDEN["measure"], "area": HIDDEN["area_code"],
        "from": HIDDEN["period"], "to": HIDDEN["period"],
    }  # fmt: skip
    (row,) = member.get(URL, asked).json()
    assert row["symbol"] == "c"
    assert [row[name] for name in ("numerator", "denominator", "value", "lower", "upper")] == [None] * 5
    assert str(SECRET) not in member.get(URL).content.decode()


FILTERS: list[tuple[dict[str, Any], dict[str, set[str]]]] = [
    ({"indicator": "A1"}, {"indicator": {"A1"}}),
    ({"group": "D"}, {"indicator": {"D5"}}),
    ({"group": "A", "indicator": "A3"}, {"indicator": {"A3"}, "group": {"A"}}),
    ({"cohort": "all"}, {"cohort": {"all"}, "indicator": {""}}),
    ({"measure": "sentences_started"}, {"measure": {"sentences_started"}}),
    ({"area": ["W15000001", "W15000003"]}, {"area_code": {"W15000001", "W15000003"}}),
    ({"area": "W15000001,W15000003"}, {"area_code": {"W15000001", "W15000003"}}),
    ({"breakdown": "none"}, {"breakdown": {""}}),
    ({"breakdown": "sentence_type", "category": "immediate_custody"}, {"category": {"immediate_custody"}}),
    ({"from": "YE2023-12"}, {"period": {"YE2023-12", "YE2024-12"}}),
    ({"to": "YE2013-03"}, {"period": {"YE2013-03"}}),
    ({"from": "2023Q1", "to": "ye2023-03"}, {"period": {"2023Q1", "YE2023-03"}}),
]


def test_filters_keep_what_they_name_and_all_of_it(rich: Release, member: Client) -> None:
    everything = member.get(URL).json()
    for asked, expected in FILTERS:
        found = member.get(URL, asked).json()
        for column, values in expected.items():
            assert {row[column] for row in found} == values, asked
        column, values = next(iter(expected.items()))
        assert found == [row for row in everything if row[column] in values], asked


def test_filters_that_contradict_each_other_find_nothing(rich: Release, member: Client) -> None:
    assert member.get(URL, {"group": "B", "indicator": "A1"}).json() == []


def test_a_parameter_left_empty_does_not_narrow(rich: Release, member: Client) -> None:
    query = "?cohort=&measure=&indicator=&group=&area=&from=&to=&breakdown=&category=&release=&format="
    assert member.get(URL + query).json() == member.get(URL).json()


@pytest.mark.parametrize(
    ("parameter", "value", "allowed"),
    [
        ("cohort", "men", "women"),
        ("measure", "happiness", "reoffending_rate"),
        ("indicator", "Z9", "D5"),
        ("group", "Q", "F"),
        ("area", "W99999999", "W15000003"),
        ("breakdown", "colour", "sentence_type"),
        ("category", "blue", "immediate_custody"),
        ("from", "yesterday", "YE2019-03"),
        ("to", "2019Q5", "2023Q1"),
        ("release", "R999", "latest"),
        ("release", "first", "latest"),
        ("release", "\N{ARABIC-INDIC DIGIT TWO}", "latest"),
        ("release", "-1", "latest"),
        ("release", "R1_0", "latest"),
        ("format", "xml", "csv"),
        ("areas", "W92000004", "area"),
    ],
)
def test_what_does_not_exist_is_refused_and_what_does_is_named(member: Client, parameter: str, value: str, allowed: str) -> None:
    answer = member.get(URL, {parameter: value})
    assert answer.status_code == 400
    (problem,) = answer.json()["problems"]
    assert (problem["parameter"], problem["value"]) == (parameter, value)
    assert allowed in problem["allowed"]
    assert answer.json()["detail"]


@pytest.mark.parametrize("name", ["release", "from", "to", "format", "limit", "cursor"])
@pytest.mark.parametrize("url", [URL, "/api/v1/findings"])
def test_what_has_one_value_is_said_once(member: Client, url: str, name: str) -> None:
    answer = member.get(f"{url}?{name}=&{name}=")
    assert answer.status_code == 400
    assert name in answer.json()["detail"] and answer.json()["problems"][0]["parameter"] == name


def test_codes_that_are_repeated_all_count(published: Release, member: Client) -> None:
    both = member.get(URL, {"area": ["W15000001", "W15000002"]}).json()
    assert {row["area_code"] for row in both} == {"W15000001", "W15000002"}
    assert member.get(URL, {"area": "W15000001,W15000002"}).json() == both


def test_every_problem_of_a_query_is_told_in_json_whatever_the_format(member: Client) -> None:
    answer = member.get(URL, {"format": "csv", "cohort": "men", "group": "Q"})
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/json"
    assert [problem["parameter"] for problem in answer.json()["problems"]] == ["cohort", "group"]


def test_an_earlier_release_can_still_be_asked_for(published: Release, people: People, member: Client) -> None:
    second = publishing.publish(people["analyst"], people["approver"])
    assert {row["release"] for row in member.get(URL).json()} == {str(second)}
    for name in (str(published), str(published.pk)):
        assert {row["release"] for row in member.get(URL, {"release": name}).json()} == {str(published)}


@pytest.mark.django_db
def test_before_the_first_release_the_list_is_empty(member: Client) -> None:
    assert member.get(URL).json() == []
    assert member.get(URL, {"format": "csv"}).content.decode() == ",".join(COLUMNS) + "\n"


def test_a_draft_is_nobodys_business(people: People, signed_in: SignedIn) -> None:
    publishing.load_examples(people["analyst"])
    draft = publishing.service.draft(people["analyst"])
    analyst = signed_in("analyst")
    assert analyst.get(URL).json() == []
    assert analyst.get(URL, {"release": str(draft)}).status_code == 400


@pytest.mark.parametrize("name", ["observations", "indicators", "groups", "areas", "releases"])
def test_who_is_signed_out_or_has_no_role_is_refused_without_a_detour(signed_in: SignedIn, name: str) -> None:
    assert Client().get(f"/api/v1/{name}").status_code == 401
    assert signed_in("nobody").get(f"/api/v1/{name}").status_code == 403


def test_what_is_unchanged_is_not_sent_again(published: Release, people: People, member: Client) -> None:
    first = member.get(URL)
    again = member.get(URL, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    welsh = member.get(URL, headers={"if-none-match": first["ETag"], "accept-language": "cy"})
    assert welsh.status_code == 200
    assert "Gogledd Cymru" in welsh.content.decode()
    assert member.get(URL, {"format": "csv"}, headers={"if-none-match": first["ETag"]}).status_code == 200
    publishing.publish(people["analyst"], people["approver"])
    assert member.get(URL, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_figures_are_not_kept_by_caches_that_others_share(published: Release, member: Client) -> None:
    answer = member.get(URL)
    assert {"private", "no-cache"} <= set(answer["Cache-Control"].split(", "))


def test_nothing_can_be_written(member: Client) -> None:
    assert member.post(URL, {}).status_code in (403, 405)
    assert member.delete(URL).status_code in (403, 405)
