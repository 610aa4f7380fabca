"""How a figure came about: from any number on a page to the extract it comes from and the people who answered for it."""

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation

from indicators.catalogue.permanent import Key, address
from indicators.extracts.models import Extract, Problem
from indicators.releases import prerelease, service, withdrawing
from indicators.releases.models import Observation, PreReleaseReading, Recount, Release
from tests import keeping, publishing
from tests.conftest import People
from tests.dashboards import counted
from tests.dashboards.reading import Read, read
from tests.extracts.files import csv_of
from tests.extracts.records import many
from tests.figures import HIDDEN, SECRET
from wales_framework.access.models import User

SignedIn = Callable[[str], Client]
CUSTODY = "sentences_started/women/YE2018-12/"
PART = "?breakdown=sentence_type&category=immediate_custody"


@pytest.fixture
def with_records(people: People, tmp_path: Path) -> Release:
    return keeping.release("counted", lambda: counted.publish_counted(people["analyst"], people["approver"], tmp_path))


def page(client: Client, address: str) -> Read:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return read(answer.content)


def test_from_home_to_the_file_and_the_people(published: Release, signed_in: SignedIn) -> None:
    member = signed_in("member")
    home = page(member, "/en/")
    group = page(member, home.links["Reduce the number of women in the criminal justice system"])
    indicator = page(member, next(url for url in group.links.values() if url.endswith("/indicators/A1/")))
    row = page(member, indicator.links["Year ending December 2018"])
    assert row.title.startswith("How a figure came about: People starting a sentence: women, immediate custody")
    assert [cells[:2] for cells in row.tables["figures"][1:]] == [
        ["Wales sum of the four regions", "585"], ["North Wales", "95"], ["Gwent", "56"], ["South Wales", "414"],
        ["Dyfed-Powys", "20"],
    ]  # fmt: skip
    one = page(member, row.links["Gwent"])
    assert [cells[:2] for cells in one.tables["figures"][1:]] == [["Gwent", "56"]]
    extract = Extract.objects.get(name__startswith="women")
    for said in (
        extract.name, extract.sha256, str(published.approved_by), str(published.drafted_by), published.content_hash,
        published.method_version, "about 0" if not extract.rows else "few",
    ):  # fmt: skip
        assert said in one.text, said
    accepted = Problem.objects.filter(extract=extract, level="warn").exclude(accepted_at=None)
    assert one.text.count("Accepted by analyst") == accepted.count()


def test_its_address_names_the_release_and_the_api_gives_the_same(published: Release, signed_in: SignedIn) -> None:
    member = signed_in("member")
    address = f"/en/figures/R{published.pk}/{CUSTODY}W15000002/{PART}"
    shown = page(member, address)
    assert f"http://testserver{address}" in shown.text
    (row,) = member.get(next(url for url in shown.links.values() if url.startswith("/api/"))).json()
    assert (row["area_code"], row["period"], row["value"]) == ("W15000002", "YE2018-12", 56)


@pytest.mark.parametrize(
    "address",
    [
        f"R9999/{CUSTODY}",
        "R{}/nothing/women/YE2018-12/",
        "R{}/sentences_started/women/never/",
        f"R{{}}/{CUSTODY}K04000001/{PART}",
    ],
)
def test_there_is_no_page_for_what_is_no_figure(published: Release, signed_in: SignedIn, address: str) -> None:
    assert signed_in("member").get(f"/en/figures/{address.format(published.pk)}").status_code == 404


def test_every_row_of_every_table_leads_there(with_records: Release, signed_in: SignedIn) -> None:
    member = signed_in("member")
    for code in ("A1", "A3", "A4", "A5", "B6", "E5"):
        shown = page(member, f"/en/indicators/{code}/")
        for name, table in shown.tables.items():
            for heading, *_cells in table[1:]:
                label = heading.split(" due in ")[0]
                assert f"/figures/R{with_records.pk}/" in shown.links.get(label, ""), (code, name, heading)


def test_a_counted_figure_names_the_extracts_whose_rows_were_looked_at(with_records: Release, signed_in: SignedIn) -> None:
    """By the recount that the release keeps; of proven offences the quarters in which somebody may reoffend or be sanctioned."""
    shown = page(signed_in("analyst"), f"/en/figures/R{with_records.pk}/reoffending_rate/all/2022Q2/W92000004/")
    slices = Recount.objects.get(release=with_records).slices
    for source, wanted in {"index_events": ["2022Q2"], "proven_offences": ["2022Q2", "2022Q3", "2022Q4"]}.items():
        extract = Extract.objects.get(source=source)
        assert extract.sha256 in shown.text
        looked_at = [period for _number, period, _extract, _rows in slices[source] if wanted[0] <= period <= wanted[-1]]
        assert looked_at == wanted
        assert "April to June 2022" in shown.text
    assert "caseload" not in " ".join(name.lower() for _level, name in shown.headings)


