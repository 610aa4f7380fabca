"""Codes of periods in order and in words: "2023Q1" is a calendar quarter, "YE2019-03" a year that ends with a quarter.

The messages are those of `indicators.catalogue.labels`, which needs Django and so cannot be asked here.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from reporting.charts.spec import Period
from reporting.charts.translations import Translations

QUARTER = re.compile(r"(\d{4})Q([1-4])")
YEAR = re.compile(r"YE(\d{4})-(03|06|09|12)")


def gettext_noop(message: str) -> str:
    """Marks a message for the catalogue; it is translated where it is used."""
    return message


# A page names hundreds of periods: only the message that is wanted is looked up.
QUARTERS = (
    gettext_noop("January to March %(year)d"),
    gettext_noop("April to June %(year)d"),
    gettext_noop("July to September %(year)d"),
    gettext_noop("October to December %(year)d"),
)
YEARS = {
    3: (gettext_noop("Year ending March %(year)d"), gettext_noop("the year ending March %(year)d")),
    6: (gettext_noop("Year ending June %(year)d"), gettext_noop("the year ending June %(year)d")),
    9: (gettext_noop("Year ending September %(year)d"), gettext_noop("the year ending September %(year)d")),
    12: (gettext_noop("Year ending December %(year)d"), gettext_noop("the year ending December %(year)d")),
}


class UnknownPeriod(ValueError):
    """A code that is neither a quarter nor a year ending."""


@dataclass(frozen=True, slots=True, order=True)
class When:
    """A period taken apart: `month` is the month a year ends in, 0 for a quarter; `place` counts periods of its kind."""

    month: int
    place: int

    @property
    def code(self) -> str:
        """The code it was read from."""
        if self.month:
            return f"YE{self.place:04d}-{self.month:02d}"
        return f"{self.place // 4:04d}Q{self.place % 4 + 1}"


@lru_cache(maxsize=2048)
def read(code: str) -> When:
    """Take a period's code apart. Raises UnknownPeriod."""
    if match := QUARTER.fullmatch(code):
        return When(0, int(match[1]) * 4 + int(match[2]) - 1)
    if match := YEAR.fullmatch(code):
        return When(int(match[2]), int(match[1]))
    raise UnknownPeriod(f"{code!r} is neither a quarter such as 2023Q1 nor a year ending such as YE2019-03")


def kind(code: str) -> int:
    """What may stand on one axis: 0 for quarters, else the month in which the years end. Raises UnknownPeriod."""
    return read(code).month


@lru_cache(maxsize=1024)
def without_holes(codes: frozenset[str]) -> tuple[str, ...]:
    """The codes in order, with the periods between first and last that no figure names.

    Raises ValueError where quarters and years, or years ending in different months, are mixed.
    """
    whens = {read(code) for code in codes}
    months = {when.month for when in whens}
    if len(months) > 1:
        raise ValueError("periods of different kinds do not belong on one axis: " + ", ".join(sorted(codes)))
    month = months.pop()
    first, last = min(whens).place, max(whens).place
    return tuple(When(month, place).code for place in range(first, last + 1))


def period(code: str, t: Translations) -> Period:
    """A period in words: "Year ending March 2019", "January to March 2023". Raises UnknownPeriod."""
    when = read(code)
    if not when.month:
        year, quarter = divmod(when.place, 4)
        label = t.gettext(QUARTERS[quarter]) % {"year": year}
        short = t.gettext("Q%(quarter)d %(year)d") % {"quarter": quarter + 1, "year": year}
        return Period(code, label, label, short)
    label, inline = YEARS[when.month]
    year_of = {"year": when.place}
    return Period(code, t.gettext(label) % year_of, t.gettext(inline) % year_of, str(when.place))


def axis_label(code: str, t: Translations) -> str:
    """What the time axis is called: "Year ending March" or "Quarter". Raises UnknownPeriod."""
    return {
        0: t.gettext("Quarter"),
        3: t.gettext("Year ending March"),
        6: t.gettext("Year ending June"),
        9: t.gettext("Year ending September"),
        12: t.gettext("Year ending December"),
    }[kind(code)]
