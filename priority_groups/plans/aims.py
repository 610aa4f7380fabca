"""The indicators that actions are meant to move.

This room knows none of them: the rooms above read the Framework, never the other way. Which indicators there are it is told by
the project, whose setting INDICATORS names the function that gives them; to a plan they are codes with words.
"""

from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from priority_groups.content import Text


class Indicator(Protocol):
    """What a plan needs to know of an indicator."""

    @property
    def code(self) -> str: ...

    @property
    def framework(self) -> str: ...

    @property
    def group(self) -> str: ...

    @property
    def words(self) -> Text: ...


def indicators(framework: str) -> tuple[Indicator, ...]:
    """A framework's indicators, in its order."""
    every: tuple[Indicator, ...] = import_string(settings.INDICATORS)()
    return tuple(one for one in every if one.framework == framework)
