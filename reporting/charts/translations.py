"""What the charts need from a catalogue of translations, so that they need no Django."""

from typing import Protocol


class Translations(Protocol):
    """`django.utils.translation` and every `gettext.NullTranslations` have these."""

    def gettext(self, message: str, /) -> str:
        """The message in the reader's language."""

    def ngettext(self, singular: str, plural: str, number: int, /) -> str:
        """The message in the plural form that `number` takes in the reader's language."""

    def pgettext(self, context: str, message: str, /) -> str:
        """The message, where the same English has more than one meaning."""