def test_numbers_of_rows_are_round_and_exact_only_on_the_page_of_the_extract(with_records: Release, signed_in: SignedIn) -> None:
    """A file of one quarter's referrals has as many rows as there were referrals, and that may be what is hidden."""
    address = f"/en/figures/R{with_records.pk}/sentences_started/all/2022Q2/"
    extract = Extract.objects.get(source="sentences")
    exact, detail = f"Rows in the file{extract.rows} ", f"/en/extracts/{extract.pk}/"
    analyst, member = page(signed_in("analyst"), address), page(signed_in("member"), address)
    assert detail in analyst.links.values()
    assert detail not in member.links.values()
    for reader in (analyst, member):
        assert "Rows in the fileabout 100" in reader.text
        assert exact not in reader.text
        assert not re.search(r"2022\d+ rows", reader.text)
    assert f'<dd class="govuk-summary-list__value">{extract.rows}</dd>' in signed_in("analyst").get(detail).content.decode()


def test_a_small_table_of_counts_keeps_its_fingerprint_from_readers(with_records: Release, signed_in: SignedIn) -> None:
    figure = Observation.objects.filter(release=with_records, measure="vawdasv_outcomes").exclude(area_code="W92000004").first()
    assert figure is not None
    part = f"?breakdown={figure.breakdown}&category={figure.category}"
    address = f"/en/figures/R{with_records.pk}/{figure.measure}/{figure.cohort}/{figure.period}/{part}"
    fingerprint = Extract.objects.get(source="prosecutions").sha256
    assert fingerprint in page(signed_in("approver"), address).text
    assert fingerprint not in page(signed_in("member"), address).text


@pytest.mark.parametrize(
    ("language", "others", "counted", "told"),
    [
        ("en", 0, "1 person has more than one sex in the file.", "Somebody has more than one sex in the file."),
        ("en", 1, "2 people have more than one sex in the file.", "Somebody has more than one sex in the file."),
        ("cy", 0, "Mae gan un person fwy nag un rhyw yn y ffeil.", "Mae gan rywun fwy nag un rhyw yn y ffeil."),
        ("cy", 2, "Mae gan dri pherson fwy nag un rhyw yn y ffeil.", "Mae gan rywun fwy nag un rhyw yn y ffeil."),
    ],
)
def test_how_many_people_a_warning_is_about_is_told_on_the_page_of_the_extract_alone(
    language: str, others: int, counted: str, told: str, people: People, tmp_path: Path, signed_in: SignedIn
) -> None:
    rows = [
        *many("sentences", 60),
        *(row | {"sex": "M", "sentence_id": f"M{row['person_id']}"} for row in many("sentences", others + 1)),
    ]
    file = tmp_path / "sentences.csv"
    file.write_bytes(csv_of(rows, list(rows[0])))
    call_command("load_extract", "sentences", str(file), accept_warnings=True, verbosity=0)
    release, extract = publishing.publish(people["analyst"], people["approver"]), Extract.objects.get()
    with translation.override(language):
        figure = address(release.pk, Key("sentences_started", "all", "2023Q1", "", ""), "W92000004")
        detail = reverse("extracts:detail", args=[extract.pk])
    for reader in ("member", "analyst"):
        shown = page(signed_in(reader), figure)
        assert told in shown.text and counted not in shown.text
    assert counted in unescape(signed_in("analyst").get(detail).content.decode())


def test_what_is_hidden_is_told_with_its_symbol_and_nothing_more(rich: Release, signed_in: SignedIn) -> None:
    place = f"{HIDDEN['measure']}/{HIDDEN['cohort']}/{HIDDEN['period']}"
    shown = page(signed_in("analyst"), f"/en/figures/R{rich.pk}/{place}/{HIDDEN['area_code']}/")
    assert set(shown.tables["figures"][1][1:]) == {"c"}
    assert str(SECRET) not in shown.text.replace(",", "")


