"""What a chart shows, in sentences that hold to the numbers: no word of better, worse or significant.

A change is the difference of two published figures, exact at their published precision. Whether it is more than chance
is a matter for the statistics of an indicator: its verdict stands beside the chart, or the last sentence says that there is none.
"""

from decimal import Decimal

from reporting.charts.areas import REGIONS
from reporting.charts.format import CONFIDENCE, COUNTED, amount, listed, number
from reporting.charts.limits import centre_text, flagged, levels, range_text
from reporting.charts.rules import rule_text
from reporting.charts.scale import has_interval, last_place, told_events
from reporting.charts.spec import Chart, Period, Point, Series
from reporting.charts.translations import Translations


def sentences(chart: Chart, t: Translations) -> tuple[str, ...]:
    """The latest figure, its change, highest and lowest, the regions, limits and what stands out, what is not ready or shown,
    what has not been tested."""
    series = subject(chart)
    if series is None:
        nothing = (t.gettext("No figure can be shown for this period."), _waiting(chart, t))
        return tuple(sentence for sentence in nothing if sentence)
    found = [_latest(chart, series, t), _changes(chart, series, t), _extremes(chart, series, t)]
    found += [_parts(chart, t), *_limits(chart, t), *told_events(chart), _waiting(chart, t), _gaps(chart, t)]
    if not chart.is_tested and any(len(_known(chart, line)) > 1 for line in chart.series):
        found.append(t.gettext("Whether the changes are more than chance is not tested in this edition."))
    return tuple(sentence for sentence in found if sentence)


def alt(chart: Chart, t: Translations) -> str:
    """A text in place of the picture: what kind of chart it is of what, and the sentence on its latest figure."""
    names = [series.name for series in chart.series]
    kind = t.ngettext(
        "Line chart with one line, %(names)s: %(title)s, from %(first)s to %(last)s.",
        "Line chart with %(count)d lines, %(names)s: %(title)s, from %(first)s to %(last)s.",
        len(names),
    ) % {
        "count": len(names),
        "names": listed(names, t),
        "title": chart.title,
        "first": chart.periods[0].inline,
        "last": chart.periods[-1].inline,
    }
    series = subject(chart)
    latest = _latest(chart, series, t) if series else t.gettext("No figure can be shown for this period.")
    return " ".join([kind, latest, *_limits(chart, t), t.gettext("The same figures are in the table.")])


def shading(chart: Chart, t: Translations) -> str:
    """What the shaded band of the picture is, which the picture does not say of itself; empty where there is none."""
    for series in chart.series:
        if has_interval(chart, series) and any(point.lower is not None for point in series.points):
            names = {"area": series.name, "level": CONFIDENCE}
            return t.gettext("The shaded band around %(area)s is its confidence interval (%(level)s).") % names
    return ""


def marks(chart: Chart, t: Translations) -> str:
    """What the lines, bands and rings of an XmR chart are; empty for any other."""
    if not levels(chart):
        return ""
    found = [
        t.gettext(
            "The solid line is the average of the figures shown, the dashed lines are the limits within which chance alone is "
            "expected to keep them."
        )
    ]
    if any(limit and limit.is_trial for limit in chart.limits):
        found.append(t.gettext("Trial limits come from few figures and may still move."))
    if any(flagged(chart)):
        found.append(t.gettext("A ring marks a figure that stands out; the table says why."))
    return " ".join(found)


def origin(chart: Chart, t: Translations) -> str:
    """Who worked the figures out, where it was not a publication."""
    if chart.origin == "counted":
        return t.gettext("These figures were counted from records by this service.")
    if chart.origin == "mixed":
        return t.gettext("Some of these figures were counted from records by this service, the others were published elsewhere.")
    return ""


def subject(chart: Chart) -> Series | None:
    """The line that the sentences are about: the main one, else the first with a value, else none."""
    with_values = [series for series in chart.series if last_place(series) is not None]
    mains = [series for series in with_values if series.role == "main"]
    return next(iter(mains or with_values), None)


def _known(chart: Chart, series: Series) -> list[tuple[Period, Point, Decimal]]:
    return [
        (period, point, point.value)
        for period, point in zip(chart.periods, series.points, strict=True)
        if point.value is not None
    ]


def _shown(chart: Chart, value: Decimal) -> str:
    return amount(value, chart.unit, chart.decimals)


def _latest(chart: Chart, series: Series, t: Translations) -> str:
    period, point, value = _known(chart, series)[-1]
    names = {"area": series.name, "value": _shown(chart, value), "period": period.inline}
    if point.symbol == "p":
        return t.gettext("The latest figure for %(area)s is %(value)s, for %(period)s; it is provisional.") % names
    if point.symbol == "r":
        return t.gettext("The latest figure for %(area)s is %(value)s, for %(period)s; it has been revised.") % names
    return t.gettext("The latest figure for %(area)s is %(value)s, for %(period)s.") % names


def _changes(chart: Chart, series: Series, t: Translations) -> str:
    known = _known(chart, series)
    if len(known) < 2:
        return ""
    latest = known[-1][2]
    before = _difference(chart, latest, known[-2], t)
    if len(known) == 2:
        return t.gettext("That is %(before)s.") % {"before": before}
    return t.gettext("That is %(before)s, and %(first)s, the first shown.") % {
        "before": before,
        "first": _difference(chart, latest, known[0], t),
    }


