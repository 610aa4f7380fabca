"""The ways in which an indicator's figures come: of which cohort, and of which part of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from indicators import catalogue
from indicators.catalogue import Indicator
from indicators.catalogue.naming import within_sentence
from priority_groups import content
from reporting.knowing import Known


@dataclass(frozen=True, slots=True)
class Division:
    """One of the ways in which an indicator's figures come: of which cohort, and of which part of it."""

    cohort: str
    breakdown: str
    category: str

    @property
    def group_words(self) -> str:
        """The cohort, and how it is divided: "Women", "Women, ethnic group"."""
        title = str(content.cohort(self.cohort).title)
        if not self.breakdown:
            return title
        return f"{title}, {within_sentence(str(catalogue.breakdown(self.breakdown).title))}"

    @property
    def category_words(self) -> str:
        """Its name within its group: "Immediate custody"."""
        if not self.breakdown:
            return _("All")
        return str(catalogue.breakdown(self.breakdown).category(self.category).label)

    @property
    def words(self) -> str:
        """Its name among the choices: "Women, all", "Women, immediate custody"."""
        names = {"cohort": content.cohort(self.cohort).title}
        if not self.breakdown:
            return _("%(cohort)s, all") % names
        label = str(catalogue.breakdown(self.breakdown).category(self.category).label)
        return _("%(cohort)s, %(category)s") % {**names, "category": within_sentence(label)}


def division_of(figure: Known) -> Division:
    """The division that a figure belongs to."""
    return Division(figure.cohort, figure.breakdown, figure.category)


def parts_of(found: Iterable[Known]) -> dict[Division, list[Known]]:
    """What is known, by division."""
    parts: dict[tuple[str, str, str], list[Known]] = {}
    for known in found:
        parts.setdefault(known[:3], []).append(known)
    return {Division(*names): members for names, members in parts.items()}


def in_order(indicator: Indicator, found: Iterable[Division]) -> tuple[Division, ...]:
    """In order: the indicator's cohorts, totals before parts, parts in the order of the catalogue."""
    places = {
        (breakdown.code, category.code): (number, place)
        for number, breakdown in enumerate(_breakdowns(indicator), start=1)
        for place, category in enumerate(breakdown.categories)
    }
    return tuple(
        sorted(
            found,
            key=lambda one: (indicator.cohorts.index(one.cohort), places.get((one.breakdown, one.category), (0, 0))),
        )
    )


def _breakdowns(indicator: Indicator) -> list[catalogue.Breakdown]:
    """The measure's own first."""
    own = [breakdown for breakdown, _adds_up in catalogue.breakdowns_of(catalogue.measure(indicator.measure))]
    return [*own, *(one for one in catalogue.breakdowns() if one.code not in {breakdown.code for breakdown in own})]
