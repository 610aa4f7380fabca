"""The glossary: every term in both languages, in the order of each language's own alphabet."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from priority_groups import content
from priority_groups.content.terms import sorting_key


def test_every_term_and_meaning_is_in_both_languages() -> None:
    assert all(one.term.cy and one.meaning.cy for one in content.glossary("en"))


def test_welsh_words_stand_in_the_order_of_the_welsh_alphabet() -> None:
    words = ["cynllun", "chwech", "dim", "ddoe", "ffigur", "fesul", "llety", "lwc", "ŵyr", "wy", "Âr", "arwydd"]
    assert sorted(words, key=lambda word: sorting_key(word, "cy")) == [
        "Âr", "arwydd", "cynllun", "chwech", "dim", "ddoe", "fesul", "ffigur", "lwc", "llety", "wy", "ŵyr",
    ]  # fmt: skip
    assert sorted(["chalk", "cold"], key=lambda word: sorting_key(word, "en")) == ["chalk", "cold"]


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "term", "other"), [("en", "Release", "Datganiad"), ("cy", "Datganiad", "Release")])
def test_the_page_has_each_term_with_the_word_of_the_other_language(
    signed_in: Callable[[str], Client], language: str, term: str, other: str
) -> None:
    with translation.override(language):
        page = signed_in("member").get(reverse("priority_groups:glossary")).content.decode()
    row = page.partition('id="release"')[2].partition("</tr>")[0]
    assert term in row and f'lang="{"cy" if language == "en" else "en"}">{other}' in row
