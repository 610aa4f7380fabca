"""What goes out of the house: no sentence of a pack or of a message about it is in the other language."""

import io
import json
import re
from pathlib import Path

import pypdf
import pytest
from django.core.management import call_command

from indicators.releases.models import Observation, Release
from priority_groups.content import glossary
from tests import keeping
from tests.conftest import People
from tests.dashboards.counted import publish_counted
from tests.language.telling import foreign


@pytest.fixture
def release(people: People, tmp_path: Path) -> Release:
    return keeping.release("counted", lambda: publish_counted(people["analyst"], people["approver"], tmp_path))


@pytest.mark.parametrize("language", ["en", "cy"])
def test_no_pack_has_a_sentence_in_the_other_language(language: str, release: Release, tmp_path: Path) -> None:
    left: dict[str, list[str]] = {}
    for kind in ((), ("--summary",)):
        file = tmp_path / "pack.pdf"
        call_command("board_pack", *kind, language=language, out=str(file), verbosity=0)
        pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(file.read_bytes())).pages]
        # Publications keep the titles that they have, and the glossary has a column of the other language's words.
        cited = set(Observation.objects.filter(origin="published").values_list("source", flat=True).distinct())
        terms = {word for one in glossary(language) for word in (one.term.en, one.term.cy) if word}
        for number, page in enumerate(pages, start=1):
            text = " ".join(page.split())
            for words in (*cited, *terms):
                text = text.replace(words, "")
            if found := [one for one in foreign([text], language) if not re.search(r"\(edition|\(rhifyn", one)]:
                left[f"{kind} page {number}"] = found
    assert left == {}, json.dumps(left, indent=1, ensure_ascii=False)
