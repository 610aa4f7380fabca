"""The documents' own text, for comparing content with it. Only white space and footnote marks may differ."""

import re
from pathlib import Path

SOURCES = Path(__file__).parent.parent / "sources"
FRAMEWORK = "framework-2018-2023.txt"
BLUEPRINT = "female-offending-blueprint.txt"


def source(name: str) -> str:
    """The whole document on one line."""
    return plain((SOURCES / name).read_text(encoding="utf-8"))


def chapter(name: str, heading: str) -> str:
    """The document from the last heading that is `heading` to the next heading."""
    text = (SOURCES / name).read_text(encoding="utf-8")
    start = text.rindex(f"\n## {heading}\n")
    end = text.find("\n## ", start + 1)
    return plain(text[start : end if end > 0 else None])


def plain(text: str) -> str:
    """Without heading, bullet and footnote marks; white space is one space."""
    text = re.sub(r"<sup>\d+</sup>", "", text)
    text = re.sub(r"^(## |- )", "", text, flags=re.MULTILINE)
    return " ".join(text.split())
