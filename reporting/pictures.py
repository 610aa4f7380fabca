"""SVG to PNG, by the typesetter that makes the packs: the same typeface, no browser, and no font of the system."""

import struct
import zlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import typst
from django.conf import settings

TEMPLATE = Path(__file__).parent / "pictures.typ"
DENSITY = 192  # an SVG has 96 to the inch: two pixels for each of its own, for sharp screens
PNG = b"\x89PNG\r\n\x1a\n"


class FontsMissing(RuntimeError):
    """The typeface is not installed."""


def png(svg: str, texts: Mapping[str, str] | None = None) -> bytes:
    """The picture twice as wide and high as the SVG says, the same bytes every time; `texts` (Title, Description …) go into it.

    Raises FontsMissing where the front end has not been built.
    """
    made = typst.compile(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        font_paths=[str(_fonts())],
        ignore_system_fonts=True,
        format="png",
        ppi=DENSITY,
        sys_inputs={"svg": svg},
    )
    if not isinstance(made, bytes):
        raise TypeError("Typst gave pages instead of one picture")
    return with_texts(made, texts or {})


def with_texts(picture: bytes, texts: Mapping[str, str]) -> bytes:
    """The PNG with a text chunk (iTXt, which is UTF-8) for each of the texts, after its header."""
    if not picture.startswith(PNG):
        raise ValueError("no PNG")
    (length,) = struct.unpack(">I", picture[8:12])
    after_header = 8 + 12 + length
    chunks = b"".join(_chunk(b"iTXt", name.encode("latin-1") + b"\0\0\0\0\0" + text.encode()) for name, text in texts.items())
    return picture[:after_header] + chunks + picture[after_header:]


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


@cache
def _fonts() -> Path:
    fonts = Path(settings.NODE_MODULES) / "source-sans" / "TTF"
    if not fonts.is_dir():
        raise FontsMissing(f"Source Sans is not at {fonts}: run `npm ci`, which `make setup` does.")
    return fonts
