"""What a release changed of a series that readers already had: from what both releases published, and from nothing else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from indicators import catalogue
from indicators.catalogue import Period
from indicators.catalogue.labels import period_name
from reporting.charts.figures import Figure
from reporting.charts.format import NOT_SHOWN, amount, part_of_whole
from reporting.published import Edition

MARKS = ("p", "r")  # say something of the releases, and nothing of the figure
MOST_SHOWN = 40
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Revisions:
    """Beside the release before: how many figures are new, how many are the same, how many are gone, and those that read
    differently, as a table for templates/components/data_table.html."""

    before: Edition
    added: int
    same: int
    removed: int
    changed: int
    table: dict[str, Any]


def of(edition: Edition, figures: Iterable[Figure], filters: Mapping[str, Any]) -> Revisions | None:
    """None where there is no release before with figures of these series. `filters`: what the figures were found with."""
    before = edition.before
    if before is None:
        return None
    now = {_place(one): one for one in figures}
    origins = {one.origin for one in now.values()}
    kinds = {one.period[:2] == "YE" for one in now.values()}
    was = {_place(one): one for one in before.figures(**filters) if one.origin in origins and (one.period[:2] == "YE") in kinds}
    if not was:
        return None
    both = [place for place in now if place in was]
    changed = [place for place in both if _reads(now[place]) != _reads(was[place])]
    return Revisions(
        before=before,
        added=len(now) - len(both),
        same=len(both) - len(changed),
        removed=len(was) - len(both),
        changed=len(changed),
        table=_table(edition, before, [(was[place], now[place]) for place in changed[:MOST_SHOWN]]),
    )


def _table(edition: Edition, before: Edition, pairs: Iterable[tuple[Figure, Figure]]) -> dict[str, Any]:
    rows: list[dict[str, Any]] = [
        {
            "name": period_name(Period.parse(now.period)),
            "cells": [{"text": now.area_name, "symbol": ""}, *_cells(was, now)],
        }
        for was, now in pairs
    ]
    return {
        "id": "revisions-table",
        "caption": _("Figures that read differently in %(before)s and %(now)s") % {"before": before.name, "now": edition.name},
        "head": [_("Period"), _("Area"), before.name, edition.name],
        "rows": rows,
        "symbols": "".join(dict.fromkeys(cell["symbol"] for row in rows for cell in row["cells"] if cell["symbol"])),
    }


def parts_of_figure(figure: Figure) -> str:
    """ "34 of 263": the numbers of a figure, for where its value is the same as another's; empty where they are not shown."""
    if figure.value is None or figure.numerator is None or figure.denominator is None:
        return ""
    return part_of_whole(figure.numerator, figure.denominator, translation)


def _cells(was: Figure, now: Figure) -> list[dict[str, str]]:
    """Both figures; where they show the same, with the numbers in which they differ."""
    cells = [_cell(was), _cell(now)]
    if cells[0]["text"] != cells[1]["text"]:
        return cells
    return [{**cell, "detail": parts_of_figure(figure)} for cell, figure in zip(cells, (was, now), strict=True)]


def _cell(figure: Figure) -> dict[str, str]:
    if figure.value is None:
        return {"text": "", "symbol": figure.symbol}
    return {"text": amount(figure.value, figure.unit, catalogue.measure(figure.measure).decimals), "symbol": figure.symbol}


def _place(figure: Figure) -> Place:
    return figure.period, figure.area_code


def _reads(figure: Figure) -> tuple[Any, ...]:
    symbol = "" if figure.symbol in MARKS else figure.symbol
    value = None if figure.symbol and figure.symbol in NOT_SHOWN else figure.value
    return value, figure.numerator, figure.denominator, symbol
