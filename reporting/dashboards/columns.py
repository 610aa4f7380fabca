"""How the data page explains the files and the API: every column, every symbol, and queries to begin with."""

from dataclasses import dataclass
from urllib.parse import unquote

from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting.charts.format import SYMBOLS, meaning
from reporting.published import COLUMNS
from reporting.selection import Selection

LABELS: dict[str, Promise] = {
    "release": gettext_lazy("Release"),
    "group": gettext_lazy("Priority group"),
    "indicator": gettext_lazy("Indicator"),
    "cohort": gettext_lazy("People counted"),
    "measure": gettext_lazy("Measure"),
    "area_code": gettext_lazy("Area code"),
    "area_name": gettext_lazy("Area"),
    "period": gettext_lazy("Period"),
    "breakdown": gettext_lazy("Divided by"),
    "category": gettext_lazy("Part"),
    "numerator": gettext_lazy("Numerator"),
    "denominator": gettext_lazy("Denominator"),
    "value": gettext_lazy("Value"),
    "lower": gettext_lazy("Lower end of the interval"),
    "upper": gettext_lazy("Upper end of the interval"),
    "unit": gettext_lazy("Unit"),
    "symbol": gettext_lazy("Symbol"),
    "vintage": gettext_lazy("Edition of the source"),
}

MEANINGS: dict[str, Promise] = {
    "release": gettext_lazy("The release that the figure is of. A published release never changes."),
    "group": gettext_lazy(
        "The priority group, A to F. Empty for figures about everyone, and for measures that stand beside an indicator's."
    ),
    "indicator": gettext_lazy("The indicator of the Framework, such as A1. Empty where the group is."),
    "cohort": gettext_lazy("The people who are counted. Cohorts overlap: never add them together."),
    "measure": gettext_lazy("What is counted."),
    "area_code": gettext_lazy("The code of the area that the Office for National Statistics gives it."),
    "area_name": gettext_lazy("The name of the area, in the language of the page or of the request."),
    "period": gettext_lazy("A quarter, such as 2023Q1, or a year by its last month, such as YE2019-03."),
    "breakdown": gettext_lazy("How the figure is divided, such as sentence_type. Empty for a total."),
    "category": gettext_lazy("The part of the breakdown, such as immediate_custody. Empty for a total."),
    "numerator": gettext_lazy("The number counted. A sum of predicted rates has decimal places."),
    "denominator": gettext_lazy("The number that it is divided by. Empty for a count."),
    "value": gettext_lazy("The figure, rounded as it is published, in its unit."),
    "lower": gettext_lazy("The lower end of its 95 per cent confidence interval."),
    "upper": gettext_lazy("The upper end of its 95 per cent confidence interval."),
    "unit": gettext_lazy(
        "The unit of the value: people, referrals, percent (28.0 is 28.0 per cent), percentage_points, per_100 or ratio."
    ),
    "symbol": gettext_lazy("Why a figure is not shown, or that it is provisional or revised. See the symbols."),
    "vintage": gettext_lazy("The edition of the source that the figure was taken from, by year and month."),
}


@dataclass(frozen=True, slots=True)
class Example:
    """A query of the API and what it answers."""

    words: str
    query: str


def columns() -> list[tuple[str, Promise]]:
    """Each column of a file with its meaning, in the order of the file."""
    return [(name, MEANINGS[name]) for name in COLUMNS]


def symbols() -> list[tuple[str, str]]:
    """Each symbol with its meaning."""
    return [(symbol, meaning(symbol, translation)) for symbol in SYMBOLS]


def examples() -> list[Example]:
    """Queries to begin with, made by the same object that reads them."""
    group = Selection(group=("A",), area=("W92000004",))
    indicator = Selection(indicator=("A1",), period_from="YE2018-12")
    everyone = Selection(cohort=("all",), measure=("reoffending_rate",))
    return [
        Example(_("Every figure of priority group A for Wales"), group.to_query()),
        Example(_("Indicator A1 in every area, from the year ending December 2018"), indicator.to_query()),
        Example(_("The reoffending rate of everyone in England and Wales"), everyone.to_query()),
    ]


def feed_address(name: str, **place: str) -> str:
    """What the address of a feed looks like; the token stands for whichever somebody makes."""
    return unquote(reverse(name, kwargs={"secret": "pcf_…", **place}))
