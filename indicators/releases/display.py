"""Changes between releases as a person reads them."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpResponseBase, StreamingHttpResponse

from indicators import catalogue
from indicators.catalogue.labels import period_name
from indicators.catalogue.periods import Period
from indicators.releases.compare import Change, Comparison
from indicators.releases.drafting import KEY
from priority_groups import content


@dataclass(frozen=True, slots=True)
class ChangedFigure:
    """One figure before and after."""

    change: Change

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
    def value_before(self) -> str:
        return shown(self.change.measure, self.change.value_before, self.change.symbol_before)

    @property
    def value_after(self) -> str:
        return shown(self.change.measure, self.change.value_after, self.change.symbol_after)


def changes_file(comparison: Comparison, name: str) -> HttpResponseBase:
    """Every change as CSV, a few at a time in memory."""
    writer = csv.writer(_Echo(), lineterminator="\n")

    def lines() -> Iterator[str]:
        yield writer.writerow(["change", *KEY, "before", "after"])
        for change in comparison:
            figure = ChangedFigure(change)
            key = [getattr(change, column) for column in KEY]
            yield writer.writerow([figure.kind, *key, figure.value_before, figure.value_after])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


class _Echo:
    """A file for the CSV writer that gives each line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def shown(measure: str, value: Decimal | None, symbol: str | None) -> str:
    """A value at its published precision, its symbol where there is none, nothing where the figure is not there."""
    if value is None:
        return symbol or ""
    return str(value.quantize(Decimal(1).scaleb(-catalogue.measure(measure).decimals)))
