"""The page of an indicator: its figures, what they mean, where they come from, and how an address chooses them."""

from collections.abc import Callable

import pytest
from django.test import Client

from indicators import catalogue
from indicators.releases.models import Release
from tests.dashboards.reading import Read, read
from tests.figures import SECRET

SignedIn = Callable[[str], Client]
Page = Callable[[str], Read]
TABLE, EVERYONE = "A1-table", "A3-everyone-table"


@pytest.fixture
def page(signed_in: SignedIn) -> Page:
    member = signed_in("member")

    def fetch(address: str) -> Read:
        answer = member.get(f"/en/indicators/{address}")
        assert answer.status_code == 200
        return read(answer.content)

    return fetch


def test_women_starting_immediate_custody_by_region(published: Release, page: Page) -> None:
    shown = page("A1/")
    assert shown.headings[0] == (1, "Number of women commencing an immediate custodial community sentence")
    assert shown.headings[1] == (2, "People starting a sentence: women, immediate custody")
    assert "About these words: The chapter lacks an “or”" in shown.text
    head, *rows = shown.tables[TABLE]
    assert head == ["Period", "Wales", "North Wales", "Gwent", "South Wales", "Dyfed-Powys"]
    by_year = {row[0]: row[1:] for row in rows}
    assert by_year["Year ending December 2018"] == ["585", "95", "56", "414", "20"]
    assert by_year["Year ending December 2024"][3] == "294"
    assert len(by_year) == 11
    assert "Sum of the four regions." in shown.text
    assert "Wales: sum of the four regions, added up by this service and not taken from the source." in shown.text
    assert "Edition of 2024-12" in shown.text
    assert "Figures so far: immediate custody only." in shown.text


def test_the_national_rate_stands_with_its_numbers(published: Release, page: Page) -> None:
    shown = page("A3/")
    assert "No figures yet" in shown.text
    assert "These figures are about everyone, not about the group “Women”." in shown.text
    head, *rows = shown.tables[EVERYONE]
    assert head[2:4] == ["People who reoffended", "People in the cohort"]
    assert next(row for row in rows if row[0] == "Year ending March 2019")[1:4] == ["28.0%", "112,507", "401,404"]
    ratio = page("B4/").tables["B4-everyone-table"]
    assert next(row for row in ratio if row[0] == "Year ending March 2019")[1:4] == ["3.98", "447,872", "112,507"]


def test_rates_by_region_have_their_numbers_under_them(rich: Release, page: Page) -> None:
    shown = page("A3/?from=YE2023-03&to=YE2023-03")
    row = next(row for row in shown.tables["A3-table"] if row[0] == "Year ending March 2023")
    assert row[2].startswith("32.4% 324 of 1,000; ")
    assert "Under each figure: the numbers that it is made of" in shown.text


def test_quarters_and_years_have_a_chart_and_a_table_each(rich: Release, page: Page) -> None:
    shown = page("A3/")
    assert [row[0] for row in shown.tables["A3-table"][1:]] == [f"Year ending March {year}" for year in (2021, 2022, 2023)]
    assert [row[0] for row in shown.tables["A3-2-table"][1:]] == ["October to December 2022", "January to March 2023"]


def test_a_suppressed_figure_shows_its_symbol_and_is_nowhere_in_the_page(rich: Release, signed_in: SignedIn) -> None:
    member = signed_in("member")
    addresses = [
        "/en/",
        "/cy/",
        "/en/groups/A/",
        "/en/indicators/A3/",
        "/en/indicators/A3/figures.csv",
        "/en/data/all-figures.csv",
    ]
    for address in addresses:
        html = member.get(address).content.decode()
        for written in (str(SECRET), f"{SECRET:,}", str(SECRET * 3), f"{SECRET * 3:,}"):
            assert written not in html, address
    shown = read(member.get("/en/indicators/A3/").content)
    row = next(row for row in shown.tables["A3-table"] if row[0] == "Year ending March 2022")
    assert shown.tables["A3-table"][0][5] == "Dyfed-Powys"
    assert (row[1], row[5]) == ("c", "c")
    assert "suppressed" in shown.text


