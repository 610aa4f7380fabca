"""The page for translators, the file that they take away, and what comes back."""

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from priority_groups.content import Text
from wales_framework.language import catalogues, drafts
from wales_framework.language.content import PARTS, Part
from wales_framework.language.taking import COLUMNS

PO = """
#: templates/page.html
#. draft
msgid "Approved by"
msgstr "Cymeradwywyd gan"

#: reporting/words.py
msgid "Figures"
msgstr "Ffigurau"

#. draft
msgid "%(count)d row"
msgid_plural "%(count)d rows"
msgstr[0] "dim rhesi"
msgstr[1] "un rhes"
msgstr[2] "dwy res"
msgstr[3] "tair rhes"
msgstr[4] "chwe rhes"
msgstr[5] "%(count)d rhes"

#. draft
msgid "=1+1"
msgstr "=1+1"
"""
HEADER = """
msgid ""
msgstr ""
"Language: cy\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n==3 ? 3 : n==6 ? 4 : 5);\\n"
"""
GROUPS = Part("groups", drafts.MESSAGES_TITLE, lambda: [("0.title", Text(en="Women", cy="Menywod")), ("0.note", Text(en="Read"))])


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A catalogue of four messages, and one part of content whose second text has no Welsh."""
    root = tmp_path / "project"
    (root / "reporting").mkdir(parents=True)
    (root / "reporting" / "words.py").write_text(
        '_("Approved by"), _("Figures"), _("=1+1"), ngettext("%(count)d row", "%(count)d rows", n)'
    )
    monkeypatch.setattr(catalogues, "ROOT", root)
    monkeypatch.setattr(catalogues, "PO", tmp_path / "django.po")
    monkeypatch.setattr(drafts, "PARTS", {"groups": GROUPS})
    catalogues.PO.write_text(HEADER + PO, encoding="utf-8")
    drafts._messages.cache_clear()
    yield catalogues.PO
    drafts._messages.cache_clear()


def test_the_parts_are_counted(small: Path) -> None:
    assert [(one.name, one.total, one.drafts, one.missing) for one in drafts.parts(drafts.entries())] == [
        ("messages", 4, 3, 0),
        ("groups", 2, 2, 1),
    ]
    assert [(one.part, one.english) for one in drafts.missing()] == [("groups", "Read")]


def test_every_part_of_the_content_is_known_and_is_in_both_languages() -> None:
    assert {"frameworks", "cohorts", "layouts", "catalogue"} <= set(PARTS)
    assert drafts.missing() == []
    assert all(one.total for one in drafts.parts(drafts.entries()))


def test_a_translator_finds_texts_by_their_words_and_takes_them_away(signed_in: Callable[[str], Client], small: Path) -> None:
    analyst = signed_in("analyst")
    page = analyst.get("/en/translations/", {"words": "cymerad"}).content.decode()
    assert "Approved by" in page and "Ffigurau" not in page
    assert "Ffigurau" in analyst.get("/en/translations/", {"all": "1"}).content.decode()
    rows = list(csv.DictReader(io.StringIO(analyst.get("/en/translations/drafts.csv").content.decode("utf-8-sig"))))
    assert [row["english"] for row in rows] == ["Approved by", "%(count)d row\n%(count)d rows", "'=1+1", "Women", "Read"]


def test_what_comes_back_is_taken_and_is_no_draft_any_more(
    signed_in: Callable[[str], Client], small: Path, tmp_path: Path
) -> None:
    rows = list(csv.DictReader(io.StringIO(signed_in("analyst").get("/en/translations/drafts.csv").content.decode("utf-8-sig"))))
    better = {"Approved by": "Wedi'i gymeradwyo gan", "'=1+1": "=", "Women": "Merched"}
    file = tmp_path / "back.csv"
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, COLUMNS)
        writer.writeheader()
        writer.writerows({**row, "better": better.get(row["english"], "")} for row in rows)
    said = io.StringIO()
    call_command("take_translations", str(file), stdout=said)
    catalogue = catalogues.existing()
    assert catalogue["Approved by"].string == "Wedi'i gymeradwyo gan"
    assert [one.id for one in catalogue if catalogues.DRAFT in one.auto_comments] == [("%(count)d row", "%(count)d rows")]
    assert "groups 0.title" in said.getvalue()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a,b\n1,2\n", "first row"),
        ('part,place,english,welsh,better\nmessages,,"%(count)d row\n%(count)d rows",,rhes\n', "6 forms"),
    ],
)
def test_a_file_that_is_something_else_is_refused_and_nothing_is_written(
    text: str, reason: str, small: Path, tmp_path: Path
) -> None:
    before = small.read_bytes()
    file = tmp_path / "back.csv"
    file.write_text(text)
    with pytest.raises(CommandError, match=reason):
        call_command("take_translations", str(file))
    assert small.read_bytes() == before
