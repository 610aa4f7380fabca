"""What the page Disproportionality shows: how much likelier something is in one group of people than in another.

The groups never overlap: parts of everyone by sex, age or ethnic group, or a priority group and everybody who is not in it.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from django.http import QueryDict
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators import catalogue
from indicators.catalogue.naming import within_sentence
from indicators.written import made_of
from priority_groups import content
from priority_groups.content.settings import strictest
from reporting import charting
from reporting.charts import palette
from reporting.charts.areas import WALES
from reporting.charts.dots.spec import Dots, Place
from reporting.charts.dots.words import alt
from reporting.charts.figures import Figure
from reporting.charts.format import amount, bracketed, confidence, interval_text, number
from reporting.charts.spec import Point, Series, Target
from reporting.charts.table import Cell, Row, Table
from reporting.dashboards.asking import (
    TOTAL,
    Asked,
    Division,
    Option,
    inline_period,
    measure_options,
    part_of,
    part_options,
    part_words,
)
from reporting.dashboards.compare_page import latest_ready
from reporting.dashboards.dot_panels import DotPanel
from reporting.dashboards.indicator_page import Origin, origins
from reporting.disproportion import Index, Rate, Rules, index_of, others, rate_of
from reporting.knowing import COUNTED, kind_of
from reporting.published import Edition
from reporting.selection import Selection
from reporting.tracing import address_of

GROUPS, OTHERS = "groups", "others"
NOT_STATED = "not_stated"
DECIMALS = 2


@dataclass(frozen=True, slots=True)
class Asking:
    """Which rates an address asks for, of everyone by a breakdown or of a part of the measure by priority group, against what."""

    asked: Asked
    measure: catalogue.Measure
    by: str
    part: Division
    reference: str
    period: str
    cohorts: tuple[str, ...]
    release: int

    @property
    def selection(self) -> Selection:
        """The figures that the indexes are worked out from."""
        breakdown, category = self.part
        of_groups = self.by == GROUPS
        return Selection(
            cohort=self.cohorts,
            measure=(self.measure.code,),
            area=(WALES,),
            breakdown=(breakdown or TOTAL,) if of_groups else (TOTAL, self.by),
            category=(category or TOTAL,) if of_groups else (),
            kind=(kind_of(self.period),),
            period_from=self.period,
            period_to=self.period,
            origin=(COUNTED,),
            release=self.release,
        )


@dataclass(frozen=True, slots=True)
class Compared:
    """A group, its rate, the rate that it is held against, and the index of both."""

    place: Place
    rate: Rate
    reference: Rate
    index: Index
    is_reference: bool = False


@dataclass(frozen=True, slots=True)
class DisproportionPage:
    """The chart of indexes, its table, a sentence for each, what chance does to so many, and where the figures come from."""

    asking: Asking
    panel: DotPanel
    table: Table
    sentences: tuple[str, ...]
    by_chance: str
    origins: tuple[Origin, ...]


def disproportion_page(edition: Edition | None, query: QueryDict) -> DisproportionPage | None:
    """None where there are no rates that people can be divided by."""
    asking = read_address(edition, query)
    if edition is None or asking is None:
        return None
    found = edition.figures(**asking.selection.to_filters())
    compared = compare(asking, found)
    dots = _dots(asking, compared)
    addresses = {one.cohort if asking.by == GROUPS else one.category: address_of(one, WALES) for one in found}
    return DisproportionPage(
        asking=asking,
        panel=DotPanel("disproportionality", dots, _note(), addresses),
        table=_table(asking, compared, dots),
        sentences=tuple(_sentences(asking, compared)),
        by_chance=_by_chance(compared),
        origins=origins(found),
    )


def read_address(edition: Edition | None, query: QueryDict) -> Asking | None:
    """What an address of the page, or of its file, asks for."""
    if edition is None:
        return None
    everyone = charting.comparison_cohorts()
    asked = Asked(query)
    rates = [one.code for one in catalogue.measures() if one.kind == "proportion"]
    told = [one for one in rates if any((cohort, one) in edition.answered for cohort in everyone)]
    code = asked.choose("measure", _("Measure"), measure_options(told))
    if not code:
        return None
    measure = catalogue.measure(code)
    groups = tuple(one.code for one in content.cohorts() if one.code not in everyone)
    whole, divided = edition.parts(code, everyone, (WALES,)), edition.parts(code, groups, (WALES,))
    by = asked.choose("by", _("Divided by"), _divisions(whole, divided))
    if not by:
        return None
    if by == GROUPS:
        common = {one.code for one in catalogue.breakdowns() if one.common}
        options = part_options(measure, {one for one in whole & divided if one[0] not in common})
        part, reference, cohorts = part_of(asked.choose("part", _("Part"), options, TOTAL)), OTHERS, (*groups, *everyone)
    else:
        there = [one for one in catalogue.breakdown(by).categories if (by, one.code) in whole and one.code != NOT_STATED]
        choices = [Option(one.code, str(one.label), _("One group")) for one in there]
        reference = asked.choose("reference", _("Against"), [Option(OTHERS, _("All the others")), *choices], OTHERS)
        part, cohorts = ("", ""), tuple(everyone)
    reached = [one for one in edition.reached(code, part, cohorts, (WALES,)) if one.origin == COUNTED]
    period = asked.period({one.period for one in reached}, latest_ready(reached))
    if not period:
        return None
    asked.note_waiting(period, reached)
    return Asking(asked, measure, by, part, reference, period, cohorts, edition.id)


def _divisions(whole: Collection[Division], divided: Collection[Division]) -> list[Option]:
    """The ways to divide people without overlap that there are figures for: of everyone, and of the groups."""
    there = {breakdown for breakdown, _category in whole}
    found = [Option(one.code, str(one.title)) for one in catalogue.breakdowns() if one.common and one.code in there]
    if divided:
        found.append(Option(GROUPS, _("Priority group, against everybody else")))
    return found


def compare(asking: Asking, found: list[Figure]) -> list[Compared]:
    """Each group with what it is held against, in the order of the catalogue."""
    everyone = charting.comparison_cohorts()
    rules, level = _rules()
    if asking.by == GROUPS:
        rates = {one.cohort: rate_of(one) for one in found}
        whole = next((rates[code] for code in everyone if code in rates), Rate(symbol="x"))
        groups = [one for one in content.cohorts() if one.code in rates and one.code not in everyone]
        places = [Place(one.code, str(one.title), str(one.noun)) for one in groups]
        return [_against(one, rates[one.code], others(whole, [rates[one.code]], rules), level) for one in places]
    rates = {one.category: rate_of(one) for one in found}
    whole, unknown = rates.get("", Rate(symbol="x")), rates.get(NOT_STATED, Rate())
    compared = []
    for category in catalogue.breakdown(asking.by).categories:
        if category.code not in rates or category.code == NOT_STATED:
            continue
        place = Place(category.code, str(category.label), within_sentence(str(category.label)))
        mine = rates[category.code]
        if category.code == asking.reference:
            compared.append(Compared(replace(place, is_comparator=True), mine, mine, Index(Decimal("1.00")), is_reference=True))
            continue
        held = others(whole, [mine, unknown], rules) if asking.reference == OTHERS else rates[asking.reference]
        compared.append(_against(place, mine, held, level))
    return compared


def _against(place: Place, mine: Rate, reference: Rate, level: float) -> Compared:
    return Compared(place, mine, reference, index_of(mine, reference, level))


def _rules() -> tuple[Rules, float]:
    """The strictest of all frameworks' settings, and the level of the intervals."""
    settings = [framework.settings for framework in content.frameworks()]
    strict = strictest(one.disclosure for one in settings)
    return Rules(strict.largest_small_count, strict.fewest_people), max(one.statistics.confidence for one in settings)


