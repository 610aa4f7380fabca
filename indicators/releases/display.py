"""Changes between releases as a person reads them."""

from dataclasses import dataclass

from indicators import catalogue
from indicators.catalogue.labels import period_name
from indicators.catalogue.periods import Period
from indicators.releases.compare import Changes
from indicators.releases.models import Observation
from indicators.releases.rows import as_row

ADDED, CHANGED, REMOVED = "added", "changed", "removed"


@dataclass(frozen=True, slots=True)
class ChangedFigure:
    """One figure before and after; a missing side is a figure that was not there."""

    kind: str
    before: Observation | None
    after: Observation | None

    @property
    def observation(self) -> Observation:
        found = self.after or self.before
        if found is None:
            raise ValueError("a change without a figure")
        return found

    @property
    def what(self) -> str:
        """The indicator's code, or the measure where it belongs to none."""
        row = as_row(self.observation)
        return row["indicator"] or str(catalogue.measure(self.observation.measure).title)

    @property
    def area(self) -> str:
        return str(catalogue.area(self.observation.area_code).name)

    @property
    def period(self) -> str:
        return period_name(Period.parse(self.observation.period))

    @property
    def category(self) -> str:
        row = self.observation
        return str(catalogue.breakdown(row.breakdown).category(row.category).label) if row.breakdown else ""

    @property
    def value_before(self) -> str:
        return _shown(self.before)

    @property
    def value_after(self) -> str:
        return _shown(self.after)


def listed(changes: Changes) -> list[ChangedFigure]:
    """Every change; what was removed and changed first, since that is what an approver must look at."""
    return [
        *(ChangedFigure(REMOVED, row, None) for row in changes.removed),
        *(ChangedFigure(CHANGED, change.before, change.after) for change in changes.changed),
        *(ChangedFigure(ADDED, None, row) for row in changes.added),
    ]


def _shown(observation: Observation | None) -> str:
    if observation is None:
        return ""
    value = as_row(observation)["value"]
    return observation.symbol if value is None else str(value)
