"""Files that are kept: whole or not at all, and on the disk before anybody is told that they are there."""

import contextlib
import os
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, storages
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

UNFINISHED = ".part"
OLD = 60 * 60  # seconds after which nobody is still writing a file
KEPT = ("extracts", "packs")  # the storages of settings.STORAGES that hold files of the service
MADE_AGAIN = ("figures",)  # and those whose files can be made again: no backup has them


class Upload(TemporaryFileUploadHandler):
    """An upload waits for its place on the disk where it will lie, so that it is moved and not copied; and not in a folder
    that others read or that is in memory.

    One that finds no room goes at once: what was raised still refers to it, and the disk would have that room again only when
    somebody looks for garbage.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        Path(settings.FILE_UPLOAD_TEMP_DIR).mkdir(mode=0o700, parents=True, exist_ok=True)
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        with self._whole_or_gone():
            super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        with self._whole_or_gone():
            return super().file_complete(file_size)

    @contextlib.contextmanager
    def _whole_or_gone(self) -> Iterator[None]:
        try:
            yield
        except OSError:
            with contextlib.suppress(OSError):  # there is no room for what waits to be written either
                self.file.close()
            raise


class KeptFiles(FileSystemStorage):
    """A folder in which a file appears under its name only once it is complete and has reached the disk.

    What a killed process or a full disk leaves has an ending of its own, and `remove_unfinished` clears it away.
    """

    def _save(self, name: str, content: "File[Any]") -> str:
        folder = Path(self.path(name)).parent
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = folder / f"{uuid.uuid4()}{UNFINISHED}"
        try:
            _bring(content, part)
            if self.file_permissions_mode is not None:
                part.chmod(self.file_permissions_mode)
            while True:
                try:
                    os.link(part, self.path(name))
                    break
                except FileExistsError:
                    name = self.get_available_name(name)
        finally:
            part.unlink(missing_ok=True)
        _to_disk(folder, os.O_RDONLY | os.O_DIRECTORY)
        return str(name).replace("\\", "/")


def _bring(content: "File[Any]", part: Path) -> None:
    waiting = getattr(content, "temporary_file_path", None)
    if waiting is not None:
        with contextlib.suppress(OSError):  # on another disk: copied
            os.link(waiting(), part)
            _to_disk(part, os.O_RDWR)
            return
    with part.open("xb") as file:
        _copy(content, file)
        file.flush()
        os.fsync(file.fileno())


def _copy(content: "File[Any]", file: IO[bytes]) -> None:
    for chunk in content.chunks():
        file.write(chunk.encode() if isinstance(chunk, str) else chunk)


def _to_disk(path: Path, flags: int) -> None:
    opened = os.open(path, flags)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def remove_unfinished() -> list[Path]:
    """Remove what processes left that were killed while they received or wrote a file: parts of people's files among it."""
    folders = [(Path(settings.FILE_UPLOAD_TEMP_DIR), _any)]
    folders += [(Path(storages[name].path("")), _is_part) for name in (*KEPT, *MADE_AGAIN)]
    removed = []
    for folder, is_left in folders:
        for path in folder.iterdir() if folder.exists() else ():
            with contextlib.suppress(FileNotFoundError):
                if is_left(path) and path.is_file() and path.stat().st_mtime < time.time() - OLD:
                    path.unlink()
                    removed.append(path)
    return removed


def _any(path: Path) -> bool:
    return True


def _is_part(path: Path) -> bool:
    return path.suffix == UNFINISHED
