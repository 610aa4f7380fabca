"""Which encoding a text is in: UTF-8, else Windows-1252 as Excel writes it; anything else is refused."""

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

from indicators.extracts.reading.unreadable import Unreadable

BLOCK = 1 << 20
BOM = codecs.BOM_UTF8
# The letters, marks and signs of Europe's languages as UTF-8 has them. In Windows-1252 the same bytes are a capital with a sign
# after it ("Å·" for ŷ), as no language writes; capitals that stand before a quotation mark or a dash are not among them.
IN_UTF8 = re.compile(rb"[\xc2-\xc5][\x80-\xbf]|\xe1[\xba\xbb][\x80-\xbf]|\xe2[\x80-\x82][\x80-\xbf]")
LONGEST_LETTER = 3  # bytes


def encoding_of(file: BinaryIO) -> str:
    """ "utf-8-sig", "utf-8" or "cp1252", proven on the whole file.

    Windows-1252 is taken only where the first letter beyond ASCII is no UTF-8: a file that has valid UTF-8 first and then
    something else is a damaged or mixed one, and reading it as Windows-1252 would spoil its letters in silence.
    Raises Unreadable with the line.
    """
    file.seek(0)
    has_bom = file.read(len(BOM)) == BOM
    rest, letters_seen = b"", has_bom  # `rest`: the beginning of a letter that goes on in the next block
    for number, raw in enumerate(_blocks(file)):
        if not rest and raw.isascii():
            continue
        block = (rest + raw).removeprefix(BOM) if number == 0 else rest + raw
        try:
            _, read = codecs.utf_8_decode(block, "strict", False)
        except UnicodeDecodeError as error:
            if not letters_seen and block[: error.start].isascii():
                return _proven_windows(file)
            raise _undecodable(file, number * BLOCK + len(raw) - len(block) + error.start) from None
        letters_seen = letters_seen or not block[:read].isascii()
        rest = block[read:]
    if rest:  # the file ends within a letter
        if not letters_seen:
            return _proven_windows(file)
        raise _undecodable(file, file.tell() - len(rest))
    return "utf-8-sig" if has_bom else "utf-8"


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    while block := file.read(BLOCK):
        if b"\x00" in block:
            raise Unreadable("file_is_binary")
        yield block


def _proven_windows(file: BinaryIO) -> str:
    """Windows-1252 leaves five bytes undefined; and letters in UTF-8 tell that two files were put together."""
    tail = b""
    for number, block in enumerate(_blocks(file)):
        try:
            block.decode("cp1252")
        except UnicodeDecodeError as error:
            raise _undecodable(file, number * BLOCK + error.start) from None
        text = tail + block
        if mixed := IN_UTF8.search(text):
            raise _undecodable(file, number * BLOCK - len(tail) + mixed.start())
        tail = text[1 - LONGEST_LETTER :]
    return "cp1252"


def _undecodable(file: BinaryIO, place: int) -> Unreadable:
    """`place`: the byte, from 0. Lines are counted only now that one is asked for."""
    file.seek(0)
    line, left = 1, place
    while left > 0 and (block := file.read(min(BLOCK, left))):
        line += block.count(b"\n")
        left -= len(block)
    return Unreadable("text_undecodable", row=line)