def test_each_cohort_of_an_indicator_can_be_chosen(rich: Release, page: Page) -> None:
    shown = page("D5/")
    assert shown.headings[1] == (2, "Reoffences per reoffender: young adults")
    other = shown.links["Care leavers, all"]
    chosen = page(f"D5/{other}")
    assert chosen.headings[1] == (2, "Reoffences per reoffender: care leavers")
    assert chosen.tables["D5-table"][1][1] == "1.50"


# Query, first and last period shown, number of messages.
ADDRESSES = [
    ("", "YE2014-12", "YE2024-12", 0),
    ("?from=YE2018-12&to=YE2020-12", "YE2018-12", "YE2020-12", 0),
    ("?from=ye2018-12", "YE2018-12", "YE2024-12", 0),
    ("?from=YE2018-03", "YE2017-12", "YE2024-12", 1),
    ("?from=2018Q4", "YE2018-12", "YE2024-12", 1),
    ("?from=YE1990-12&to=YE2090-12", "YE2014-12", "YE2024-12", 2),
    ("?from=YE2020-12&to=YE2018-12", "YE2018-12", "YE2020-12", 1),
    ("?from=&to=", "YE2014-12", "YE2024-12", 0),
    ("?from=nonsense", "YE2014-12", "YE2024-12", 1),
    ("?from=YE0001-03&to=YE9999-12", "YE2014-12", "YE2024-12", 2),
    ("?to=%00%22%3E%3Cscript%3E", "YE2014-12", "YE2024-12", 1),
    ("?from=" + "9" * 5000, "YE2014-12", "YE2024-12", 1),
    ("?breakdown=need&category=drugs", "YE2014-12", "YE2024-12", 1),
    ("?cohort=men", "YE2014-12", "YE2024-12", 1),
    ("?page=3", "YE2014-12", "YE2024-12", 0),
]


def test_any_address_shows_the_nearest_periods_and_says_what_it_changed(published: Release, signed_in: SignedIn) -> None:
    member = signed_in("member")
    for query, first, last, messages in ADDRESSES:
        html = member.get(f"/en/indicators/A1/{query}").content
        shown = read(html)
        assert shown.chosen == {"from": first, "to": last}, query
        assert html.count(b"app-notification-banner--warning") == messages, query
        assert b"<script>" not in html
        periods = [row[0] for row in shown.tables[TABLE][1:]]
        assert periods[0] == f"Year ending December {first[2:6]}"
        assert periods[-1] == f"Year ending December {last[2:6]}"


def test_every_indicator_has_a_whole_page_even_without_data(people: object, page: Page) -> None:
    for indicator in catalogue.indicators():
        shown = page(f"{indicator.code.lower()}/")
        assert shown.headings[0] == (1, indicator.words.en)
        assert shown.title.startswith(f"{indicator.code}: ")
        assert str(catalogue.measure(indicator.measure).definition) in shown.text
        assert "No figures are published yet." in shown.text


def test_the_way_to_the_indicators_beside_crosses_groups(published: Release, signed_in: SignedIn) -> None:
    html = signed_in("member").get("/en/indicators/B1/").content.decode()
    assert 'href="/en/indicators/A6/" rel="prev"' in html
    assert 'href="/en/indicators/B2/" rel="next"' in html


def test_an_unknown_indicator_is_not_found(people: object, signed_in: SignedIn) -> None:
    member = signed_in("member")
    assert member.get("/en/indicators/Z9/").status_code == 404
    assert member.get("/en/indicators/Z9/figures.csv").status_code == 404


def test_the_form_keeps_the_figures_chosen(rich: Release, signed_in: SignedIn) -> None:
    html = signed_in("member").get("/en/indicators/D5/?cohort=care_leavers&breakdown=none").content.decode()
    assert '<input type="hidden" name="cohort" value="care_leavers">' in html
