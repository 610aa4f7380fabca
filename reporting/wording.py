"""The words of the active language, for those who ask for hundreds at a time."""

from functools import cache

from django.utils.translation import trans_real

from reporting.charts.translations import Translations


def wording() -> Translations:
    """The catalogue of the active language. A chart asks it hundreds of times: `django.utils.translation` would look up at each
    of them which language is active, and take longer for that than for the word."""
    return _remembered(trans_real.catalog())


class _Remembered:
    """What a catalogue said once: it is several, asked one after the other, and a chart asks for the same few messages."""

    def __init__(self, catalogue: Translations) -> None:
        self.gettext = cache(catalogue.gettext)
        self.ngettext = catalogue.ngettext
        self.pgettext = catalogue.pgettext


@cache
def _remembered(catalogue: Translations) -> Translations:
    """One for each language that the process has."""
    return _Remembered(catalogue)
