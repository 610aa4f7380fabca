"""The dated events at which a chart begins a new level: a letter in the picture, its words below."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from indicators import catalogue
from indicators.catalogue import Period
from reporting.charts.spec import Annotation, Chart

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
Rebase = Mapping[str, Any]


def annotated(chart: Chart, rebases: Iterable[Rebase], indicators: Collection[str]) -> Chart:
    """The chart with the events that are about these indicators and its areas, in the order of their days.

    A rebase: {"event", "date": "2020-03-23", "title": {"en", "cy"}, "indicator": code or "", "area": code or ""}, "" for all.
    """
    lines = {series.key for series in chart.series}
    found: dict[tuple[str, Any], list[Rebase]] = {}
    for one in sorted(rebases, key=lambda one: (one["date"], str(one["event"]))):
        if one["indicator"] in ("", *indicators) and one["area"] in ("", *lines):
            found.setdefault((one["date"], one["event"]), []).append(one)
    marks: list[Annotation] = []
    for rebases_of_event in found.values():
        day = date.fromisoformat(rebases_of_event[0]["date"])
        if (period := _period_of(day, chart)) is not None:
            letter = LETTERS[len(marks) % len(LETTERS)]
            marks.append(Annotation(period, letter, _words(letter, day, rebases_of_event, chart)))
    return replace(chart, annotations=(*chart.annotations, *marks)) if marks else chart


def _period_of(day: date, chart: Chart) -> str | None:
    """The code of the first of the chart's periods that the day lies in."""
    for period in chart.periods:
        known = Period.parse(period.code)
        if known.start <= day <= known.end:
            return period.code
    return None


def _words(letter: str, day: date, rebases: Collection[Rebase], chart: Chart) -> str:
    titles = next(iter(rebases))["title"]
    language = (translation.get_language() or "en").split("-")[0]
    names = {
        "letter": letter,
        "day": date_format(day, "j F Y"),
        "title": titles.get(language) or titles["en"],
        "areas": ", ".join(str(catalogue.area(one["area"]).name) for one in rebases if one["area"]),
    }
    if names["areas"] and len(chart.series) > 1:
        return _("%(letter)s. %(day)s: %(title)s (%(areas)s). A new level begins.") % names
    return _("%(letter)s. %(day)s: %(title)s. A new level begins.") % names