def _reference_words(asking: Asking) -> str:
    """What the groups are held against, within a sentence."""
    if asking.by == GROUPS:
        return _("everybody else")
    if asking.reference == OTHERS:
        return _("all the others")
    return _("the group “%(name)s”") % {"name": catalogue.breakdown(asking.by).category(asking.reference).label}


def _title(asking: Asking) -> str:
    names = {"measure": str(asking.measure.title), "category": part_words(asking.part)}
    if asking.by == GROUPS and asking.part[0]:
        return _("%(measure)s: %(category)s") % names
    return names["measure"]


def _dots(asking: Asking, compared: list[Compared]) -> Dots:
    points = tuple(Point(one.index.value, one.index.lower, one.index.upper, one.index.symbol) for one in compared)
    name = _("Relative rate index")
    dots = Dots(
        title=_("%(measure)s: relative rate index") % {"measure": _title(asking)},
        subtitle=_("against %(reference)s, Wales, %(period)s")
        % {"reference": _reference_words(asking), "period": inline_period(asking.period)},
        language=translation.get_language() or "en",
        unit="ratio",
        unit_label=_("Relative rate index, logarithmic"),
        decimals=DECIMALS,
        corner=_corner(asking),
        rows=tuple(one.place for one in compared),
        series=(Series("index", name, "main", palette.MAIN, points),),
        line=Target(_("The same rate"), Decimal(1)),
        is_log=True,
    )
    return replace(dots, alt=alt(dots, translation))


