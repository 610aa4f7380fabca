"""What the page Needs shows: how many of those assessed have each of the eight needs, as a table with shaded cells.

Groups down and needs across for one quarter, or one group's quarters down; of all settings together or, for Wales, of one. How
many were assessed at all stands beside it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from django.http import QueryDict
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators import catalogue
from indicators.catalogue import Period
from indicators.catalogue.labels import period_name
from indicators.written import made_of
from priority_groups import content
from reporting import charting
from reporting.charts.areas import WALES
from reporting.charts.figures import Figure
from reporting.charts.format import amount, listed, number
from reporting.dashboards.asking import TOTAL, Asked, Division, Option, area_options, inline_period, part_code, part_words
from reporting.dashboards.compare_page import latest_ready
from reporting.dashboards.indicator_page import Origin, origins
from reporting.knowing import kind_of
from reporting.published import Edition
from reporting.selection import Selection
from reporting.tracing import address_of

MEASURE, COVERAGE, NEED, SETTING, QUARTER = "need_prevalence", "assessment_coverage", "need", "setting", "quarter"
GROUPS, QUARTERS = "groups", "quarters"
EVERY = "all"  # settings
BOUNDS = (20, 40, 60, 80)  # per cent at which a new shade begins, the same for every group and quarter
NOT_SHOWN = "cxzu"


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure with its shade from 1 to 5; 0 where it is not shown, and its symbol says why. `detail`: what it is made of."""

    text: str
    symbol: str
    shade: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A group or a quarter: its needs in the order of the catalogue, and how many were assessed."""

    code: str
    label: str
    cells: tuple[Cell, ...]
    coverage: Cell
    is_comparator: bool = False
    url: str = ""  # where the figure of how many were assessed is traced to


@dataclass(frozen=True, slots=True)
class Asking:
    """Which figures an address asks for: of these cohorts from the first to the last quarter in one area.

    `breakdown`: by which the needs are told of the people asked for, who in the coverage are of `setting` (Division).
    """

    asked: Asked
    by: str
    cohorts: tuple[str, ...]
    area: str
    breakdown: str
    setting: Division
    first: str
    last: str
    release: int

    @property
    def selections(self) -> list[Selection]:
        """Exactly the figures of the table: the needs, then how many were assessed."""
        return self._over(self.first, self.last)

    @property
    def year_before(self) -> list[Selection]:
        """The needs in the quarter that lies a year before the last one."""
        before = Period.parse(self.last).shifted(-4).code
        return self._over(before, before)[:1]

    @property
    def setting_words(self) -> str:
        """Of whom it is told, within a sentence: "in custody"; "" for everybody."""
        part = catalogue.breakdown(self.breakdown).part_of
        return str(part.words) if part is not None else ""

    @property
    def whole_query(self) -> str:
        """The same figures of all settings together."""
        return self.asked.query_with(setting=EVERY)

    def _over(self, first: str, last: str) -> list[Selection]:
        breakdown, category = self.setting
        return [
            Selection(
                cohort=self.cohorts,
                measure=(measure,),
                area=(self.area,),
                breakdown=(divided,),
                category=categories,
                kind=(QUARTER,),
                period_from=first,
                period_to=last,
                release=self.release,
            )
            for measure, divided, categories in (
                (MEASURE, self.breakdown, ()),
                (COVERAGE, breakdown or TOTAL, (category,) if category else ()),
            )
        ]


@dataclass(frozen=True, slots=True)
class NeedsPage:
    """`needs`: name and address of each column, which leads to its intervals. No rows where the release has no such figures."""

    asking: Asking
    title: str
    subtitle: str
    corner: str
    needs: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    sentences: tuple[str, ...]
    origins: tuple[Origin, ...]

    @property
    def symbols(self) -> str:
        """Those that stand in the table."""
        return "".join({cell.symbol for row in self.rows for cell in (*row.cells, row.coverage)})

    @property
    def key(self) -> list[tuple[int, str]]:
        """Each shade with what it means."""
        ends = (0, *BOUNDS, 100)
        found = []
        for shade, (low, high) in enumerate(pairwise(ends), start=1):
            names = {"low": f"{low}%", "high": f"{high}%"}
            last = shade == len(ends) - 1
            found.append((shade, _("%(low)s to %(high)s") % names if last else _("%(low)s to under %(high)s") % names))
        return found


def needs_page(edition: Edition | None, query: QueryDict) -> NeedsPage | None:
    """None where nothing was assessed."""
    asking = read_address(edition, query)
    if edition is None or asking is None:
        return None
    needs = [one.code for one in catalogue.breakdown(NEED).categories]
    found = figures_of(edition, asking.selections)
    by_groups = asking.by == GROUPS
    before = figures_of(edition, asking.year_before) if by_groups else []
    row_of = (lambda one: one.cohort) if by_groups else (lambda one: one.period)
    table = {(row_of(one), one.category if one.measure == MEASURE else ""): one for one in found}
    where = ", ".join(filter(None, (str(catalogue.area(asking.area).name), asking.setting_words)))
    group = content.cohort(asking.cohorts[0])
    if by_groups:
        rows = [_row(one.code, str(one.title), needs, table, one.comparison_only) for one in map(content.cohort, asking.cohorts)]
        subtitle = f"{where}, {inline_period(asking.last)}"
    else:
        codes = sorted({one.period for one in found}, key=Period.parse)
        rows = [_row(code, period_name(Period.parse(code)), needs, table) for code in codes]
        subtitle = f"{group.title}, {where}"
    return NeedsPage(
        asking=asking,
        title=str(catalogue.measure(MEASURE).title),
        subtitle=subtitle,
        corner=_("Group of people") if by_groups else _("Quarter"),
        needs=tuple((_label(need), _address(asking, need)) for need in needs),
        rows=tuple(rows) if found else (),
        sentences=tuple(_sentences(edition, asking, [one for one in found if one.measure == MEASURE], before)),
        origins=origins(found),
    )


def read_address(edition: Edition | None, query: QueryDict) -> Asking | None:
    """What an address of the page, or of its file, asks for."""
    if edition is None:
        return None
    first_need = catalogue.breakdown(NEED).categories[0].code  # all needs of somebody assessed are told together
    reached = edition.reached(MEASURE, (NEED, first_need), [one.code for one in content.cohorts()], (WALES,))
    quarters = {one.period for one in reached if kind_of(one.period) == QUARTER}
    if not quarters:
        return None
    asked = Asked(query)
    by = asked.choose("by", _("Down the side"), [Option(GROUPS, _("Groups of people")), Option(QUARTERS, _("Quarters"))])
    cohorts = [one for one in content.cohorts() if any(other.cohort == one.code for other in reached)]
    if by == QUARTERS:
        shown: tuple[str, ...] = (
            asked.choose("cohort", _("Group of people"), [Option(one.code, str(one.title)) for one in cohorts]),
        )
        first, last = min(quarters, key=Period.parse), max(quarters, key=Period.parse)
    else:
        shown = tuple(one.code for one in cohorts)
        first = last = asked.period(quarters, latest_ready(reached))
        asked.note_waiting(first, (one for one in reached if one.period in quarters))
    breakdown, setting = _setting(asked)
    # Of the needs in one setting Wales alone is told: the regions would be too few people to be shown.
    areas = [one.code for one in catalogue.areas() if one.kind in ("country", "region", "unknown")] if not setting[0] else [WALES]
    area = asked.choose("area", _("Area"), area_options(areas), WALES)
    return Asking(asked, by, shown, area, breakdown, setting, first, last, edition.id)


def _setting(asked: Asked) -> tuple[str, Division]:
    """The setting that the address asks for: the breakdown that tells its needs, and how it stands in the coverage."""
    settings = catalogue.breakdown(SETTING)
    labels = {one.code: str(one.label) for one in settings.categories if not one.if_any}
    options = [Option(EVERY, _("Custody and community")), *(Option(code, label) for code, label in labels.items())]
    chosen = asked.choose("setting", str(settings.title), options)
    parts = {part.category: one.code for one, part in catalogue.parts_of(NEED)}
    return (NEED, ("", "")) if chosen == EVERY else (parts[chosen], (SETTING, chosen))


def figures_of(edition: Edition, selections: Iterable[Selection]) -> list[Figure]:
    """The figures that the selections find."""
    return edition.figures_of([one.to_filters() for one in selections])


def shade_of(value: Decimal) -> int:
    """The shade of a percentage: 1 to 5."""
    return 1 + sum(value >= bound for bound in BOUNDS)


def _row(
    code: str, label: str, needs: Sequence[str], table: Mapping[tuple[str, str], Figure], is_comparator: bool = False
) -> Row:
    cells = tuple(_cell(table.get((code, need))) for need in needs)
    assessed = table.get((code, ""))
    return Row(
        code, label, cells, _coverage(assessed), is_comparator, address_of(assessed, assessed.area_code) if assessed else ""
    )


def _cell(figure: Figure | None) -> Cell:
    value = _value(figure)
    if figure is None or value is None:
        return Cell("", figure.symbol if figure and figure.symbol else "x", 0)
    return Cell(_shown(value), figure.symbol, shade_of(value))


def _coverage(figure: Figure | None) -> Cell:
    cell = _cell(figure)
    if figure is None or not cell.text or figure.numerator is None or figure.denominator is None:
        return Cell(cell.text, cell.symbol, 0)
    numbers = {"numerator": made_of(figure.numerator), "denominator": made_of(figure.denominator)}
    return Cell(cell.text, cell.symbol, 0, _("%(numerator)s of %(denominator)s") % numbers)


def _value(figure: Figure | None) -> Decimal | None:
    return None if figure is None or figure.symbol in tuple(NOT_SHOWN) else figure.value


def _shown(value: Decimal) -> str:
    return amount(value, "percent", catalogue.measure(MEASURE).decimals)


def _label(need: str) -> str:
    return str(catalogue.breakdown(NEED).category(need).label)


def _address(asking: Asking, need: str) -> str:
    """Where the intervals of a need are."""
    query = f"measure={MEASURE}&part={part_code(asking.breakdown, need)}&period={asking.last}&area={asking.area}"
    return f"{reverse('dashboards:compare')}?{query}"


def _sentences(edition: Edition, asking: Asking, found: list[Figure], before: list[Figure]) -> Iterator[str]:
    everyone = set(charting.comparison_cohorts()) if asking.by == GROUPS else set()
    latest = [one for one in found if one.period == asking.last and one.cohort not in everyone]
    if extremes := _extremes(asking, latest):
        yield extremes
    earlier = before or [one for one in found if one.period == min((one.period for one in found), default="")]
    yield from _largest_change(edition, asking, latest, earlier)
    if gaps := sum(1 for one in found if _value(one) is None):
        yield ngettext(
            "%(count)d figure is not shown; its symbol in the table says why.",
            "%(count)d figures are not shown; their symbols in the table say why.",
            gaps,
        ) % {"count": gaps}


def _extremes(asking: Asking, latest: list[Figure]) -> str:
    shown = [(one, value) for one in latest if (value := _value(one)) is not None]
    if len({value for _one, value in shown}) < 2:
        return ""
    highest, lowest = (end(value for _one, value in shown) for end in (max, min))
    names = {
        "highest": _shown(highest),
        "lowest": _shown(lowest),
        "high": listed([_whose(asking, one) for one, value in shown if value == highest], translation),
        "low": listed([_whose(asking, one) for one, value in shown if value == lowest], translation),
        "period": inline_period(asking.last),
    }
    return _("For %(period)s the highest figure shown is %(highest)s (%(high)s) and the lowest %(lowest)s (%(low)s).") % names


def _largest_change(edition: Edition, asking: Asking, latest: list[Figure], earlier: list[Figure]) -> Iterator[str]:
    """Of what is shown in both quarters; what the release says of it, which alone tells change from chance."""
    then = {(one.cohort, one.category): one for one in earlier if one.period < asking.last}
    changes = [
        (now - value, one, then[key])
        for one in latest
        if (key := (one.cohort, one.category)) in then
        and (now := _value(one)) is not None
        and (value := _value(then[key])) is not None
    ]
    if not changes:
        return
    size, one, other = max(changes, key=lambda change: abs(change[0]))
    if not size:
        return
    names = {
        "whose": _whose(asking, one),
        "size": number(abs(size), 1),
        "before": _shown(_value(other) or Decimal(0)),
        "then": inline_period(other.period),
        "after": _shown(_value(one) or Decimal(0)),
        "now": inline_period(one.period),
    }
    if size > 0:
        text = _(
            "The largest change: %(whose)s, from %(before)s (%(then)s) to %(after)s (%(now)s), %(size)s percentage points higher."
        )
    else:
        text = _(
            "The largest change: %(whose)s, from %(before)s (%(then)s) to %(after)s (%(now)s), %(size)s percentage points lower."
        )
    yield text % names
    series = {"cohort": one.cohort, "area": asking.area, "breakdown": one.breakdown, "category": one.category}
    told = edition.findings(drawn=False, measure=MEASURE, **series)
    if told:
        found = {"verdict": told[0].label, "sentence": told[0].sentence}
        yield _("What the release finds of this series: %(verdict)s. %(sentence)s") % found
    else:
        yield _("Whether the changes are more than chance is not tested in this edition.")


def _whose(asking: Asking, figure: Figure) -> str:
    need = part_words((NEED, figure.category))
    if asking.by == QUARTERS:
        return need
    return _("%(group)s, %(part)s") % {"group": content.cohort(figure.cohort).noun, "part": need}
