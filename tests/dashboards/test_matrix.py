"""All groups and measures at a glance: what each cell shows, and why one shows nothing."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from indicators.releases.models import Release
from indicators.releases.service import content_hash
from indicators.signals import service
from indicators.signals.series import Series
from reporting.charts.sparks import HIGH, WIDE, spark
from tests import figures, findings
from tests.conftest import People
from tests.dashboards.reading import Read, read

SignedIn = Callable[[str], Client]


@pytest.fixture
def found(people: People, tmp_path: Path) -> Release:
    return figures.publish_rich(people, tmp_path, findings.find)


@pytest.fixture
def home(found: Release, signed_in: SignedIn) -> Read:
    return read(signed_in("member").get("/en/").content)


def test_a_cell_has_the_latest_figure_and_its_verdict_or_says_why_not(home: Read) -> None:
    head, *rows = home.tables["matrix-measures"]
    assert head[:2] == ["Measure", "A Women"]
    cells = {row[0]: row[1:] for row in rows}
    assert cells["Reoffending rate Year ending March 2023"][0] == "35.7% Too few cases to tell"
    assert cells["Reoffending rate Year ending March 2023"][1] == "waiting for data"
    assert cells["Reoffences per reoffender"][3] == "figures, but no verdict"
    assert cells["People entering diversion"] == ["waiting for data", *["not asked of this group"] * 6]


def test_a_cell_leads_to_the_page_with_that_very_series(home: Read, signed_in: SignedIn) -> None:
    link = home.links["35.7% Too few cases to tell"]
    shown = read(signed_in("member").get(link).content)
    assert shown.headings[1] == (2, "Reoffending rate: women")
    assert shown.tables["A3-table"][0][1] == "Wales: Reoffending rate"
    assert shown.tables["A3-table"][-1][1].startswith("35.7%")


def test_what_is_hidden_is_a_symbol_and_a_mark_in_the_trend(people: People, tmp_path: Path, signed_in: SignedIn) -> None:
    figures.publish_rich(people, tmp_path, hide_the_last)
    html = signed_in("member").get("/en/").content
    rows = {row[0]: row[1:] for row in read(html).tables["matrix-measures"]}
    assert rows["Reoffending rate Year ending March 2023"][0] == "c Too few cases to tell"
    assert html.count(b"app-spark__hidden") == 2


def test_what_is_late_stands_on_the_home_page_until_it_is_seen_to(found: Release, people: People, signed_in: SignedIn) -> None:
    member = signed_in("member")
    assert "No response to a signal is due within 30 days" in read(member.get("/en/").content).text
    yesterday: date = timezone.localdate() - timedelta(days=1)
    gwent = Series("A3", "women", "reoffending_rate", findings.GWENT)
    said = {"cause_en": "Counted late", "owner_en": "Head of <IOM>", "review_on": yesterday}
    service.respond(people["analyst"], gwent, said, 0)
    page = read(member.get("/en/").content)
    assert "A3. Reoffending rate: women, Gwent" in page.links
    assert "overdue Owner: Head of <IOM>" in page.text


TENTHS = st.lists(st.one_of(st.none(), st.integers(-10_000, 10_000)), max_size=30)


@given(TENTHS)
def test_a_trend_shows_every_figure_and_every_gap_within_its_picture(tenths: list[int | None]) -> None:
    values = [None if one is None else Decimal(one) / 10 for one in tenths]
    drawn = spark(values)
    shown = [value for value in values if value is not None]
    if not shown:
        assert drawn == ""
        return
    assert drawn.count("app-spark__hidden") == len(values) - len(shown)
    spots = [spot for line in drawn.split('points="')[1:] for spot in line.split('"')[0].split()]
    assert len(spots) + drawn.count("app-spark__lone") == len(shown)
    for x, y in (map(float, spot.split(",")) for spot in spots):
        assert 0 <= x <= WIDE
        assert 0 <= y <= HIGH


def hide_the_last(release: Release) -> None:
    findings.find(release)
    last = release.observations.filter(
        cohort="women", measure="reoffending_rate", area_code="W92000004", breakdown="", period="YE2023-03"
    )
    assert last.update(numerator=None, denominator=None, value=None, lower=None, upper=None, symbol="c") == 1
    release.content_hash = content_hash(release)
    release.save(update_fields=["content_hash"])
