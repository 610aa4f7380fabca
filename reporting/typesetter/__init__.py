"""Typst, which sets packs and makes pictures, in a program of its own for each.

It keeps what it has worked out for the next time: a process that had set two packs was 240 MiB larger for the rest of its life.
And a document that brings it down takes nobody along. It starts within a twentieth of a second, and is given nothing of the
environment but where libraries are.
"""

import json
import subprocess
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, NamedTuple

from django.conf import settings

from wales_framework.programs import alone, bare_environment

PROGRAM = Path(__file__).with_name("program.py")
REFUSED = 3  # what the program ends with then
PATIENCE = 300  # seconds; the whole pack takes two


class FontsMissing(RuntimeError):
    """The typeface is not installed."""


class Refused(RuntimeError):
    """What Typst does not set, in its words: what is no document of the standard that is asked for, above all."""


class Typeset(NamedTuple):
    """A finished file; `told`: the value of the element that was asked for, None where there was no question."""

    content: bytes
    told: Any


def typeset(
    template: Path,
    given: Mapping[str, str],
    form: Literal["pdf", "png"],
    *,
    density: int | None = None,
    standards: Sequence[str] = (),
    moment: datetime | None = None,
    question: str = "",
) -> Typeset:
    """The file that a template makes of what it is given, in the typeface of the service; no font of the system is used.

    `density`: pixels to the inch of a picture; `moment`: when it says that it was made; `question`: an element's label.
    Raises FontsMissing where the front end has not been built, Refused, and RuntimeError where the program did not do its work in
    `PATIENCE` seconds.
    """
    asked = {
        "template": str(template),
        "fonts": str(_fonts()),
        "given": dict(given),
        "form": form,
        "density": density,
        "standards": list(standards),
        "moment": None if moment is None else moment.isoformat(),
        "question": question,
    }
    try:
        ended = subprocess.run(
            alone(PROGRAM),
            input=json.dumps(asked).encode(),
            capture_output=True,
            env=bare_environment(),
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise RuntimeError(f"The typesetter was not done after {PATIENCE} seconds.") from late
    words = ended.stderr.decode(errors="replace").strip()
    if ended.returncode == REFUSED:
        raise Refused(words)
    if ended.returncode:
        raise RuntimeError(f"The typesetter ended with {ended.returncode}: {words[-2000:]}")
    told, _, content = ended.stdout.partition(b"\n")
    return Typeset(content, json.loads(told))


def _fonts() -> Path:
    fonts = Path(settings.NODE_MODULES) / "source-sans" / "TTF"
    if not fonts.is_dir():
        raise FontsMissing(f"Source Sans is not at {fonts}: run `npm ci`, which `make setup` does.")
    return fonts
