"""Refusals that are told to people, each in their own language."""

from django.utils.translation import gettext


class Refusal(Exception):
    """Something that was asked for is not done. `message` is untranslated (mark it with gettext_noop), `params` fill it in.

    `str()` gives the words in the active language; whoever stores a refusal stores both parts.
    """

    def __init__(self, message: str, **params: str) -> None:
        self.message, self.params = message, params
        super().__init__(message)

    def __str__(self) -> str:
        return worded(self.message, self.params)


def worded(message: str, params: dict[str, str]) -> str:
    """A stored message in the active language; nothing stays nothing."""
    text = gettext(message) if message else ""
    return text % params if params else text
