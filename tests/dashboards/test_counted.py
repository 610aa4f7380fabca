"""A release of thousands of counted figures, through the front door: every page, file, answer and pack holds."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import pypdf
import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoDbBlocker

from indicators import catalogue
from indicators.catalogue import Period
from indicators.catalogue.labels import period_name
from indicators.releases.models import Release
from reporting import published as editions
from reporting import streaming
from reporting.packs import making
from tests import keeping
from tests.conftest import People, make_people
from tests.dashboards.counted import MATURE, READY, WAITING, publish_counted
from tests.dashboards.reading import Read, read
from tests.dashboards.test_same_figures import from_csv, from_table, plain
from tests.figures import exported
from wales_framework.operations.examples import is_demonstration

MOST_ROWS, MOST_QUERIES = 60, 12
ADDRESSES = {"en": ("groups", "indicators"), "cy": ("grwpiau", "dangosyddion")}
COUNTED_NOTE = "These figures were counted from records by this service."
URL = "/api/v1/observations"


@pytest.fixture(scope="module")
def counted(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The people, the release and its export, for all tests of this module; they change nothing in it."""
    with django_db_blocker.unblock(), transaction.atomic():
        people = make_people()
        folder = tmp_path_factory.mktemp("counted")
        release = keeping.release("counted", lambda: publish_counted(people["analyst"], people["approver"], folder))
        yield people, release, exported(tmp_path_factory.mktemp("export"))
        transaction.set_rollback(True)


@pytest.fixture
def release(counted: tuple[People, Release, str], db: None) -> Release:
    return counted[1]


@pytest.fixture
def everything(counted: tuple[People, Release, str]) -> str:
    """What `manage.py export_observations` writes."""
    return counted[2]


@pytest.fixture
def member(counted: tuple[People, Release, str], db: None) -> Client:
    client = Client()
    client.force_login(counted[0]["member"])
    return client


@pytest.fixture
def page(member: Client) -> Callable[[str], Read]:
    def fetch(address: str) -> Read:
        answer = member.get(f"/en/indicators/{address}")
        assert answer.status_code == 200
        return read(answer.content)

    return fetch


def rows_of(member: Client, **query: str) -> list[dict[str, Any]]:
    return list(csv.DictReader(io.StringIO(body(member.get(URL, {**query, "format": "csv"})))))


def body(answer: Any) -> str:
    return bytes(answer.getvalue()).decode()


@pytest.mark.parametrize("language", ["en", "cy"])
def test_every_page_holds_in_both_languages_with_few_queries_and_short_tables(member: Client, language: str) -> None:
    is_demonstration()  # which is asked for once an hour
    groups, indicators = ADDRESSES[language]
    codes = [one.code for one in catalogue.indicators()]
    with translation.override(language):
        addresses = [reverse("dashboards:regions"), reverse("dashboards:region", args=["gwent"])]
    regions = [address.removeprefix(f"/{language}/") for address in addresses]
    paths = [
        "",
        "data/",
        *regions,
        *(f"{groups}/{group}/" for group in "ABCDEF"),
        *(f"{indicators}/{code}/" for code in codes),
    ]
    for path in paths:
        with CaptureQueriesContext(connection) as queries:
            answer = member.get(f"/{language}/{path}")
        assert answer.status_code == 200, path
        assert len(queries) <= MOST_QUERIES, path
        for name, rows in read(answer.content).tables.items():
            assert 1 < len(rows) <= MOST_ROWS, (path, name)


def test_what_somebody_published_is_shown_as_it_was_and_by_itself(release: Release, page: Callable[[str], Read]) -> None:
    shown = page("A1/")
    assert shown.headings[1] == (2, "People starting a sentence: women, immediate custody")
    head, *rows = shown.tables["A1-table"]
    assert head == ["Period", "Wales", "North Wales", "Gwent", "South Wales", "Dyfed-Powys"]
    by_year = {row[0]: row[1:] for row in rows}
    assert len(by_year) == 11
    assert by_year["Year ending December 2018"] == ["585", "95", "56", "414", "20"]
    assert {"Already published elsewhere", "Counted from records"} <= set(shown.links)
    assert "added up by this service and not taken from the source" in shown.text


