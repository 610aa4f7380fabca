"""SVG to PNG, by the typesetter that makes the packs: the same typeface, no browser, and no font of the system."""

import struct
import zlib
from collections.abc import Mapping
from pathlib import Path

from reporting.typesetter import typeset

TEMPLATE = Path(__file__).parent / "pictures.typ"
DENSITY = 192  # an SVG has 96 to the inch: two pixels for each of its own, for sharp screens
PNG = b"\x89PNG\r\n\x1a\n"


def png(svg: str, texts: Mapping[str, str] | None = None) -> bytes:
    """The picture twice as wide and high as the SVG says, the same bytes every time; `texts` (Title, Description …) go into it.

    Raises what `typeset` does.
    """
    made = typeset(TEMPLATE, {"svg": svg}, "png", density=DENSITY)
    return with_texts(made.content, texts or {})


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
