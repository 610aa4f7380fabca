"""A series across releases: what a signal, and whatever is said of it, is about."""

from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse

from indicators import catalogue
from indicators.catalogue.naming import title_of_series
from indicators.releases.models import Finding

TOTAL = "total"  # stands in addresses for the figures that are not broken down
KEY = ("indicator", "cohort", "measure", "area_code", "breakdown", "category")


class Series(NamedTuple):
    """An indicator's figures of one cohort, measure, area and category, in every release that has them."""

    indicator: str
    cohort: str
    measure: str
    area_code: str
    breakdown: str = ""
    category: str = ""

    @classmethod
    def of(cls, finding: Finding) -> "Series":
        return cls(*(getattr(finding, name) for name in KEY))

    @classmethod
    def named(cls, indicator: str, cohort: str, area: str, part: str) -> "Series":
        """The series of an address. KeyError where it names nothing that there can be."""
        breakdown, _, category = ("", "", "") if part == TOTAL else part.partition(".")
        series = cls(indicator, cohort, catalogue.indicator(indicator).measure, area, breakdown, category)
        _ = series.title, series.area
        return series

    @property
    def title(self) -> str:
        """The indicator's code and what is counted of whom, in the language active now."""
        return f"{self.indicator}. {title_of_series(self.measure, self.cohort, self.breakdown, self.category)}"

    @property
    def area(self) -> str:
        return str(catalogue.area(self.area_code).name)

    @property
    def region(self) -> str:
        """The code of the region that it is about; "" where it is about all of Wales or more."""
        region = catalogue.region_of(catalogue.area(self.area_code))
        return region.code if region else ""

    @property
    def group(self) -> str:
        """Code of the priority group that the indicator belongs to."""
        return catalogue.indicator(self.indicator).group

    @property
    def url(self) -> str:
        """The page of what is said of its signals."""
        part = f"{self.breakdown}.{self.category}" if self.breakdown else TOTAL
        return reverse("signals:series", args=[self.indicator, self.cohort, self.area_code, part])

    def chart(self, finding: Finding) -> str:
        """The address of its chart on the indicator's page, in the view that the finding was made in."""
        chosen = {
            "cohort": self.cohort,
            "area": self.area_code,
            "breakdown": self.breakdown or TOTAL,
            "category": self.category or TOTAL,
            "origin": finding.origin,
            "kind": finding.kind,
        }
        return f"{reverse('dashboards:indicator', args=[self.indicator])}?{urlencode(chosen)}"

    def __str__(self) -> str:
        return " ".join(part for part in (self.indicator, self.cohort, self.area_code, self.breakdown, self.category) if part)
