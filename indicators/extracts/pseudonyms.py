"""Pseudonyms: what is kept of a person's identifier is a keyed hash, made on the way in.

HMAC-SHA-256 (RFC 2104) of the identifier, its first 128 bits: without the key nobody can tell whose rows are whose, not
even by hashing every identifier there is; with it the same person has the same pseudonym in every source.

The key comes from the environment (PSEUDONYM_KEY). After a rotation it is a chain, oldest first: the pseudonym under the
last key is the hash of the pseudonym under those before it, so that rows can be taken to a new key without their identifiers.
"""

import hashlib
import subprocess
import sys
from collections.abc import Sequence
from typing import IO, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop
from numpy.typing import NDArray

from indicators.extracts import hashing
from indicators.extracts.models import PseudonymKey
from wales_framework import audit
from wales_framework.jobs.queue import JobFailed

MANY = 20_000  # people from whom on a program of its own is worth its start
Persons = NDArray[np.uint64]  # shape (n, 2)


class WrongKey(JobFailed):
    """The key of the environment is not the one that the records' pseudonyms were made with."""


class Pseudonyms:
    """The pseudonyms of a file's people, hashed by a program of its own while the file is checked here.

    A file of few people is not worth a program; theirs are made when they are asked for. Use it in a `with` block: whatever
    happens to the check, nothing is left running.
    """

    def __init__(self, identifiers: pa.Array | pa.ChunkedArray) -> None:
        """`identifiers`: different ones, as Arrow strings without null."""
        self.identifiers = identifiers
        self.program: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Pseudonyms":
        if len(self.identifiers) >= MANY:
            ends, data = _buffers(normalised(self.identifiers))
            command = [sys.executable, "-I", "-S", hashing.__file__]
            self.program = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={})
            with cast("IO[bytes]", self.program.stdin) as stdin:
                stdin.writelines(hashing.packed(settings.PSEUDONYM_KEYS, ends, data))
        return self

    def __exit__(self, *error: object) -> None:
        if self.program is not None and self.program.stdout is not None:
            self.program.kill()
            self.program.stdout.close()
            self.program.wait()

    def all(self) -> Persons:
        """The pseudonym of each identifier, shape (n, 2). Raises RuntimeError where the program did not do its work."""
        if self.program is None or self.program.stdout is None:
            return hashed(self.identifiers)
        raw = self.program.stdout.read()
        if len(raw) != hashing.WIDTH * len(self.identifiers):
            raise RuntimeError("the program that makes pseudonyms ended before its work was done")
        return _as_numbers(raw)


def _buffers(texts: pa.Array) -> tuple[bytes, bytes]:
    """Where each text begins, with the end of the last one, and all texts one after the other."""
    whole = pa.concat_arrays([texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts])
    _valid, ends, data = whole.buffers()
    places = np.frombuffer(ends, np.int32)[whole.offset : whole.offset + len(whole) + 1]
    return places.tobytes(), data.to_pybytes() if data is not None else b""


def visible(texts: pa.Array) -> pa.Array:
    """Texts without the letters that nobody sees (Unicode's category Cf: soft hyphens, joiners, marks of order), which come
    along when a text is copied from a page. Nearly all files have letters of ASCII only, where there are none."""
    if pc.all(pc.string_is_ascii(texts), min_count=0).as_py():
        return texts
    return pc.replace_substring_regex(texts, r"\p{Cf}", "")


def normalised(identifiers: pa.Array) -> pa.Array:
    """Identifiers as they are compared: without letters that nobody sees, without spaces at the ends, in capitals."""
    return pc.utf8_upper(pc.utf8_trim_whitespace(visible(identifiers)))


def hashed(identifiers: pa.Array | pa.ChunkedArray, keys: Sequence[bytes] | None = None) -> Persons:
    """The pseudonym of each identifier (different ones, as Arrow strings without null), shape (n, 2)."""
    messages = (text.encode() for text in normalised(identifiers).to_pylist())
    return _as_numbers(hashing.chained(keys or settings.PSEUDONYM_KEYS, messages))


def rehashed(persons: Persons, key: bytes) -> Persons:
    """Pseudonyms taken on to one more key."""
    return _as_numbers(hashing.Hasher(key).hashed_again(persons.astype(">u8").tobytes()))


def _as_numbers(raw: bytes) -> Persons:
    return np.frombuffer(raw, dtype=">u8").astype(np.uint64).reshape(-1, 2)


def fingerprint(keys: Sequence[bytes]) -> str:
    """Tells one chain of keys from another and nothing about either."""
    digest = hashlib.sha256(b"fingerprint of pseudonym keys")
    for key in keys:
        digest.update(hashlib.sha256(key).digest())
    return digest.hexdigest()


def demand_key() -> None:
    """Raise WrongKey where records exist under another key; the first use of a key is noted. Call inside a transaction."""
    own = fingerprint(settings.PSEUDONYM_KEYS)
    with transaction.atomic():
        known = PseudonymKey.objects.select_for_update().first()
        if known is None:
            known = PseudonymKey.objects.create(fingerprint=own)
            audit.record("pseudonyms.key", None, known)
    if known.fingerprint != own:
        raise WrongKey(
            gettext_noop(
                "The key for pseudonyms (PSEUDONYM_KEY) is not the one that the records were made with. Nothing was loaded. "
                "Ask an administrator to set the right key, or to finish the rotation of the key."
            )
        )
