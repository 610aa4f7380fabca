"""The neutral specification of a chart: what every renderer draws, and the only thing it may look at."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Role = Literal["main", "part", "other", "comparator"]
Origin = Literal["published", "counted", "mixed"]


@dataclass(frozen=True, slots=True)
class Period:
    """A place on the time axis: its code, its label ("Year ending March 2019"), the same within a sentence, and for the axis."""

    code: str
    label: str
    inline: str
    short: str


@dataclass(frozen=True, slots=True)
class Point:
    """A figure of one series in one period; `value` None is a gap, and `symbol` then says why.

    A point with a value may carry `p` (provisional) or `r` (revised). `ready` says of one that is not available yet in which
    quarter it will be: "July to September 2026".
    """

    value: Decimal | None
    lower: Decimal | None = None
    upper: Decimal | None = None
    symbol: str = ""
    numerator: int | Decimal | None = None
    denominator: int | Decimal | None = None
    ready: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """A line: `points` has one point for every period of the chart, `style` is its number in `palette.SERIES`."""

    key: str
    name: str
    role: Role
    style: int
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """A shaded range behind the lines, one pair of ends for every period (None where there is none)."""

    label: str
    ends: tuple[tuple[Decimal, Decimal] | None, ...]


@dataclass(frozen=True, slots=True)
class Annotation:
    """A named, dated event on the time axis, such as a change in how something is counted.

    `label` stands in the picture and has to be short; `words` say it in full below, and in table and sentences.
    """

    period: str
    label: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Limit:
    """What a point of an XmR chart is held against: centre line and limits of its level, in the chart's unit.

    `is_trial`: worked out from few points. `rule` says why the point stands out, as indicators.statistics.xmr has it ("" where it
    does not), `side` (-1, 0, 1) on which side.
    """

    centre: Decimal
    lower: Decimal
    upper: Decimal
    is_trial: bool = False
    rule: str = ""
    side: int = 0


@dataclass(frozen=True, slots=True)
class Target:
    """A level that the lines are held against."""

    label: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart over time, complete: every word in the reader's language, every value at its published precision.

    `unit` is the figures' unit, `unit_label` what the axis is called, `decimals` the published number of decimal places,
    `numerator_label` and `denominator_label` the headings of the numbers that a rate is made of, `origin` whether
    somebody published the figures or this service counted them. `limits` makes an XmR chart of a chart with one line: a place
    for every period, None where there is no limit. `is_tested`: a verdict stands beside it that tells change from chance.
    """

    title: str
    subtitle: str
    language: str
    unit: str
    unit_label: str
    decimals: int
    time_label: str
    periods: tuple[Period, ...]
    series: tuple[Series, ...]
    numerator_label: str
    denominator_label: str
    bands: tuple[Band, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    targets: tuple[Target, ...] = ()
    source: str = ""
    notes: tuple[str, ...] = ()
    alt: str = ""
    origin: Origin = "published"
    limits: tuple[Limit | None, ...] = ()
    is_tested: bool = False

    def __post_init__(self) -> None:
        """Refuse a chart whose series or bands do not have exactly one place for every period."""
        for series in self.series:
            if len(series.points) != len(self.periods):
                raise ValueError(f"series {series.key}: {len(series.points)} points for {len(self.periods)} periods")
        for band in self.bands:
            if len(band.ends) != len(self.periods):
                raise ValueError(f"band {band.label}: {len(band.ends)} ends for {len(self.periods)} periods")
        if self.limits and (len(self.series) != 1 or len(self.limits) != len(self.periods)):
            raise ValueError("limits belong to a chart with one line, and have a place for every period")

    @property
    def has_figures(self) -> bool:
        """Whether any point of any series has a value to draw."""
        return any(point.value is not None for series in self.series for point in series.points)