def test_a_revised_figure_stands_beside_what_was_said_before(published: Release, people: People, signed_in: SignedIn) -> None:
    second = again(people)
    key = {"release": second, "measure": "sentences_started", "period": "YE2018-12", "area_code": "W15000002"}
    Observation.objects.filter(**key).update(numerator=57, value=57)
    shut(second, people)
    shown = page(signed_in("member"), f"/en/figures/R{published.pk}/{CUSTODY}W15000002/{PART}")
    assert "Releases differ in these figures" in shown.text
    assert [row[1] for row in shown.tables["elsewhere"]] == ["Gwent", "57", "56"]
    assert shown.links[f"Read {second}"] == f"/en/figures/R{second.pk}/{CUSTODY}W15000002/{PART}"
    newer = page(signed_in("member"), f"/en/figures/R{second.pk}/{CUSTODY}W15000004/{PART}")
    assert "Every release that has these figures says the same of them." in newer.text


@pytest.mark.parametrize(
    ("language", "was", "now"), [("en", "56 of 263", "56 of 1,303"), ("cy", "56 allan o 263", "56 allan o 1,303")]
)
def test_a_figure_with_another_denominator_alone_says_so_wherever_releases_are_compared(
    language: str, was: str, now: str, people: People, signed_in: SignedIn
) -> None:
    publishing.load_examples(people["analyst"])
    first, key = again(people), {"measure": "sentences_started", "period": "YE2018-12", "area_code": "W15000002"}
    Observation.objects.filter(release=first, **key).update(denominator=263)
    first.parts.all().delete()  # they are made anew where there are none
    shut(first, people)
    second = again(people)
    mine = Observation.objects.filter(release=second, **key)
    assert set(mine.values_list("symbol", flat=True)) == {""}
    mine.update(denominator=1303)
    second.parts.all().delete()
    shut(second, people)
    member = signed_in("member")
    with translation.override(language):
        figure = address(
            first.pk, Key("sentences_started", "women", "YE2018-12", "sentence_type", "immediate_custody"), "W15000002"
        )
        compare, file = reverse("releases:compare"), reverse("releases:compare-csv")
        indicator = reverse("dashboards:indicator", args=["A1"])
    assert [row[1] for row in page(member, figure).tables["elsewhere"]] == ["Gwent", f"56 {now}", f"56 {was}"]
    assert [row[-2:] for row in page(member, compare).tables["differing"][1:]] == [[f"56 {was}", f"56 {now}"]]
    lines = b"".join(member.get(file, {"before": first.pk, "after": second.pk}).streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert [line.split(",")[-8:] for line in lines[1:]] == [["56", "56", "56", "263", "2024-12", "56", "1303", "2024-12"]]
    assert [row[-2:] for row in page(member, indicator).tables["revisions-table"][1:]] == [[f"56 {was}", f"56 {now}"]]


def test_of_a_withdrawn_release_the_reason_is_told(published: Release, people: People, signed_in: SignedIn) -> None:
    second = again(people)
    shut(second, people)
    other = User.objects.create_user("other", "other@example.org", roles=["approver"])
    withdrawal = withdrawing.ask(second, people["approver"], "A column was swapped.", "Cyfnewidiwyd colofn.")
    withdrawing.confirm(withdrawal, other)
    answer = signed_in("member").get(f"/en/figures/R{second.pk}/{CUSTODY}{PART}")
    assert answer.status_code == 410
    assert b"A column was swapped." in answer.content
    assert f'href="/en/figures/R{published.pk}/'.encode() in answer.content
    shown = page(signed_in("member"), f"/en/figures/R{published.pk}/{CUSTODY}{PART}")
    assert "elsewhere" not in shown.tables


def test_before_publication_it_is_for_its_readers_alone_and_is_written_down(
    published: Release, people: People, signed_in: SignedIn
) -> None:
    second = again(people)
    service.submit(second, people["analyst"])
    service.approve(second, people["approver"])
    prerelease.give_access(second, people["member"], people["approver"], "To prepare a statement")
    address = f"/en/figures/R{second.pk}/{CUSTODY}{PART}"
    assert signed_in("board").get(address).status_code == 404
    answer = signed_in("member").get(address)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert PreReleaseReading.objects.filter(reader=people["member"], address=address).count() == 1
    shown = read(answer.content)
    assert f"This page was made for {people['member']}" in answer.content.decode()
    assert shown.links["Back to the latest published release"] == f"/en/figures/R{published.pk}/{CUSTODY}{PART}"
    assert "To name it in a text" not in shown.text


def again(people: People) -> Release:
    return service.draft(people["analyst"])


def shut(release: Release, people: People) -> None:
    release.content_hash = service.content_hash(release)
    release.data_as_at = release.data_as_at or date(2025, 1, 1)
    release.save(update_fields=["content_hash", "data_as_at"])
    service.submit(release, people["analyst"])
    service.approve(release, people["approver"])
    service.publish(release, people["approver"])
