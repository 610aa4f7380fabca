"""What the page Compare shows: one measure in one period, over the groups of people or over the areas."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict
from django.utils import translation
from django.utils.translation import gettext as _

from indicators import catalogue
from indicators.catalogue.naming import title_of_series
from priority_groups import content
from reporting import charting
from reporting.charts import palette
from reporting.charts.areas import WALES
from reporting.charts.dots.making import Line, Words, dots_of
from reporting.charts.dots.spec import Place
from reporting.charts.figures import Figure
from reporting.charts.trends import look_of
from reporting.dashboards.asking import (
    TOTAL,
    Asked,
    Division,
    Option,
    area_options,
    inline_period,
    latest,
    measure_options,
    part_of,
    part_options,
    part_words,
)
from reporting.dashboards.dot_panels import DotPanel
from reporting.dashboards.indicator_page import Origin, origins
from reporting.knowing import Reached, kind_of
from reporting.published import Edition
from reporting.selection import Selection
from reporting.tracing import address_of

GROUPS, AREAS, EVERY = "groups", "areas", "every"
WHOLE = ("country", "comparator")  # kinds of areas that hold the others, or lie beyond them


@dataclass(frozen=True, slots=True)
class Asking:
    """Which figures an address asks for: a measure, part and period of these cohorts and areas, and what stands down the side."""

    asked: Asked
    measure: catalogue.Measure
    part: Division
    period: str
    rows: str
    cohorts: tuple[str, ...]
    areas: tuple[str, ...]
    figures: tuple[Figure, ...]
    release: int

    @property
    def selection(self) -> Selection:
        """Exactly the figures of the page."""
        return _selection(self.measure.code, self.part, self.period, self.cohorts, self.areas, self.release)

    @property
    def title(self) -> str:
        """What is compared: "Successful completion rate: licences", with the group where areas are compared."""
        if self.rows == AREAS:
            return title_of_series(self.measure.code, self.cohorts[0], *self.part)
        if not self.part[0]:
            return str(self.measure.title)
        return _("%(measure)s: %(category)s") % {"measure": self.measure.title, "category": part_words(self.part)}


@dataclass(frozen=True, slots=True)
class ComparePage:
    """The chart with its forms, how regions compare with the rest of Wales, and where the figures come from."""

    asking: Asking
    panel: DotPanel
    beside: tuple[tuple[str, str], ...]
    origins: tuple[Origin, ...]


def compare_page(edition: Edition | None, query: QueryDict) -> ComparePage | None:
    """None where there are no figures at all."""
    asking = read_address(edition, query)
    if edition is None or asking is None:
        return None
    return ComparePage(asking, _panel(asking), tuple(_beside(edition, asking)), origins(list(asking.figures)))


def read_address(edition: Edition | None, query: QueryDict) -> Asking | None:
    """What an address of the page, or of its file, asks for."""
    if edition is None:
        return None
    asked = Asked(query)
    answered = {measure for _cohort, measure in edition.answered}
    rate = next((one.code for one in catalogue.measures() if one.kind == "proportion" and one.code in answered), "")
    code = asked.choose("measure", _("Measure"), measure_options(answered), rate)
    if not code:
        return None
    measure = catalogue.measure(code)
    everybody, areas = tuple(one.code for one in content.cohorts()), charting.areas_of_charts()
    parts = part_options(measure, edition.parts(code, everybody, areas))
    part = part_of(asked.choose("part", _("Part"), parts, TOTAL))
    reached = edition.reached(code, part, everybody, areas)
    period = asked.period({one.period for one in reached}, latest_ready(reached))
    cohorts = tuple(code for code in everybody if any(one.cohort == code for one in reached))
    found = edition.figures(**_selection(code, part, period, cohorts, areas, edition.id).to_filters())
    rows, cohorts, areas = _sides(asked, found)
    shown = tuple(one for one in found if one.cohort in cohorts and one.area_code in areas)
    asked.note_waiting(period, (one for one in reached if one.cohort in cohorts))
    return Asking(asked, measure, part, period, rows, cohorts, areas, shown, edition.id)


def latest_ready(reached: Iterable[Reached]) -> str:
    """The latest period whose figures are there; where all are still waited for, the latest of them."""
    there = list(reached)
    return latest(one.period for one in there if not one.is_waiting) or latest(one.period for one in there)


def _selection(
    measure: str, part: Division, period: str, cohorts: tuple[str, ...], areas: tuple[str, ...], release: int
) -> Selection:
    breakdown, category = part
    return Selection(
        cohort=cohorts,
        measure=(measure,),
        area=areas,
        breakdown=(breakdown or TOTAL,),
        category=(category or TOTAL,),
        kind=(kind_of(period),),
        period_from=period,
        period_to=period,
        release=release,
    )


def _sides(asked: Asked, found: Iterable[Figure]) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """What stands down the side; the cohorts, and the areas, that are shown."""
    there = {one.area_code for one in found}
    cohorts = tuple(one.code for one in content.cohorts() if any(figure.cohort == one.code for figure in found))
    areas = tuple(one.code for one in catalogue.areas() if one.code in there)
    sides = [Option(GROUPS, _("Groups of people"))] if len(cohorts) > 1 or len(areas) == 1 else []
    sides += [Option(AREAS, _("Areas"))] if len(areas) > 1 else []
    if asked.choose("rows", _("Compare"), sides) == AREAS:
        mine = [one for one in content.cohorts() if one.code in cohorts]
        everyone = next((one.code for one in mine if one.comparison_only), "")
        cohort = asked.choose("cohort", _("Group of people"), [Option(one.code, str(one.title)) for one in mine], everyone)
        with_figures = {figure.area_code for figure in found if figure.cohort == cohort}
        return AREAS, (cohort,), tuple(code for code in areas if code in with_figures)
    several = [Option(EVERY, _("All areas together"))] if len(areas) > 1 else []
    area = asked.choose("area", _("Area"), [*area_options(areas), *several], WALES)
    return GROUPS, cohorts, areas if area == EVERY else (area,)


def _panel(asking: Asking) -> DotPanel:
    groups = [content.cohort(code) for code in asking.cohorts]
    areas = [catalogue.area(code) for code in asking.areas]
    if asking.rows == AREAS:
        rows = [Place(one.code, str(one.name), str(one.name), one.kind in WHOLE) for one in areas]
        lines = [Line(groups[0].code, str(groups[0].title), palette.MAIN)]
        figures = {(one.area_code, one.cohort): one for one in asking.figures}
        subtitle, corner = inline_period(asking.period), _("Area")
    else:
        rows = [Place(one.code, str(one.title), str(one.noun), one.comparison_only) for one in groups]
        alone = len(areas) == 1
        lines = [Line(one.code, str(one.name), palette.MAIN if alone else look_of(one.code)[1]) for one in areas]
        figures = {(one.cohort, one.area_code): one for one in asking.figures}
        where = str(areas[0].name) if alone else _("all areas")
        subtitle, corner = f"{where}, {inline_period(asking.period)}", _("Group of people")
    measure = asking.measure
    words: Words = {
        "title": asking.title,
        "subtitle": subtitle[:1].upper() + subtitle[1:],
        "language": translation.get_language() or "en",
        "unit_label": charting.unit_label(measure),
        "corner": corner,
        "numerator_label": charting.capitalised(str(measure.numerator)),
        "denominator_label": charting.capitalised(str(measure.denominator)) if measure.denominator else "",
    }
    return DotPanel("compare", dots_of(figures, rows, lines, words, translation), _note(asking), _addresses(asking))


def _addresses(asking: Asking) -> dict[str, str]:
    """By row where its figure, or its figures of several areas, are traced to."""
    if asking.rows == AREAS:
        return {one.area_code: address_of(one, one.area_code) for one in asking.figures}
    area = asking.areas[0] if len(asking.areas) == 1 else ""
    return {one.cohort: address_of(one, area) for one in asking.figures}


def _note(asking: Asking) -> str:
    """What the picture does not say of itself."""
    found = [_("The lines on both sides of a dot are its confidence interval (95 per cent).")]
    if any(one.lower is None for one in asking.figures if one.value is not None):
        found.append(_("A figure that was published without an interval has none here."))
    if len({one.origin for one in asking.figures}) > 1:
        found.append(_("Some of these figures were counted from records by this service, the others were published elsewhere."))
    return " ".join(found)


def _beside(edition: Edition, asking: Asking) -> Iterable[tuple[str, str]]:
    """Whom and which region, and how it compares with the rest of Wales: only what the release has found."""
    regions = [one.code for one in catalogue.regions() if one.code in asking.areas]
    if not regions:
        return
    breakdown, category = asking.part
    told = edition.findings(
        drawn=False, measure=asking.measure.code, cohort=asking.cohorts, area=regions, breakdown=breakdown, category=category
    )
    for one in told:
        if one.beside:
            who = _("%(area)s, %(group)s") % {"area": one.area_name, "group": content.cohort(one.cohort).noun}
            yield who, one.beside
