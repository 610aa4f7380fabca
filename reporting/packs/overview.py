"""The Framework on half a page: for each group of people and each measure the latest figure for Wales and its verdict."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from indicators import catalogue
from priority_groups import content
from reporting.charts.translations import Translations
from reporting.packs.choice import WALES
from reporting.packs.latest import chart_of, highest_part, latest
from reporting.packs.parts import GroupPart, Shown
from reporting.packs.verdicts import Mark, marks_of

Cell = dict[str, Any]


def overview(groups: Sequence[GroupPart], t: Translations) -> dict[str, Any]:
    """Kinds of people down, measures across; measures that only one group has share a column."""
    measures = _measures(groups)
    rows = [
        _row(group, cohort, measures, t) for group in groups for cohort in content.cohorts() if cohort.code in _cohorts(group)
    ]
    columns = [str(catalogue.measure(one).title) for one in measures]
    return {
        "title": t.gettext("The Framework at a glance"),
        "columns": [t.gettext("Who is counted"), *columns, t.gettext("The group's own")],
        "rows": rows,
        "note": t.gettext(
            "Latest figures for Wales, each with its period, and what the release finds of the change up to it. The groups "
            "overlap: figures of different groups are never added together."
        ),
    }


def coverage(groups: Sequence[GroupPart], t: Translations) -> dict[str, Any]:
    """How many indicators have figures, group by group, and how to read the pack."""
    shown = sum(len(group.shown) for group in groups)
    total = shown + sum(len(group.waiting) for group in groups)
    lead = t.ngettext(
        "The Framework measures its effect by %(total)d indicator. This release has figures for %(shown)d.",
        "The Framework measures its effect by %(total)d indicators. This release has figures for %(shown)d.",
        total,
    )
    return {
        "title": t.gettext("How far the data reaches"),
        "lead": lead % {"total": total, "shown": shown},
        "nothing": "" if shown else t.gettext("This release has no figures for the groups yet."),
        "columns": [t.gettext("Priority group"), t.gettext("Indicators"), t.gettext("With figures"), t.gettext("Waiting")],
        "rows": [
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


def _measures(groups: Iterable[GroupPart]) -> list[str]:
    """Those that more than one of the Framework's groups is measured by."""
    found: dict[str, set[str]] = {}
    for group in groups:
        for one in _indicators(group):
            found.setdefault(one.measure, set()).update(
                {other.group for other in catalogue.indicators() if other.measure == one.measure}
            )
    return [one.code for one in catalogue.measures() if len(found.get(one.code, ())) > 1]


def _indicators(group: GroupPart) -> Iterator[catalogue.Indicator]:
    codes = {*(one.code for one in group.shown), *(one.code for one in group.waiting)}
    return (one for one in catalogue.indicators() if one.code in codes)


def _cohorts(group: GroupPart) -> set[str]:
    return {cohort for one in _indicators(group) for cohort in one.cohorts}


def _row(group: GroupPart, cohort: content.Cohort, measures: Sequence[str], t: Translations) -> dict[str, Any]:
    mine = [one for one in _indicators(group) if cohort.code in one.cohorts]
    shown = {one.code: one for one in group.shown}
    own = [one for one in mine if one.measure not in measures]
    cells = [_of_measure([one for one in mine if one.measure == measure], shown, cohort.code, t) for measure in measures]
    last = [{**_of_measure([one], shown, cohort.code, t), "name": str(catalogue.measure(one.measure).title)} for one in own]
    return {"name": f"{group.code}. {cohort.title}", "cells": [*cells, last[0] if last else _nothing(t)]}


def _of_measure(indicators: Sequence[catalogue.Indicator], shown: dict[str, Shown], cohort: str, t: Translations) -> Cell:
    if not indicators:
        return _nothing(t)
    found = shown.get(indicators[0].code)
    if found is None:
        return _cell(words=t.gettext("waiting for data"))
    verdicts = [one for one in found.verdicts if one.cohort == cohort and one.area_code == WALES]
    chart = chart_of(found, cohort, verdicts)
    if chart is None:
        return _cell(marks=marks_of(verdicts), words=highest_part(found, cohort, WALES))
    value, period = latest(chart, WALES)
    return _cell(value, period, marks_of([one for one in verdicts if one.origin == chart.origin]))


def _nothing(t: Translations) -> Cell:
    return _cell(words=t.gettext("not asked of this group"))


def _cell(value: str = "", period: str = "", marks: Sequence[Mark] = (), words: str = "") -> Cell:
    return {"name": "", "value": value, "period": period, "marks": list(marks), "words": words}
