"""Choices that stand in an address, read one after the other: what is asked for and not there becomes what is, and is said.

For pages where what can be chosen next depends on what was chosen before: the categories and periods of a measure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import translation
from django.utils.translation import gettext as _

from indicators import catalogue
from indicators.catalogue import Period
from indicators.catalogue.labels import period_name
from indicators.catalogue.naming import within_sentence
from reporting.charts.periods import axis_label, period
from reporting.knowing import KINDS, Reached, kind_of

LONGEST_QUOTE = 40
TOTAL = "none"
Division = tuple[str, str]  # breakdown and category, both "" for the total


@dataclass(frozen=True, slots=True)
class Option:
    """One of the values of a field; those of one `group` stand together."""

    code: str
    label: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A choice: its name in the address, what it is called, what there is to choose from, and what was chosen."""

    name: str
    label: str
    options: tuple[Option, ...]
    chosen: str

    @property
    def groups(self) -> list[tuple[str, list[Option]]]:
        """The options under the names of their groups."""
        return [(name, list(members)) for name, members in groupby(self.options, key=lambda one: one.group)]


@dataclass(frozen=True, slots=True)
class Ready:
    """That nothing is ready in the period that was chosen, and a link to the latest one in which something is."""

    text: str
    link: str
    query: str


class Asked:
    """The choices of one address. `fields` are those made so far, `messages` what had to be said about them."""

    def __init__(self, query: QueryDict) -> None:
        self._query = query
        self.fields: list[Field] = []
        self.messages: list[str] = []
        self._waiting, self._ready = "", ""  # the chosen period where nothing is ready, and the latest with figures

    def choose(self, name: str, label: str, options: Sequence[Option], default: str = "") -> str:
        """The code that the address asks for; the default, or else the first, where it asks for none or one that is not there.
        "" where there is nothing to choose from."""
        codes = {one.code: one.label for one in options}
        if not codes:
            return ""
        asked = self._query.get(name, "").strip()
        otherwise = default if default in codes else next(iter(codes))
        chosen = asked if asked in codes else otherwise
        if asked and asked not in codes:
            text = _("%(field)s: there is nothing for “%(asked)s” here. Shown instead: %(shown)s.")
            self.messages.append(text % {"field": label, "asked": _quoted(asked), "shown": codes[chosen]})
        self.fields.append(Field(name, label, tuple(options), chosen))
        return chosen

    def period(self, codes: Iterable[str], default: str) -> str:
        """The period that the address asks for; where it is not there, the nearest of its kind, which is said."""
        options = period_options(codes)
        near = _nearest(self._query.get("period", ""), [Period.parse(one.code) for one in options])
        return self.choose("period", _("Period"), options, near or default)

    def note_waiting(self, period: str, reached: Iterable[Reached]) -> None:
        """Have it said where all that there is in the chosen period is still waited for, and in another one it is not."""
        there = list(reached)
        is_waiting = all(one.is_waiting for one in there if one.period == period)
        same = [one for one in there if kind_of(one.period) == kind_of(period) and not one.is_waiting]
        found = latest(one.period for one in same) or latest(one.period for one in there if not one.is_waiting)
        self._waiting, self._ready = (period, found) if is_waiting and found else ("", "")

    @property
    def ready(self) -> Ready | None:
        """Where figures are that the chosen period does not have yet; None where it has some, or no period has."""
        if not self._ready:
            return None
        return Ready(
            _("There are no figures for %(period)s yet.") % {"period": inline_period(self._waiting)},
            _("Show %(period)s, the latest with figures") % {"period": inline_period(self._ready)},
            self.query_with(period=self._ready),
        )

    @property
    def query(self) -> str:
        """The query string of these very choices."""
        return urlencode([(one.name, one.chosen) for one in self.fields])

    def query_with(self, **other: str) -> str:
        """The same with other values for some of them."""
        return urlencode([(one.name, other.get(one.name, one.chosen)) for one in self.fields])

    @property
    def open_fields(self) -> list[Field]:
        """Those with something to choose from."""
        return [one for one in self.fields if len(one.options) > 1]


def period_options(codes: Iterable[str]) -> list[Option]:
    """Periods under the names of their kinds, years before quarters, the latest first."""
    known = sorted(set(codes), key=lambda code: Period.parse(code).end, reverse=True)
    kinds = list(KINDS)
    known.sort(key=lambda code: kinds.index(kind_of(code)))
    return [Option(code, period_name(Period.parse(code)), axis_label(code, translation)) for code in known]


def latest(codes: Iterable[str]) -> str:
    """The period that ends last, a year before a quarter; "" for none."""
    known = [Period.parse(code) for code in codes]
    return max(known, key=lambda one: (one.end, one.kind == "year")).code if known else ""


def measure_options(codes: Iterable[str]) -> list[Option]:
    """Measures in the order of the catalogue."""
    there = set(codes)
    return [Option(one.code, str(one.title)) for one in catalogue.measures() if one.code in there]


def area_options(codes: Iterable[str]) -> list[Option]:
    """Areas in the order of the catalogue."""
    there = set(codes)
    return [Option(one.code, str(one.name)) for one in catalogue.areas() if one.code in there]


def part_options(measure: catalogue.Measure, parts: Iterable[Division]) -> list[Option]:
    """The total and the categories of a measure's breakdowns, in the order of the catalogue, under the breakdowns' names."""
    there = set(parts)
    total = [Option(TOTAL, _("All"))] if ("", "") in there else []
    return total + [
        Option(part_code(breakdown.code, category.code), str(category.label), str(breakdown.title))
        for breakdown, _adds_up in catalogue.breakdowns_of(measure)
        for category in breakdown.categories
        if (breakdown.code, category.code) in there
    ]


def part_code(breakdown: str, category: str) -> str:
    """How a part stands in an address: "sentence_type.immediate_custody", or "none" for the total."""
    return f"{breakdown}.{category}" if breakdown else TOTAL


def part_of(code: str) -> Division:
    """Breakdown and category of such a code."""
    breakdown, _dot, category = code.partition(".")
    return ("", "") if code == TOTAL else (breakdown, category)


def part_words(part: Division) -> str:
    """A part within a sentence; "" for the total."""
    breakdown, category = part
    return within_sentence(str(catalogue.breakdown(breakdown).category(category).label)) if breakdown else ""


def inline_period(code: str) -> str:
    """A period within a sentence."""
    return period(code, translation).inline


def _nearest(asked: str, there: Sequence[Period]) -> str:
    """The code of the period whose end is nearest to that of the one asked for; "" for a text that is no period."""
    try:
        wanted = Period.parse(asked)
    except ValueError:
        return ""
    same = [one for one in there if one.kind == wanted.kind] or there
    return min(same, key=lambda one: abs(one.end - wanted.end)).code if same else ""


def _quoted(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTE else text[:LONGEST_QUOTE] + "…"
