"""Why a point of an XmR chart stands out, in words."""

from indicators.statistics.xmr import RUN
from reporting.charts.spec import Limit
from reporting.charts.translations import Translations


def rule_text(limit: Limit, t: Translations) -> str:
    """Why a point stands out; empty where it does not."""
    if not limit.rule:
        return ""
    above = limit.side > 0
    return {
        "outside": t.gettext("above the limits") if above else t.gettext("below the limits"),
        "trend": (t.gettext("%(count)d points rising") if above else t.gettext("%(count)d points falling")) % {"count": RUN},
        "two_of_three": t.gettext("2 of 3 points near the upper limit")
        if above
        else t.gettext("2 of 3 points near the lower limit"),
        "run": (t.gettext("%(count)d points above the average") if above else t.gettext("%(count)d points below the average"))
        % {"count": RUN},
    }[limit.rule]
