"""Which version of the program this is."""

import os
from functools import cache
from pathlib import Path

from django.conf import settings


@cache
def version() -> str:
    """BUILD_VERSION, which whoever builds an image gives; else the commit of the folder; else that nobody said."""
    return os.environ.get("BUILD_VERSION") or _commit(Path(settings.BASE_DIR) / ".git") or "unknown"


def _commit(place: Path) -> str:
    try:
        if place.is_file():  # a further work tree names the folder of its own
            place = Path(place.read_text().partition(":")[2].strip())
        head = (place / "HEAD").read_text().strip()
        if not head.startswith("ref: "):
            return head[:12]
        common = place / "commondir"
        root = (place / common.read_text().strip()) if common.exists() else place
        name = head.removeprefix("ref: ")
        loose = root / name
        if loose.exists():
            return loose.read_text().strip()[:12]
        packed = (root / "packed-refs").read_text().splitlines()
        return next((line.split()[0][:12] for line in packed if line.endswith(f" {name}")), "")
    except (OSError, IndexError):
        return ""