def test_what_was_counted_of_the_same_is_a_page_away_and_says_so(
    release: Release, member: Client, page: Callable[[str], Read]
) -> None:
    counted = page(f"A1/{page('A1/').links['Counted from records']}")
    assert COUNTED_NOTE in counted.text
    assert "Counted by this service from records: Sentences and orders started" in counted.text
    assert all("2018" not in row[0] for row in counted.tables["A1-table"])
    assert not {one.origin for one in editions.get(release.pk).figures(indicator="A1", origin=("counted",))} - {"counted"}


@pytest.mark.parametrize(
    "query", ["", "?kind=quarter", "?kind=year_06", "?breakdown=sex&category=M", "?cohort=women&breakdown=none"]
)
def test_page_file_and_answer_of_counted_figures_say_the_same(
    member: Client, page: Callable[[str], Read], everything: str, query: str
) -> None:
    shown = page(f"B3/{query}")
    file = from_csv(body(member.get(shown.links["Download these figures (CSV)"])))
    own = [plain(row) for row in member.get(shown.links["The same figures from the API (JSON)"]).json()]
    beside = [plain(row) for row in member.get(shown.links["The figures for everyone from the API (JSON)"]).json()]
    counted = shown.links["The figures for everyone that were counted here, from the API (JSON)"]
    assert file == [*own, *beside, *(plain(row) for row in member.get(counted).json())]
    kinds = {"year" if row["period"].startswith("YE") else "quarter" for row in own}
    assert kinds == {"quarter" if "quarter" in query else "year"}
    if len(shown.tables["B3-table"][0]) > 4:  # one line has columns for its parts
        plainly = [
            [cell.split(" due in")[0] if not at else cell for at, cell in enumerate(row)] for row in shown.tables["B3-table"]
        ]
        table = from_table(plainly)
        for row in own:
            place = period_name(Period.parse(row["period"])), row["area_name"]
            assert table[place] == (row["symbol"] if row["value"] is None else row["value"])
    lines = body(member.get(shown.links["Download these figures (CSV)"])).splitlines()
    assert set(lines) <= set(everything.splitlines())


def test_what_is_not_ready_says_when_it_is_due(release: Release, member: Client, page: Callable[[str], Read]) -> None:
    shown = page("B3/?kind=quarter")
    by_period = {row[0]: row[1:] for row in shown.tables["B3-table"][1:]}
    waiting = by_period["April to June 2023 due in October to December 2024"]
    assert waiting[0] == "x"
    assert by_period["January to March 2023"][0] != "x"
    assert "The figures from April to June 2023 to October to December 2023 were not ready for this edition" in shown.text
    figures = editions.get(release.pk).figures(indicator="B3", kind=("quarter",))
    assert {one.ready for one in figures if one.period == WAITING} == {READY}
    assert {one.ready for one in figures if one.period == MATURE} == {""}
    welsh = read(member.get("/cy/dangosyddion/B3/?kind=quarter").content)
    assert "x" in {row[1] for row in welsh.tables["B3-table"][1:]}


def test_nothing_that_is_hidden_has_a_number(release: Release, member: Client) -> None:
    rows = rows_of(member)
    assert len(rows) == release.observation_count > 5000
    assert {"c", "x", "z"} <= {row["symbol"] for row in rows}
    for row in rows:
        if row["symbol"]:
            assert row["value"] == row["lower"] == row["upper"] == ""
        if row["symbol"] in ("c", "x"):
            assert row["numerator"] == ""


def test_the_whole_release_comes_in_pieces_and_has_the_bytes_of_the_export(
    release: Release, member: Client, everything: str
) -> None:
    for address in ("/en/data/all-figures.csv", f"{URL}?format=csv"):
        answer = member.get(address)
        assert answer.streaming
        pieces: list[bytes] = list(answer.streaming_content)  # type: ignore[attr-defined]
        assert len(pieces) > release.observation_count // streaming.ROWS_AT_ONCE
        assert b"".join(pieces).decode() == everything
    assert len(member.get(URL, {"measure": "reoffending_rate", "from": "2023Q4"}).json()) > 100


