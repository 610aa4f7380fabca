"""What a reader asks of an edition: one object behind the API, a page's address and its download."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any, Self
from urllib.parse import urlencode

from django.http import QueryDict

from indicators import catalogue
from indicators.catalogue import Period
from priority_groups.content import cohorts
from reporting import published
from reporting.knowing import KINDS, ORIGINS
from reporting.published import Edition

PERIOD_EXAMPLES = ("2023Q1", "YE2019-03")
# Names in an address that Python cannot use for a field.
RENAMED = {"from": "period_from", "to": "period_to"}
SINGLE = ("period_from", "period_to", "release")
TOTAL = "none"


@dataclass(frozen=True, slots=True)
class Problem:
    """A part of a query that means nothing: `allowed` lists what does (for periods: examples)."""

    parameter: str
    value: str
    allowed: tuple[str, ...]


class BadSelection(ValueError):
    """A query that names parameters or values that do not exist."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{p.parameter}={p.value}" for p in self.problems))


@dataclass(frozen=True, slots=True)
class Selection:
    """Which figures of which edition. An empty field does not narrow; a code may be one of several.

    Figures that are not broken down have no code for `breakdown` and `category`: TOTAL asks for them. `release` is a
    published release's number, None for the latest. `kind`: quarters, or years that end in one month; `origin`: published
    elsewhere, or counted here.
    """

    cohort: tuple[str, ...] = ()
    measure: tuple[str, ...] = ()
    indicator: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    area: tuple[str, ...] = ()
    breakdown: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    origin: tuple[str, ...] = ()
    period_from: str = ""
    period_to: str = ""
    release: int | None = None

    @classmethod
    def from_query(cls, query: QueryDict) -> Self:
        """Read a query string: `area=W15000001,W15000002` or the parameter repeated, nothing where it is left empty.

        `format` is left to whoever writes the answer. Raises BadSelection.
        """
        problems = [Problem(name, value, PARAMETERS) for name in query if name not in PARAMETERS for value in query.getlist(name)]
        values: dict[str, Any] = {}
        for name in PARAMETERS:
            field = RENAMED.get(name, name)
            if name not in query or name == "format":
                continue
            if field not in SINGLE:
                values[field] = _codes(query.getlist(name))
            elif field == "release":
                try:
                    values[field] = _release_number(query.get(name, ""))
                except ValueError:
                    problems.append(Problem(name, query.get(name, ""), _release_names()))
            else:
                values[field] = _period(query.get(name, ""))
        selection = cls(**values)
        problems += selection._problems()
        if problems:
            raise BadSelection(problems)
        return selection

    def validate(self) -> None:
        """Raises BadSelection where a code, period or release does not exist."""
        if problems := self._problems():
            raise BadSelection(problems)

    def to_query(self) -> str:
        """The query string that `from_query` reads as this selection; no parameter for what does not narrow."""
        names = {field: name for name, field in RENAMED.items()}
        pairs: list[tuple[str, str]] = []
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, tuple):
                pairs += [(field.name, code) for code in value]
            elif value:
                pairs.append((names.get(field.name, field.name), str(value)))
        return urlencode(pairs)

    def to_filters(self) -> dict[str, Any]:
        """The arguments of `Edition.figures` and `Edition.rows`; a group stands for its indicators."""
        filters: dict[str, Any] = {
            name: value
            for name in ("cohort", "measure", "area", "breakdown", "category", "kind", "origin", "period_from", "period_to")
            if (value := getattr(self, name))
        }
        for name in ("breakdown", "category"):
            if name in filters:
                filters[name] = tuple("" if code == TOTAL else code for code in filters[name])
        if self.group or self.indicator:
            filters["indicator"] = tuple(
                indicator.code
                for indicator in catalogue.indicators()
                if (not self.group or indicator.group in self.group) and (not self.indicator or indicator.code in self.indicator)
            )
        return filters

    def edition(self) -> Edition | None:
        """The edition asked for; None while nothing is published. Raises BadSelection for a release that is not,
        and published.EditionWithdrawn."""
        if self.release is None:
            return published.latest()
        try:
            return published.get(self.release)
        except published.EditionWithdrawn:
            raise
        except published.EditionNotFound as missing:
            raise BadSelection([Problem("release", f"R{self.release}", _release_names())]) from missing

    def _problems(self) -> list[Problem]:
        problems = []
        for name, allowed in choices().items():
            wanted: tuple[str, ...] = getattr(self, name)
            problems += [Problem(name, value, allowed) for value in wanted if value not in allowed]
        for name, field in RENAMED.items():
            if (value := getattr(self, field)) and not _is_period(value):
                problems.append(Problem(name, value, PERIOD_EXAMPLES))
        return problems


PARAMETERS = (
    "cohort", "measure", "indicator", "group", "area", "from", "to", "breakdown", "category", "kind", "origin",
    "release", "format",
)  # fmt: skip


def choices() -> dict[str, tuple[str, ...]]:
    """The codes that each parameter of codes knows, in the order of the catalogue."""
    breakdowns = catalogue.breakdowns()
    return {
        "cohort": tuple(cohort.code for cohort in cohorts()),
        "measure": tuple(measure.code for measure in catalogue.measures()),
        "indicator": tuple(indicator.code for indicator in catalogue.indicators()),
        "group": tuple(dict.fromkeys(indicator.group for indicator in catalogue.indicators())),
        "area": tuple(area.code for area in catalogue.areas()),
        "breakdown": (TOTAL, *(breakdown.code for breakdown in breakdowns)),
        "category": (TOTAL, *dict.fromkeys(category.code for one in breakdowns for category in one.categories)),
        "kind": tuple(KINDS),
        "origin": ORIGINS,
    }


def _is_period(code: str) -> bool:
    try:
        Period.parse(code)
    except ValueError:
        return False
    return True


def _period(code: str) -> str:
    """The code as figures have it (`ye2019-03` is YE2019-03); what is no period stays as it came."""
    return Period.parse(code).code if _is_period(code) else code.strip()


def _codes(values: Iterable[str]) -> tuple[str, ...]:
    codes = (code.strip() for value in values for code in value.split(","))
    return tuple(dict.fromkeys(code for code in codes if code))


def _release_number(value: str) -> int | None:
    """`latest`, `R3` or `3`. Raises ValueError."""
    text = value.strip().upper()
    if text in ("", "LATEST"):
        return None
    number = text.removeprefix("R")
    if not (number.isascii() and number.isdigit() and len(number) < 10):  # int() reads the digits of any script
        raise ValueError(value)
    return int(number)


def _release_names() -> tuple[str, ...]:
    return ("latest", *(edition.name for edition in published.all_editions()))
