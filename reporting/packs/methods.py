"""The methods in short, every number of them from the settings in force."""

from indicators import methods
from priority_groups.content import Framework
from reporting.charts.format import share
from reporting.charts.translations import Translations


def methods_in_short(framework: Framework, t: Translations) -> dict[str, object]:
    """Title and sentences of the page."""
    rules, statistics, counting = methods.disclosure(), methods.statistics(framework), methods.counting()
    names = {
        "most": rules.largest_small_count,
        "people": rules.fewest_people,
        "width": rules.least_width,
        "confidence": share(statistics.confidence),
        "chance": share(1 - statistics.confidence),
        "points": statistics.points_of_trend,
        "trial": statistics.trial_below,
        "discoveries": share(statistics.false_discovery_rate),
        "fewest": statistics.fewest_people,
        "coarsest": share(statistics.coarsest_change),
        "months": counting.reoffence_months,
        "proof": counting.proof_months,
        "version": methods.method_version(),
    }
    sentences = [
        t.gettext(
            "Numbers from 1 to %(most)d, rates that rest on them and percentages on fewer than %(people)d people are not shown; "
            "nor is anything that would give them away. What can be worked out of a hidden number is a range of at least "
            "%(width)d that reaches beyond %(most)d."
        ),
        t.gettext("Intervals have a confidence of %(confidence)s: Wilson's for proportions, exact or Byar's for counts."),
        t.gettext(
            "A verdict compares separate years, at least %(points)d of them. Of series in which nothing changed it calls at most "
            "%(chance)s changed. It is “too few cases to tell” on fewer than %(fewest)d people, or where only a change by more "
            "than %(coarsest)s of the level could be seen."
        ),
        t.gettext("Of the list of signals at most about %(discoveries)s are expected to be chance."),
        t.gettext("The limits of a chart are called trial limits where they rest on fewer than %(trial)d figures."),
        t.gettext(
            "A reoffence counts within %(months)d months of the index event, where it is proven within %(proof)d months; before "
            "that the figures of a quarter are not ready."
        ),
        t.gettext("Averages, limits and verdicts are worked out from the figures shown and from nothing else."),
        t.gettext("This is version %(version)s of the method; the page “Methods” of the service has all of it, with examples."),
    ]
    return {"title": t.gettext("Methods in short"), "sentences": [sentence % names for sentence in sentences]}
