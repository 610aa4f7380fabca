"""What is still missing, said plainly: which extracts an indicator waits for, and which parts of it."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators import catalogue
from indicators.catalogue import Indicator
from indicators.catalogue.naming import within_sentence
from reporting.dashboards.divisions import Division
from reporting.waiting import sources_of


def waits_for(indicator: Indicator) -> str:
    """Which extracts have to be loaded before there are figures of the indicator."""
    sources = sources_of(indicator)
    sentence = ngettext("Waiting for the extract of: %(sources)s.", "Waiting for the extracts of: %(sources)s.", len(sources))
    return sentence % {"sources": "; ".join(sources)}


def parts_missing(indicator: Indicator, shown: Division, divisions: tuple[Division, ...]) -> str:
    """What is missing where an indicator has figures for some parts of a breakdown only; empty where nothing is."""
    if not shown.breakdown or any(not one.breakdown for one in divisions if one.cohort == shown.cohort):
        return ""
    measure = catalogue.measure(indicator.measure)
    breakdown = next(one for one, _adds_up in catalogue.breakdowns_of(measure) if one.code == shown.breakdown)
    there = {one.category for one in divisions if one.cohort == shown.cohort and one.breakdown == shown.breakdown}
    missing = [within_sentence(str(category.label)) for category in breakdown.categories if category.code not in there]
    if not missing:
        return _("There are figures for each part of “%(breakdown)s”, but none yet for all of them together.") % {
            "breakdown": breakdown.title
        }
    here = [within_sentence(str(category.label)) for category in breakdown.categories if category.code in there]
    return _("Figures so far: %(here)s only. Still waiting for data: %(missing)s.") % {
        "here": ", ".join(here),
        "missing": ", ".join(missing),
    }
