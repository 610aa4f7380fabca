"""Which extracts an indicator needs, in a reader's words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from indicators import catalogue
from indicators.catalogue import Indicator

SOURCE_NAMES: dict[str, Promise] = {
    "sentences": gettext_lazy("sentences and orders started"),
    "terminations": gettext_lazy("orders and licences that ended"),
    "index_events": gettext_lazy("releases, court sentences and cautions"),
    "proven_offences": gettext_lazy("proven offences"),
    "caseload": gettext_lazy("people serving a sentence on a given day"),
    "assessments": gettext_lazy("OASys assessments"),
    "interventions": gettext_lazy("entries to interventions and diversion"),
    "referrals": gettext_lazy("referrals to ex-services charities"),
    "prosecutions": gettext_lazy("prosecutions and convictions"),
}


def sources_of(indicator: Indicator) -> tuple[str, ...]:
    """The extracts that have to be loaded before there are figures of the indicator, each as a phrase."""
    return tuple(str(SOURCE_NAMES[source]) for source in catalogue.measure(indicator.measure).sources)
