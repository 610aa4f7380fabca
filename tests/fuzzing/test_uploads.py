"""Whatever became of a right file on its way: it ends checked, with what is wrong in words, or is refused in words."""

import hashlib
import random
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import DEFAULT_DB_ALIAS
from hypothesis import given
from hypothesis import strategies as st

from indicators.extracts import problems, service
from indicators.extracts.layouts import layouts
from indicators.extracts.models import Extract, extract_storage
from indicators.extracts.reading import Unreadable
from tests.extracts import records
from tests.extracts.files import csv_of, figure, ods_of, table_of, xlsx_of
from tests.extracts.ways import AS_AT
from tests.fuzzing.examples import tried
from wales_framework.jobs.progress import silent

ENDS = {Extract.State.FAILED, Extract.State.NEEDS_ACCEPTANCE, Extract.State.READY}
COUNTS = {"period": "2023Q1", "area_code": "W15000001", "strand": "all", "prosecutions": "12", "convictions": "9"}


def right(source: str) -> list[list[str]]:
    """The rows of a right file of this source, headings first."""
    if source in records.RIGHT:
        rows = records.many(source, 12)
    else:
        rows = [figure(period=f"YE{year}-12") for year in range(2010, 2020)] if source == "published" else [COUNTS]
    return table_of(rows, list(rows[0]))


def flipped(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content))]


def twice(content: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(content))
    return content[:place] + content[chance.randrange(len(content)) :]


def stuffed(content: bytes, chance: random.Random) -> bytes:
    """A very long cell, or bytes of no encoding, or a letter that ends a line elsewhere."""
    place = chance.randrange(len(content))
    what = [b"9" * 100_000, b"\xff\xfe\x00", "\u2028".encode(), b'"', b"\r", b"\x00", "é".encode("cp1252"), b"=1+1", b"," * 50]
    return content[:place] + chance.choice(what) + content[place:]


WAYS: list[Callable[[bytes, random.Random], bytes]] = [flipped, cut, twice, stuffed]
CELLS = st.one_of(
    st.sampled_from(
        ["", " ", "NaN", "-0", "1e309", "0x10", "99999999999999999999", "2023-02-30", "31/12/9999", "0001-01-01", "TRUE"]
    ),
    st.sampled_from(["=cmd|' /C calc'!A0", "<script>", "{{ 7*7 }}", "%(x)s", "\u202e", "𝟙", "١٢", "A" * 4000, "c", "x", "z"]),
    st.text(max_size=12),
)


def ends_in_words(content: bytes, source: str) -> None:
    """At the door or, where that lets it in, after the check."""
    stored = extract_storage().save("file", ContentFile(content))
    digest = hashlib.sha256(content).hexdigest()
    extract = Extract.objects.create(name="file", file=stored, size=len(content), sha256=digest)
    with suppress(Unreadable):
        service.guess(extract)
    service.declare(extract, None, source=source, first_period="", last_period="", as_at=AS_AT, in_background=False)
    service.check(extract.pk, silent)
    extract.refresh_from_db()
    assert extract.state in ENDS
    assert extract.state != Extract.State.FAILED or extract.problems.exists()
    for line in problems.lines(extract, DEFAULT_DB_ALIAS):
        assert not any("%(" in str(cell) and "%(x)s" not in str(cell) for cell in line)
    extract_storage().delete(stored)


@pytest.mark.django_db
def test_a_damaged_file_of_each_layout(own_files: Path, request: pytest.FixtureRequest) -> None:
    sources = [one.source for one in layouts()]

    @tried(request, 20)
    @given(
        st.sampled_from(sources),
        st.sampled_from([_csv, _csv, _csv, xlsx_of, ods_of]),
        st.sampled_from(WAYS),
        st.integers(0, 1 << 32),
    )
    def damaged(source: str, write: Callable[..., bytes], way: Callable[[bytes, random.Random], bytes], seed: int) -> None:
        ends_in_words(way(write(right(source)), random.Random(seed)), source)

    damaged()


@pytest.mark.django_db
def test_strange_cells_and_headings_that_change_places(own_files: Path, request: pytest.FixtureRequest) -> None:
    sources = [one.source for one in layouts()]

    @tried(request, 20)
    @given(st.data())
    def strange(data: st.DataObject) -> None:
        source = data.draw(st.sampled_from(sources))
        rows = right(source)
        for _ in range(data.draw(st.integers(1, 6))):
            row = data.draw(st.integers(0, len(rows) - 1))
            rows[row][data.draw(st.integers(0, len(rows[row]) - 1))] = data.draw(CELLS)
        if data.draw(st.booleans()):
            rows[0] = data.draw(st.permutations(rows[0]))
        encoding = data.draw(st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]))
        ends_in_words(_csv(rows).decode().encode(encoding, "replace"), source)

    strange()


def _csv(rows: list[list[str]]) -> bytes:
    headings, *under = rows
    numbered = [str(number) for number in range(len(headings))]
    return csv_of([dict(zip(numbered, row, strict=True)) for row in [headings, *under]], numbered).split(b"\r\n", 1)[1]
