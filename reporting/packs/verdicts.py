"""What the release found, in a pack: the signals, each group's verdicts side by side, and their reasons."""

from collections.abc import Iterable, Sequence
from typing import Any

from indicators.catalogue.naming import title_of_series
from reporting.charts.translations import Translations
from reporting.packs.choice import WALES
from reporting.packs.parts import Shown
from reporting.packs.words import capital
from reporting.verdicts import LOOKS, Verdict, counts, strongest

MOST_SIGNALS = 10
TOLD = ("improving", "worse", "changed")
APART = ("higher", "lower")  # than the rest of Wales
Mark = dict[str, str]


def summary(verdicts: Sequence[Verdict], trust: Sequence[str], t: Translations, most: int = MOST_SIGNALS) -> dict[str, Any]:
    """How many verdicts there are of each kind, how far they can be trusted, and the strongest signals."""
    signals = strongest(verdicts, most)
    every = sum(one.is_signal for one in verdicts)
    more = t.ngettext(
        "%(count)d more signal is on the service's page of signals.",
        "%(count)d more signals are on the service's page of signals.",
        every - len(signals),
    )
    others = [one for one in verdicts if one.verdict in TOLD and not one.is_signal][: max(0, most - len(signals))]
    return {
        "title": t.gettext("What has changed"),
        "counts": counted(verdicts),
        "trust": list(trust),
        "signals-title": t.gettext("The strongest signals"),
        "columns": [t.gettext("Indicator and area"), t.gettext("Verdict"), t.gettext("Why")],
        "signals": [_row(one, f"{one.title}, {one.area_name}") for one in signals],
        "more": more % {"count": every - len(signals)} if every > len(signals) else "",
        "others-title": t.gettext("Changes that are not strong enough to be called signals"),
        "others": [_row(one, f"{one.title}, {one.area_name}") for one in others],
        "none": t.gettext("No series stands out as a signal.") if verdicts else "",
    }


def by_area(verdicts: Sequence[Verdict], areas: Sequence[tuple[str, str]], t: Translations) -> dict[str, Any]:
    """How many series of each area have which verdict."""
    labels = {one.verdict: capital(one.label) for one in verdicts}
    codes = [code for code in LOOKS if code in labels]
    rows = []
    for area, name in areas:
        found = counts(one for one in verdicts if one.area_code == area)
        rows.append([name, *(str(found.get(code, 0)) for code in codes)])
    return {
        "title": t.gettext("Verdicts by area"),
        "columns": [t.gettext("Area"), *(labels[code] for code in codes)],
        "rows": rows if codes else [],
    }


def counted(verdicts: Sequence[Verdict]) -> list[Mark]:
    """How many there are of each verdict."""
    labels = {one.verdict: one for one in verdicts}
    return [{**mark_of(labels[code]), "count": str(count)} for code, count in counts(verdicts).items()]


def mark_of(verdict: Verdict) -> Mark:
    """A verdict's shape and its word."""
    return {"look": verdict.look, "words": capital(verdict.label)}


def marks_of(verdicts: Sequence[Verdict]) -> list[Mark]:
    """The verdict; of several series how many have which."""
    if len(verdicts) < 2:
        return [mark_of(one) for one in verdicts]
    labels = {one.verdict: one for one in verdicts}
    return [{"look": LOOKS[code], "words": f"{count} {labels[code].label}"} for code, count in counts(verdicts).items()]


def table_of(shown: Iterable[Shown], areas: Sequence[tuple[str, str]], t: Translations) -> dict[str, Any]:
    """Indicators down, areas across; where an indicator has several series of one area the cell counts them."""
    rows = []
    for one in shown:
        for cohort in one.cohorts:
            mine = [verdict for verdict in one.verdicts if verdict.cohort == cohort]
            cells = [marks_of([verdict for verdict in mine if verdict.area_code == code]) for code, _name in areas]
            if mine:
                rows.append({"name": name_of(one, cohort, with_people=len(one.cohorts) > 1), "cells": cells})
    return {"columns": [t.gettext("Indicator"), *(name for _code, name in areas)], "rows": rows}


def name_of(shown: Shown, cohort: str, *, with_people: bool) -> str:
    """ "A1. People starting a sentence", with the people where an indicator is about several kinds."""
    name = title_of_series(shown.measure, cohort, "", "") if with_people else shown.name
    return f"{shown.code}. {name}"


def of_indicator(verdicts: Sequence[Verdict], t: Translations) -> list[dict[str, str]]:
    """Why: of Wales always where it is one series, of a region where it changed or differs from the rest of Wales. The table of
    the group has them all."""
    cohorts = {one.cohort for one in verdicts}
    parted = {one.cohort for one in verdicts if one.breakdown}
    found = []
    for one in verdicts:
        alone = one.cohort not in parted
        name = one.area_name if len(cohorts) == 1 and alone else f"{one.title}, {one.area_name}"
        if one.verdict in TOLD or (alone and one.area_code == WALES):
            found.append(_row(one, name))
        elif alone and one.beside_is in APART:
            found.append(apart_row(one, name, t))
    return found


def of_part(verdicts: Iterable[Verdict], cohort: str, category: str) -> Mark:
    """The verdict on one part of a measure in Wales; nothing where there is none."""
    for one in verdicts:
        if (one.cohort, one.category, one.area_code) == (cohort, category, WALES):
            return mark_of(one)
    return {"look": "", "words": ""}


def apart_row(verdict: Verdict, name: str, t: Translations) -> dict[str, str]:
    """How a region differs from the rest of Wales, with a shape of its own."""
    words = t.gettext("Higher here") if verdict.beside_is == "higher" else t.gettext("Lower here")
    return {"look": verdict.beside_is, "words": words, "name": name, "why": verdict.beside}


def _row(verdict: Verdict, name: str) -> dict[str, str]:
    why = " ".join(words for words in (verdict.sentence, verdict.beside) if words)
    return {**mark_of(verdict), "name": name, "why": why}
