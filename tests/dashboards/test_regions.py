"""The pages of the regions."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from indicators.releases.models import Finding, Release
from tests import figures, findings
from tests.conftest import People
from tests.dashboards.reading import read

SignedIn = Callable[[str], Client]
REST = {"period": "YE2023-03", "difference": 4.2, "lower": 1.1, "upper": 7.3, "word": "higher"}


def beside_the_rest(release: Release) -> None:
    findings.find(release)
    Finding.objects.filter(release=release, area_code=findings.GWENT).update(params={"rest": REST})


@pytest.fixture
def found(people: People, tmp_path: Path) -> Release:
    return figures.publish_rich(people, tmp_path, beside_the_rest)


def test_a_region_says_what_changed_and_what_is_unlike_the_rest_of_wales(found: Release, signed_in: SignedIn) -> None:
    page = read(signed_in("member").get("/en/regions/gwent/").content)
    assert page.headings[0] == (1, "Gwent")
    assert [words for level, words in page.headings if level == 3] == ["A3. Reoffending rate: women"] * 2
    assert "Getting worse signal" in page.text
    assert "Higher than the rest of Wales in the year ending March 2023, by 4.2 percentage points" in page.text
    head, row = page.tables["latest-A"]
    assert head == ["Indicator", "Gwent", "Wales", "Beside the rest of Wales"]
    assert row[1].startswith("34.7%")
    assert "Getting worse" in row[1]
    assert "Too few cases to tell" in row[2]
    assert row[3].startswith("Higher than the rest of Wales")


def too_few(release: Release) -> None:
    findings.find(release)
    Finding.objects.filter(release=release, area_code=findings.GWENT).update(
        verdict="too_few", moved=0, is_signal=False, rank=None, p_value=None, q_value=None
    )


def test_where_nothing_could_be_tested_it_is_not_said_that_nothing_changed(
    people: People, tmp_path: Path, signed_in: SignedIn
) -> None:
    figures.publish_rich(people, tmp_path, too_few)
    member = signed_in("member")
    told = {name: read(member.get(f"/en/regions/{name}/").content).text for name in ("gwent", "south-wales", "dyfed-powys")}
    assert "None here could be tested for a change: there are too few cases to tell." in told["gwent"]
    assert "None here could be tested for a change: there are not enough figures yet." in told["dyfed-powys"]
    nothing = "Nothing here changed by more than chance explains."
    assert [name for name, text in told.items() if nothing in text] == ["south-wales"]


def test_a_region_is_found_by_its_name_in_either_language_and_by_its_code(found: Release, signed_in: SignedIn) -> None:
    member = signed_in("member")
    assert read(member.get("/en/regions/north-wales/").content).headings[0] == (1, "North Wales")
    for name in ("gogledd-cymru", "W15000001", "w15000001", "North%20Wales", "North-Wales"):
        answer = member.get(f"/en/regions/{name}/?release=1&a=%2F")
        assert (answer.status_code, answer["Location"]) == (301, "/en/regions/north-wales/?release=1&a=%2F"), name
    for name in ("north-wales", "W15000001"):
        answer = member.get(f"/cy/rhanbarthau/{name}/")
        assert (answer.status_code, answer["Location"]) == (301, "/cy/rhanbarthau/gogledd-cymru/"), name
    for name in ("wales", "W92000004", "atlantis", "cardiff", "unknown", "%00"):
        assert member.get(f"/en/regions/{name}/").status_code == 404, name


def test_a_region_leads_to_its_page_in_the_other_language_by_its_name_there(found: Release, signed_in: SignedIn) -> None:
    member = signed_in("member")
    shown = member.get(f"/en/regions/north-wales/?release={found.pk}").content.decode()
    assert shown.count(f'href="/cy/rhanbarthau/gogledd-cymru/?release={found.pk}"') == 2  # for the reader, and for programs
    assert "/cy/rhanbarthau/north-wales/" not in shown


def test_the_index_counts_what_each_region_has(found: Release, signed_in: SignedIn) -> None:
    page = read(signed_in("member").get("/en/regions/").content)
    assert [words for level, words in page.headings if level == 2][:4] == ["North Wales", "Gwent", "South Wales", "Dyfed-Powys"]
    assert "Getting worse: 1 1 rate that is unlike the rest of Wales" in page.text
    assert page.links["South Wales"] == "/en/regions/south-wales/"


def test_before_the_first_release_and_without_verdicts_the_pages_say_so(
    people: People, tmp_path: Path, signed_in: SignedIn
) -> None:
    member = signed_in("member")
    assert "No figures are published yet." in read(member.get("/en/regions/").content).text
    assert "No figures are published yet." in read(member.get("/en/regions/gwent/").content).text
    figures.publish_rich(people, tmp_path, findings.find_nothing)
    assert "No verdicts in this release" in read(member.get("/en/regions/gwent/").content).text
    assert "No verdicts in this release." in read(member.get("/en/regions/").content).text
