"""The page's table, its file, the API and export_observations say the same, figure by figure."""

import csv
import io
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.test import Client

from indicators.catalogue import Period
from indicators.catalogue.labels import period_name
from indicators.releases.models import Release
from tests.dashboards.reading import read
from tests.figures import exported, plain

SignedIn = Callable[[str], Client]
Figures = dict[tuple[str, str], Decimal | str | None]


def from_csv(text: str) -> list[dict[str, Any]]:
    return [plain(row) for row in csv.DictReader(io.StringIO(text))]


def by_place(rows: list[dict[str, Any]]) -> Figures:
    """Period and area, in the words of the page -> value, or the symbol in its place."""
    return {
        (period_name(Period.parse(row["period"])), row["area_name"]): row["symbol"] if row["value"] is None else row["value"]
        for row in rows
    }


def from_table(table: list[list[str]]) -> Figures:
    head, *rows = table
    return {
        (row[0], area): _number(cell)
        for row in rows
        for area, cell in zip(head[1:], row[1:], strict=True)
    }  # fmt: skip


def _number(cell: str) -> Decimal | str:
    found = re.match(r"[\d,.]+", cell)
    return Decimal(found[0].replace(",", "")) if found else cell.strip("[]")


def test_counts_by_region(published: Release, signed_in: SignedIn, tmp_path: Path) -> None:
    member = signed_in("member")
    query = "?from=YE2016-12&to=YE2021-12"
    page = read(member.get(f"/en/indicators/A1/{query}").content)
    file = from_csv(member.get(page.links["Download these figures (CSV)"]).content.decode())
    api = [plain(row) for row in member.get(page.links["The same figures from the API (JSON)"]).json()]
    everything = from_csv(exported(tmp_path))
    assert file == api
    assert file == [row for row in everything if row["indicator"] == "A1" and "YE2016-12" <= row["period"] <= "YE2021-12"]
    assert from_table(page.tables["A1-table"]) == by_place(file)
    assert len(file) == 6 * 5


def test_rates_in_years_and_quarters_with_everyone_beside_them(rich: Release, signed_in: SignedIn, tmp_path: Path) -> None:
    member = signed_in("member")
    page = read(member.get("/en/indicators/A3/?from=YE2021-03").content)
    file = from_csv(member.get(page.links["Download these figures (CSV)"]).content.decode())
    own = [plain(row) for row in member.get(page.links["The same figures from the API (JSON)"]).json()]
    everyone = [plain(row) for row in member.get(page.links["The figures for everyone from the API (JSON)"]).json()]
    assert file == own + everyone
    assert all(row in from_csv(exported(tmp_path)) for row in file)
    assert from_table(page.tables["A3-table"]) | from_table(page.tables["A3-2-table"]) == by_place(own)
    assert "c" in by_place(own).values()
    shown = [(row[0], *map(_number, row[1:4])) for row in page.tables["A3-everyone-table"][1:]]
    assert shown == [
        (period_name(Period.parse(row["period"])), row["value"], row["numerator"], row["denominator"]) for row in everyone
    ]


def test_the_file_of_everything_has_the_bytes_of_the_export(rich: Release, signed_in: SignedIn, tmp_path: Path) -> None:
    answer = signed_in("member").get("/en/data/all-figures.csv")
    assert answer.content.decode() == exported(tmp_path)
    assert answer["Content-Disposition"] == f'attachment; filename="positive-change-{rich}.csv"'


def test_files_have_their_headings_before_the_first_release(people: object, signed_in: SignedIn) -> None:
    member = signed_in("member")
    heading = "release,group,indicator,cohort,measure,area_code,"
    for address in ("/en/data/all-figures.csv", "/en/indicators/A1/figures.csv?from=YE2018-12"):
        (line,) = member.get(address).content.decode().splitlines()
        assert line.startswith(heading)


def test_a_welsh_file_names_areas_in_welsh_and_has_the_same_figures(published: Release, signed_in: SignedIn) -> None:
    member = signed_in("member")
    english = from_csv(member.get("/en/data/all-figures.csv").content.decode())
    welsh = from_csv(member.get("/cy/data/pob-ffigur.csv").content.decode())
    assert {row["area_name"] for row in welsh} >= {"Cymru", "Gogledd Cymru", "De Cymru"}
    for row in english + welsh:
        del row["area_name"]
    assert english == welsh
