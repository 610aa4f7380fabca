"""Text follows the reader's language and owns up when it cannot."""

import pytest
from django.utils import translation

from priority_groups.content import Content, Text, texts_in

BOTH = Text(en="women", cy="menywod")
ENGLISH_ONLY = Text(en="women")


@pytest.mark.parametrize(
    ("text", "language", "words", "lang"),
    [
        (BOTH, "en", "women", "en"),
        (BOTH, "en-gb", "women", "en"),
        (BOTH, "cy", "menywod", "cy"),
        (BOTH, "cy-gb", "menywod", "cy"),
        (BOTH, "fr", "women", "en"),
        (ENGLISH_ONLY, "cy", "women", "en"),
        (ENGLISH_ONLY, "en", "women", "en"),
    ],
)
def test_words_and_their_language(text: Text, language: str, words: str, lang: str) -> None:
    with translation.override(language):
        assert str(text) == words
        assert text.lang == lang
    assert text.within(language) == words
    assert text.lang_within(language) == lang


def test_without_a_language_it_is_english() -> None:
    with translation.override(None):
        assert str(BOTH) == "women"
        assert BOTH.lang == "en"


def test_every_text_of_a_piece_of_content_with_its_place() -> None:
    class Inner(Content):
        name: Text

    class Outer(Content):
        title: Text
        inner: tuple[Inner, ...]
        by_code: dict[str, Text]
        number: int

    outer = Outer(title=BOTH, inner=(Inner(name=ENGLISH_ONLY), Inner(name=BOTH)), by_code={"a": BOTH}, number=1)

    assert [place for place, _ in texts_in(outer)] == ["title", "inner.0.name", "inner.1.name", "by_code.a"]
