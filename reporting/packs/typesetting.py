"""From a pack's data to its PDF, by Typst: tagged, checked against PDF/UA-1 by the compiler, the same bytes every time."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

from reporting.packs.tagging import with_row_headings

TEMPLATES = Path(__file__).parent / "typst"
STANDARDS: list[Any] = ["ua-1"]


class FontsMissing(RuntimeError):
    """The pack's typeface is not installed."""


def render(document: dict[str, Any], template: str = "pack.typ") -> tuple[bytes, int]:
    """The PDF and its number of pages. Typst refuses what breaks PDF/UA-1 (TypstError); no font of the system is used.

    Raises FontsMissing where the front end has not been built.
    """
    fonts = Path(settings.NODE_MODULES) / "source-sans" / "TTF"
    if not fonts.is_dir():
        raise FontsMissing(f"Source Sans is not at {fonts}: run `npm ci`, which `make setup` does.")
    compiler = typst.Compiler(
        input=str(TEMPLATES / template),
        root=str(TEMPLATES),
        font_paths=[str(fonts)],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(document, ensure_ascii=False, sort_keys=True)},
    )
    made = compiler.compile(format="pdf", pdf_standards=STANDARDS, timestamp=_moment(document["date"]))
    if not isinstance(made, bytes):
        raise TypeError("Typst gave pages instead of one file")
    (pages,) = json.loads(compiler.query("<pages>", field="value"))
    return with_row_headings(made), int(pages)


def _moment(parts: list[int]) -> datetime:
    year, month, day, hour, minute, second = parts
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
