"""What a pack is made with besides its release: when any of it changes, the same release gives another PDF."""

from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings

WHERE = (
    ("reporting", ("*.py", "*.typ")),
    ("priority_groups/content", ("*.py", "*.yaml")),
    ("indicators/catalogue", ("*.py", "*.yaml")),
    ("indicators/methods", ("*.py",)),
    ("indicators/releases", ("verdicts.py",)),
    ("static/src", ("palette.json",)),
    ("locale", ("*.mo",)),
)


@cache
def recipe() -> str:
    """SHA-256 over templates, charts, content, catalogue and translations, read once a process."""
    digest = sha256()
    for path in _files():
        digest.update(path.relative_to(settings.BASE_DIR).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _files() -> Iterator[Path]:
    for folder, patterns in WHERE:
        for pattern in patterns:
            yield from sorted((settings.BASE_DIR / folder).rglob(pattern))
