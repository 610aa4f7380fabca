"""From published figures to a chart over time."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from reporting.charts import palette, periods, words
from reporting.charts.areas import ENGLAND_AND_WALES, ORDER, REGIONS, WALES
from reporting.charts.figures import Figure
from reporting.charts.format import NOT_SHOWN, SYMBOLS
from reporting.charts.spec import Chart, Origin, Point, Role, Series
from reporting.charts.translations import Translations


def by_area(
    figures: Iterable[Figure],
    *,
    title: str,
    unit_label: str,
    language: str,
    t: Translations,
    numerator_label: str = "",
    denominator_label: str = "",
    notes: Sequence[str] = (),
) -> Chart:
    """One line for each area, in the official order: Wales, its regions, any other area, England and Wales last.

    A period that lies between a line's first and last figure and has none is not available (x), never left out. Raises
    ValueError for no figures, for more than one measure, unit, breakdown or category, for periods of different kinds,
    for two figures of one area and period, and for more than one area that is neither a region nor a comparator.
    """
    chosen = list(figures)
    unit = _only_unit(chosen)
    codes = periods.without_holes(frozenset(figure.period for figure in chosen))
    series = tuple(_series(area, chosen, codes, t) for area in _areas(chosen))
    if [line.role for line in series] == ["comparator"]:  # with nothing to compare, it is what the chart is about
        series = (replace(series[0], role="main", style=palette.MAIN),)
    time_label = periods.axis_label(codes[0], t)
    chart = Chart(
        title=title,
        subtitle=_reach(codes, t),
        language=language,
        unit=unit,
        unit_label=unit_label,
        decimals=decimals_of(chosen),
        time_label=time_label,
        periods=tuple(periods.period(code, t) for code in codes),
        series=series,
        numerator_label=numerator_label or t.gettext("Number"),
        denominator_label=denominator_label or t.gettext("Out of"),
        source=sources(chosen, t),
        notes=(*_origins(chosen, t), *notes),
        origin=_origin(chosen),
    )
    return replace(chart, alt=words.alt(chart, t))


def sources(figures: Iterable[Figure], t: Translations) -> str:
    """Where figures come from, each source once with the edition it was taken from, or the first and the last of several."""
    seen: dict[str, dict[str, None]] = {}
    for figure in figures:
        if figure.source:
            seen.setdefault(figure.source, {})[figure.vintage] = None
    return "; ".join(_source(source, sorted(vintages), t) for source, vintages in seen.items())


def _source(source: str, vintages: Sequence[str], t: Translations) -> str:
    names = {"source": source, "vintage": vintages[0], "first": vintages[0], "last": vintages[-1]}
    if len(vintages) > 1:
        return t.gettext("%(source)s (editions of %(first)s to %(last)s)") % names
    return t.gettext("%(source)s (edition of %(vintage)s)") % names


def _only_unit(figures: list[Figure]) -> str:
    if not figures:
        raise ValueError("a chart needs at least one figure")
    kinds = {(figure.measure, figure.unit, figure.breakdown, figure.category) for figure in figures}
    if len(kinds) > 1:
        raise ValueError(f"one chart shows one measure, unit, breakdown and category, not {sorted(kinds)}")
    return figures[0].unit


def decimals_of(figures: Iterable[Figure]) -> int:
    """The published number of decimal places, which the values themselves carry: 28.0 has one."""
    exponents = [figure.value.as_tuple().exponent for figure in figures if figure.value is not None]
    return max([0, *(-exponent for exponent in exponents if isinstance(exponent, int))])


def _areas(figures: list[Figure]) -> list[str]:
    found = {figure.area_code for figure in figures}
    others = sorted(found - {*ORDER, ENGLAND_AND_WALES})
    if len(others) > 1:
        raise ValueError(f"a chart by area has no lines left for {', '.join(others)}")
    return [code for code in (*ORDER, *others, ENGLAND_AND_WALES) if code in found]


def _series(area: str, figures: list[Figure], codes: Sequence[str], t: Translations) -> Series:
    mine: dict[str, Figure] = {}
    for figure in figures:
        if figure.area_code == area and mine.setdefault(figure.period, figure) is not figure:
            raise ValueError(f"two figures for {area} in {figure.period}")
    reached = [index for index, code in enumerate(codes) if code in mine]
    points = tuple(
        point_of(mine[code], t) if code in mine else Point(None, symbol="x" if reached[0] < index < reached[-1] else "")
        for index, code in enumerate(codes)
    )
    role, style = look_of(area)
    return Series(area, mine[codes[reached[-1]]].area_name, role, style, points)


def point_of(figure: Figure, t: Translations) -> Point:
    """The figure as a place in a chart: what is not shown has its symbol and no number."""
    if figure.symbol and figure.symbol not in SYMBOLS:
        raise ValueError(f"{figure.symbol!r} is not a standard symbol")
    if figure.symbol and figure.symbol in NOT_SHOWN:
        return Point(None, symbol=figure.symbol, ready=periods.period(figure.ready, t).inline if figure.ready else "")
    if figure.value is None:
        return Point(None, symbol="x")
    return Point(figure.value, figure.lower, figure.upper, figure.symbol, figure.numerator, figure.denominator)


def look_of(area: str) -> tuple[Role, int]:
    """What an area is in a chart, and the number of its style."""
    if area == WALES:
        return "main", palette.MAIN
    if area == ENGLAND_AND_WALES:
        return "comparator", palette.COMPARATOR
    if area in REGIONS:
        return "part", palette.FIRST_PART + REGIONS.index(area)
    return "other", palette.OTHER


def _origin(figures: list[Figure]) -> Origin:
    counted = {figure.origin == "counted" for figure in figures}
    if len(counted) > 1:
        return "mixed"
    return "counted" if counted.pop() else "published"


def _reach(codes: Sequence[str], t: Translations) -> str:
    """From which period to which, with a capital in every language."""
    first, last = (periods.period(code, t).inline for code in (codes[0], codes[-1]))
    words = t.gettext("From %(first)s to %(last)s") % {"first": first, "last": last}
    return words[:1].upper() + words[1:]


def _origins(figures: list[Figure], t: Translations) -> tuple[str, ...]:
    """How figures that no publication gives were worked out, a line for each area and way."""
    ways = dict.fromkeys((figure.area_name, figure.note) for figure in figures if figure.note)
    return tuple(t.gettext("%(area)s: %(note)s.") % {"area": area, "note": note} for area, note in ways)
