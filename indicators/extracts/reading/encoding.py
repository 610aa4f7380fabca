"""Which encoding a text is in: UTF-8, else Windows-1252 as Excel writes it; anything else is refused."""

import codecs
from typing import BinaryIO

from indicators.extracts.reading.refusals import Unreadable

BLOCK = 1 << 20
BOM = codecs.BOM_UTF8


def encoding_of(file: BinaryIO, *, whole: bool = True) -> str:
    """"utf-8-sig", "utf-8" or "cp1252", proven on the whole file (or, with `whole` false, on its first block).

    Windows-1252 is taken only where the first letter beyond ASCII is no UTF-8: a file that has valid UTF-8 first and then
    something else is a damaged or mixed one, and reading it as Windows-1252 would spoil its letters in silence.
    Raises Unreadable with the line.
    """
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    lines, beyond_ascii, first = 1, False, True
    while block := file.read(BLOCK):
        if b"\x00" in block:
            raise Unreadable("file_is_binary")
        with_bom = first and block.startswith(BOM)
        pending = decoder.getstate()[0]
        try:
            decoder.decode(block)
        except UnicodeDecodeError as error:
            good = (pending + block)[: error.start]
            if beyond_ascii or not good.removeprefix(BOM).isascii() or with_bom:
                raise Unreadable("text_undecodable", row=lines + good.count(b"\n")) from error
            _prove_windows(file, whole)
            return "cp1252"
        beyond_ascii = beyond_ascii or not block.removeprefix(BOM if with_bom else b"").isascii()
        lines += block.count(b"\n")
        first = False
        if not whole:
            return _utf8(file)
    if decoder.getstate()[0]:
        # The file ends within a letter.
        if not beyond_ascii:
            _prove_windows(file, whole)
            return "cp1252"
        raise Unreadable("text_undecodable", row=lines)
    return _utf8(file)


def _utf8(file: BinaryIO) -> str:
    file.seek(0)
    return "utf-8-sig" if file.read(len(BOM)) == BOM else "utf-8"


def _prove_windows(file: BinaryIO, whole: bool) -> None:
    """Windows-1252 leaves five bytes undefined."""
    file.seek(0)
    lines = 1
    while block := file.read(BLOCK):
        if b"\x00" in block:
            raise Unreadable("file_is_binary")
        try:
            block.decode("cp1252")
        except UnicodeDecodeError as error:
            raise Unreadable("text_undecodable", row=lines + block[: error.start].count(b"\n")) from error
        lines += block.count(b"\n")
        if not whole:
            return
