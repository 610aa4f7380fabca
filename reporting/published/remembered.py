"""What an edition was found to hold: it never changes, so what was found once holds for the life of the process."""

from collections.abc import Mapping
from functools import lru_cache

from indicators import catalogue
from indicators.releases.models import Finding, Release
from indicators.releases.series import Choice, series_of, told
from reporting.knowing import PUBLISHED, Known, Reached
from reporting.published import series as from_series
from wales_framework import replica


def using(number: int, content_hash: str) -> str:
    """The connection on which the figures of an edition are read."""

    def is_there(alias: str) -> bool:
        return Release.objects.using(alias).published().filter(pk=number, content_hash=content_hash).exists()

    return replica.using(f"R{number} {content_hash}", is_there)


@lru_cache(maxsize=256)
def known(
    number: int,
    content_hash: str,
    measures: tuple[str, ...],
    areas: tuple[str, ...],
    parts: tuple[tuple[tuple[str, ...], tuple[str, ...] | None], ...],
) -> tuple[Known, ...]:
    """What there are figures of, of these measures and areas; `parts`: cohorts, and the breakdowns looked at (None: all)."""
    choices: list[Choice] = []
    for cohorts, breakdowns in parts:
        narrowed = {} if breakdowns is None else {"breakdown": breakdowns}
        choices.append({"measure": measures, "area_code": areas, "cohort": cohorts, **narrowed})
    return from_series.known(series_of(number, choices, using(number, content_hash)))


@lru_cache(maxsize=256)
def parts(
    number: int, content_hash: str, measure: str, cohorts: tuple[str, ...], areas: tuple[str, ...]
) -> frozenset[tuple[str, str]]:
    """Breakdown and category of what there are figures of, ("", "") for the total."""
    wanted = {"measure": [measure], "cohort": cohorts, "area_code": areas}
    found = told(number, ("breakdown", "category"), wanted, using(number, content_hash))
    return frozenset((breakdown, category) for breakdown, category in found)


@lru_cache(maxsize=256)
def reached(
    number: int, content_hash: str, measure: str, part: tuple[str, str], cohorts: tuple[str, ...], areas: tuple[str, ...]
) -> tuple[Reached, ...]:
    """For whom and when there are figures of a part of a measure, the period in any of the areas."""
    breakdown, category = part
    of_part = {"measure": [measure], "breakdown": [breakdown], "category": [category], "cohort": cohorts, "area_code": areas}
    return from_series.reached(series_of(number, [of_part], using(number, content_hash)))


@lru_cache(maxsize=16)
def first_known(
    number: int, content_hash: str, measures: tuple[str, ...], cohorts: tuple[str, ...], areas: tuple[str, ...]
) -> tuple[Known, ...]:
    """What charts show first: what is published, totals, else a measure's first division of people."""
    own = {measure: [one.code for one, _adds_up in catalogue.breakdowns_of(catalogue.measure(measure))] for measure in measures}
    all_of_them = {"measure": measures, "cohort": cohorts, "area_code": areas}
    divided = [all_of_them | {"measure": [measure], "breakdown": codes[:1]} for measure, codes in own.items() if codes]
    choices = [all_of_them | {"breakdown": [""]}, all_of_them | {"origin": [PUBLISHED]}, *divided]
    found = from_series.known(series_of(number, choices, using(number, content_hash)))
    totals = {(one.measure, one.cohort) for one in found if not one.breakdown}
    return tuple(one for one in found if not one.breakdown or one.origin == PUBLISHED or (one.measure, one.cohort) not in totals)


@lru_cache(maxsize=16)
def answered(number: int, content_hash: str) -> frozenset[tuple[str, str]]:
    """The cohorts and measures that there is at least one figure of."""
    found = told(number, ("cohort", "measure"), {}, using(number, content_hash))
    return frozenset((cohort, measure) for cohort, measure in found)


@lru_cache(maxsize=16)
def outcomes(number: int, content_hash: str) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """By area and indicator the codes of the verdicts on its series, without their reasons."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    of = Finding.objects.using(using(number, content_hash))
    rows = of.filter(release=number).order_by("indicator", "cohort", "breakdown", "category")
    for area, indicator, verdict in rows.values_list("area_code", "indicator", "verdict"):
        of_area = found.setdefault(area, {})
        of_area[indicator] = (*of_area.get(indicator, ()), verdict)
    return found
