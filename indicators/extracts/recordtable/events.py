"""By what an event is known again in another extract: a keyed hash of its own number and its person's.

SipHash-2-4 (Aumasson and Bernstein, 2012) of the two numbers' fingerprints: 64 bits, which without the key nobody can make of the
numbers that they know. The keys are those of pseudonyms, as a chain too, so that a rotation takes these along.
"""

import hashlib
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from django.conf import settings
from numpy.typing import NDArray

from indicators.extracts.recordtable.texts import Encoded, fingerprints

Events = NDArray[np.uint64]
PIECE = 1 << 14  # rows at a time, so that their state stays near the processor
BEGUN = tuple(np.uint64(int.from_bytes(word, "big")) for word in (b"somepseu", b"dorandom", b"lygenera", b"tedbytes"))


def events_of(identifiers: pa.ChunkedArray, persons: Encoded, keys: Sequence[bytes] | None = None) -> Events:
    """The event of each row, by its own number and its person's."""
    people = persons.spread(fingerprints(pa.chunked_array([persons.texts], pa.string())))
    first, *later = keys or settings.PSEUDONYM_KEYS
    found = _hashed(first, [fingerprints(identifiers), people])
    for key in later:
        found = rehashed(found, key)
    return found


def rehashed(events: Events, key: bytes) -> Events:
    """Events taken on to one more key."""
    return _hashed(key, [events])


def _hashed(key: bytes, words: Sequence[Events]) -> Events:
    own, found = _own(key), np.empty(len(words[0]), np.uint64)
    for start in range(0, len(found), PIECE):
        part = slice(start, start + PIECE)
        found[part] = siphash(own, [word[part] for word in words])
    return found


def siphash(key: bytes, words: Sequence[Events]) -> Events:
    """SipHash-2-4 under a key of 16 bytes: of each row the message of its `words`, 64 bits each."""
    low, high = (np.uint64(int.from_bytes(part, "little")) for part in (key[:8], key[8:]))
    state = [np.full(len(words[0]), begun ^ half, np.uint64) for begun, half in zip(BEGUN, (low, high, low, high), strict=True)]
    ending = np.full(len(words[0]), (len(words) * 8 % 256) << 56, np.uint64)
    for word in (*words, ending):
        state[3] ^= word
        for _ in range(2):
            _round(state)
        state[0] ^= word
    state[2] ^= np.uint64(0xFF)
    for _ in range(4):
        _round(state)
    return state[0] ^ state[1] ^ state[2] ^ state[3]


def _round(state: list[Events]) -> None:
    for one, other, shift, is_turned in ((0, 1, 13, True), (2, 3, 16, False), (0, 3, 21, False), (2, 1, 17, True)):
        state[one] += state[other]
        state[other] = _turned(state[other], shift) ^ state[one]
        if is_turned:
            state[one] = _turned(state[one], 32)


def _turned(word: Events, shift: int) -> Events:
    return (word << np.uint64(shift)) | (word >> np.uint64(64 - shift))


def _own(key: bytes) -> bytes:
    """Another key than that of pseudonyms, made of it."""
    return hashlib.blake2b(hashlib.sha256(key).digest(), digest_size=16, person=b"events").digest()
