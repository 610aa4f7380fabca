"""What a file is, told by its first bytes and never by its name."""

import zipfile
from enum import StrEnum
from typing import BinaryIO

from indicators.extracts.reading.unreadable import Unreadable

HEAD = 4096
MOST_DIRECTORY = 4 << 20
MOST_COMMENT = (1 << 16) + 22 + 20 + 56  # an archive's last words are looked for from here


class Kind(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"
    ODS = "ods"


# First bytes -> why the file is refused.
SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "file_is_picture"),
    (b"\xff\xd8\xff", "file_is_picture"),
    (b"GIF87a", "file_is_picture"),
    (b"GIF89a", "file_is_picture"),
    (b"II*\x00", "file_is_picture"),
    (b"MM\x00*", "file_is_picture"),
    (b"%PDF-", "file_is_pdf"),
    (b"\x1f\x8b", "file_is_archive"),
    (b"BZh", "file_is_archive"),
    (b"\xfd7zXZ\x00", "file_is_archive"),
    (b"7z\xbc\xaf\x27\x1c", "file_is_archive"),
    (b"Rar!\x1a\x07", "file_is_archive"),
    (b"\x28\xb5\x2f\xfd", "file_is_archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "file_is_old_office"),
    (b"\xff\xfe", "file_is_utf16"),
    (b"\xfe\xff", "file_is_utf16"),
)
ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"


def kind_of(file: BinaryIO) -> Kind:
    """CSV, XLSX or ODS; raises Unreadable for everything else. The file is left at its beginning."""
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    if not head.strip():
        raise Unreadable("file_empty")
    for signature, reason in SIGNATURES:
        if head.startswith(signature):
            raise Unreadable(reason)
    if (head[:4] == b"RIFF" and head[8:12] == b"WEBP") or head[4:12] in (b"ftypheic", b"ftypavif", b"ftypmif1"):
        raise Unreadable("file_is_picture")
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return _kind_of_zip(file)
    if _is_utf16(head):
        raise Unreadable("file_is_utf16")
    if b"\x00" in head:
        raise Unreadable("file_is_picture" if head[:2] == b"BM" else "file_is_binary")
    if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<":
        raise Unreadable("file_is_web_page")
    return Kind.CSV


def _is_utf16(head: bytes) -> bool:
    """Without a mark at its beginning: Western text has every other byte 0."""
    return any(head[start::2].count(0) > len(head) // 3 and not head[1 - start :: 2].count(0) for start in (0, 1))


def _refuse_long_directory(file: BinaryIO) -> None:
    """Whoever opens an archive reads its list of parts at once: how long the list is stands at the end of the file."""
    file.seek(0, 2)
    length = file.tell()
    file.seek(max(0, length - MOST_COMMENT))
    end = file.read()
    place = end.rfind(b"PK\x05\x06")
    if place < 0 or len(end) - place < 22:
        raise Unreadable("spreadsheet_damaged")
    said = int.from_bytes(end[place + 12 : place + 16], "little")
    if end[max(0, place - 20) : place - 16] == b"PK\x06\x07" and place >= 76:  # the longer form for large archives
        said = int.from_bytes(end[place - 76 + 40 : place - 76 + 48], "little")
    if said > MOST_DIRECTORY:
        raise Unreadable("spreadsheet_bomb")


def _kind_of_zip(file: BinaryIO) -> Kind:
    _refuse_long_directory(file)
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            if "xl/workbook.xml" in names:
                return Kind.XLSX
            if "xl/workbook.bin" in names:
                raise Unreadable("file_is_old_office")
            if "content.xml" in names and "mimetype" in names:
                with archive.open("mimetype") as mimetype:
                    if mimetype.read(len(ODS_TYPE) + 1).strip() == ODS_TYPE:
                        return Kind.ODS
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError):
        raise Unreadable("spreadsheet_damaged") from None
    finally:
        file.seek(0)
    raise Unreadable("file_is_archive")
