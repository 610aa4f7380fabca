"""What a file is, told by its first bytes and never by its name."""

import zipfile
from enum import StrEnum
from typing import BinaryIO

from indicators.extracts.reading.refusals import Unreadable

HEAD = 4096


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
    if b"\x00" in head:
        raise Unreadable("file_is_picture" if head[:2] == b"BM" else "file_is_binary")
    if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<":
        raise Unreadable("file_is_web_page")
    return Kind.CSV


def _kind_of_zip(file: BinaryIO) -> Kind:
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            if "xl/workbook.xml" in names:
                return Kind.XLSX
            if "content.xml" in names and "mimetype" in names:
                with archive.open("mimetype") as mimetype:
                    if mimetype.read(len(ODS_TYPE) + 1).strip() == ODS_TYPE:
                        return Kind.ODS
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise Unreadable("spreadsheet_damaged") from error
    finally:
        file.seek(0)
    raise Unreadable("file_is_archive")
