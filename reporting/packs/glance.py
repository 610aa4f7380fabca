"""The pack on one page: the latest figures, how far the data reaches, and how to read the rest."""

from collections.abc import Iterator, Sequence
from typing import Any

from reporting.charts.format import point_text
from reporting.charts.scale import last_place
from reporting.charts.spec import Chart
from reporting.charts.translations import Translations
from reporting.charts.words import subject
from reporting.packs.parts import GroupPart


def glance(groups: Sequence[GroupPart], t: Translations) -> dict[str, Any]:
    """Headings, tables and sentences of the page."""
    shown = sum(len(group.shown) for group in groups)
    total = shown + sum(len(group.waiting) for group in groups)
    return {
        "title": t.gettext("The pack at a glance"),
        "lead": t.ngettext(
            "The Framework measures its effect by %(total)d indicator. This release has figures for %(shown)d.",
            "The Framework measures its effect by %(total)d indicators. This release has figures for %(shown)d.",
            total,
        )
        % {"total": total, "shown": shown},
        "latest-title": t.gettext("Latest figures"),
        "latest-columns": [
            t.gettext("Indicator"),
            t.gettext("Latest"),
            t.gettext("The one shown before"),
            t.gettext("The first shown"),
        ],
        "latest": list(_latest(groups, t)),
        "latest-note": t.gettext(
            "Each figure stands with its area and its period. Whether a change is more than chance is said with each indicator."
        )
        if any(one.verdicts for group in groups for one in group.shown)
        else t.gettext(
            "Each figure stands with its area and its period. Whether a change is more than chance is not tested in this edition."
        ),
        "nothing": t.gettext("This release has no figures for the groups yet."),
        "coverage-title": t.gettext("How far the data reaches"),
        "coverage-columns": [
            t.gettext("Priority group"),
            t.gettext("Indicators"),
            t.gettext("With figures"),
            t.gettext("Waiting"),
        ],
        "coverage": [
            {"name": f"{group.code}. {group.title}", "shown": len(group.shown), "waiting": len(group.waiting)} for group in groups
        ],
        "reading-title": t.gettext("How to read this pack"),
        "reading": [
            t.gettext(
                "The groups overlap: the same person can be in several. Figures of different groups are never added together."
            ),
            t.gettext("Under each chart the same figures stand in a table. Both come from one published release."),
            t.gettext("Numbers of people are not rates: areas differ in population, so a higher number is not a higher risk."),
            t.gettext(
                "A figure that is not shown has a symbol in its place; the last pages explain the symbols and the sources."
            ),
        ],
    }


def _latest(groups: Sequence[GroupPart], t: Translations) -> Iterator[list[str]]:
    """A row for each chart that can show a figure: its latest, the one before and the first, with area and periods."""
    for group in groups:
        for one in group.shown:
            for chart in one.charts:
                if row := _row(one.code, chart, _origin(chart, one.charts, t)):
                    yield row


def _origin(chart: Chart, charts: Sequence[Chart], t: Translations) -> str:
    """Which of the charts of an indicator was counted, where others were published."""
    if chart.origin != "counted" or all(other.origin == "counted" for other in charts):
        return ""
    return t.gettext("counted from records")


def _row(code: str, chart: Chart, origin: str) -> list[str]:
    series = subject(chart)
    last = last_place(series) if series else None
    if series is None or last is None:
        return []
    known = [place for place, point in enumerate(series.points) if point.value is not None]
    places = [last, known[-2] if len(known) > 1 else None, known[0] if len(known) > 1 else None]
    texts = [
        "" if place is None
        else f"{point_text(series.points[place], chart.unit, chart.decimals)} ({chart.periods[place].short})"
        for place in places
    ]  # fmt: skip
    name = ", ".join(words for words in (f"{code}. {chart.title}", series.name, origin) if words)
    return [name, *texts]
