"""Names of periods for readers. Whole phrases, one a quarter, because Welsh changes the month after "i"."""

from django.utils.functional import lazy
from django.utils.translation import gettext as _

from indicators.catalogue.periods import Period


def period_name(period: Period) -> str:
    """In the language active now: "January to March 2023", "Year ending March 2023"."""
    if period.kind == "quarter":
        names = {
            1: _("January to March %(year)d"),
            2: _("April to June %(year)d"),
            3: _("July to September %(year)d"),
            4: _("October to December %(year)d"),
        }
    else:
        names = {
            1: _("Year ending March %(year)d"),
            2: _("Year ending June %(year)d"),
            3: _("Year ending September %(year)d"),
            4: _("Year ending December %(year)d"),
        }
    return names[period.quarter] % {"year": period.year}


# For choices of forms and other things made before the reader's language is known.
period_label = lazy(period_name, str)
