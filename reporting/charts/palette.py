"""The colours, dashes and marks of the lines: one file for page and paper, `static/src/palette.json`."""

import json
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "static" / "src" / "palette.json"
LEAST_TEXT_CONTRAST = 4.5


@dataclass(frozen=True, slots=True)
class Style:
    """How a line looks: `dash` is lengths of ink and gap in pixels ("" for none), `marker` has Plotly's name.

    `text` is the colour darkened as far as words in it need to be legible on the background.
    """

    colour: str
    text: str
    dash: str
    marker: str
    width: float


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours "#rrggbb" by WCAG 2, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def legible(colour: str, on: str) -> str:
    """The colour, darkened in small steps until words in it have a contrast of at least 4.5 on the background `on`."""
    parts = _parts(colour)
    while contrast(colour, on) < LEAST_TEXT_CONTRAST:
        parts = [part * 0.95 for part in parts]
        colour = "#" + "".join(f"{round(part):02x}" for part in parts)
    return colour


def _parts(colour: str) -> list[float]:
    return [float(int(colour[place : place + 2], 16)) for place in (1, 3, 5)]


def _luminance(colour: str) -> float:
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (part / 255 for part in _parts(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


_DATA = json.loads(SOURCE.read_text(encoding="utf-8"))
INK: str = _DATA["text"]
QUIET: str = _DATA["annotation"]["colour"]
AXIS: str = _DATA["axis"]
GRID: str = _DATA["grid"]
PAPER: str = _DATA["background"]
TARGET: str = _DATA["target"]["colour"]
TARGET_DASH: str = _DATA["target"]["dasharray"]
CENTRE: str = _DATA["centre"]["colour"]
LIMIT_DASH = "6 4"
LEADER_DASH = "1 4"  # to the name of a line that ended before: nobody takes it for a part of the line
BAND: str = _DATA["band"]["colour"]
BAND_OPACITY: float = _DATA["band"]["opacity"]
FONT: str = f"'{_DATA['font']['family']}', Arial, sans-serif"

SERIES: tuple[Style, ...] = tuple(
    Style(entry["colour"], legible(entry["colour"], PAPER), entry["dasharray"], entry["marker"], float(entry["width"]))
    for entry in (*_DATA["series"], _DATA["comparator"])
)
MAIN = 0
FIRST_PART = 1
OTHER = 5
COMPARATOR = 6
