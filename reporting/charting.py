"""From an edition's figures to charts in the reader's language, with the words of the catalogue. Pages and packs share it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from django.utils import translation
from django.utils.translation import gettext as _

from indicators import catalogue
from indicators.catalogue.naming import title_of_series
from priority_groups import content
from reporting.annotating import Rebase, annotated
from reporting.charts import periods, words
from reporting.charts.figures import Figure
from reporting.charts.limits import with_limits
from reporting.charts.spec import Chart
from reporting.charts.trends import by_area
from reporting.knowing import PUBLISHED, kind_of
from reporting.verdicts import Verdict
from reporting.wording import wording

# Local authorities have the API and the files: 22 lines make no chart.
KINDS_OF_AREA = ("country", "region", "unknown", "comparator")


@dataclass(frozen=True, slots=True)
class Findings:
    """What an edition says of the figures of a chart: verdicts of their series, and the events at which a new level begins."""

    verdicts: tuple[Verdict, ...] = ()
    rebases: tuple[Rebase, ...] = ()
    indicators: tuple[str, ...] = ()  # that the charts are of


NOTHING_FOUND = Findings()


@cache
def areas_of_charts() -> tuple[str, ...]:
    """Codes of the areas that a chart has lines for."""
    return tuple(area.code for area in catalogue.areas() if area.kind in KINDS_OF_AREA)


@cache
def comparison_cohorts() -> tuple[str, ...]:
    """Codes of the cohorts that are there for comparison only: everyone."""
    return tuple(cohort.code for cohort in content.cohorts() if cohort.comparison_only)


def charts(figures: Iterable[Figure], findings: Findings = NOTHING_FOUND) -> tuple[Chart, ...]:
    """A chart for each kind of period, years before quarters, because kinds never share an axis, and for each origin: what
    somebody published is never in one line with what was counted here.

    `figures` are of one cohort, measure, breakdown and category, for areas of which a chart has lines. Where they are of one area
    that was tested, its chart has the limits of the finding.
    """
    kinds: dict[tuple[bool, int], list[Figure]] = {}
    for figure in figures:
        kinds.setdefault((figure.origin == PUBLISHED, periods.kind(figure.period)), []).append(figure)
    return tuple(_with_findings(_chart(kinds[kind]), kinds[kind][0], findings) for kind in sorted(kinds, reverse=True))


def title_of(figure: Figure) -> str:
    """What a chart of such figures shows: "People starting a sentence: women, immediate custody"."""
    return title_of_series(figure.measure, figure.cohort, figure.breakdown, figure.category)


def _chart(figures: list[Figure]) -> Chart:
    measure = catalogue.measure(figures[0].measure)
    return by_area(
        figures,
        title=title_of(figures[0]),
        unit_label=unit_label(measure),
        language=translation.get_language() or "en",
        t=wording(),
        numerator_label=capitalised(str(measure.numerator)),
        denominator_label=capitalised(str(measure.denominator)) if measure.denominator else "",
    )


def _with_findings(chart: Chart, figure: Figure, findings: Findings) -> Chart:
    """The chart with what was found of its figures, `figure` being one of them."""
    about = [one for one in findings.verdicts if _is_about(one, figure) and one.area_code in {line.key for line in chart.series}]
    for verdict in about if len(chart.series) == 1 else []:
        if verdict.process is not None:
            chart = with_limits(chart, verdict.process, trial_below(verdict.indicator))
    chart = annotated(replace(chart, is_tested=bool(about)), findings.rebases, findings.indicators)
    return replace(chart, alt=words.alt(chart, wording()))


def _is_about(verdict: Verdict, figure: Figure) -> bool:
    """Whether the series of a verdict is the one that a figure belongs to, whatever their areas."""
    view = verdict.view
    return (
        (verdict.cohort, verdict.measure, verdict.breakdown, verdict.category, verdict.origin)
        == (figure.cohort, figure.measure, figure.breakdown, figure.category, figure.origin)
        and view is not None
        and kind_of(figure.period) in view.kinds
    )


def trial_below(indicator: str) -> int:
    """With fewer points than this the limits of an indicator's chart are called trial limits: a setting of its framework."""
    return content.framework(catalogue.indicator(indicator).framework).settings.statistics.trial_below


def unit_label(measure: catalogue.Measure) -> str:
    """What the axis is called: who is counted, or the rate's own name; a bare percent sign says too little."""
    if measure.kind == "count":
        return _("Number of %(people)s") % {"people": measure.numerator}
    return str(measure.title)


def capitalised(text: str) -> str:
    """With a capital, and no other letter changed."""
    return text[:1].upper() + text[1:]
