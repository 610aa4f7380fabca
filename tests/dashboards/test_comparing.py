"""Compare, Needs, Overlaps, Disproportionality: every number is one of the release, or worked out from those alone."""

import csv
import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.releases.models import Release
from indicators.statistics import relative_rate_index
from reporting import published as editions
from reporting.charts.figures import Figure
from reporting.charts.format import amount
from tests import keeping
from tests.conftest import People
from tests.dashboards.counted import MATURE, WAITING, publish_counted
from tests.dashboards.reading import Read, read

MOST_QUERIES = 12
ADDRESSES = ("compare", "needs", "overlaps", "disproportionality")
Page = Callable[[str], Read]


@pytest.fixture
def release(people: People, tmp_path: Path) -> Release:
    return keeping.release("counted", lambda: publish_counted(people["analyst"], people["approver"], tmp_path))


@pytest.fixture
def member(release: Release, signed_in: Callable[[str], Client]) -> Client:
    return signed_in("member")


@pytest.fixture
def page(member: Client) -> Page:
    def fetch(address: str) -> Read:
        answer = member.get(f"/en/{address}")
        assert answer.status_code == 200
        return read(answer.content)

    return fetch


def figures(release: Release, **filters: Any) -> list[Figure]:
    return editions.get(release.pk).figures(**filters)


def written(figure: Figure) -> str:
    """As a table has it: the figure, with its symbol where it has one."""
    value = "" if figure.value is None else amount(figure.value, figure.unit, 1 if figure.unit == "percent" else 0)
    return f"{value} {figure.symbol}".strip()


@pytest.mark.parametrize("name", ADDRESSES)
def test_before_the_first_release_each_page_says_what_to_do(name: str, signed_in: Callable[[str], Client]) -> None:
    answer = signed_in("member").get(f"/en/{name}/")
    assert answer.status_code == 200
    assert "No figures are published yet." in read(answer.content).text
    assert signed_in("member").get(f"/en/{name}/figures.csv").status_code == 200


@pytest.mark.parametrize("name", ADDRESSES)
def test_each_page_has_what_it_needs_with_few_queries(name: str, member: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        answer = member.get(f"/en/{name}/")
    shown = read(answer.content)
    assert len(queries) <= MOST_QUERIES
    assert [level for level, _words in shown.headings].count(1) == 1
    assert shown.tables
    assert {"Groups and areas", "Needs", "Overlaps", "Disproportionality"} <= set(shown.links)
    menu = answer.content.decode()
    assert (
        'govuk-service-navigation__item--active">\n            <a class="govuk-service-navigation__link" href="/en/compare/"'
        in menu
    )


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?measure=reoffending_rate&period=2022Q4",
        "?measure=completion_rate&part=order_type.licence",
        "?measure=need_prevalence&part=need.drugs&area=every&period=2023Q1",
        "?measure=completion_rate&rows=areas&cohort=all&period=2023Q1",
        "?measure=sentences_started&area=W15000003",
    ],
)
def test_page_and_file_of_a_comparison_say_the_same(query: str, page: Page, member: Client) -> None:
    shown = page(f"compare/{query}")
    file = list(csv.DictReader(io.StringIO(member.get(shown.links["Download these figures (CSV)"]).content.decode())))
    head, *rows = shown.tables["compare-table"]
    assert file
    names = {row["area_name"] for row in file}
    by_area = head[0] == "Area"
    if by_area:
        assert [row[0] for row in rows] == list(dict.fromkeys(row["area_name"] for row in file))
    values = [row for row in file if row["value"]]
    text = " ".join(cell for row in rows for cell in row).replace(",", "")
    assert all(row["value"] in text for row in values)
    hidden = [row for row in file if not row["value"]]
    assert {row["symbol"] for row in hidden} <= {"c", "u", "x", "z"}
    assert len(rows) == (len(names) if by_area else len({row["cohort"] for row in file}))
    answer = member.get(shown.links["The same figures from the API (JSON)"]).json()
    assert len(answer) == len(file)


def test_the_state_of_a_page_is_its_address_and_what_is_not_there_is_said(page: Page) -> None:
    shown = page("compare/?measure=completion_rate&part=need.drugs&period=1999Q1&rows=up&area=Mars")
    assert shown.chosen["measure"] == "completion_rate"
    assert shown.chosen["period"] == "2022Q1"
    for asked in ("need.drugs", "1999Q1", "up", "Mars"):
        assert f"there is nothing for “{asked}” here" in shown.text
    assert page("compare/?measure=%00%22%3E&period=" + "9" * 400).tables


