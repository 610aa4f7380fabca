"""What a series is called: by its measure, its people and its part."""

from django.utils.translation import gettext as _

from indicators import catalogue
from priority_groups import content


def title_of_series(measure: str, cohort: str, breakdown: str, category: str) -> str:
    """ "People starting a sentence: women, immediate custody"."""
    names = {"measure": str(catalogue.measure(measure).title), "cohort": str(content.cohort(cohort).noun)}
    if not breakdown:
        return _("%(measure)s: %(cohort)s") % names
    label = str(catalogue.breakdown(breakdown).category(category).label)
    return _("%(measure)s: %(cohort)s, %(category)s") % {**names, "category": within_sentence(label)}


def within_sentence(label: str) -> str:
    """A label as it stands inside a sentence: a capital goes unless there are others ("Honour Based Violence")."""
    return label[:1].lower() + label[1:] if label[1:] == label[1:].lower() else label
