"""The files of every figure of a release, made once when it is published: hundreds of thousands of rows are seconds of work,
and the same bytes for everybody who takes them.

Nothing depends on it: what is not there is made while it is sent. What another version of the program made has another name, and
stays for a day: the two may be at work beside each other while one replaces the other.
"""

import hashlib
import logging
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta

from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage, storages
from django.http import FileResponse, HttpResponseBase
from django.utils import timezone, translation

from reporting import published
from reporting.dashboards import files
from reporting.published import Edition
from reporting.selection import Selection
from wales_framework.jobs.progress import Progress, silent
from wales_framework.unchanged import program

log = logging.getLogger(__name__)
NAME = "positive-change"
ENDINGS = ("csv", "xlsx", "ods")
UPGRADED = timedelta(days=1)  # after which no process of another version is at work


class _Sent(File):
    """What would be sent, as a storage takes it."""

    def __init__(self, response: HttpResponseBase) -> None:
        super().__init__(None)
        self.response = response

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        yield from self.response


def file(edition: Edition | None, ending: str) -> HttpResponseBase:
    """Every figure of the edition in the active language: as it was made before, else made now. Raises Http404."""
    if edition is not None:
        with suppress(FileNotFoundError):
            kept = _store().open(_name(edition, ending))
            name = f"{NAME}-{edition.name}.{ending}"
            return FileResponse(kept, as_attachment=True, filename=name, content_type=files.TYPES[ending])
    return files.file_of(NAME, edition, [Selection()], ending)


def missing(edition: Edition) -> list[tuple[str, str]]:
    """Language and ending of each file of the edition that is still to be made."""
    found = []
    for language, _words in settings.LANGUAGES:
        with translation.override(language):
            found += [(language, ending) for ending in ENDINGS if not _store().exists(_name(edition, ending))]
    return found


def make(edition: Edition, progress: Progress = silent) -> int:
    """Make those that are missing, and remove what this program would not send; how many were made. On a full disk those that
    have no room are made while they are sent, as if nobody had tried."""
    to_do = missing(edition)
    for done, (language, ending) in enumerate(to_do):
        progress("storing", done, len(to_do), "files")
        try:
            _make(edition, language, ending)
        except OSError as failure:
            log.warning("%s of %s could not be kept: %s", ending, edition.name, failure)
            return done
    tidy()
    return len(to_do)


def _make(edition: Edition, language: str, ending: str) -> None:
    with translation.override(language):
        wanted = _name(edition, ending)
        kept = _store().save(wanted, _Sent(files.file_of(NAME, edition, [Selection()], ending)))
    if kept != wanted:  # somebody else made the same meanwhile
        _store().delete(kept)


def tidy() -> None:
    """Remove the files of releases that are told no longer, and a day later what another version of the program made."""
    store = _store()
    if not store.exists(""):
        return
    editions = list(published.all_editions())
    ours = {name for edition in editions for name in _names(edition)}
    told = tuple(f"{NAME}-{edition.name}-" for edition in editions)
    for name in store.listdir("")[1]:
        if not name.startswith(NAME) or name in ours:
            continue
        with suppress(FileNotFoundError):  # somebody else tidies up too
            if not name.startswith(told) or timezone.now() - store.get_modified_time(name) > UPGRADED:
                store.delete(name)


def _names(edition: Edition) -> Iterator[str]:
    for language, _words in settings.LANGUAGES:
        with translation.override(language):
            yield from (_name(edition, ending) for ending in ENDINGS)


def _name(edition: Edition, ending: str) -> str:
    """Says all that a file is made of: the release, the program with its texts, the language."""
    made_of = (program(), edition.content_hash, edition.published_at.isoformat())
    mark = hashlib.sha256(" ".join(made_of).encode()).hexdigest()[:20]
    return f"{NAME}-{edition.name}-{translation.get_language()}-{mark}.{ending}"


def _store() -> Storage:
    return storages["figures"]
