"""The glossary: what the words of the service mean, for the page and for the Board's pack."""

import unicodedata
from collections.abc import Sequence
from typing import Self

from pydantic import Field, model_validator

from priority_groups.content.distinct import all_different
from priority_groups.content.text import Content, Text

# Letters of the Welsh alphabet that are written with two signs.
DIGRAPHS = ("ch", "dd", "ff", "ng", "ll", "ph", "rh", "th")
WELSH = ("a", "b", "c", "ch", "d", "dd", "e", "f", "ff", "g", "ng", "h", "i", "j", "k", "l", "ll", "m", "n", "o", "p", "ph",
         "q", "r", "rh", "s", "t", "th", "u", "v", "w", "x", "y", "z")  # fmt: skip


class Term(Content):
    """A word and what it means. `code`: its place on the page."""

    code: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    term: Text
    meaning: Text


class GlossaryFile(Content):
    """glossary.yaml"""

    terms: tuple[Term, ...]

    @model_validator(mode="after")
    def _codes_differ(self) -> Self:
        all_different("term", [term.code for term in self.terms])
        return self


def in_order(terms: Sequence[Term], language: str) -> tuple[Term, ...]:
    """In the order of the language's alphabet."""
    return tuple(sorted(terms, key=lambda one: sorting_key(one.term.within(language), one.term.lang_within(language))))


def sorting_key(words: str, language: str) -> tuple[object, ...]:
    """How words are put in order: without accents and case, and in Welsh by the letters of its own alphabet, in which `ch` comes
    after `c` and `ll` after `l`."""
    plain = "".join(sign for sign in unicodedata.normalize("NFD", words.casefold()) if not unicodedata.combining(sign))
    if language != "cy":
        return (plain,)
    letters, place = [], 0
    while place < len(plain):
        size = 2 if plain[place : place + 2] in DIGRAPHS else 1
        letter = plain[place : place + size]
        letters.append((1, WELSH.index(letter)) if letter in WELSH else (0, ord(letter[0])))
        place += size
    return tuple(letters)
