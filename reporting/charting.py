"""From an edition's figures to charts in the reader's language, with the words of the catalogue. Pages and packs share it."""

from collections.abc import Iterable
from functools import cache

from django.utils import translation
from django.utils.translation import gettext as _

from indicators import catalogue
from priority_groups import content
from reporting.charts import periods
from reporting.charts.figures import Figure
from reporting.charts.spec import Chart
from reporting.charts.trends import by_area
from reporting.knowing import PUBLISHED

# Local authorities have the API and the files: 22 lines make no chart.
KINDS_OF_AREA = ("country", "region", "unknown", "comparator")


@cache
def areas_of_charts() -> tuple[str, ...]:
    """Codes of the areas that a chart has lines for."""
    return tuple(area.code for area in catalogue.areas() if area.kind in KINDS_OF_AREA)


@cache
def comparison_cohorts() -> tuple[str, ...]:
    """Codes of the cohorts that are there for comparison only: everyone."""
    return tuple(cohort.code for cohort in content.cohorts() if cohort.comparison_only)


def charts(figures: Iterable[Figure]) -> tuple[Chart, ...]:
    """A chart for each kind of period, years before quarters, because kinds never share an axis, and for each origin: what
    somebody published is never in one line with what was counted here.

    `figures` are of one cohort, measure, breakdown and category, for areas of which a chart has lines.
    """
    kinds: dict[tuple[bool, int], list[Figure]] = {}
    for figure in figures:
        kinds.setdefault((figure.origin == PUBLISHED, periods.kind(figure.period)), []).append(figure)
    return tuple(_chart(kinds[kind]) for kind in sorted(kinds, reverse=True))


def title_of(figure: Figure) -> str:
    """What a chart of such figures shows: "People starting a sentence: women, immediate custody"."""
    names = {
        "measure": str(catalogue.measure(figure.measure).title),
        "cohort": str(content.cohort(figure.cohort).noun),
    }
    if not figure.breakdown:
        return _("%(measure)s: %(cohort)s") % names
    label = str(catalogue.breakdown(figure.breakdown).category(figure.category).label)
    return _("%(measure)s: %(cohort)s, %(category)s") % {**names, "category": within_sentence(label)}


def within_sentence(label: str) -> str:
    """A label as it stands inside a sentence: a capital goes unless there are others ("Honour Based Violence")."""
    return label[:1].lower() + label[1:] if label[1:] == label[1:].lower() else label


def _chart(figures: list[Figure]) -> Chart:
    measure = catalogue.measure(figures[0].measure)
    return by_area(
        figures,
        title=title_of(figures[0]),
        unit_label=_unit_label(measure),
        language=translation.get_language() or "en",
        t=translation,
        numerator_label=_capitalised(str(measure.numerator)),
        denominator_label=_capitalised(str(measure.denominator)) if measure.denominator else "",
    )


def _unit_label(measure: catalogue.Measure) -> str:
    """What the axis is called: who is counted, or the rate's own name; a bare percent sign says too little."""
    if measure.kind == "count":
        return _("Number of %(people)s") % {"people": measure.numerator}
    return str(measure.title)


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
