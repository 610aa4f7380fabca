"""What a page shows of an extract: its problems in words, its plan as rows, its source by name."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.catalogue import Period, area, breakdown, measure
from indicators.catalogue.labels import period_name
from indicators.extracts import checks, problems
from indicators.extracts.layouts import layout
from indicators.extracts.models import Extract, Problem, ProblemRow
from indicators.extracts.terms.unknown import has_unknown
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
    has_unknown: bool  # words that an analyst can tell the meaning of

    @property
    def more(self) -> int:
        """How many rows there are beside those shown."""
        return int(self.problem.count) - len(self.rows)


def shown_problems(extract: Extract, using: str | None) -> list[ShownProblem]:
    """`using`: where the cells are read (see indicators.desk); None: they are not."""
    return [
        shown(problem, list(ProblemRow.objects.read_at(using, problem)[:FIRST_ROWS]) if using else [])
        for problem in extract.problems.select_related("accepted_by")
    ]


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
        has_unknown(problem, places),
    )


def title_of(extract: Extract) -> str:
    """The source's name; of an extract that nobody has declared yet, that it is not known."""
    return str(layout(extract.source).title) if extract.source else _("Source not stated yet")


FATES = {"added": gettext_lazy("added"), "replaced": gettext_lazy("replaced"), "lost": gettext_lazy("lost")}


def plan_rows(extract: Extract) -> dict[str, object]:
    """The plan with its periods or its largest changes named for the reader; empty where there is none."""
    if not extract.plan:
        return {}
    if "quarters" in extract.plan:
        return {**extract.plan, "quarters": [_quarter(quarter) for quarter in extract.plan["quarters"]]}
    return {**extract.plan, "changes": [_change(change) for change in extract.plan["changes"]]}


def _quarter(quarter: dict[str, Any]) -> dict[str, object]:
    return {**quarter, "name": period_name(Period.parse(quarter["period"])), "fate": str(FATES[quarter["is"]])}


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
