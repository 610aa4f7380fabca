"""From an address to the figures a page shows: which of an indicator's figures, and which periods.

A page is forgiving where the API is strict: what an address asks for and is not there becomes the nearest that is,
and the page says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl

from django.http import QueryDict
from django.utils.translation import gettext as _

from indicators import catalogue
from indicators.catalogue import Indicator, Period
from indicators.catalogue.labels import period_name
from priority_groups import content
from reporting import charting
from reporting.charts.figures import Figure
from reporting.selection import TOTAL, Selection

LONGEST_QUOTE = 40


@dataclass(frozen=True, slots=True)
class Division:
    """One of the ways in which an indicator's figures come: of which cohort, and of which part of it."""

    cohort: str
    breakdown: str
    category: str

    @property
    def words(self) -> str:
        """Its name among the choices: "Women, all", "Women, immediate custody"."""
        names = {"cohort": content.cohort(self.cohort).title}
        if not self.breakdown:
            return _("%(cohort)s, all") % names
        label = str(catalogue.breakdown(self.breakdown).category(self.category).label)
        return _("%(cohort)s, %(category)s") % {**names, "category": charting.within_sentence(label)}


@dataclass(frozen=True, slots=True)
class Choice:
    """What a page shows: one division, one stretch of periods, and what had to be said about the address.

    `own` and `comparison` are the selections of the indicator's figures and of those for everyone; `periods` are all
    that can be chosen.
    """

    division: Division | None
    divisions: tuple[Division, ...]
    periods: tuple[Period, ...]
    first: Period | None
    last: Period | None
    own: Selection
    comparison: Selection
    messages: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether every period is shown."""
        return not self.periods or (self.first == self.periods[0] and self.last == self.periods[-1])

    @property
    def query(self) -> str:
        """The query string of this very choice, for its file."""
        return self._selection(self.division, bounded=True).to_query()

    @property
    def whole_query(self) -> str:
        """The same figures over every period."""
        return self._selection(self.division, bounded=False).to_query()

    def query_for(self, division: Division) -> str:
        """Another of the indicator's divisions over the same periods."""
        return self._selection(division, bounded=not self.is_whole).to_query()

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Names and values that the form of periods carries on."""
        return parse_qsl(self.whole_query)

    def _selection(self, division: Division | None, *, bounded: bool) -> Selection:
        """Only what the address has to say: no division where there is no other."""
        named = division if len(self.divisions) > 1 else None
        return Selection(
            cohort=(named.cohort,) if named else (),
            breakdown=(named.breakdown or TOTAL,) if named else (),
            category=(named.category or TOTAL,) if named else (),
            period_from=self.first.code if self.first and bounded else "",
            period_to=self.last.code if self.last and bounded else "",
        )


def choose(
    query: QueryDict, indicator: Indicator, own: Iterable[Figure], comparison: Iterable[Figure], release: int | None
) -> Choice:
    """Read a page's address. `own`: all figures of the indicator; `comparison`: all of its measure for everyone."""
    mine = list(own)
    divisions = _divisions(indicator, mine)
    division, messages = _division(query, divisions)
    in_division = [figure for figure in mine if division_of(figure) == division]
    periods = _periods([*in_division, *comparison])
    first, last, said = _stretch(query, periods)
    bounds = (first.code if first else "", last.code if last else "")
    areas = charting.areas_of_charts()
    return Choice(
        division=division,
        divisions=divisions,
        periods=periods,
        first=first,
        last=last,
        own=Selection(
            indicator=(indicator.code,),
            cohort=(division.cohort,) if division else (),
            breakdown=(division.breakdown or TOTAL,) if division else (),
            category=(division.category or TOTAL,) if division else (),
            area=areas,
            period_from=bounds[0],
            period_to=bounds[1],
            release=release,
        ),
        comparison=Selection(
            cohort=charting.comparison_cohorts(),
            measure=(indicator.measure,),
            breakdown=(TOTAL,),
            category=(TOTAL,),
            area=areas,
            period_from=bounds[0],
            period_to=bounds[1],
            release=release,
        ),
        messages=(*messages, *said),
    )


def division_of(figure: Figure) -> Division:
    """The division that a figure belongs to."""
    return Division(figure.cohort, figure.breakdown, figure.category)


def _divisions(indicator: Indicator, figures: list[Figure]) -> tuple[Division, ...]:
    """In order: the indicator's cohorts, totals before parts, parts in the order of the catalogue."""
    places = {
        (breakdown.code, category.code): (number, place)
        for number, breakdown in enumerate(catalogue.breakdowns(), start=1)
        for place, category in enumerate(breakdown.categories)
    }
    found = {division_of(figure) for figure in figures}
    return tuple(
        sorted(found, key=lambda one: (indicator.cohorts.index(one.cohort), places.get((one.breakdown, one.category), (0, 0))))
    )


def _division(query: QueryDict, divisions: tuple[Division, ...]) -> tuple[Division | None, list[str]]:
    """The division that agrees with the address, the first one that does."""
    asked = {name: query[name] for name in ("cohort", "breakdown", "category") if query.get(name)}
    for division in divisions:
        if all((getattr(division, name) or TOTAL) == value for name, value in asked.items()):
            return division, []
    if not divisions:
        return None, []
    message = _("There are no figures for what this address asks for. Shown instead: %(words)s.")
    return divisions[0], [message % {"words": divisions[0].words}]


def _periods(figures: Iterable[Figure]) -> tuple[Period, ...]:
    found = {Period.parse(code) for code in {figure.period for figure in figures}}
    return tuple(sorted(found, key=lambda period: (period.end, period.kind)))


def _stretch(query: QueryDict, periods: tuple[Period, ...]) -> tuple[Period | None, Period | None, list[str]]:
    if not periods:
        return None, None, []
    messages: list[str] = []
    first = _nearest(query.get("from", ""), periods, periods[0], messages)
    last = _nearest(query.get("to", ""), periods, periods[-1], messages)
    if first.end > last.end:
        first, last = last, first
        messages.append(_("The first period came after the last: they have been swapped."))
    return first, last, messages


def _nearest(asked: str, periods: tuple[Period, ...], otherwise: Period, messages: list[str]) -> Period:
    """The period of that code, or the one whose end is nearest to its end; `otherwise` for a text that is no period."""
    if not asked:
        return otherwise
    try:
        wanted = Period.parse(asked)
    except ValueError:
        found = otherwise
    else:
        if wanted in periods:
            return wanted
        found = min(periods, key=lambda period: abs(period.end - wanted.end))
    message = _("There are no figures for “%(asked)s”. The nearest period is used: %(period)s.")
    messages.append(message % {"asked": _quoted(asked), "period": period_name(found)})
    return found


def _quoted(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTE else text[:LONGEST_QUOTE] + "…"
