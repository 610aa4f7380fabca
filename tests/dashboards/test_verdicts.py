"""What a release found, on the pages: the verdict first, in words and a shape, its reason, its chart with limits."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from indicators.releases.models import Release
from tests import figures, findings
from tests.conftest import People
from tests.dashboards.reading import read

SignedIn = Callable[[str], Client]
WORDS = {
    "Wales": ("few", "Too few cases to tell"),
    "North Wales": ("improving", "Improving"),
    "Gwent": ("worse", "Getting worse"),
    "South Wales": ("none", "No clear change"),
    "Dyfed-Powys": ("later", "Not ready yet"),
}


@pytest.fixture
def found(people: People, tmp_path: Path) -> Release:
    return figures.publish_rich(people, tmp_path, findings.find)


@pytest.fixture
def html(signed_in: SignedIn) -> Callable[[str], str]:
    member = signed_in("member")

    def fetch(address: str) -> str:
        answer = member.get(address)
        assert answer.status_code == 200
        return answer.content.decode()

    return fetch


def test_each_area_has_its_verdict_told_by_shape_and_words(found: Release, html: Callable[[str], str]) -> None:
    page = html("/en/indicators/A3/")
    verdict = r'<dd class="app-verdicts__verdict"><strong class="app-verdict app-verdict--(\w+)">([^<]+)<'
    rows = re.findall(r'app-verdicts__area">([^<]+)</dt>\s*' + verdict, page)
    assert {area: (look, words) for area, look, words in rows} == WORDS
    assert page.index("app-verdicts__row") < page.index("app-statement") < page.index('class="app-chart"')


def test_the_reason_leads_to_a_chart_of_that_area_with_limits(found: Release, html: Callable[[str], str]) -> None:
    link = read(html("/en/indicators/A3/").encode()).links["Gwent: chart with limits"]
    page = html(f"/en/indicators/A3/{link.replace('&amp;', '&')}")
    table = read(page.encode()).tables["A3-table"]
    assert table[0][0] == "Period"
    assert table[0][-3:] == ["Average", "Limits", "What stands out"]
    assert table[-1][-1] == "above the limits"
    assert "(trial)" in table[-1][-2]
    assert page.count("app-verdicts__row") == 1
    assert "A. 1 May 2022: Counting &lt;changed&gt;. A new level begins." in page
    assert "Counting <changed>" not in page
    assert "What stands out: the year ending March 2023 (above the limits)." in page


def test_an_area_alone_is_first_shown_with_the_figures_that_were_tested(found: Release, html: Callable[[str], str]) -> None:
    table = read(html("/en/indicators/A3/?area=Gwent").encode()).tables["A3-table"]
    assert [row[0] for row in table[1:]] == [f"Year ending March {year}" for year in (2021, 2022, 2023)]


def test_a_hidden_figure_is_a_gap_and_the_average_is_of_those_shown(found: Release, html: Callable[[str], str]) -> None:
    page = html("/en/indicators/A3/?area=W15000004&kind=year_03")
    rows = {row[0]: row for row in read(page.encode()).tables["A3-table"]}
    assert rows["Year ending March 2022"][1:] == ["c", "c", "c", "c", "", "", ""]
    shown = [float(row[1].rstrip("%")) for name, row in rows.items() if name.startswith("Year") and row[1] != "c"]
    average = float(rows["Year ending March 2021"][-3].rstrip("%"))
    assert average == pytest.approx(sum(shown) / len(shown), abs=0.006)
    assert str(figures.SECRET) not in page.replace(",", "")


def test_a_part_that_was_not_tested_has_no_verdict(found: Release, html: Callable[[str], str]) -> None:
    assert "app-verdicts__row" not in html("/en/indicators/A1/")
    assert "is not tested in this edition" in html("/en/indicators/A1/")


def test_an_area_without_a_chart_is_said(found: Release, html: Callable[[str], str]) -> None:
    page = html("/en/indicators/A3/?area=Atlantis%3Cb%3E")
    assert "There is no chart of the area “Atlantis&lt;b&gt;”." in page
    assert html("/en/indicators/A3/?area=W06000001").count("app-verdicts__row") == 5


def test_the_group_has_a_table_of_its_verdicts(found: Release, html: Callable[[str], str]) -> None:
    table = read(html("/en/groups/A/").encode()).tables["verdict-table"]
    assert table[0] == ["Indicator", *WORDS]
    assert table[1] == ["A3. Reoffending rate: women", *(words for _look, words in WORDS.values())]
    assert "verdict-table" not in html("/en/groups/B/")


def test_the_home_page_counts_them_and_names_the_strongest_signals(found: Release, html: Callable[[str], str]) -> None:
    page = read(html("/en/").encode())
    assert "3 series could be tested for a change." in page.text
    assert "chance would still show a change in up to 0.2 of them" in page.text
    assert "2 are strong enough to be called signals; of these about 0.1 at most are expected to be chance." in page.text
    signals = [words for level, words in page.headings if level == 4]
    assert signals == ["A3. Reoffending rate: women, Gwent", "A3. Reoffending rate: women, North Wales"]
    assert "area=W15000002" in page.links[signals[0]]
    assert page.links["All signals, with causes and actions"] == "/en/signals/"


def test_where_nothing_was_tested_the_pages_say_nothing_of_it(people: People, tmp_path: Path, html: Callable[[str], str]) -> None:
    figures.publish_rich(people, tmp_path, findings.find_nothing)
    assert 'id="news"' not in html("/en/")
    assert "verdict-table" not in html("/en/groups/A/")
    assert "is not tested in this edition" in html("/en/indicators/A3/")


def test_a_file_of_one_area_holds_that_area(found: Release, signed_in: SignedIn) -> None:
    text = signed_in("member").get("/en/indicators/A3/figures.csv?area=W15000002").content.decode()
    assert {line.split(",")[5] for line in text.splitlines()[1:] if line.split(",")[3] == "women"} == {"W15000002"}