def test_a_welsh_file_stays_welsh_while_others_are_served_in_english(release: Release, member: Client) -> None:
    answer = member.get("/cy/data/pob-ffigur.csv")
    with translation.override("en"):
        text = body(answer)
    assert "Gogledd Cymru" in text
    assert "North Wales" not in text


def test_filters_of_origin_and_kind_of_period(release: Release, member: Client) -> None:
    published = rows_of(member, indicator="A1", origin="published")
    assert len(published) == 55
    counted = rows_of(member, indicator="A1", origin="counted")
    assert len(counted) + 55 == len(rows_of(member, indicator="A1"))
    assert {row["period"][-2:] for row in rows_of(member, kind="year_03,year_06", cohort="women")} == {"03", "06"}
    assert member.get(URL, {"kind": "month"}).status_code == 400


def test_sums_of_predictions_are_numbers_as_the_schema_says(release: Release, member: Client) -> None:
    rows = member.get(URL, {"measure": "predicted_rate,actual_less_predicted", "cohort": "all"}).json()
    numerators = [row["numerator"] for row in rows if row["numerator"] is not None]
    assert any(number != int(number) for number in numerators)
    schema = member.get("/api/schema", {"format": "json"}).json()["components"]["schemas"]["Observation"]["properties"]
    for row in rows:
        if row["numerator"] is not None:
            assert schema["numerator"]["type"] == "number"


def test_other_lists_know_what_the_release_has(release: Release, member: Client) -> None:
    have = {one["code"]: one["has_data"] for one in member.get("/api/v1/indicators").json()}
    assert len(have) == 38
    assert all(have.values())
    assert member.get("/api/v1/releases").json()[0]["observation_count"] == release.observation_count


@pytest.mark.parametrize(("language", "words"), [("en", "counted from records by this service"), ("cy", "Cymru")])
def test_the_pack_holds(release: Release, language: str, words: str) -> None:
    made = making.make(editions.get(release.pk), language)
    pages = pypdf.PdfReader(io.BytesIO(made.pdf)).pages
    text = " ".join(" ".join(page.extract_text() for page in [*pages[:10], *pages[-20:]]).split())
    assert "564 544 623 421 585 485 326 347 318 376 424" in text  # women in custody in Wales, by year
    assert "112,507" in text and "401,404" in text
    assert words in text
    assert made.pages < 150
    if language == "en":
        assert "Interventions and diversion; Caseload" in text


@pytest.mark.parametrize("indicator", ["A1", "A3"])
def test_every_chart_of_a_page_is_there_as_a_picture(member: Client, release: Release, indicator: str) -> None:
    """Those that stand beside the indicator's own too."""
    shown = member.get(f"/en/indicators/{indicator}/").content.decode()
    pictures = {unescape(link) for link in re.findall(r'href="([^"]*chart\.svg[^"]*)"', shown)}
    assert len(pictures) == shown.count("data-chart-fallback") > 1
    for link in pictures:
        assert member.get(link)["Content-Type"] == "image/svg+xml", link


def test_what_stands_beside_an_indicator_is_on_its_page(member: Client, page: Callable[[str], Read]) -> None:
    shown = page("B4/?kind=year_12")
    table = shown.tables["B4-reoffences-per-100-offenders-table"]
    asked = {"cohort": "domestic_abuse_perpetrators", "measure": "reoffences_per_100_offenders", "breakdown": "none"}
    rows = rows_of(member, **asked, area="W92000004", kind="year_12")
    assert [row[1].split()[0] for row in table[1:]] == [row["value"] or row["symbol"] for row in rows]
    assert "B4-serious-reoffences-per-100-offenders-table" in shown.tables
    assert {"B3-predicted-rate-table", "B3-actual-less-predicted-table"} <= set(page("B3/").tables)
    assert "C6-charity-referral-people-table" in page("C6/").tables
    coverage = page("A5/").tables["A5-assessment-coverage-table"]
    assert coverage[0][0] == "Period"
