"""Which encoding a text is in: UTF-8, else Windows-1252 as Excel writes it; anything else is refused."""

import codecs
from collections.abc import Iterator
from typing import BinaryIO

from indicators.extracts.reading.refusals import Unreadable

BLOCK = 1 << 20
BOM = codecs.BOM_UTF8


def encoding_of(file: BinaryIO) -> str:
    """ "utf-8-sig", "utf-8" or "cp1252", proven on the whole file.

    Windows-1252 is taken only where the first letter beyond ASCII is no UTF-8: a file that has valid UTF-8 first and then
    something else is a damaged or mixed one, and reading it as Windows-1252 would spoil its letters in silence.
    Raises Unreadable with the line.
    """
    file.seek(0)
    has_bom = file.read(len(BOM)) == BOM
    decoder = codecs.getincrementaldecoder("utf-8")()
    lines, letters_seen = 1, has_bom
    for number, raw in enumerate(_blocks(file)):
        block = decoder.getstate()[0] + raw
        decoder.reset()
        if number == 0:
            block = block.removeprefix(BOM)
        try:
            decoder.decode(block)
            good = block[: len(block) - len(decoder.getstate()[0])]
        except UnicodeDecodeError as error:
            good = block[: error.start]
            if not letters_seen and good.isascii():
                return _proven_windows(file)
            raise Unreadable("text_undecodable", row=lines + good.count(b"\n")) from error
        letters_seen = letters_seen or not good.isascii()
        lines += good.count(b"\n")
    if decoder.getstate()[0]:  # the file ends within a letter
        if not letters_seen:
            return _proven_windows(file)
        raise Unreadable("text_undecodable", row=lines)
    return "utf-8-sig" if has_bom else "utf-8"


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    while block := file.read(BLOCK):
        if b"\x00" in block:
            raise Unreadable("file_is_binary")
        yield block


def _proven_windows(file: BinaryIO) -> str:
    """Windows-1252 leaves five bytes undefined."""
    lines = 1
    for block in _blocks(file):
        try:
            block.decode("cp1252")
        except UnicodeDecodeError as error:
            raise Unreadable("text_undecodable", row=lines + block[: error.start].count(b"\n")) from error
        lines += block.count(b"\n")
    return "cp1252"
