"""What the page of an indicator shows."""

from dataclasses import dataclass

from django.http import QueryDict

from indicators import catalogue
from indicators.catalogue import Indicator
from indicators.catalogue.labels import period_name
from priority_groups import content
from priority_groups.content import Cohort
from reporting import charting
from reporting.charts.figures import Figure
from reporting.dashboards.choosing import Choice, choose
from reporting.dashboards.panels import Panel, panels
from reporting.dashboards.waiting import parts_missing
from reporting.published import Edition


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the figures of some areas come from: a source in one of its editions, or a sum made here (`note`)."""

    areas: tuple[str, ...]
    source: str
    vintage: str
    note: str


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    """The figures of an indicator and those for everyone, as its address asks for them."""

    indicator: Indicator
    choice: Choice
    own: tuple[Panel, ...]
    own_origins: tuple[Origin, ...]
    comparison: tuple[Panel, ...]
    comparison_origins: tuple[Origin, ...]

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
    choice = read_address(indicator, edition, query)
    own = edition.figures(**choice.own.to_filters()) if edition and choice.division else []
    comparison = edition.figures(**choice.comparison.to_filters()) if edition else []
    return IndicatorPage(
        indicator=indicator,
        choice=choice,
        own=panels(indicator.code, own),
        own_origins=origins(own),
        comparison=panels(f"{indicator.code}-everyone", comparison),
        comparison_origins=origins(comparison),
    )


def read_address(indicator: Indicator, edition: Edition | None, query: QueryDict) -> Choice:
    """Which figures an address of the page, or of its file, asks for."""
    if edition is None:
        return choose(query, indicator, [], [], None)
    everyone = {"cohort": charting.comparison_cohorts(), "measure": indicator.measure, "breakdown": "", "category": ""}
    own = edition.figures(indicator=indicator.code)
    return choose(query, indicator, own, edition.figures(**everyone), edition.id)


def origins(figures: list[Figure]) -> tuple[Origin, ...]:
    """Each source with the areas it covers, in the order in which the figures come."""
    areas: dict[tuple[str, str, str], dict[str, None]] = {}
    for figure in figures:
        areas.setdefault((figure.source, figure.vintage, figure.note), {})[figure.area_name] = None
    return tuple(Origin(tuple(names), *key) for key, names in areas.items())
