"""Every measure of the Framework for every group, at a glance: latest figure, trend and verdict for Wales."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from indicators import catalogue
from indicators.catalogue import Indicator, Measure
from priority_groups import content
from priority_groups.content import Cohort
from reporting.charts.figures import Figure
from reporting.dashboards.latest import Latest, Series, latest_of
from reporting.verdicts import Verdict

WALES = "W92000004"
ASKED, WAITING, UNTESTED = "asked", "waiting", "untested"


@dataclass(frozen=True, slots=True)
class Column:
    """A group's cohort."""

    group: str
    cohort: Cohort


@dataclass(frozen=True, slots=True)
class Cell:
    """What is known of a measure for a cohort: its `latest` figure, or else why there is none ("" where the Framework does not
    ask for it); `indicator` is the one that asks for it."""

    latest: Latest | None = None
    why: str = ""
    indicator: Indicator | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A measure, or a part of one, for each cohort. `period`: of all its figures, "" where they are not of one."""

    title: str
    cells: tuple[Cell, ...]

    @property
    def period(self) -> str:
        periods = {cell.latest.period for cell in self.cells if cell.latest}
        return periods.pop() if len(periods) == 1 else ""


@dataclass(frozen=True, slots=True)
class Matrix:
    """A table of lines with the columns that any of its measures is asked of."""

    key: str
    title: str
    corner: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]


def matrices(verdicts: Collection[Verdict], figures: Collection[Figure], answered: Collection[str]) -> tuple[Matrix, ...]:
    """Measures that are told as one figure together, then each that is told by its parts only. `verdicts`: of Wales; `figures`:
    what latest.wanted asks for of them; `answered`: codes of the indicators that have figures."""
    found = latest_of(verdicts, figures)
    measures = list(dict.fromkeys(indicator.measure for indicator in catalogue.indicators()))
    parts = {code: _parts(code, found) for code in measures}
    whole = [code for code in measures if not parts[code]]
    made = [_matrix("measures", _("All groups, all measures"), _("Measure"), [(code, "", "") for code in whole], found, answered)]
    for code in measures:
        if of_it := parts[code]:
            title, corner = str(catalogue.measure(code).title), str(catalogue.breakdown(of_it[0][0]).title)
            made.append(_matrix(code.replace("_", "-"), title, corner, [(code, *part) for part in of_it], found, answered))
    return tuple(made)


def _parts(measure: str, found: Iterable[Series]) -> list[tuple[str, str]]:
    """The breakdown and categories by which alone a measure is told, as the catalogue has them; none where it has a total."""
    there = {(breakdown, category) for _cohort, code, breakdown, category, _area in found if code == measure}
    if not there or any(not breakdown for breakdown, _category in there):
        return []
    own = [one for one, _adds_up in catalogue.breakdowns_of(catalogue.measure(measure))]
    return [(one.code, category.code) for one in own for category in one.categories if (one.code, category.code) in there]


def _matrix(
    key: str,
    title: str,
    corner: str,
    rows: Iterable[tuple[str, str, str]],
    found: Mapping[Series, Latest],
    answered: Collection[str],
) -> Matrix:
    lines = list(rows)
    columns = tuple(column for column in columns_of() if any(_asking(column, measure) for measure, _b, _c in lines))
    return Matrix(
        key,
        title,
        corner,
        columns,
        tuple(
            Line(_title(catalogue.measure(line[0]), *line[1:]), tuple(_cell(column, line, found, answered) for column in columns))
            for line in lines
        ),
    )


def columns_of() -> tuple[Column, ...]:
    """The cohorts of the groups that have indicators, in the order of the frameworks."""
    with_indicators = {(one.framework, one.group) for one in catalogue.indicators()}
    return tuple(
        Column(group.code, content.cohort(code))
        for framework in content.frameworks()
        for group in framework.groups
        if (framework.slug, group.code) in with_indicators
        for code in group.cohorts
    )


def _asking(column: Column, measure: str) -> Indicator | None:
    """The group's indicator that asks for this measure of this cohort."""
    asking = catalogue.indicator_for(column.cohort.code, measure)
    return next((one for one in asking if one.group == column.group), None)


def _cell(column: Column, line: tuple[str, str, str], found: Mapping[Series, Latest], answered: Collection[str]) -> Cell:
    indicator = _asking(column, line[0])
    if indicator is None:
        return Cell()
    figure = found.get((column.cohort.code, *line, WALES))
    if figure is not None:
        return Cell(figure, indicator=indicator)
    return Cell(why=UNTESTED if indicator.code in answered else WAITING, indicator=indicator)


def _title(measure: Measure, breakdown: str, category: str) -> str:
    return str(catalogue.breakdown(breakdown).category(category).label) if breakdown else str(measure.title)