def _difference(chart: Chart, latest: Decimal, earlier: tuple[Period, Point, Decimal], t: Translations) -> str:
    period, _, value = earlier
    names = {
        "size": number(abs(latest - value), chart.decimals),
        "value": _shown(chart, value),
        "period": period.inline,
    }
    if latest == value:
        return t.gettext("the same as in %(period)s") % names
    if chart.unit == "percent":
        if latest > value:
            return t.gettext("%(size)s percentage points higher than in %(period)s (%(value)s)") % names
        return t.gettext("%(size)s percentage points lower than in %(period)s (%(value)s)") % names
    if chart.unit in COUNTED:
        if latest > value:
            return t.gettext("%(size)s more than in %(period)s (%(value)s)") % names
        return t.gettext("%(size)s fewer than in %(period)s (%(value)s)") % names
    if latest > value:
        return t.gettext("%(size)s higher than in %(period)s (%(value)s)") % names
    return t.gettext("%(size)s lower than in %(period)s (%(value)s)") % names


def _extremes(chart: Chart, series: Series, t: Translations) -> str:
    known = _known(chart, series)
    values = [value for _, _, value in known]
    if len(set(values)) < 2 or len(known) < 3:
        return ""
    highest, lowest = max(values), min(values)
    names = {
        "area": series.name,
        "highest": _shown(chart, highest),
        "high_in": listed([period.inline for period, _, value in known if value == highest], t),
        "lowest": _shown(chart, lowest),
        "low_in": listed([period.inline for period, _, value in known if value == lowest], t),
    }
    if len(chart.series) > 1:  # another line may reach further
        sentence = t.gettext(
            "The highest figure shown for %(area)s is %(highest)s (%(high_in)s) and the lowest %(lowest)s (%(low_in)s)."
        )
    else:
        sentence = t.gettext("The highest figure shown is %(highest)s (%(high_in)s) and the lowest %(lowest)s (%(low_in)s).")
    return sentence % names


def _parts(chart: Chart, t: Translations) -> str:
    """Which region is highest and lowest in the last period of the chart, where at least two can be compared: of all of them, or
    of those that are shown, because one whose figure is not may be higher or lower than any."""
    last = [(line.name, line.points[-1].value) for line in chart.series if line.role == "part"]
    known = [(name, value) for name, value in last if value is not None]
    if len(known) < 2 or len({value for _, value in known}) < 2:
        return ""
    highest, lowest = max(value for _, value in known), min(value for _, value in known)
    if len(known) < len(REGIONS):
        sentence = t.gettext(
            "For %(period)s the highest figure of the areas that are shown is that of %(high)s (%(highest)s), "
            "the lowest that of %(low)s (%(lowest)s)."
        )
    else:
        sentence = t.gettext(
            "For %(period)s the highest figure of the areas is that of %(high)s (%(highest)s), "
            "the lowest that of %(low)s (%(lowest)s)."
        )
    text = sentence % {
        "period": chart.periods[-1].inline,
        "high": listed([name for name, value in known if value == highest], t),
        "highest": _shown(chart, highest),
        "low": listed([name for name, value in known if value == lowest], t),
        "lowest": _shown(chart, lowest),
    }
    if chart.unit not in COUNTED:
        return text
    return f"{text} " + t.gettext("These are numbers, not rates, and the areas differ in population.")


def _limits(chart: Chart, t: Translations) -> list[str]:
    """The latest level, and which figures stand out from theirs."""
    made = levels(chart)
    if not made:
        return []
    names = {"average": centre_text(chart, made[-1].limit), "limits": range_text(chart, made[-1].limit, t)}
    if len(made) > 1:
        names["period"] = chart.periods[made[-1].first].inline
        found = [t.gettext("Since %(period)s the average is %(average)s and the limits are %(limits)s.") % names]
    else:
        found = [t.gettext("The average is %(average)s and the limits are %(limits)s.") % names]
    standing = [f"{chart.periods[place].inline} ({rule_text(limit, t)})" for place, limit in flagged(chart)]
    if standing:
        found.append(t.gettext("What stands out: %(periods)s.") % {"periods": listed(standing, t)})
    else:
        found.append(t.gettext("No figure stands out from them."))
    return found


def _waiting(chart: Chart, t: Translations) -> str:
    """Which periods were not ready, and when the first of them is due: no word of what is to come, as it may be past by now."""
    waiting = [
        (period.inline, ready)
        for place, period in enumerate(chart.periods)
        if (ready := next((line.points[place].ready for line in chart.series if line.points[place].ready), ""))
    ]
    if not waiting:
        return ""
    sentence = t.ngettext(
        "The figure for %(first)s was not ready for this edition: due in %(ready)s.",
        "The figures from %(first)s to %(last)s were not ready for this edition: the first due in %(ready)s.",
        len(waiting),
    )
    return sentence % {"first": waiting[0][0], "last": waiting[-1][0], "ready": waiting[0][1]}


def _gaps(chart: Chart, t: Translations) -> str:
    count = sum(1 for line in chart.series for point in line.points if point.value is None and point.symbol)
    if not count:
        return ""
    return t.ngettext(
        "%(count)d figure is not shown; its symbol in the table says why.",
        "%(count)d figures are not shown; their symbols in the table say why.",
        count,
    ) % {"count": count}
