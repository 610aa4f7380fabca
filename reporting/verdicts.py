"""What a release says of its series: a verdict with its reason for each indicator, group of people and area."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from indicators import catalogue
from indicators.catalogue.naming import title_of_series
from priority_groups import content
from reporting.charts.limits import Process
from reporting.knowing import kind_of
from reporting.viewing import View

# How a verdict looks (static/src/scss/_states.scss): a shape and a colour, never without its words.
LOOKS = {
    "improving": "improving",
    "worse": "worse",
    "changed": "changed",
    "no_clear_change": "none",
    "too_few": "few",
    "not_ready": "later",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """One series of an edition and what was found: `label` and `sentence` are in the reader's language.

    A series is an indicator's figures of one cohort, area and category ("" for the total) over one kind of periods, of one
    origin. `verdict` and `reason` are codes; `moved` says which way (-1, 0, 1). `q_value` is the p-value after control of the
    false discovery rate over all that the release tested; both are None where nothing was tested. `beside`: how a region
    compares with the rest of Wales, "" where that is not told. `process`: its XmR chart, where that was asked for. `last_period`:
    of its figures, shown or not; `period` is of the latest one that is shown. `beside_is`: higher, lower, similar, or "".
    """

    indicator: str
    cohort: str
    measure: str
    area_code: str
    area_name: str
    breakdown: str
    category: str
    origin: str
    period: str
    direction: str
    moved: int
    verdict: str
    reason: str
    label: str
    sentence: str
    beside: str
    p_value: float | None
    q_value: float | None
    is_signal: bool
    rank: int | None
    process: Process | None
    last_period: str = ""
    beside_is: str = ""

    @property
    def look(self) -> str:
        """The end of its class in the style sheet."""
        return LOOKS[self.verdict]

    @property
    def has_limits(self) -> bool:
        """Whether its chart has an average and limits: too few figures have none."""
        return self.process is not None and any(one is not None for one in self.process.lower)

    @property
    def division(self) -> tuple[str, str, str]:
        """Of whom and of which part it is."""
        return self.cohort, self.breakdown, self.category

    @property
    def view(self) -> View | None:
        """The figures that it was found in; None where none is shown."""
        return View(self.origin, (kind_of(self.last_period),)) if self.last_period else None

    @property
    def series(self) -> tuple[str, str, str, str, str]:
        """What it is a verdict on: cohort, measure, breakdown, category and area."""
        return self.cohort, self.measure, self.breakdown, self.category, self.area_code

    @property
    def title(self) -> str:
        """The indicator's code and what is counted of whom: "A5. People with each need: women, accommodation"."""
        return f"{self.indicator}. {title_of_series(self.measure, self.cohort, self.breakdown, self.category)}"


def counts(verdicts: Iterable[Verdict]) -> dict[str, int]:
    """How many there are of each verdict, in the order of LOOKS; those that there are."""
    found = [one.verdict for one in verdicts]
    return {verdict: found.count(verdict) for verdict in LOOKS if verdict in found}


def strongest(verdicts: Collection[Verdict], most: int) -> list[Verdict]:
    """The signals, strongest first."""
    signals = [one for one in verdicts if one.is_signal and one.rank is not None]
    return sorted(signals, key=lambda one: one.rank or 0)[:most]


def in_order(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """As the catalogue has indicators, cohorts, categories and areas."""
    indicators = {one.code: place for place, one in enumerate(catalogue.indicators())}
    areas = {one.code: place for place, one in enumerate(catalogue.areas())}
    categories = {
        (one.code, category.code): (number, place)
        for number, one in enumerate(catalogue.breakdowns(), start=1)
        for place, category in enumerate(one.categories)
    }
    cohorts = {one.code: place for place, one in enumerate(content.cohorts())}
    return sorted(
        verdicts,
        key=lambda one: (
            indicators[one.indicator],
            cohorts[one.cohort],
            categories.get((one.breakdown, one.category), (0, 0)),
            areas[one.area_code],
        ),
    )
