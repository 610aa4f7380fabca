"""A ZIP archive that is sent while it is made: what is long is compressed piece by piece, and the same parts give the same bytes.

The standard library's ZipFile wants to go back to the beginning of a part, or marks even the first, uncompressed one of an ODS
file as of unknown length, which some readers refuse.
"""

import struct
import zlib
from collections.abc import Iterable, Iterator
from datetime import datetime

LOCAL, CENTRAL, END, SIZES = 0x04034B50, 0x02014B50, 0x06054B50, 0x08074B50
STORED, DEFLATED = 0, 8
LENGTH_FOLLOWS = 0x08
VERSION = 20
LEVEL = 4  # half the time of the usual 6, for a file that is a tenth larger

Part = tuple[str, bytes | Iterable[str]]


def zipped(parts: Iterable[Part], made: datetime) -> Iterator[bytes]:
    """The archive in pieces. A part's content is bytes, which are written as they are, or texts, which are compressed."""
    at, entries = 0, []
    when = _dos(made)
    for name, content in parts:
        begin = at
        kind = STORED if isinstance(content, bytes) else DEFLATED
        known = (zlib.crc32(content), len(content), len(content)) if isinstance(content, bytes) else (0, 0, 0)
        head = _head(name, kind, when, known)
        yield head
        at += len(head)
        if isinstance(content, bytes):
            yield content
            at += len(content)
        else:
            crc, size, packer = 0, 0, zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
            length = 0
            for text in content:
                piece = text.encode()
                crc, size = zlib.crc32(piece, crc), size + len(piece)
                if packed := packer.compress(piece):
                    length += len(packed)
                    yield packed
            last = packer.flush()
            known = (crc, length + len(last), size)
            after = last + struct.pack("<IIII", SIZES, *known)
            yield after
            at += length + len(after)
        entries.append(_entry(name, kind, when, known, begin))
    directory = b"".join(entries)
    yield directory + struct.pack("<IHHHHIIH", END, 0, 0, len(entries), len(entries), len(directory), at, 0)


def _head(name: str, kind: int, when: tuple[int, int], known: tuple[int, int, int]) -> bytes:
    flags = 0 if kind == STORED else LENGTH_FOLLOWS
    return struct.pack("<IHHHHHIIIHH", LOCAL, VERSION, flags, kind, *when, *known, len(name), 0) + name.encode("ascii")


def _entry(name: str, kind: int, when: tuple[int, int], known: tuple[int, int, int], begin: int) -> bytes:
    flags = 0 if kind == STORED else LENGTH_FOLLOWS
    fields = (CENTRAL, VERSION, VERSION, flags, kind, *when, *known, len(name), 0, 0, 0, 0, 0, begin)
    return struct.pack("<IHHHHHHIIIHHHHHII", *fields) + name.encode("ascii")


def _dos(moment: datetime) -> tuple[int, int]:
    """Time and date as archives have them, in steps of two seconds."""
    time = moment.hour << 11 | moment.minute << 5 | moment.second // 2
    return time, (moment.year - 1980) << 9 | moment.month << 5 | moment.day
