"""What analysts say of the figures, as a reader sees it: paragraphs of plain text in one language."""

import re
from dataclasses import dataclass

from priority_groups.content import Text

BETWEEN = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Commentary:
    """`language`: of the paragraphs, which is English on a Welsh page where there is no Welsh yet."""

    paragraphs: tuple[str, ...]
    language: str


def commentary_of(text: Text) -> Commentary:
    """In the reader's language, else in English; a blank line divides paragraphs."""
    parts = (part.strip() for part in BETWEEN.split(str(text).replace("\r\n", "\n")))
    return Commentary(tuple(part for part in parts if part), text.lang)
