"""Where the two-language texts are that stand in content files, and not in the catalogue of messages.

The project knows none of the rooms, so each room that has such texts says so when it is ready:

    content.register("frameworks", _("Frameworks"), lambda: texts_in(frameworks()))
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise


class TwoLanguages(Protocol):
    """A text of the content: `cy` is None where there is no Welsh, `checked` says that a translator stands behind it."""

    @property
    def en(self) -> str: ...
    @property
    def cy(self) -> str | None: ...
    @property
    def checked(self) -> bool: ...


Texts = Callable[[], Iterable[tuple[str, TwoLanguages]]]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the content: `texts()` gives each text with its place in it."""

    name: str
    title: Promise
    texts: Texts


PARTS: dict[str, Part] = {}


def register(name: str, title: Promise, texts: Texts) -> None:
    """Make a part of the content known. Called again with the same name it takes the place of the first."""
    PARTS[name] = Part(name, title, texts)
