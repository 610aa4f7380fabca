"""Templates hold to the content security policy, and every word of them can be said in Welsh."""

import re
from pathlib import Path

import pytest
from django.conf import settings

FOLDER = settings.BASE_DIR / "templates"
TEMPLATES = sorted(FOLDER.rglob("*.html"))
# Rendered without a context, so they say everything in both languages themselves.
BOTH_LANGUAGES = {"400.html", "500.html", "503.html", "507.html"}
# Names of cookies are the same in any language, as are addresses of the API and all in <code>.
FORMATS = {"API", "CSV", "JSON", "ODS", "PDF", "PNG", "SVG", "XLSX"}
SAME_IN_BOTH = {"pages/cookies.html": {"sessionid", "csrftoken", "messages"}}

BLOCK_COMMENT = re.compile(r"{%\s*comment.*?{%\s*endcomment\s*%}", re.DOTALL)
TRANSLATED = re.compile(r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}", re.DOTALL)
TAG = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
CODE = re.compile(r"<code\b.*?</code>", re.DOTALL)
ADDRESS = re.compile(r"(?<!\S)/api/[\w/]+")
HTML = re.compile(r"<!--.*?-->|<[a-zA-Z/!](?:\"[^\"]*\"|'[^']*'|[^>\"'])*>", re.DOTALL)
SPOKEN = re.compile(r'\s(?:aria-label|alt|title|placeholder|data-text-[\w-]+|data-i18n[\w.-]*)="([^"]*)"')


def name(path: Path) -> str:
    return path.relative_to(FOLDER).as_posix()


def source(path: Path) -> str:
    return BLOCK_COMMENT.sub("", path.read_text(encoding="utf-8"))


def without_django(text: str) -> str:
    return TAG.sub("", TRANSLATED.sub("", text))


def words_of(path: Path) -> set[str]:
    """Words a reader would see or hear that no translation could replace."""
    bare = without_django(source(path))
    spoken = " ".join(SPOKEN.findall(bare))
    visible = ADDRESS.sub(" ", HTML.sub(" ", CODE.sub("", bare)))
    found = set(re.findall(r"[^\W\d_]{2,}", f"{visible} {spoken}".replace("&nbsp;", " ").replace("&ctdot;", " ")))
    return found - FORMATS - SAME_IN_BOTH.get(name(path), set())


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_no_inline_style_script_or_event(path: Path) -> None:
    text = TAG.sub("", source(path))
    elements = HTML.findall(text)
    assert [e for e in elements if re.match(r"<style\b", e)] == []
    assert [e for e in elements if re.search(r"\sstyle\s*=", e)] == []
    assert [e for e in elements if re.search(r"\son\w+\s*=", e)] == []
    assert [e for e in elements if "javascript:" in e.lower()] == []
    scripts = [e for e in elements if re.match(r"<script\b", e)]
    assert [e for e in scripts if "src=" not in e and "application/json" not in e] == []


@pytest.mark.parametrize("path", [p for p in TEMPLATES if name(p) not in BOTH_LANGUAGES], ids=name)
def test_every_word_goes_through_translation(path: Path) -> None:
    assert words_of(path) == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_nothing_is_fetched_from_another_host(path: Path) -> None:
    elements = HTML.findall(TAG.sub("", source(path)))
    fetched = [e for e in elements if re.match(r"<(img|script|link|iframe|source|video|audio)\b", e)]
    assert [e for e in fetched if re.search(r'(?:src|href)="(?:https?:)?//', e)] == []


@pytest.mark.parametrize("path", [FOLDER / page for page in sorted(BOTH_LANGUAGES)], ids=name)
def test_pages_without_context_speak_both_languages_and_need_nothing(path: Path) -> None:
    text = source(path)
    assert TAG.findall(text) == []
    assert text.count('lang="cy"') >= 2
    dist = settings.BASE_DIR / "static" / "dist"
    assert {file for file in re.findall(r'"/static/([^"]+)"', text) if not (dist / file).is_file()} == set()
