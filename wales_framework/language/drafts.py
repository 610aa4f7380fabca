"""Which Welsh texts no translator has read yet, and which are missing: in the catalogue of messages and in the content."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from babel.messages.catalog import Message
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wales_framework.language import catalogues
from wales_framework.language.content import PARTS

MESSAGES = "messages"
MESSAGES_TITLE = _("Pages, forms, messages and documents")


@dataclass(frozen=True, slots=True)
class Entry:
    """A text in both languages. `part`: of the service; `place`: where it stands there. Forms of a plural are lines."""

    part: str
    place: str
    english: str
    welsh: str
    is_draft: bool


@dataclass(frozen=True, slots=True)
class PartOfTexts:
    """How much of a part is read by a translator."""

    name: str
    title: Promise
    total: int
    drafts: int
    missing: int


def entries() -> Iterator[Entry]:
    """Every text of the service that a reader sees."""
    yield from _messages(catalogues.PO.stat().st_mtime_ns if catalogues.PO.exists() else 0)
    for part in PARTS.values():
        for place, text in part.texts():
            yield Entry(part.name, place, text.en, text.cy or "", not text.checked)


def parts(found: Iterable[Entry]) -> list[PartOfTexts]:
    """The parts in order, each with its numbers."""
    by_part: dict[str, list[Entry]] = {MESSAGES: [], **{name: [] for name in PARTS}}
    for entry in found:
        by_part[entry.part].append(entry)
    return [
        PartOfTexts(
            name,
            MESSAGES_TITLE if name == MESSAGES else PARTS[name].title,
            len(members),
            sum(one.is_draft for one in members),
            sum(not one.welsh for one in members),
        )
        for name, members in by_part.items()
    ]


def missing() -> list[Entry]:
    """Those that have no Welsh at all."""
    return [entry for entry in entries() if not entry.welsh]


@lru_cache(maxsize=1)
def _messages(changed: int) -> tuple[Entry, ...]:
    """Those of the catalogue, read anew where its file has changed."""
    return tuple(_entry(message) for message in catalogues.existing() if message.id)


def _entry(message: Message) -> Entry:
    english = [message.id] if isinstance(message.id, str) else list(message.id)
    welsh = [message.string] if isinstance(message.string, str) else list(message.string or ())
    rooms = sorted({name for name, _line in message.locations})
    return Entry(
        MESSAGES,
        " ".join(rooms),
        "\n".join(english),
        "\n".join(welsh) if all(welsh) else "",
        catalogues.DRAFT in message.auto_comments,
    )
