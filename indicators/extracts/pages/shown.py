"""What a page shows of an extract: its problems in words, its plan as rows, its source by name."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.catalogue import area, breakdown, measure
from indicators.extracts import checks, problems
from indicators.extracts.layouts import layout
from indicators.extracts.models import Extract, Problem, ProblemRow
from priority_groups.content import cohort

FIRST_ROWS = 20


@dataclass(frozen=True, slots=True)
class ShownRow:
    row: int | None
    column: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class ShownProblem:
    """A problem in the reader's language with its first rows."""

    problem: Problem
    message: str
    guidance: str
    rows: list[ShownRow]
    has_numbers: bool
    has_notes: bool
    has_columns: bool

    @property
    def more(self) -> int:
        """How many rows there are beside those shown."""
        return int(self.problem.count) - len(self.rows)


def shown_problems(extract: Extract) -> list[ShownProblem]:
    return [shown(problem, list(problem.places.all()[:FIRST_ROWS])) for problem in extract.problems.select_related("accepted_by")]


def shown(problem: Problem, places: list[ProblemRow]) -> ShownProblem:
    words = checks.words(problem.check_name)
    rows = [ShownRow(place.row, place.column, place.value, problems.note(words, place)) for place in places]
    return ShownProblem(
        problem,
        problems.message(problem),
        problems.guidance(problem),
        [row for row in rows if row != ShownRow(None, "", "", "")],
        any(row.row for row in rows),
        any(row.note for row in rows),
        any(row.column for row in rows),
    )


def title_of(extract: Extract) -> str:
    """The source's name; of an extract that nobody has declared yet, that it is not known."""
    return str(layout(extract.source).title) if extract.source else _("Source not stated yet")


def plan_rows(extract: Extract) -> dict[str, object]:
    """The plan with its largest changes named for the reader; empty where there is none."""
    if not extract.plan:
        return {}
    return {**extract.plan, "changes": [_change(change) for change in extract.plan["changes"]]}


def _change(change: dict[str, object]) -> dict[str, object]:
    share = change["share"]
    return {
        "figure": _figure(change),
        "area": str(area(str(change["area_code"])).name),
        "period": change["period"],
        "was": change["was"],
        "now": change["now"],
        "percent": None if share is None else Decimal(str(share)).scaleb(2).quantize(Decimal("0.1")),
    }


def _figure(change: dict[str, object]) -> str:
    """ "Women: People starting a sentence (Immediate custody)"."""
    whole = f"{cohort(str(change['cohort'])).title}: {measure(str(change['measure'])).title}"
    if not change["breakdown"]:
        return whole
    return f"{whole} ({breakdown(str(change['breakdown'])).category(str(change['category'])).label})"
