"""What stands around the figures of an indicator: its baseline, what a release changed of it, how complete it is."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from indicators import catalogue
from indicators.releases.models import Release
from reporting.dashboards import beside
from tests import figures, publishing
from tests.charts.examples import figure
from tests.conftest import People
from tests.dashboards.reading import read

SignedIn = Callable[[str], Client]


def test_figures_are_held_against_the_period_in_which_the_baseline_lies(published: Release, signed_in: SignedIn) -> None:
    html = signed_in("member").get("/en/indicators/A1/").content
    page = read(html)
    head, *rows = page.tables["A1-baseline"]
    assert head == ["Area", "Year ending December 2018", "Year ending December 2024", "Difference"]
    assert rows[0] == ["Wales", "585", "424", "−161"]
    assert rows[1] == ["North Wales", "95", "68", "−27"]
    assert "a baseline, January to March 2018" in page.text
    assert "Baseline 585" in html.decode()


def test_without_a_figure_for_the_baseline_nothing_is_held_against_it(published: Release, signed_in: SignedIn) -> None:
    page = read(signed_in("member").get("/en/indicators/A1/?from=YE2019-12").content)
    assert "A1-baseline" not in page.tables


@pytest.fixture
def revised(rich: Release, people: People, tmp_path: Path) -> Release:
    """A second release: one region's rate of women is another one, and with it that of Wales."""
    file = tmp_path / "revised.csv"
    rows = [row.replace(",310,1000,", ",350,1000,").replace("2025-01", "2025-06") for row in figures.rows()]
    file.write_text("\n".join([figures.HEADINGS, *rows]) + "\n")
    call_command("load_extract", "published", str(file), user="analyst", accept_warnings=True, verbosity=0)
    return publishing.publish(people["analyst"], people["approver"])


def test_a_page_says_what_its_release_changed(revised: Release, rich: Release, signed_in: SignedIn) -> None:
    member = signed_in("member")
    page = read(member.get("/en/indicators/A3/").content)
    head, *rows = page.tables["revisions-table"]
    assert head == ["Period", "Area", str(rich), str(revised)]
    assert ["Year ending March 2021", "North Wales", "31.0%", "35.0% r"] in rows
    assert page.links[f"This page in {rich}"] == f"?release={rich.pk}"
    assert "What this release changed" not in read(member.get(f"/en/indicators/A3/?release={rich.pk}").content).text


def test_how_complete_the_figures_are_is_said(rich: Release, signed_in: SignedIn) -> None:
    text = read(signed_in("member").get("/en/indicators/A3/").content).text
    assert "Of 25 figures on this page's chart 23 are shown. Suppressed to protect people: 2." in text


def test_methods_keep_the_release_that_is_read(published: Release, signed_in: SignedIn) -> None:
    html = signed_in("member").get(f"/en/methods/?release={published.pk}").content.decode()
    assert f'href="/en/?release={published.pk}"' in html
    assert signed_in("member").get("/en/methods/?release=99").status_code == 404


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 400), st.sampled_from(["", "c", "p"])), min_size=1, max_size=8))
def test_a_count_as_a_share_is_the_part_that_its_numbers_make_and_hides_what_they_hide(
    numbers: list[tuple[int, int, str]],
) -> None:
    indicator = catalogue.indicator("F6")
    made = [
        figure(
            "W92000004",
            f"{2016 + place}Q1",
            None if symbol == "c" else str(count),
            symbol=symbol,
            numerator=None if symbol == "c" else count,
            denominator=None if symbol == "c" else people,
            measure=indicator.measure,
            cohort="bame",
            origin="counted",
        )
        for place, (count, people, symbol) in enumerate(numbers)
    ]
    shown = [(count, people, symbol) for count, people, symbol in numbers if symbol == "c" or people]
    parts = beside.parts(indicator, [], made)
    if all(symbol == "c" for _count, _people, symbol in shown):
        assert parts == ()
        return
    (panel,) = parts[0].panels
    points = dict(zip([period.code for period in panel.chart.periods], panel.chart.series[0].points, strict=True))
    for place, (count, people, symbol) in enumerate(numbers):
        point = points.get(f"{2016 + place}Q1")
        if symbol == "c":
            assert point is None or (point.value is None and point.symbol == "c")
        elif people:
            assert point is not None and point.value is not None
            assert abs(Fraction(point.value) - Fraction(100 * count, people)) <= Fraction(1, 20)
