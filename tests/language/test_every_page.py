"""No sentence in the other language: on every page of the table of roles, in every file and in every message."""

import csv
import io
import itertools
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tests import keeping
from tests.access.test_roles import EVERYBODY, TABLE, each_alone, places
from tests.conftest import People
from tests.dashboards.counted import publish_counted
from tests.language.telling import foreign, language_of
from tests.language.test_pages import Reader

__all__ = ["places"]
LANGUAGES = ("en", "cy")
# Files given back as they came, of both languages, and of what was recorded in whatever language it was.
AS_THEIR_MAKERS_WROTE_THEM = {"extracts:example", "language:drafts-csv", "audit:csv", "audit:jsonl"}


@pytest.fixture
def first_release(people: People, tmp_path: Path) -> keeping.Named:
    """Counted figures beside the published ones: pages of every kind have something to say."""
    return "counted", lambda: publish_counted(people["analyst"], people["approver"], tmp_path)


def pages() -> Iterator[str]:
    """The names of all addresses that somebody is answered by GET with a page or a file."""
    for name, address in TABLE.items():
        if address.method == "get" and 200 in address.good and name not in AS_THEIR_MAKERS_WROTE_THEM:
            yield name


def role_for(name: str) -> str:
    """The first role that may open it."""
    return next(role for role in EVERYBODY if role in TABLE[name].roles)


def test_no_page_and_no_file_has_a_sentence_in_the_other_language(
    places: dict[str, object], signed_in: Callable[[str], Client]
) -> None:
    left: dict[str, list[str]] = {}
    read = 0
    for language, name in itertools.product(LANGUAGES, pages()):
        client = signed_in(role_for(name))
        with translation.override(language):
            address = reverse(name, args=[places.get(str(arg), arg) for arg in TABLE[name].args])
        with each_alone():
            answer = client.get(address, headers={"Accept-Language": language})
        if answer.status_code != 200:
            continue
        read += 1
        if found := foreign(texts_of(answer), language):
            left[address] = found
    assert left == {}, json.dumps(left, indent=1, ensure_ascii=False)
    assert read > 80


def texts_of(answer: object) -> list[str]:
    """What a reader reads in an answer: of a page what is in the page's own language, of a file of text all of it."""
    kind = answer["Content-Type"].split(";")[0]  # type: ignore[index]
    if kind not in ("text/html", "text/csv"):
        return []
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    if kind == "text/html":
        return Reader(content.decode()).texts
    return list({cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row})


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("The figures of this release were approved by somebody else.", "en"),
        ("Cafodd ffigurau'r datganiad hwn eu cymeradwyo gan rywun arall.", "cy"),
        ("Nothing is published yet, and there is no figure.", "en"),
        ("Nid oes dim wedi'i gyhoeddi eto.", "cy"),
        ("Gwent, Dyfed-Powys, 2023Q1", ""),
        ("North Wales", ""),
    ],
)
def test_the_language_of_a_sentence_is_told(sentence: str, language: str) -> None:
    assert language_of(sentence) == language


@given(st.text())
def test_any_text_is_one_of_three_things(text: str) -> None:
    assert language_of(text) in ("", *LANGUAGES)


def test_every_message_of_the_catalogue_is_told_rightly() -> None:
    """The measure is good enough to be trusted: it takes hardly any English message for Welsh, or the reverse."""
    from wales_framework.language import catalogues

    single = [one for one in catalogues.existing() if one.id and isinstance(one.id, str)]
    pairs = [(str(one.id), str(one.string)) for one in single]
    long = [(english, welsh) for english, welsh in pairs if len(english.split()) > 5 and english != welsh]
    assert sum(language_of(english) == "cy" for english, _ in long) == 0
    assert sum(language_of(welsh) == "en" for _, welsh in long) == 0
    assert sum(language_of(english) == "en" for english, _ in long) > 0.8 * len(long)
    assert sum(language_of(welsh) == "cy" for _, welsh in long) > 0.9 * len(long)
