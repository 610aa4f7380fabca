"""What analysts say of the figures stands on the pages and in the pack, as text, in the reader's language."""

import io
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from django.test import Client
from django.utils import translation

from indicators.commentary import service
from indicators.releases.models import Release
from priority_groups.content import Text
from reporting import published as editions
from reporting.commentary import Commentary, commentary_of
from reporting.packs import making
from tests import figures
from tests.conftest import People

SignedIn = Callable[[str], Client]
ENGLISH = "Courts were <b>closed</b> in spring.\n\nThey opened again."


@pytest.fixture
def release(people: People, tmp_path: Path) -> Release:
    def write(draft: Release) -> None:
        service.write(people["analyst"], draft, ("A", "A3"), {"en": ENGLISH, "cy": "Roedd y llysoedd ar gau."}, 0)
        service.write(people["analyst"], draft, ("A", ""), {"en": "About women.", "cy": "Am fenywod."}, 0)

    return figures.publish_rich(people, tmp_path, write)


def test_the_pages_show_it_as_paragraphs_of_text(release: Release, signed_in: SignedIn) -> None:
    page = signed_in("member").get("/en/indicators/A3/").content.decode()
    assert '<p class="govuk-body">Courts were &lt;b&gt;closed&lt;/b&gt; in spring.</p>' in page
    assert '<p class="govuk-body">They opened again.</p>' in page
    assert 'id="commentary"' not in signed_in("member").get("/en/indicators/A1/").content.decode()


def test_it_is_in_the_readers_language(release: Release, signed_in: SignedIn) -> None:
    member = signed_in("member")
    assert "Roedd y llysoedd ar gau." in member.get("/cy/dangosyddion/A3/").content.decode()
    assert '<p class="govuk-body">Am fenywod.</p>' in member.get("/cy/grwpiau/A/").content.decode()


def test_where_there_is_no_welsh_yet_it_says_that_it_is_english() -> None:
    with translation.override("cy"):
        assert commentary_of(Text(en="One.\r\n\r\nTwo\nlines.", cy=None)) == Commentary(("One.", "Two\nlines."), "en")
        assert commentary_of(Text(en="One.", cy="Un.")) == Commentary(("Un.",), "cy")


def test_the_pack_has_it(release: Release) -> None:
    made = making.make(editions.get(release.pk), "en")
    text = " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made.pdf)).pages[:14]).split())
    assert "About women." in text
    assert "Courts were <b>closed</b> in spring. They opened again." in text