def _corner(asking: Asking) -> str:
    return _("Group of people") if asking.by == GROUPS else str(catalogue.breakdown(asking.by).title)


def _note() -> str:
    return _("The lines on both sides of a dot are its confidence interval (95 per cent).")


def _table(asking: Asking, compared: list[Compared], dots: Dots) -> Table:
    columns = (
        _("Rate"),
        charting.capitalised(str(asking.measure.numerator)),
        charting.capitalised(str(asking.measure.denominator)),
        _("Rate of %(reference)s") % {"reference": _reference_words(asking)},
        _("Relative rate index"),
        confidence(translation),
    )
    rows = tuple(
        Row(one.place.code, one.place.label, _cells(one, point), _("reference") if one.is_reference else "")
        for one, point in zip(compared, dots.series[0].points, strict=True)
    )
    symbols = {cell.symbol for row in rows for cell in row.cells}
    caption = f"{dots.title}, {dots.subtitle}."
    return Table(caption, dots.corner, columns, rows, tuple(one for one in "cxzu" if one in symbols), ())


def _cells(one: Compared, point: Point) -> tuple[Cell, ...]:
    """Of the reference itself only its rate is shown."""
    interval = interval_text(point, "ratio", DECIMALS, translation)
    rest = "" if one.is_reference else point.symbol or "z"
    return (
        _rate_cell(one.rate),
        _count_cell(one.rate, one.rate.numerator),
        _count_cell(one.rate, one.rate.denominator),
        Cell("") if one.is_reference else _rate_cell(one.reference),
        Cell(number(point.value, DECIMALS)) if point.value is not None else Cell("", point.symbol),
        Cell(interval, "" if interval else rest),
    )


def _rate_cell(rate: Rate) -> Cell:
    if rate.symbol or not rate.denominator:
        return Cell("", rate.symbol or "z")
    return Cell(amount(rate.percent, "percent", 1))


def _count_cell(rate: Rate, count: int) -> Cell:
    return Cell("", rate.symbol) if rate.symbol else Cell(made_of(count))


def _sentences(asking: Asking, compared: list[Compared]) -> Iterator[str]:
    """One for each group; where there is no index, why."""
    for one in compared:
        if one.is_reference:
            continue
        value, names = one.index.value, {"group": one.place.label, "reference": _reference_words(asking)}
        if value is None:
            text = _("%(group)s: no index can be shown (%(symbol)s).")
            yield text % {**names, "symbol": bracketed(one.index.symbol)}
            continue
        words = names | {
            "index": number(value, DECIMALS),
            "lower": number(one.index.lower or value, DECIMALS),
            "upper": number(one.index.upper or value, DECIMALS),
            "rate": amount(one.rate.percent, "percent", 1),
            "other": amount(one.reference.percent, "percent", 1),
        }
        if one.index.holds_one:
            text = _(
                "%(group)s: %(rate)s, which is %(index)s times the rate of %(reference)s, %(other)s "
                "(95%% interval of the index: %(lower)s to %(upper)s). "
                "The interval holds 1, so chance alone could explain the difference."
            )
        else:
            text = _(
                "%(group)s: %(rate)s, which is %(index)s times the rate of %(reference)s, %(other)s "
                "(95%% interval of the index: %(lower)s to %(upper)s). "
                "The interval does not hold 1: chance alone would seldom make so large a difference."
            )
        yield text % words


def _by_chance(compared: list[Compared]) -> str:
    """What to expect of so many intervals."""
    count = sum(one.index.lower is not None for one in compared)
    if not count:
        return ""
    text = ngettext(
        "Here is %(count)d interval. Even if no rate differed, one interval in twenty would miss 1 by chance alone.",
        "Here are %(count)d intervals. Even if no rate differed, one interval in twenty would miss 1 by chance alone.",
        count,
    )
    return text % {"count": count}
