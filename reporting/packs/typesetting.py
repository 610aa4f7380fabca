"""From a pack's data to its PDF, by Typst: tagged, checked against PDF/UA-1 by the compiler, the same bytes every time."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from reporting.packs.tagging import with_row_headings
from reporting.typesetter import typeset

TEMPLATES = Path(__file__).parent / "typst"
STANDARDS = ["ua-1"]


def render(document: dict[str, Any], template: str = "pack.typ") -> tuple[bytes, int]:
    """The PDF and its number of pages. Raises what `typeset` does: what breaks PDF/UA-1 is refused."""
    data = {"data": json.dumps(document, ensure_ascii=False, sort_keys=True)}
    moment = _moment(document["date"])
    made = typeset(TEMPLATES / template, data, "pdf", standards=STANDARDS, moment=moment, question="<pages>")
    return with_row_headings(made.content), int(made.told)


def _moment(parts: list[int]) -> datetime:
    year, month, day, hour, minute, second = parts
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
