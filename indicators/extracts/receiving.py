"""From a stream of bytes to a stored file: weighed, fingerprinted, and seen to be a table."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, BinaryIO, Protocol, cast

from django.conf import settings
from django.core.files import File
from django.db import connection, transaction
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from indicators.extracts.models import Extract, extract_storage
from indicators.extracts.reading import Document, Kind, Unreadable, kind_of
from indicators.extracts.reading.apart import read
from wales_framework import audit
from wales_framework.storage import UNFINISHED, remove_unfinished

CHUNK = 1 << 20
# What is read at once: at the door to see whether it is a table, then to see what it is of.
DOOR_ROWS, HEAD_ROWS = 20_000, 200_000
# A larger spreadsheet is opened by the worker only.
SHEET_HEAD_MOST = 16 << 20
ABANDONED_AFTER = timedelta(hours=1)


class AlreadyHere(Exception):
    """The very same file was received before and is on its way or in the records."""

    def __init__(self, extract: Extract) -> None:
        self.extract = extract
        super().__init__(f"the same file is already here as extract {extract.pk}")


class Stream(Protocol):
    """An open file in binary mode, or an upload."""

    def read(self, size: int = -1, /) -> bytes: ...
    def seek(self, offset: int, whence: int = 0, /) -> object: ...


@dataclass(frozen=True, slots=True)
class Weighed:
    size: int
    sha256: str


def receive(file: Stream, name: str, user: Any) -> Extract:
    """Store the file and note it as an extract.

    Raises Unreadable where it is no table, and AlreadyHere; then nothing is kept.
    """
    binary = cast("BinaryIO", file)
    weighed = _weigh(binary)
    head(binary, weighed.size, DOOR_ROWS)
    file.seek(0)
    # An upload that waits in a file of its own is moved into its place where it can be, anything else is copied.
    content = file if isinstance(file, File) else File(binary)
    stored = extract_storage().save(f"{weighed.sha256[:16]}{_suffix(name)}", content)
    try:
        with transaction.atomic():
            # Two uploads of one file at the same moment: the second one finds the first.
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))", [weighed.sha256])
            if (before := Extract.objects.with_content(weighed.sha256).first()) is not None:
                raise AlreadyHere(before)
            extract = Extract.objects.create(
                name=plain_name(name), file=stored, size=weighed.size, sha256=weighed.sha256, uploaded_by=user
            )
            audit.record("extract.upload", user, extract, sha256=weighed.sha256, size=weighed.size)
    except BaseException:
        extract_storage().delete(stored)
        raise
    return extract


def open_file(extract: Extract) -> BinaryIO:
    """The stored file. Raises FileNotFoundError once it is removed."""
    return cast("BinaryIO", extract_storage().open(str(extract.file.name), "rb"))


def head(file: BinaryIO, size: int, rows: int = HEAD_ROWS) -> Document | None:
    """The first rows of a file; None for a spreadsheet too large to be opened while somebody waits. Raises Unreadable."""
    if kind_of(file) is not Kind.CSV and size > SHEET_HEAD_MOST:
        return None
    return read(file, size, most_rows=rows)


def _weigh(file: BinaryIO) -> Weighed:
    """Size and SHA-256. Raises Unreadable for a file that is empty or too large."""
    digest, size = hashlib.sha256(), 0
    for block in _blocks(file):
        digest.update(block)
        size += len(block)
        if size > settings.EXTRACT_MAX_BYTES:
            most = filesizeformat(settings.EXTRACT_MAX_BYTES)
            raise Unreadable("file_too_large", size=filesizeformat(_length(file)), most=most)
    if not size:
        raise Unreadable("file_empty")
    return Weighed(size, digest.hexdigest())


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    while block := file.read(CHUNK):
        yield block


def _length(file: BinaryIO) -> int:
    file.seek(0, 2)
    return file.tell()


def plain_name(name: str) -> str:
    """What people are shown of a file's name, and nothing is ever stored under: without folders, and without letters that
    begin a new line or turn the others round."""
    last = re.split(r"[/\\]", name)[-1]
    return "".join(letter for letter in last if unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Zl", "Zp"))[-200:]


def _suffix(name: str) -> str:
    ending = name.rpartition(".")[2].lower()
    return f".{ending}" if ending in ("csv", "xlsx", "ods", "txt", "tsv") else ""


def forget_file(extract: Extract) -> None:
    """Remove the uploaded file once the surrounding transaction has committed; its fingerprint stays."""
    if stored := extract.file.name:
        Extract.objects.filter(pk=extract.pk).update(file="")
        extract.file = ""
        transaction.on_commit(lambda: extract_storage().delete(stored))


def remove_abandoned() -> None:
    """Remove stored files that belong to no extract: a process was killed between its commit and the removal."""
    remove_unfinished()
    storage = extract_storage()
    if not storage.exists(""):
        return
    kept = set(Extract.objects.exclude(file="").values_list("file", flat=True))
    for name in storage.listdir("")[1]:
        if (
            name not in kept
            and not name.endswith(UNFINISHED)
            and storage.get_modified_time(name) < timezone.now() - ABANDONED_AFTER
        ):
            storage.delete(name)
