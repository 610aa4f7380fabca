"""HMAC-SHA-256 of many short texts, and the same as a program of its own, for another processor. Standard library only.

The program reads keys and texts from its standard input and writes the hashes to its standard output: nothing of them is
ever an argument, in the environment or in a file.
"""

import array
import hashlib
import itertools
import struct
import sys
from collections.abc import Iterable, Sequence
from typing import BinaryIO

BLOCK = 64  # bytes that SHA-256 takes at a time
WIDTH = 16  # bytes of the hash that are kept
LENGTH = struct.Struct("<q")


class Hasher:
    """HMAC-SHA-256 (RFC 2104) under one key, made ready once: two states of SHA-256 that each message starts from."""

    def __init__(self, key: bytes) -> None:
        if len(key) > BLOCK:
            key = hashlib.sha256(key).digest()
        padded = key.ljust(BLOCK, b"\0")
        self.inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in padded))
        self.outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in padded))

    def hashed(self, messages: Iterable[bytes]) -> bytes:
        """The first WIDTH bytes of each message's hash, one after the other."""
        # hmac.digest does the same for one message in three times the time: a million people make it worth these lines.
        inner_copy, outer_copy = self.inner.copy, self.outer.copy
        found = []
        for message in messages:
            inner = inner_copy()
            inner.update(message)
            outer = outer_copy()
            outer.update(inner.digest())
            found.append(outer.digest()[:WIDTH])
        return b"".join(found)

    def hashed_again(self, raw: bytes) -> bytes:
        """The same of hashes that lie one after the other."""
        return self.hashed(raw[start : start + WIDTH] for start in range(0, len(raw), WIDTH))


def chained(keys: Sequence[bytes], messages: Iterable[bytes]) -> bytes:
    """Hashes under the first key, then of those under the next one, to the last."""
    first, *later = (Hasher(key) for key in keys)
    raw = first.hashed(messages)
    for hasher in later:
        raw = hasher.hashed_again(raw)
    return raw


def packed(keys: Sequence[bytes], ends: bytes, data: bytes) -> list[bytes]:
    """What the program reads. `data`: the texts in UTF-8, one after the other; `ends`: where each begins and the last one
    ends, as 32-bit numbers."""
    parts = [LENGTH.pack(len(keys)), *(part for key in keys for part in (LENGTH.pack(len(key)), key))]
    return [*parts, LENGTH.pack(len(ends)), ends, LENGTH.pack(len(data)), data]


def main(source: BinaryIO, target: BinaryIO) -> None:
    def part() -> bytes:
        return source.read(length())

    def length() -> int:
        return int(LENGTH.unpack(source.read(LENGTH.size))[0])

    keys = [part() for _ in range(length())]
    places = array.array("i", part())
    data = part()
    target.write(chained(keys, (data[start:end] for start, end in itertools.pairwise(places))))
    target.flush()


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
