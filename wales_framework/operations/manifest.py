"""What a backup says of itself: every file with its SHA-256, every table with its rows, and the facts of `verifying`."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

NAME = "manifest.json"
DUMP = "database.dump"
FILES = "files"
VERSION = 1
CHUNK = 1 << 20


class Damaged(Exception):
    """A backup is not what it was when it was made; the message says what is wrong."""


@dataclass(frozen=True)
class Manifest:
    """`files`: by path in the backup's folder, the dump among them."""

    version: int
    made_at: str
    postgresql: int
    migrations: list[str]
    pseudonym_keys: list[str]  # fingerprints: the keys themselves are kept elsewhere
    files: dict[str, str]
    rows: dict[str, int]
    facts: dict[str, str]

    def write(self, folder: Path) -> str:
        """Write it beside the files; gives its own SHA-256."""
        text = json.dumps(asdict(self), indent=1, sort_keys=True).encode()
        (folder / NAME).write_bytes(text)
        digest = hashlib.sha256(text).hexdigest()
        (folder / f"{NAME}.sha256").write_text(f"{digest}  {NAME}\n")
        return digest


def read(folder: Path) -> tuple[Manifest, str]:
    """The manifest and its SHA-256. Raises Damaged where it is not what was written."""
    try:
        text = (folder / NAME).read_bytes()
        said = (folder / f"{NAME}.sha256").read_text().split()[0]
        digest = hashlib.sha256(text).hexdigest()
        if digest != said:
            raise Damaged(f"{NAME} is not the one that was written")
        found = Manifest(**json.loads(text))
    except (OSError, ValueError, TypeError, IndexError) as wrong:
        raise Damaged(f"{folder} is no backup, or its manifest is damaged: {wrong}") from wrong
    if found.version != VERSION:
        raise Damaged(f"the backup has version {found.version}, and this program reads {VERSION}")
    return found, digest


def verify(folder: Path, manifest: Manifest) -> None:
    """Raises Damaged where a file is missing, is one too many, or is not the one that was written."""
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} - {NAME, f"{NAME}.sha256"}
    if missing := sorted(set(manifest.files) - there):
        raise Damaged(f"missing: {', '.join(missing)}")
    if more := sorted(there - set(manifest.files)):
        raise Damaged(f"not in the manifest: {', '.join(more)}")
    for name, digest in manifest.files.items():
        if digest_of(folder / name) != digest:
            raise Damaged(f"{name} is not the one that was written")


def digest_of(path: Path) -> str:
    """The SHA-256 of a file."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(CHUNK):
            found.update(block)
    return found.hexdigest()
