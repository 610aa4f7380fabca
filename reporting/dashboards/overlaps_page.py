"""What the page Overlaps shows: how many people belong to which set of groups. A person is in exactly one set."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from indicators import catalogue
from priority_groups import content
from reporting import charting
from reporting.charts.areas import WALES
from reporting.charts.figures import Figure
from reporting.charts.format import confidence, interval_text, number
from reporting.charts.sets.spec import Group, Members, Sets, in_order
from reporting.charts.sets.svg import MOST, svg
from reporting.charts.sets.words import alt, sentences
from reporting.charts.trends import point_of
from reporting.dashboards.asking import TOTAL, Asked, inline_period, measure_options
from reporting.dashboards.compare_page import latest_ready
from reporting.dashboards.indicator_page import Origin, origins
from reporting.knowing import kind_of
from reporting.published import Edition
from reporting.selection import Selection
from reporting.tracing import address_of

SETS, NONE = "cohort_set", "none"


@dataclass(frozen=True, slots=True)
class Asking:
    """Which figures an address asks for: of everyone by set of groups, and in all."""

    asked: Asked
    measure: catalogue.Measure
    period: str
    release: int

    @property
    def selections(self) -> list[Selection]:
        """Exactly the figures of the page: everyone, then the sets."""
        whole = Selection(
            cohort=charting.comparison_cohorts(),
            measure=(self.measure.code,),
            area=(WALES,),
            breakdown=(TOTAL,),
            kind=(kind_of(self.period),),
            period_from=self.period,
            period_to=self.period,
            release=self.release,
        )
        return [whole, replace(whole, breakdown=(SETS,))]


@dataclass(frozen=True)
class OverlapsPage:
    """The picture, its table, how many groups people belong to, and where the figures come from."""

    asking: Asking
    sets: Sets
    total: Decimal | None
    origins: tuple[Origin, ...]
    addresses: Mapping[str, str]

    @property
    def sentences(self) -> tuple[str, ...]:
        return sentences(self.sets, self.total, translation)

    @cached_property
    def pictures(self) -> tuple[SafeString, SafeString]:
        """For a page and for a phone. Every text in them went through an XML writer, which escapes it."""
        return (
            SafeString(svg(self.sets, translation)),
            SafeString(svg(self.sets, translation, is_small=True)),
        )

    @property
    def table(self) -> dict[str, Any]:
        """Every set, as templates/components/data_table.html asks for it."""
        return {
            "id": "overlaps-table",
            "caption": f"{self.sets.title}. {self.sets.subtitle}.",
            "head": [_("Groups that a person belongs to"), _("How many"), self.sets.unit_label, confidence(translation)],
            "rows": [
                {"name": row.label, "url": self.addresses.get(row.code, ""), "cells": self._cells(row)} for row in self.sets.rows
            ],
            "symbols": "".join(dict.fromkeys(row.point.symbol for row in self.sets.rows if row.point.symbol)),
        }

    @property
    def by_number(self) -> dict[str, Any]:
        """How many groups people belong to: sums of what is shown, and how many sets are not."""
        rows, symbols = [], ""
        for count in sorted({len(row.letters) for row in self.sets.rows}):
            mine = [row for row in self.sets.rows if len(row.letters) == count]
            shown = [row.point.value for row in mine if row.point.value is not None]
            people = {"text": number(sum(shown, Decimal(0)))} if shown else {"text": "", "symbol": "c"}
            symbols = symbols or people.get("symbol", "")
            hidden = len(mine) - len(shown)
            rows.append({"name": str(count), "cells": [{"text": str(len(mine))}, people, {"text": str(hidden)}]})
        return {
            "id": "overlaps-number",
            "caption": _("How many groups people belong to"),
            "head": [_("Number of groups"), _("Sets"), _("People in the sets that are shown"), _("Sets that are not shown")],
            "rows": rows,
            "symbols": symbols,
        }

    def _cells(self, row: Members) -> list[dict[str, str]]:
        point, unit = row.point, self.sets.unit
        interval = interval_text(point, unit, 0, translation)
        return [
            {"text": str(len(row.letters))},
            {"text": "" if point.value is None else number(point.value), "symbol": point.symbol},
            {"text": interval, "symbol": "" if interval else point.symbol or "x"},
        ]


def overlaps_page(edition: Edition | None, query: QueryDict) -> OverlapsPage | None:
    """None where nobody was counted by sets of groups."""
    asking = read_address(edition, query)
    if edition is None or asking is None:
        return None
    found = edition.figures_of([one.to_filters() for one in asking.selections])
    total = next((one.value for one in found if not one.breakdown), None)
    by_set = [one for one in found if one.breakdown == SETS]
    addresses = {one.category: address_of(one, WALES) for one in by_set}
    return OverlapsPage(asking, _sets(asking, by_set), total, origins(found), addresses)


def read_address(edition: Edition | None, query: QueryDict) -> Asking | None:
    """What an address of the page, or of its file, asks for."""
    if edition is None:
        return None
    asked = Asked(query)
    everyone = charting.comparison_cohorts()
    answered = {measure for cohort, measure in edition.answered if cohort in everyone}
    told = [one.code for one in catalogue.measures() if one.overlaps and one.code in answered]
    code = asked.choose("measure", _("Measure"), measure_options(told))
    reached = edition.reached(code, (SETS, NONE), everyone, (WALES,)) if code else ()  # there are always people in none
    if not reached:
        return None
    period = asked.period({one.period for one in reached}, latest_ready(reached))
    asked.note_waiting(period, reached)
    return Asking(asked, catalogue.measure(code), period, edition.id)


def _sets(asking: Asking, found: list[Figure]) -> Sets:
    labels = catalogue.breakdown(SETS)
    rows = tuple(
        Members(
            code=one.category,
            label=str(labels.category(one.category).label),
            letters="" if one.category == NONE else one.category,
            point=point_of(one, translation),
        )
        for one in found
    )
    subtitle = _("Wales, %(period)s") % {"period": inline_period(asking.period)}
    made = Sets(
        title=str(asking.measure.title),
        subtitle=subtitle,
        language=translation.get_language() or "en",
        unit=asking.measure.unit,
        unit_label=charting.unit_label(asking.measure),
        groups=tuple(Group(one.letter, str(one.title)) for one in content.cohorts() if one.letter),
        rows=in_order(rows),
    )
    return replace(made, alt=alt(made, MOST, translation))
