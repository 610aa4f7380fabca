"""The charts of a page as files: complete in themselves, and the same as on the page."""

import re
import struct
import xml.etree.ElementTree as ET
import zlib
from collections.abc import Callable

import pytest
from django.test import Client

from indicators.releases.models import Release
from tests.figures import SECRET

SignedIn = Callable[[str], Client]
SVG = "{http://www.w3.org/2000/svg}"


def test_a_picture_of_each_chart_of_a_page(rich: Release, signed_in: SignedIn) -> None:
    member = signed_in("member")
    content = member.get("/en/indicators/A3/?from=YE2021-03").content
    addresses = re.findall(r'href="([^"]*chart\.svg[^"]*)"', content.decode())
    assert len(addresses) == content.decode().count("<figure")
    for address in addresses:
        answer = member.get(address.replace("&amp;", "&"))
        picture = ET.fromstring(answer.content)
        assert picture.findtext(f"{SVG}title") in ("Reoffending rate: women", "Reoffending rate: people")
        assert picture.findtext(f"{SVG}desc", "")
        texts = " ".join(picture.itertext())
        assert f"release {rich} of " in texts
        assert str(SECRET) not in texts
        assert re.search(rf'filename="a3-[a-z0-9-]+-r{rich.pk}\.svg"', answer["Content-Disposition"])


def test_a_png_says_in_words_what_it_shows(rich: Release, signed_in: SignedIn) -> None:
    member = signed_in("member")
    answer = member.get("/en/indicators/A3/chart.png?chart=A3")
    assert answer["Content-Type"] == "image/png"
    chunks = dict(chunks_of(answer.content))
    width, height = struct.unpack(">II", chunks[b"IHDR"][:8])
    assert width == 2 * 760 and height > 800
    texts = dict(text.split(b"\0\0\0\0\0") for kind, text in chunks_of(answer.content) if kind == b"iTXt")
    alt = ET.fromstring(member.get("/en/indicators/A3/chart.svg?chart=A3").content).findtext(f"{SVG}desc", "")
    assert texts[b"Description"].decode() == alt
    assert alt.startswith("Line chart with 5 lines")
    assert member.get("/en/indicators/A3/chart.png?chart=A3").content == answer.content


@pytest.mark.parametrize("address", ["A3/chart.svg?chart=A4", "Z9/chart.svg", "A6/chart.png", "A3/chart.png?chart=A3&release=99"])
def test_there_is_no_picture_of_nothing(rich: Release, signed_in: SignedIn, address: str) -> None:
    assert signed_in("member").get(f"/en/indicators/{address}").status_code == 404


def chunks_of(picture: bytes) -> list[tuple[bytes, bytes]]:
    """Kind and content of each chunk, whose checksums hold."""
    at, found = 8, []
    while at < len(picture):
        (length,) = struct.unpack(">I", picture[at : at + 4])
        kind, content = picture[at + 4 : at + 8], picture[at + 8 : at + 8 + length]
        assert struct.unpack(">I", picture[at + 8 + length : at + 12 + length]) == (zlib.crc32(kind + content),)
        found.append((kind, content))
        at += 12 + length
    return found
