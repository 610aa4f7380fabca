"""The words of the active language, for those who ask for hundreds at a time."""

from django.utils.translation import trans_real

from reporting.charts.translations import Translations


def wording() -> Translations:
    """The catalogue of the active language. A chart asks it hundreds of times: `django.utils.translation` would look up at each
    of them which language is active, and take longer for that than for the word."""
    found: Translations = trans_real.catalog()
    return found
