"""Names of periods for readers. Whole phrases, one a quarter, because Welsh changes the month after "i"."""

from django.utils.functional import lazy
from django.utils.translation import gettext, gettext_noop

from indicators.catalogue.periods import Period

# A page names hundreds of periods: only the message that is wanted is looked up.
NAMES = {
    True: (
        gettext_noop("January to March %(year)d"),
        gettext_noop("April to June %(year)d"),
        gettext_noop("July to September %(year)d"),
        gettext_noop("October to December %(year)d"),
    ),
    False: (
        gettext_noop("Year ending March %(year)d"),
        gettext_noop("Year ending June %(year)d"),
        gettext_noop("Year ending September %(year)d"),
        gettext_noop("Year ending December %(year)d"),
    ),
}


def period_name(period: Period) -> str:
    """In the language active now: "January to March 2023", "Year ending March 2023"."""
    name = NAMES[period.kind == "quarter"][period.quarter - 1]
    return gettext(name) % {"year": period.year}


# For choices of forms and other things made before the reader's language is known.
period_label = lazy(period_name, str)