@pytest.mark.parametrize(
    ("address", "query", "kept"),
    [
        ("compare", "measure=reoffending_rate&rows=areas&cohort=women", {"rows": "areas", "cohort": "women"}),
        ("disproportionality", "measure=reoffending_rate&by=sex", {"by": "sex"}),
    ],
)
def test_a_period_in_which_nothing_is_ready_says_where_figures_are(
    address: str, query: str, kept: dict[str, str], page: Page
) -> None:
    shown = page(f"{address}/?{query}&period={WAITING}")
    assert shown.chosen["period"] == WAITING  # what was asked for stays
    assert "There are no figures for April to June 2023 yet." in shown.text
    led = page(f"{address}/" + shown.links["Show January to March 2023, the latest with figures"])
    assert led.chosen["period"] == MATURE and {name: led.chosen[name] for name in kept} == kept
    assert led.chosen["measure"] == "reoffending_rate"
    assert "There are no figures for" not in led.text and "Shown instead" not in led.text


def test_a_comparison_warns_of_adding_and_of_reading_intervals_as_tests(page: Page) -> None:
    assert "Their figures are never added together." in page("compare/").text
    assert "are no test of a difference" in page("compare/").text
    assert "so a region is never to be compared with Wales" in page("compare/?rows=areas").text


def test_sets_are_shown_by_size_and_those_that_are_hidden_as_such(page: Page, release: Release) -> None:
    shown = page("overlaps/?period=YE2022-12")
    sets = figures(release, measure="sentences_started", breakdown="cohort_set", period="YE2022-12")
    _head, *rows = shown.tables["overlaps-table"]
    assert len(rows) == len(sets)
    values = [int(row[2].replace(",", "")) for row in rows if row[2].isdigit()]
    assert values == sorted((int(one.value) for one in sets if one.value is not None), reverse=True)
    assert [row[2] for row in rows].count("c") == sum(one.symbol == "c" for one in sets)
    by_number = shown.tables["overlaps-number"][1:]
    assert sum(int(row[1]) for row in by_number) == len(sets)
    assert sum(int(row[2]) for row in by_number if row[2].isdigit()) == sum(values)


def test_an_index_is_that_of_two_published_rates(page: Page, release: Release) -> None:
    shown = page("disproportionality/?measure=completion_rate&by=sex&reference=M&period=YE2022-12")
    head, *rows = shown.tables["disproportionality-table"]
    assert head[-2:] == ["Relative rate index", "Confidence interval (95%)"]
    known = {
        one.category: one
        for one in figures(release, measure="completion_rate", cohort="all", breakdown="sex", period="YE2022-12")
    }
    women, men = known["F"], known["M"]
    row = next(row for row in rows if row[0] == "Female")
    if women.value is None or men.value is None:
        assert row[-2] in ("c", "u")
        return
    found = relative_rate_index(women.numerator, women.denominator, men.numerator, men.denominator)
    assert abs(Decimal(row[-2]) - Decimal(repr(found.index))) <= Decimal("0.005")
    assert "It says nothing of why they differ" in shown.text


@pytest.mark.parametrize(
    "query", ["", "?by=groups", "?by=ethnicity_group", "?measure=need_prevalence&part=need.drugs", "?by=age_band"]
)
def test_where_a_rate_is_hidden_there_is_no_index(query: str, page: Page) -> None:
    _head, *rows = page(f"disproportionality/{query}").tables["disproportionality-table"]
    assert rows
    for row in rows:
        if row[1] in ("c", "u", "x") or row[4] in ("c", "u", "x"):
            assert row[-2] in ("c", "u", "x")


@pytest.mark.parametrize("name", ["compare", "overlaps", "disproportionality"])
def test_a_picture_to_take_away_has_the_figures_of_its_page(name: str, page: Page, member: Client) -> None:
    shown = page(f"{name}/")
    drawing = member.get(shown.links["The chart as a drawing (SVG)"])
    assert drawing["Content-Type"] == "image/svg+xml"
    assert f"release R{editions.latest().id} of" in drawing.content.decode()  # type: ignore[union-attr]
    column = {"compare": 1, "overlaps": 2, "disproportionality": -2}[name]
    figures_shown = [row[column] for row in shown.tables[f"{name}-table"][1:6] if any(map(str.isdigit, row[column]))]
    assert all(f">{one}<" in drawing.content.decode() or f"\n{one}" in drawing.content.decode() for one in figures_shown)
    assert member.get(shown.links["The chart as a picture (PNG)"]).content.startswith(b"\x89PNG")


@pytest.mark.parametrize("name", ADDRESSES)
def test_the_pages_hold_in_welsh(name: str, member: Client) -> None:
    answer = member.get(f"/en/{name}/")
    welsh = member.get(read(answer.content).links["Cymraeg"])
    assert welsh.status_code == 200
    assert len(read(welsh.content).tables) == len(read(answer.content).tables)
