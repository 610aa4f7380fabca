"""The neutral specification of a chart of dots."""

from dataclasses import dataclass
from decimal import Decimal

from reporting.charts import palette
from reporting.charts.spec import Chart, Period, Point, Series, Target


@dataclass(frozen=True, slots=True)
class Place:
    """A row: its code, its name, the same within a sentence. A comparator is there for comparison only: its dot is hollow."""

    code: str
    label: str
    inline: str
    is_comparator: bool = False


@dataclass(frozen=True, slots=True)
class Dots:
    """A chart of dots, complete: every word in the reader's language, every value at its published precision.

    `series` have one point for every row; several of them stand under each other within a row, each with its own shape.
    `corner` is what the rows are called. `line` is a level that the dots are held against; `is_log`: the axis is one of ratios,
    on which half and double are equally far from 1.
    """

    title: str
    subtitle: str
    language: str
    unit: str
    unit_label: str
    decimals: int
    corner: str
    rows: tuple[Place, ...]
    series: tuple[Series, ...]
    numerator_label: str = ""
    denominator_label: str = ""
    notes: tuple[str, ...] = ()
    alt: str = ""
    line: Target | None = None
    is_log: bool = False

    def __post_init__(self) -> None:
        """Refuse a chart whose series do not have exactly one place for every row."""
        for series in self.series:
            if len(series.points) != len(self.rows):
                raise ValueError(f"series {series.key}: {len(series.points)} points for {len(self.rows)} rows")

    @property
    def chart(self) -> Chart:
        """The same figures as a chart whose places are rows instead of periods: table and words of a point know that one."""
        return Chart(
            title=self.title,
            subtitle=self.subtitle,
            language=self.language,
            unit=self.unit,
            unit_label=self.unit_label,
            decimals=self.decimals,
            time_label=self.corner,
            periods=tuple(Period(row.code, row.label, row.inline, row.label) for row in self.rows),
            series=self.series,
            numerator_label=self.numerator_label,
            denominator_label=self.denominator_label,
            notes=self.notes,
            alt=self.alt,
            is_tested=True,
        )

    @property
    def values(self) -> tuple[Decimal, ...]:
        """Every value that the axis has to reach."""
        ends = ((point.value, point.lower, point.upper) for series in self.series for point in series.points)
        return tuple(one for point in ends if point[0] is not None for one in point if one is not None)

    def style(self, series: Series, place: int) -> palette.Style:
        """How a dot looks: that of its series; in a chart of one series a comparator has its own."""
        alone = len(self.series) == 1 and self.rows[place].is_comparator
        return palette.SERIES[palette.COMPARATOR if alone else series.style]


def shown_symbol(point: Point) -> str:
    """The symbol that stands in the place of a dot; what is not there is not available."""
    return point.symbol or "x" if point.value is None else ""
