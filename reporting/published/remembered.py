"""What an edition was found to hold: it never changes, so what was found once holds for the life of the process."""

from collections.abc import Iterable, Mapping
from functools import lru_cache, reduce
from operator import or_
from sys import intern

from django.db.models import Q

from indicators import catalogue
from indicators.releases import rows
from indicators.releases.models import Finding, Observation, Release
from reporting.knowing import PUBLISHED, Known, Reached
from wales_framework import replica

NOT_YET = "x"


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
    passing = Q(pk__in=[])
    for cohorts, breakdowns in parts:
        passing |= Q(cohort__in=cohorts) if breakdowns is None else Q(cohort__in=cohorts, breakdown__in=breakdowns)
    of = Observation.objects.using(using(number, content_hash))
    found = of.filter(passing, release=number, measure__in=measures, area_code__in=areas)
    return tuple(sorted(_known(row) for row in found.order_by().values_list(*Known._fields).distinct()))


def _known(row: Iterable[str]) -> Known:
    """With each code once in memory: there are tens of thousands of them, of a few hundred codes, and they are kept."""
    return Known(*map(intern, row))


@lru_cache(maxsize=256)
def parts(
    number: int, content_hash: str, measure: str, cohorts: tuple[str, ...], areas: tuple[str, ...]
) -> frozenset[tuple[str, str]]:
    """Breakdown and category of what there are figures of, ("", "") for the total."""
    return frozenset(rows.parts_told(number, measure, cohorts, areas, using(number, content_hash)))


@lru_cache(maxsize=256)
def reached(
    number: int, content_hash: str, measure: str, part: tuple[str, str], cohorts: tuple[str, ...], areas: tuple[str, ...]
) -> tuple[Reached, ...]:
    """For whom and when there are figures of a part of a measure, the period in any of the areas."""
    of = Observation.objects.using(using(number, content_hash))
    found = of.filter(release=number, cohort__in=cohorts, measure=measure, area_code__in=areas)
    told = found.filter(breakdown=part[0], category=part[1]).order_by().values_list("cohort", "period", "origin", "symbol")
    codes = {tuple(map(intern, row)) for row in told}
    return tuple(sorted({Reached(cohort, period, origin, symbol == NOT_YET) for cohort, period, origin, symbol in codes}))


@lru_cache(maxsize=16)
def first_known(
    number: int, content_hash: str, measures: tuple[str, ...], cohorts: tuple[str, ...], areas: tuple[str, ...]
) -> tuple[tuple[str, Known], ...]:
    """What charts show first, each with its measure: what is published, totals, else a measure's first division of people."""
    own = {measure: [one.code for one, _adds_up in catalogue.breakdowns_of(catalogue.measure(measure))] for measure in measures}
    divided = [Q(measure=measure, breakdown=codes[0]) for measure, codes in own.items() if codes]
    first = reduce(or_, divided, Q(breakdown="") | Q(origin=PUBLISHED))
    of = Observation.objects.using(using(number, content_hash))
    found = of.filter(first, release=number, measure__in=measures, cohort__in=cohorts, area_code__in=areas)
    told = {tuple(map(intern, row)) for row in found.order_by().values_list("measure", *Known._fields)}
    totals = {(measure, cohort) for measure, cohort, breakdown, *_ in told if not breakdown}
    return tuple(
        (measure, Known._make(rest))
        for measure, *rest in sorted(told)
        if not rest[1] or rest[4] == PUBLISHED or (measure, rest[0]) not in totals
    )


@lru_cache(maxsize=16)
def answered(number: int, content_hash: str) -> frozenset[tuple[str, str]]:
    """The cohorts and measures that there is at least one figure of."""
    return frozenset(rows.pairs_told(number, using(number, content_hash)))


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
