"""What the page of an indicator shows."""

from collections.abc import Collection
from dataclasses import dataclass

from django.http import QueryDict
from django.utils import translation

from indicators import catalogue
from indicators.catalogue import Indicator
from indicators.catalogue.labels import period_name
from priority_groups import content
from priority_groups.content import Cohort
from reporting import charting
from reporting.charting import NOTHING_FOUND, Findings
from reporting.charts.figures import Figure
from reporting.charts.periods import axis_label
from reporting.dashboards import baseline, beside, quality, revisions
from reporting.dashboards.beside import BesideMeasure
from reporting.dashboards.choosing import Choice, choose
from reporting.dashboards.divisions import Division
from reporting.dashboards.panels import Panel, panels
from reporting.dashboards.quality import Quality
from reporting.dashboards.revisions import Revisions
from reporting.dashboards.verdicts import VerdictRow, rows
from reporting.dashboards.waiting import parts_missing
from reporting.knowing import COUNTED, Known, kind_of
from reporting.published import Edition
from reporting.verdicts import Verdict
from reporting.viewing import ORIGIN_WORDS, View


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the figures of some areas come from: a source in one or several of its editions, or a sum made here (`note`)."""

    areas: tuple[str, ...]
    source: str
    vintages: tuple[str, ...]
    note: str
    is_counted: bool


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    """The figures of an indicator and those for everyone, as its address asks for them."""

    indicator: Indicator
    choice: Choice
    own: tuple[Panel, ...]
    own_origins: tuple[Origin, ...]
    comparison: tuple[Panel, ...]
    comparison_origins: tuple[Origin, ...]
    findings: tuple[Verdict, ...] = ()
    beside: tuple[BesideMeasure, ...] = ()
    revisions: Revisions | None = None
    quality: Quality | None = None

    @property
    def panels(self) -> tuple[Panel, ...]:
        """All that have a chart on the page."""
        return (*self.own, *(panel for part in self.beside for panel in part.panels), *self.comparison)

    @property
    def verdicts(self) -> list[VerdictRow]:
        """What was found of the division that is shown, Wales first, each with the address of its own chart."""
        return rows(self.choice, self.findings)

    @property
    def areas(self) -> list[tuple[str, str]]:
        """Code and name of each area that can be shown alone."""
        return [(code, str(catalogue.area(code).name)) for code in self.choice.areas]

    @property
    def measure(self) -> catalogue.Measure:
        return catalogue.measure(self.indicator.measure)

    @property
    def cohorts(self) -> tuple[Cohort, ...]:
        """Of the figures shown; of the indicator where it has none."""
        codes = (self.choice.division.cohort,) if self.choice.division else self.indicator.cohorts
        return tuple(content.cohort(code) for code in codes)

    @property
    def periods(self) -> list[tuple[str, str]]:
        """Code and name of each period to choose from."""
        return [(period.code, period_name(period)) for period in self.choice.periods]

    @property
    def divisions(self) -> list[tuple[str, str, bool]]:
        """Name, query and whether it is shown, of each of the indicator's divisions."""
        return [(one.words, self.choice.query_for(one), one == self.choice.division) for one in self.choice.divisions]

    @property
    def groups(self) -> list[tuple[str, list[tuple[str, str, bool]]]]:
        """The divisions under the names of their cohorts and breakdowns: "Women, sex", and of each category its name, its query
        and whether it is shown."""
        found: dict[str, list[tuple[str, str, bool]]] = {}
        for one in self.choice.divisions:
            entry = (one.category_words, self.choice.query_for(one), one == self.choice.division)
            found.setdefault(one.group_words, []).append(entry)
        return list(found.items())

    @property
    def views(self) -> list[tuple[str, str, bool]]:
        """Name, query and whether it is shown, of what somebody published and what was counted, and of each kind of period."""
        choice, shown = self.choice, self.choice.view
        if shown is None:
            return []
        origins = [(str(ORIGIN_WORDS[one]), choice.query_of(one), one == shown.origin) for one in choice.origins]
        kinds = [
            (axis_label(code, translation), choice.query_of(shown.origin, kind), shown.kinds == (kind,))
            for kind, code in choice.kinds.items()
        ]
        return [*(origins if len(origins) > 1 else []), *(kinds if len(kinds) > 1 else [])]

    @property
    def count_of_others(self) -> int:
        """How many divisions are not shown."""
        return len(self.choice.divisions) - (self.choice.division is not None)

    @property
    def others(self) -> list[tuple[str, str]]:
        """Name and query of the divisions that are not shown."""
        return [(words, query) for words, query, shown in self.divisions if not shown]

    @property
    def missing(self) -> str:
        """Which parts of the indicator have no figures yet; empty where none is missing."""
        division = self.choice.division
        return parts_missing(self.indicator, division, self.choice.divisions) if division else ""


