"""The page Needs: every cell is a figure of the release, of all settings together or of one."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.releases.models import Release
from reporting import published as editions
from reporting.charts.figures import Figure
from reporting.charts.format import amount
from tests import keeping, publishing
from tests.conftest import People
from tests.dashboards.counted import publish_counted
from tests.dashboards.reading import Read, read
from tests.figures import HEADINGS

MOST_QUERIES = 12
NEEDS = ("accommodation", "ete", "relationships", "lifestyle", "drugs", "alcohol", "thinking", "attitudes")
# What the address says, the breakdown of the needs, and the part of the coverage.
SETTINGS = (
    ("all", "need", ("", "")),
    ("custody", "need_custody", ("setting", "custody")),
    ("community", "need_community", ("setting", "community")),
)
Page = Callable[[str], Read]


@pytest.fixture
def release(people: People, tmp_path: Path) -> Release:
    return keeping.release("counted", lambda: publish_counted(people["analyst"], people["approver"], tmp_path))


@pytest.fixture
def member(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("member")


@pytest.fixture
def page(member: Client) -> Page:
    def fetch(address: str) -> Read:
        answer = member.get(f"/en/{address}")
        assert answer.status_code == 200
        return read(answer.content)

    return fetch


def figures(release: Release, **filters: Any) -> list[Figure]:
    return editions.get(release.pk).figures(area="W92000004", period="2023Q1", **filters)


def written(figure: Figure) -> str:
    """As a table has it: the figure, with its symbol where it has one."""
    value = "" if figure.value is None else amount(figure.value, figure.unit, 1)
    return f"{value} {figure.symbol}".strip()


@pytest.mark.parametrize(("setting", "breakdown", "part"), SETTINGS)
def test_every_cell_is_the_figure_of_the_release(
    setting: str, breakdown: str, part: tuple[str, str], page: Page, release: Release
) -> None:
    head, *rows = page(f"needs/?period=2023Q1&setting={setting}").tables["needs-table"]
    needs = figures(release, measure="need_prevalence", breakdown=breakdown)
    found = {(one.cohort, one.category): written(one) for one in needs}
    assert (len(head), len(found)) == (10, 64)
    assert sorted(cell for row in rows for cell in row[1:9]) == sorted(found.values())
    women = next(row for row in rows if row[0] == "Women")
    assert women[1:9] == [found["women", need] for need in NEEDS]
    covered = figures(release, measure="assessment_coverage", breakdown=part[0], category=part[1], cohort="women")
    assert [women[9].startswith(written(one)) for one in covered] == [True]


@pytest.mark.parametrize(("setting", "breakdown", "part"), SETTINGS)
def test_files_and_links_have_what_the_page_shows(
    setting: str, breakdown: str, part: tuple[str, str], page: Page, member: Client, release: Release
) -> None:
    shown = page(f"needs/?period=2023Q1&setting={setting}")
    file = list(csv.DictReader(io.StringIO(member.get(shown.links["Download these figures (CSV)"]).content.decode())))
    needs = [row for row in file if row["measure"] == "need_prevalence"]
    covered = [row for row in file if row["measure"] == "assessment_coverage"]
    assert {row["breakdown"] for row in needs} == {breakdown}
    assert {(row["breakdown"], row["category"]) for row in covered} == {part}
    assert (len(needs), len(covered), len(file)) == (64, 8, 72)
    for number, rows in ((1, needs), (2, covered)):
        answer = member.get(shown.links[f"The same figures from the API (JSON), part {number}"]).json()
        assert [row["symbol"] for row in answer] == [row["symbol"] for row in rows]
    for name in ("For Excel (XLSX)", "For LibreOffice (ODS)"):
        assert member.get(shown.links[name]).getvalue().startswith(b"PK")
    intervals = page(shown.links["Drug misuse"].removeprefix("/en/"))
    assert intervals.chosen["part"] == f"{breakdown}.drugs"


def test_the_needs_of_a_group_over_time_have_a_row_for_each_quarter(page: Page, release: Release) -> None:
    shown = page("needs/?by=quarters&cohort=young_adults")
    assert [row[0] for row in shown.tables["needs-table"][1:3]] == ["January to March 2022", "April to June 2022"]
    assert len(shown.tables["needs-table"]) == 9
    assert "significant" not in shown.text.lower()
    in_custody = page("needs/?by=quarters&cohort=young_adults&setting=custody")
    assert [row[0] for row in in_custody.tables["needs-table"]] == [row[0] for row in shown.tables["needs-table"]]


def test_of_one_setting_wales_alone_is_told(page: Page, release: Release) -> None:
    shown = page("needs/?setting=custody&area=W15000002")
    assert shown.chosen["setting"] == "custody"
    assert "Area: there is nothing for “W15000002” here. Shown instead: Wales." in shown.text
    assert "area" not in shown.chosen
    assert page("needs/?area=W15000002").chosen["area"] == "W15000002"
    assert "Setting: there is nothing for “prison” here." in page("needs/?setting=prison").text


def test_of_one_setting_it_needs_as_few_queries(member: Client, release: Release) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert member.get("/en/needs/?setting=community").status_code == 200
    assert len(queries) <= MOST_QUERIES


def test_each_setting_is_told_in_welsh(member: Client, release: Release) -> None:
    english = read(member.get("/en/needs/?setting=custody").content)
    welsh = read(member.get(english.links["Cymraeg"]).content)
    assert welsh.chosen["setting"] == "custody"
    assert "yn y ddalfa" in welsh.text
    assert [row[1:] for row in welsh.tables["needs-table"][1:]] == [row[1:] for row in english.tables["needs-table"][1:]]


def test_a_release_without_needs_by_setting_says_so(people: People, page: Page, tmp_path: Path) -> None:
    file = tmp_path / "needs.csv"
    key = "women,need_prevalence,2023Q1,W92000004,need"
    lines = [f"{key},{need},120,300,2025-01,Figures of the tests" for need in ("accommodation", "drugs")]
    file.write_text("\n".join([HEADINGS, *lines]) + "\n")
    call_command("load_extract", "published", str(file), user=people["analyst"].username, accept_warnings=True, verbosity=0)
    publishing.publish(people["analyst"], people["approver"])
    shown = page("needs/?setting=community")
    assert "No needs by setting in this release" in shown.text
    assert shown.tables == {}
    both = page(f"needs/{shown.links['Show custody and community together']}")
    assert both.tables["needs-table"][1][:2] == ["Women", "40.0%"]
