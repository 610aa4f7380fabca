"""Files of what is on a page and of everything: the same figures in every format, explained, and described for programs."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from csvw import CSVW
from django.test import Client
from django.urls import reverse
from django.utils import translation
from python_calamine import CalamineWorkbook

from indicators.releases.models import Release
from tests.figures import SECRET

SignedIn = Callable[[str], Client]
FORMULA = ("=", "+", "-", "@", "\t", "\r")
NUMBERS = ("numerator", "denominator", "value", "lower", "upper")


def content_of(client: Client, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.getvalue()


@pytest.mark.parametrize("place", ["indicators/A3/figures", "data/all-figures"])
@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_a_workbook_has_the_figures_of_the_csv(rich: Release, signed_in: SignedIn, place: str, ending: str) -> None:
    member = signed_in("member")
    lines = [line.split(",") for line in content_of(member, f"/en/{place}.csv").decode().splitlines()]
    book = CalamineWorkbook.from_filelike(io.BytesIO(content_of(member, f"/en/{place}.{ending}")))
    assert book.sheet_names == ["Figures", "About", "Columns", "Symbols"]
    rows = book.get_sheet_by_name("Figures").to_python(skip_empty_area=False)
    assert len(rows) == len(lines)
    at = {name: lines[0].index(name) for name in (*NUMBERS, "symbol", "area_code", "period")}
    shift = {name: place + (place > at["period"]) for name, place in at.items()}
    for line, row in zip(lines[1:], rows[1:], strict=True):
        for name in NUMBERS:
            assert row[shift[name]] == (float(line[at[name]]) if line[at[name]] else ""), (name, line)
        for name in ("symbol", "area_code", "period"):
            assert row[shift[name]] == line[at[name]], (name, line)
    assert any(row[shift["symbol"]] == "c" and row[shift["value"]] == "" for row in rows)
    assert str(SECRET) not in str(rows)


def test_a_workbook_explains_itself_in_the_readers_language(rich: Release, signed_in: SignedIn) -> None:
    member = signed_in("member")
    book = openpyxl.load_workbook(io.BytesIO(content_of(member, "/en/data/all-figures.xlsx")))
    about = dict(book["About"].iter_rows(min_row=2, values_only=True))
    assert (about["Release"], about["Fingerprint of the figures"]) == (str(rich), rich.content_hash)
    assert about["Licence"] == "Crown copyright, Open Government Licence v3.0"
    assert ("c", "suppressed to protect people") in list(book["Symbols"].iter_rows(min_row=2, values_only=True))
    areas = {cell.value for cell in book["Figures"]["G"]}
    assert "North Wales" in areas
    with translation.override("cy"):
        address = reverse("dashboards:all_xlsx")
    welsh = openpyxl.load_workbook(io.BytesIO(content_of(member, address)))
    assert "Gogledd Cymru" in {cell.value for cell in welsh.worksheets[0]["G"]}


def test_the_same_release_gives_the_same_bytes(rich: Release, signed_in: SignedIn) -> None:
    member = signed_in("member")
    for ending in ("xlsx", "ods"):
        address = f"/en/indicators/A3/figures.{ending}"
        assert content_of(member, address) == content_of(member, address)


def test_no_cell_of_a_csv_is_taken_for_a_formula(rich: Release, signed_in: SignedIn) -> None:
    """Codes, names of the catalogue and numbers: there is nothing that somebody wrote who uploaded a file."""
    for line in content_of(signed_in("member"), "/en/data/all-figures.csv").decode().splitlines():
        assert not [cell for cell in line.split(",") if cell.startswith(FORMULA) and not _is_number(cell)]


def _is_number(cell: str) -> bool:
    return cell.lstrip("-").replace(".", "", 1).isdigit()


@pytest.mark.parametrize("place", ["indicators/A3/figures", "data/all-figures"])
def test_a_csv_is_described_by_the_standard_of_csv_on_the_web(
    rich: Release, signed_in: SignedIn, tmp_path: Path, place: str
) -> None:
    """Validated by the library `csvw`, which knows nothing of this service."""
    member = signed_in("member")
    answer = member.get(f"/en/{place}.csv?release={rich}")
    link, *rest = answer["Link"].split("; ")
    assert rest == ['rel="describedby"', 'type="application/csvm+json"']
    described = member.get(link.strip("<>"))
    assert described["Content-Type"] == "application/csvm+json"
    metadata = json.loads(described.content)
    assert metadata["url"] == f"/en/{place}.csv?release={rich}"
    (tmp_path / "figures.csv").write_bytes(answer.getvalue())
    (tmp_path / "figures.csv-metadata.json").write_text(json.dumps({**metadata, "url": "figures.csv"}))
    checked = CSVW(str(tmp_path / "figures.csv-metadata.json"), validate=True)
    assert checked.is_valid, [str(warning.message) for warning in checked.warnings]
    broken = answer.getvalue().replace(b"W15000001", b"", 1).replace(b",percent,", b",percent,q", 1)
    (tmp_path / "figures.csv").write_bytes(broken)
    assert not CSVW(str(tmp_path / "figures.csv-metadata.json"), validate=True).is_valid
