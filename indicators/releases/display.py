"""Changes between releases as a person reads them."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _

from indicators import catalogue
from indicators.catalogue.labels import period_name
from indicators.catalogue.periods import Period
from indicators.catalogue.permanent import Key, address
from indicators.releases.compare import REMOVED, Change, Comparison
from indicators.releases.drafting import KEY
from indicators.releases.models import Release
from indicators.written import MINUS
from priority_groups import content

# Of the file: fields of a change in which a figure can differ that shows the same value.
MADE_OF = (
    "numerator_before", "denominator_before", "vintage_before", "numerator_after", "denominator_after", "vintage_after",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChangedFigure:
    """One figure before and after, in these releases; without releases where none has it yet."""

    change: Change
    releases: tuple[Release | None, Release | None] = (None, None)

    @property
    def url(self) -> str:
        """How it came about in the later release, or in the one that had it last; empty where readers have that not yet."""
        change, (before, after) = self.change, self.releases
        told_in = before if change.kind == REMOVED else after
        if told_in is None or told_in.published_at is None:
            return ""
        key = Key(change.measure, change.cohort, change.period, change.breakdown, change.category)
        return address(told_in.pk, key, change.area_code)

    @property
    def kind(self) -> str:
        return self.change.kind

    @property
    def what(self) -> str:
        """The indicator's code, or the measure where it belongs to none."""
        indicators = catalogue.indicator_for(self.change.cohort, self.change.measure)
        return " ".join(indicator.code for indicator in indicators) or str(catalogue.measure(self.change.measure).title)

    @property
    def group(self) -> str:
        return str(content.cohort(self.change.cohort).title)

    @property
    def area(self) -> str:
        return str(catalogue.area(self.change.area_code).name)

    @property
    def period(self) -> str:
        return period_name(Period.parse(self.change.period))

    @property
    def category(self) -> str:
        change = self.change
        return str(catalogue.breakdown(change.breakdown).category(change.category).label) if change.breakdown else ""

    @property
    def beside(self) -> tuple[str, str]:
        """Where both sides show the same, what differs: the numbers that it is made of, or its edition; else nothing."""
        change = self.change
        if self.value_before != self.value_after:
            return "", ""
        before = _parts(change.numerator_before, change.denominator_before)
        after = _parts(change.numerator_after, change.denominator_after)
        return (before, after) if before != after else (_edition(change.vintage_before), _edition(change.vintage_after))

    @property
    def value_before(self) -> str:
        return _shown(self.change.measure, self.change.value_before, self.change.symbol_before)

    @property
    def value_after(self) -> str:
        return _shown(self.change.measure, self.change.value_after, self.change.symbol_after)


def changes_file(comparison: Comparison, name: str) -> HttpResponseBase:
    """Every change as CSV, a few at a time in memory."""
    writer = csv.writer(_Echo(), lineterminator="\n")

    def lines() -> Iterator[str]:
        yield writer.writerow(["change", *KEY, "before", "after", *MADE_OF])
        for change in comparison:
            key = [getattr(change, column) for column in KEY]
            before = _bare(change.measure, change.value_before, change.symbol_before)
            after = _bare(change.measure, change.value_after, change.symbol_after)
            made_of = [_plain(getattr(change, column)) for column in MADE_OF]
            yield writer.writerow([change.kind, *key, before, after, *made_of])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


class _Echo:
    """A file for the CSV writer that gives each line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def _shown(measure: str, value: Decimal | None, symbol: str | None) -> str:
    """As the figure stands on other pages: 1,234 or 28.0%; its symbol where there is none, nothing where it is not there."""
    if value is None:
        return symbol or ""
    found = catalogue.measure(measure)
    text = f"{value:,.{found.decimals}f}".replace("-", MINUS)
    return f"{text}%" if found.unit == "percent" else text


def _bare(measure: str, value: Decimal | None, symbol: str | None) -> str:
    """The same as a program reads it: 1234 or 28.0."""
    return symbol or "" if value is None else f"{value:.{catalogue.measure(measure).decimals}f}"


def _parts(numerator: Decimal | None, denominator: Decimal | None) -> str:
    """ "34 of 263"; empty for what is no part of anything."""
    if numerator is None or denominator is None:
        return ""
    return _("%(numerator)s of %(denominator)s") % {"numerator": f"{numerator:,f}", "denominator": f"{denominator:,f}"}


def _edition(vintage: str) -> str:
    return _("Edition of %(vintage)s") % {"vintage": vintage} if vintage else ""


def _plain(value: Decimal | str | None) -> str:
    """As a program reads it."""
    return f"{value:f}" if isinstance(value, Decimal) else value or ""
