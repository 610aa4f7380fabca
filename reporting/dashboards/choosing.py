"""From an address to the figures a page shows: which of an indicator's figures, and which periods.

A page is forgiving where the API is strict: what an address asks for and is not there becomes the nearest that is,
and the page says so.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

from django.http import QueryDict
from django.utils.translation import gettext as _

from indicators import catalogue
from indicators.catalogue import Indicator, Period
from indicators.catalogue.labels import period_name
from reporting import charting
from reporting.dashboards.divisions import Division, division_of, in_order, parts_of
from reporting.knowing import COUNTED, PUBLISHED, Known
from reporting.selection import TOTAL, Selection
from reporting.viewing import View, counted_kind, first_view, kinds_of, origins_of

LONGEST_QUOTE = 40
# Which figures of a division and an area a verdict was found in; None where there is none.
Tested = Callable[[Division, str], View | None]


@dataclass(frozen=True, slots=True)
class Choice:
    """What a page shows: one division, one view of it, one stretch of periods, and what had to be said about the address.

    `own` and `comparison` are the selections of the indicator's figures and of those for everyone; `periods` are all
    that can be chosen, `reach` gives the codes of those that a division shows first; `origins` are those there are, `kinds`
    too, each with the code of one of its periods. `area`: the code of the one that is shown alone, "" for all together.
    """

    division: Division | None
    divisions: tuple[Division, ...]
    view: View | None
    origins: tuple[str, ...]
    kinds: Mapping[str, str]
    periods: tuple[Period, ...]
    first: Period | None
    last: Period | None
    own: Selection
    comparison: tuple[Selection, ...]
    messages: tuple[str, ...]
    reach: Callable[[Division], frozenset[str]]
    area: str = ""
    areas: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether every period is shown."""
        return not self.periods or (self.first == self.periods[0] and self.last == self.periods[-1])

    @property
    def query(self) -> str:
        """The query string of this very choice, for its file."""
        return self._selection(self.division, bounded=True, view=self.view).to_query()

    @property
    def whole_query(self) -> str:
        """The same figures over every period."""
        return self._selection(self.division, bounded=False, view=self.view).to_query()

    def query_for(self, division: Division) -> str:
        """Another of the indicator's divisions, over the same periods where it has them."""
        chosen = set() if self.is_whole else {period.code for period in (self.first, self.last) if period}
        return self._selection(division, bounded=bool(chosen) and chosen <= self.reach(division)).to_query()

    def query_of(self, origin: str, kind: str = "") -> str:
        """The same division as somebody published it or as it was counted, for one kind of period."""
        return self._selection(self.division, bounded=False, view=View(origin, (kind,) if kind else ())).to_query()

    def query_in(self, area: str, view: View | None = None) -> str:
        """The same division in one area alone, or in all together ("")."""
        return replace(self, area=area)._selection(self.division, bounded=False, view=view).to_query()

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Names and values that the form of periods carries on."""
        return parse_qsl(self.query_in("", self.view))

    def _selection(self, division: Division | None, *, bounded: bool, view: View | None = None) -> Selection:
        """Only what the address has to say: no division, origin or kind where there is no other."""
        named = division if len(self.divisions) > 1 else None
        return Selection(
            cohort=(named.cohort,) if named else (),
            breakdown=(named.breakdown or TOTAL,) if named else (),
            category=(named.category or TOTAL,) if named else (),
            area=(self.area,) if self.area else (),
            kind=view.kinds if view and len(view.kinds) == 1 and len(self.kinds) > 1 else (),
            origin=(view.origin,) if view and len(self.origins) > 1 else (),
            period_from=self.first.code if self.first and bounded else "",
            period_to=self.last.code if self.last and bounded else "",
        )


def choose(
    query: QueryDict,
    indicator: Indicator,
    own: Iterable[Known],
    comparison: Iterable[Known],
    release: int | None,
    tested: Tested = lambda division, area: None,
) -> Choice:
    """Read a page's address. `own`: what there is of the indicator; `comparison`: of its measure for everyone.

    An area alone is shown first with the figures that its verdict was found in: `tested` says which.
    """
    mine, everyone = list(own), list(comparison)
    parts = parts_of(mine)
    divisions = in_order(indicator, parts)
    division, messages = _division(query, divisions, parts)
    in_division = parts[division] if division else []
    area = _area(query, messages)
    preferred = tested(division, area) if division and area else None
    view, kinds = _view(query, in_division, [*mine, *everyone], messages, preferred)
    beside = _beside(everyone, view)
    shown = [known for known in in_division if view and known.origin == view.origin and known.kind in view.kinds]
    compared = [known for known in everyone if any(known.origin == one.origin and known.kind in one.kinds for one in beside)]
    periods = _periods([*shown, *compared])
    first, last, said = _stretch(query, periods)
    origins = origins_of(in_division)
    # One of each origin and kind is enough to hold a view against, and there are thousands.
    of_each = list({(known.origin, known.kind): known for known in (*mine, *everyone)}.values())
    everything = Selection(
        area=charting.areas_of_charts(),
        period_from=first.code if first else "",
        period_to=last.code if last else "",
        release=release,
    )
    return Choice(
        division=division,
        divisions=divisions,
        view=view,
        origins=origins,
        kinds={known.kind: known.periods[-1] for kind in kinds for known in in_division if known.kind == kind},
        periods=periods,
        first=first,
        last=last,
        own=replace(
            everything,
            area=(area,) if area else everything.area,
            indicator=(indicator.code,),
            cohort=(division.cohort,) if division else (),
            breakdown=(division.breakdown or TOTAL,) if division else (),
            category=(division.category or TOTAL,) if division else (),
            kind=view.kinds if view and view.kinds != kinds else (),
            origin=(view.origin,) if view and len(origins) > 1 else (),
        ),
        comparison=tuple(
            replace(
                everything,
                cohort=charting.comparison_cohorts(),
                measure=(indicator.measure,),
                breakdown=(TOTAL,),
                category=(TOTAL,),
                kind=one.kinds if one.kinds != kinds_of(known for known in everyone if known.origin == one.origin) else (),
                origin=(one.origin,) if len(origins_of(everyone)) > 1 else (),
            )
            for one in beside
        ),
        messages=(*messages, *said),
        reach=lambda one: _codes(parts[one], first_view(parts[one], of_each)),
        area=area,
        areas=charting.areas_of_charts(),
    )


def _division(
    query: QueryDict, divisions: tuple[Division, ...], parts: Mapping[Division, list[Known]]
) -> tuple[Division | None, list[str]]:
    """The division that agrees with the address, the first one that does; those with published figures before others."""
    published = {one for one, members in parts.items() if any(known.origin == PUBLISHED for known in members)}
    in_turn = sorted(divisions, key=lambda one: one not in published)
    asked = {name: query[name] for name in ("cohort", "breakdown", "category") if query.get(name)}
    for division in in_turn:
        if all((getattr(division, name) or TOTAL) == value for name, value in asked.items()):
            return division, []
    if not divisions:
        return None, []
    return in_turn[0], [_nothing_of(in_turn[0])]


def _area(query: QueryDict, messages: list[str]) -> str:
    """The area that the address asks for alone; "" for all together, and where there is no chart of it."""
    asked = query.get("area", "").strip()
    if not asked or asked in charting.areas_of_charts():
        return asked
    found = catalogue.find_area(asked)
    if found is not None and found.code in charting.areas_of_charts():
        return found.code
    messages.append(_("There is no chart of the area “%(asked)s”. All areas are shown.") % {"asked": _quoted(asked)})
    return ""


def _nothing_of(shown: Division) -> str:
    return _("There are no figures for what this address asks for. Shown instead: %(words)s.") % {"words": shown.words}


def _view(
    query: QueryDict, mine: list[Known], beside: Iterable[Known], messages: list[str], preferred: View | None
) -> tuple[View | None, tuple[str, ...]]:
    """What the address asks for of a division, and the kinds of periods that there are of that origin."""
    if not mine:
        return None, ()
    view = first_view(mine, beside)
    origin, kind = query.get("origin") or view.origin, query.get("kind", "")
    if preferred and not (query.get("origin") or kind) and set(preferred.kinds) <= {one.kind for one in mine}:
        origin, (kind,) = preferred.origin, preferred.kinds
    if origin not in origins_of(mine):
        messages.append(_nothing_of(division_of(mine[0])))
        origin = view.origin
    there = [known for known in mine if known.origin == origin]
    kinds = kinds_of(there)
    if kind in kinds:
        return View(origin, (kind,)), kinds
    if kind:
        messages.append(_nothing_of(division_of(mine[0])))
    return first_view(there, beside), kinds


def _beside(everyone: list[Known], view: View | None) -> list[View]:
    """What of the figures for everyone stands beside: what is published, and what was counted for the same kind of period."""
    found = [View(PUBLISHED, kinds_of(published))] if (published := [one for one in everyone if one.origin == PUBLISHED]) else []
    if counted := [one for one in everyone if one.origin == COUNTED]:
        kinds = tuple(kind for kind in kinds_of(counted) if view and kind in view.kinds)
        found.append(View(COUNTED, kinds or (counted_kind(counted, everyone),)))
    return found


def _codes(known: Iterable[Known], view: View) -> frozenset[str]:
    return frozenset(code for one in known if one.origin == view.origin and one.kind in view.kinds for code in one.periods)


def _periods(found_in: Iterable[Known]) -> tuple[Period, ...]:
    found = {Period.parse(code) for code in {code for known in found_in for code in known.periods}}
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
