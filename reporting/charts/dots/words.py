"""What a chart of dots shows, in sentences that hold to the numbers: no word of better, worse, cause or significance."""

from decimal import Decimal

from reporting.charts.dots.spec import Dots, shown_symbol
from reporting.charts.format import COUNTED, amount, listed
from reporting.charts.spec import Series
from reporting.charts.translations import Translations


def sentences(dots: Dots, t: Translations) -> tuple[str, ...]:
    """Highest and lowest of each series, what counts mean, what is not shown."""
    found = [_extremes(dots, series, t) for series in dots.series]
    if not any(point.value is not None for series in dots.series for point in series.points):
        found = [t.gettext("No figure can be shown for this period.")]
    elif dots.unit in COUNTED:
        found.append(t.gettext("These are numbers, not rates, and the groups and areas differ in size."))
    return tuple(sentence for sentence in (*found, _gaps(dots, t)) if sentence)


def alt(dots: Dots, t: Translations) -> str:
    """A text in place of the picture."""
    kind = t.gettext("Dots with their intervals: %(title)s, %(subtitle)s. Down the side: %(rows)s.") % {
        "title": dots.title,
        "subtitle": dots.subtitle,
        "rows": listed([row.label for row in dots.rows], t),
    }
    return " ".join([kind, *sentences(dots, t), t.gettext("The same figures are in the table.")])


def _extremes(dots: Dots, series: Series, t: Translations) -> str:
    """Over what is compared: not over those who are there for comparison only, nor over a single figure."""
    own = [
        (row.inline, point.value)
        for row, point in zip(dots.rows, series.points, strict=True)
        if point.value is not None and not row.is_comparator
    ]
    values = {value for _, value in own}
    if len(values) < 2:
        return ""
    highest, lowest = max(values), min(values)
    names = {
        "series": series.name,
        "high": listed([name for name, value in own if value == highest], t),
        "low": listed([name for name, value in own if value == lowest], t),
        "highest": _shown(dots, highest),
        "lowest": _shown(dots, lowest),
    }
    if len(dots.series) > 1:
        return t.gettext("%(series)s: highest for %(high)s (%(highest)s), lowest for %(low)s (%(lowest)s).") % names
    return (
        t.gettext("The highest figure shown is that of %(high)s (%(highest)s), the lowest that of %(low)s (%(lowest)s).") % names
    )


def _shown(dots: Dots, value: Decimal) -> str:
    return amount(value, dots.unit, dots.decimals)


def _gaps(dots: Dots, t: Translations) -> str:
    count = sum(1 for series in dots.series for point in series.points if shown_symbol(point))
    if not count:
        return ""
    return t.ngettext(
        "%(count)d figure is not shown; its symbol in the table says why.",
        "%(count)d figures are not shown; their symbols in the table say why.",
        count,
    ) % {"count": count}