def indicator_page(indicator: Indicator, edition: Edition | None, query: QueryDict) -> IndicatorPage:
    """Read the address, fetch its figures, make their charts. Without an edition there are none."""
    found = findings_of(indicator, edition)
    choice = read_address(indicator, edition, query, found)
    if edition is None:
        return IndicatorPage(indicator, choice, (), (), (), (), found.verdicts)
    wanted = [choice.own] if choice.division else []
    stand_beside = beside.asked(indicator, choice)
    figures = edition.figures_of([one.to_filters() for one in (*wanted, *choice.comparison)] + stand_beside)
    own = [figure for figure in figures if figure.measure == indicator.measure and is_shown(choice, figure)]
    comparison = [one for one in figures if one.measure == indicator.measure and one.cohort in charting.comparison_cohorts()]
    return IndicatorPage(
        indicator=indicator,
        choice=choice,
        own=baseline.held_against(panels(indicator.code, own, found), indicator),
        own_origins=origins(own),
        comparison=panels(f"{indicator.code}-everyone", comparison),
        comparison_origins=origins(comparison),
        findings=found.verdicts,
        beside=beside.parts(indicator, [one for one in figures if one.measure != indicator.measure], own),
        revisions=revisions.of(edition, own, choice.own.to_filters()) if own else None,
        quality=quality.of(own) if own else None,
    )


def previews_of(indicators: Collection[Indicator], edition: Edition, verdicts: Collection[Verdict]) -> tuple[IndicatorPage, ...]:
    """The same of several indicators with the first chart of each alone, for a page that has all their verdicts; what they
    show first is found, and fetched, for them all together. Of the ways to divide them only the measures' own are told."""
    areas = charting.areas_of_charts()
    measures = list(dict.fromkeys(one.measure for one in indicators))
    breakdowns = ["", *dict.fromkeys(code for one in measures for code in catalogue.own_breakdowns(catalogue.measure(one)))]
    cohorts, everyone = sorted({cohort for one in indicators for cohort in one.cohorts}), charting.comparison_cohorts()
    known: dict[tuple[str, str], list[Known]] = {}
    for there in edition.known_of(measures, areas, [(cohorts, breakdowns), (everyone, [""])]):
        known.setdefault((there.measure, there.cohort), []).append(there)
    choices = []
    for one in indicators:
        own, compared = (
            [there for cohort in sorted(of) for there in known.get((one.measure, cohort), ())] for of in (one.cohorts, everyone)
        )
        choices.append(choose(QueryDict(), one, own, compared, edition.id))
    figures = edition.figures_of([choice.own.to_filters() for choice in choices if choice.division])
    made = []
    for one, choice in zip(indicators, choices, strict=True):
        found = Findings(
            tuple(verdict for verdict in verdicts if verdict.indicator == one.code), tuple(edition.rebases), (one.code,)
        )
        mine = [figure for figure in figures if figure.measure == one.measure and is_shown(choice, figure)]
        made.append(IndicatorPage(one, choice, panels(one.code, mine, found)[:1], (), (), (), found.verdicts))
    return tuple(made)


def is_shown(choice: Choice, figure: Figure) -> bool:
    """Whether a figure is of the division and the view that a page shows of its indicator."""
    return (
        choice.division == Division(figure.cohort, figure.breakdown, figure.category)
        and choice.view is not None
        and figure.origin == choice.view.origin
        and kind_of(figure.period) in choice.view.kinds
    )


def findings_of(indicator: Indicator, edition: Edition | None) -> Findings:
    """What the edition says of an indicator's series."""
    if edition is None:
        return NOTHING_FOUND
    return Findings(tuple(edition.findings(indicator=indicator.code)), tuple(edition.rebases), (indicator.code,))


def read_address(indicator: Indicator, edition: Edition | None, query: QueryDict, found: Findings | None = None) -> Choice:
    """Which figures an address of the page, or of its file, asks for."""
    verdicts = (found or findings_of(indicator, edition)).verdicts

    def tested(division: Division, area: str) -> View | None:
        of_it = (one for one in verdicts if one.area_code == area and Division(*one.division) == division)
        return next((one.view for one in of_it if one.view is not None), None)

    if edition is None:
        return choose(query, indicator, [], [], None)
    areas = charting.areas_of_charts()
    everyone = charting.comparison_cohorts()
    known = edition.known_of([indicator.measure], areas, [(indicator.cohorts, None), (everyone, [""])])
    own = [one for one in known if one.cohort in indicator.cohorts]
    return choose(query, indicator, own, [one for one in known if one.cohort in everyone], edition.id, tested)


def origins(figures: list[Figure]) -> tuple[Origin, ...]:
    """Each source with the areas it covers, in the order in which the figures come."""
    found: dict[tuple[str, str, bool], tuple[dict[str, None], set[str]]] = {}
    for figure in figures:
        key = (figure.source, figure.note, figure.origin == COUNTED)
        areas, vintages = found.setdefault(key, ({}, set()))
        areas[figure.area_name] = None
        vintages.update([figure.vintage] if figure.vintage else [])
    return tuple(
        Origin(tuple(areas), source, tuple(sorted(vintages)), note, is_counted)
        for (source, note, is_counted), (areas, vintages) in found.items()
    )
