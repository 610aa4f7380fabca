"""From the series that an edition tells to what pages offer to choose from."""

from collections.abc import Iterable
from itertools import groupby

from indicators.releases.series import Series
from reporting.knowing import Known, Reached, kind_of


def known(found: Iterable[Series]) -> tuple[Known, ...]:
    """What there are figures of in at least one of the areas of these series."""
    periods: dict[tuple[str, ...], set[str]] = {}
    for one in found:
        periods.setdefault((one.cohort, one.breakdown, one.category, one.origin, one.measure), set()).update(one.periods)
    return tuple(
        Known(cohort, breakdown, category, origin, kind, tuple(codes), measure)
        for (cohort, breakdown, category, origin, measure), every in sorted(periods.items())
        for kind, codes in groupby(sorted(every, key=_by_kind), key=kind_of)
    )


def reached(found: Iterable[Series]) -> tuple[Reached, ...]:
    """For whom and when there are figures of series, the period in any of their areas."""
    there = {(one.cohort, period, one.origin, period in one.waiting) for one in found for period in one.periods}
    return tuple(Reached(*one) for one in sorted(there))


def _by_kind(period: str) -> tuple[str, str]:
    """Codes of one kind are ordered as the periods themselves."""
    return kind_of(period), period
