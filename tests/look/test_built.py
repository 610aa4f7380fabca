"""What browsers get: ours alone, whole, and light."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings

DIST = settings.BASE_DIR / "static" / "dist"
# The first view of a page: no chart library, nothing for the PDF.
FIRST_VIEW = ["app.css", "app.js", "boot.js", "fonts/source-sans-3.woff2", "fonts/source-sans-3-ext.woff2", "img/favicon.svg"]
NAMESPACES = re.compile(r"https?://www\.w3\.org/[\w/.-]*")


def read(name: str) -> str:
    return (DIST / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("mark", ["transport", "crown", "gov.uk", "crest"])
def test_styles_have_nothing_of_another_owners_identity(mark: str) -> None:
    assert mark not in read("app.css").lower()


def test_no_picture_or_font_of_another_owner_is_served() -> None:
    names = {path.relative_to(DIST).as_posix() for path in DIST.rglob("*") if path.is_file()}
    assert {name for name in names if re.search(r"crown|crest|govuk|gov\.uk", name)} == set()
    assert {name for name in names if name.endswith(".woff2")} == {"fonts/source-sans-3.woff2", "fonts/source-sans-3-ext.woff2"}


def test_every_file_the_styles_ask_for_is_there() -> None:
    asked = set(re.findall(r'url\("?([^")]+)"?\)', read("app.css")))
    assert asked
    assert {name for name in asked if not (DIST / name).is_file()} == set()


@pytest.mark.parametrize("name", ["app.css", "app.js", "boot.js", "img/mark.svg", "img/favicon.svg"])
def test_nothing_points_to_another_host_or_to_a_source_map(name: str) -> None:
    text = NAMESPACES.sub("", read(name))
    assert re.findall(r"https?://[^\s\"']+", text) == []
    assert "sourceMappingURL" not in text


def test_chart_library_has_its_styles_in_ours() -> None:
    # Without them Plotly would need a <style> element, which the content security policy forbids.
    styles = read("app.css")
    assert ".js-plotly-plot .plotly .main-svg{position:absolute" in styles
    assert "no-inline-styles" in read("plotly.js"), "Plotly no longer asks whether its styles are there already"
    assert "plotly.js-style-global" in read("app.js")


def test_first_view_is_light() -> None:
    assert sum((DIST / name).stat().st_size for name in FIRST_VIEW) < 350_000


@pytest.mark.parametrize("face", ["Regular", "It", "Semibold", "Bold"])
def test_faces_for_the_pdf_are_built(face: str) -> None:
    assert (DIST / "fonts" / f"SourceSans3-{face}.ttf").read_bytes()[:4] == b"\x00\x01\x00\x00"


def test_packages_are_locked_by_hash_and_name_no_address() -> None:
    lock = json.loads(Path(settings.BASE_DIR / "package-lock.json").read_text())
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert [name for name, package in packages.items() if not package.get("integrity")] == []
