"""How a number and a symbol are written: the same text on page, paper, file and in words.

Values arrive at their published precision and are written as they are; a value that would have to be rounded is refused. Only
the sums of predictions that a value is made of are rounded, as they have no published precision.
"""

from decimal import Decimal
from functools import lru_cache

from indicators.written import MINUS, made_of
from reporting.charts.rules import rule_text
from reporting.charts.spec import Chart, Point, Series
from reporting.charts.translations import Translations

NOT_SHOWN = "cxzu"
SYMBOLS = "cxzupr"
COUNTED = ("people", "referrals")
CONFIDENCE = "95%"


@lru_cache(maxsize=8192)  # what a page says of a figure in its picture, its chart and its table
def number(value: Decimal | int, decimals: int = 0) -> str:
    """A number with thousands separated, as both languages write it: 1,234 or 3.98.

    Raises ValueError where `value` has more decimal places than `decimals`: nothing is rounded on its way to a reader.
    """
    exact = Decimal(value)
    shown = exact.quantize(Decimal(1).scaleb(-decimals))
    if shown != exact:
        raise ValueError(f"{value} is not at its published precision of {decimals} decimal places")
    return f"{shown:,}".replace("-", MINUS)


def amount(value: Decimal | int, unit: str, decimals: int) -> str:
    """A number with its unit where the unit has a sign: 28.0%; people and ratios are written bare."""
    text = number(value, decimals)
    return f"{text}%" if unit == "percent" else text


def share(part: float) -> str:
    """A part of a whole in per cent, with one decimal place where it is not whole: 95%, 33.3%."""
    value = Decimal(repr(part * 100)).quantize(Decimal("0.1"))
    return amount(value, "percent", 0 if value == value.to_integral_value() else 1)


def bracketed(symbol: str) -> str:
    """A symbol of UK government statistics as it stands in a table: [c]."""
    return f"[{symbol}]" if symbol else ""


def meaning(symbol: str, t: Translations) -> str:
    """What a symbol means, as a phrase. Raises KeyError for one that is not of the standard."""
    return {
        "c": t.gettext("suppressed to protect people"),
        "x": t.gettext("not available"),
        "z": t.gettext("not applicable"),
        "u": t.gettext("too few cases to be reliable"),
        "p": t.gettext("provisional"),
        "r": t.gettext("revised"),
    }[symbol]


def ready(quarter: str, t: Translations) -> str:
    """When a figure that was not available is due, which stays true once that is past; `quarter` in words."""
    return t.gettext("due in %(period)s") % {"period": quarter}


def point_text(point: Point, unit: str, decimals: int) -> str:
    """A point as one text: "28.0%", "28.0% [p]", or the symbol alone where there is nothing to show."""
    if point.value is None:
        return bracketed(point.symbol)
    text = amount(point.value, unit, decimals)
    return f"{text} {bracketed(point.symbol)}" if point.symbol else text


def interval_text(point: Point, unit: str, decimals: int, t: Translations) -> str:
    """The 95% interval of a point, "27.9% to 28.2%"; empty where there is none or the value is not shown."""
    if point.value is None or point.lower is None or point.upper is None:
        return ""
    return t.gettext("%(lower)s to %(upper)s") % {
        "lower": amount(point.lower, unit, decimals),
        "upper": amount(point.upper, unit, decimals),
    }


def confidence(t: Translations) -> str:
    """What the intervals are called. The level is an argument, because a percent sign within a message is a format."""
    return t.gettext("Confidence interval (%(level)s)") % {"level": CONFIDENCE}


def part_of_whole(numerator: Decimal | int, denominator: Decimal | int, t: Translations) -> str:
    """ "34 of 263"."""
    return t.gettext("%(numerator)s of %(denominator)s") % {"numerator": made_of(numerator), "denominator": made_of(denominator)}


def parts_text(chart: Chart, point: Point, t: Translations) -> str:
    """The numbers that a rate is made of, "112,507 of 401,404"; empty for a count or a gap."""
    if point.value is None or point.numerator is None or point.denominator is None:
        return ""
    if chart.unit == "percent":
        return part_of_whole(point.numerator, point.denominator, t)
    numbers = {
        "numerator": made_of(point.numerator),
        "denominator": made_of(point.denominator),
        "numerator_label": chart.numerator_label,
        "denominator_label": chart.denominator_label,
    }
    return t.gettext("%(numerator_label)s: %(numerator)s; %(denominator_label)s: %(denominator)s") % numbers


def describe(chart: Chart, series: Series, index: int, t: Translations) -> tuple[str, ...]:
    """All there is to say about one point, a line each: whose and when, the figure, its parts, its interval or its gap."""
    point = series.points[index]
    lines = [f"{series.name}, {chart.periods[index].inline}", point_text(point, chart.unit, chart.decimals)]
    if point.symbol:
        lines.append(meaning(point.symbol, t))
    if point.ready:
        lines.append(ready(point.ready, t))
    lines.append(parts_text(chart, point, t))
    if interval := interval_text(point, chart.unit, chart.decimals, t):
        lines.append(f"{confidence(t)}: {interval}")
    if chart.limits and (limit := chart.limits[index]) is not None:
        lines.append(rule_text(limit, t))
    return tuple(line for line in lines if line)


def listed(items: list[str], t: Translations) -> str:
    """Names in a sentence: "Gwent", "Gwent and South Wales", "North Wales, Gwent and South Wales"."""
    if len(items) < 2:
        return "".join(items)
    return t.gettext("%(first)s and %(last)s") % {"first": ", ".join(items[:-1]), "last": items[-1]}
