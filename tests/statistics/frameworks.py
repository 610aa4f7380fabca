"""Frameworks in which nothing changes: figures of indicators and areas as chance alone makes them, year after year."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indicators.statistics.change import Kind
from indicators.synthesis.proportions import SEASON

Floats = NDArray[np.float64]
AREAS = np.array([1.0, 0.22, 0.2, 0.42, 0.16])  # Wales, and the regions' shares
COHORTS, YEARS, QUARTERS = 7, 9, 4
# How much of the people of a year each quarter has.
SEASONS = np.array(SEASON).reshape(4, 3).sum(axis=1) / np.sum(SEASON)


@dataclass(frozen=True)
class Family:
    """All series of one kind of indicator, (series, years) or (series, quarters). `people`: about how many a year each has."""

    name: str
    kind: Kind
    numerators: Floats
    denominators: Floats
    people: Floats
    a_year: int = 1
    adds_up: bool = False
    clustered: bool = False


def families(seed: int, frameworks: int) -> Iterator[Family]:
    """So many frameworks at once: 7 cohorts, from tens of people to tens of thousands, by 5 areas, by the kinds of indicators."""
    chance = np.random.default_rng(seed)
    cohorts = np.exp(chance.uniform(np.log(40), np.log(40_000), (frameworks, COHORTS, 1)))
    people = (cohorts * AREAS).reshape(-1)
    size = (len(people), YEARS)
    yearly = np.maximum(people, 1)[:, None]

    k = chance.poisson(yearly, size).astype(float)
    yield Family("people starting a sentence", "count", k, np.ones(size), people)

    # Two people in ten have two orders that end the same way.
    single, double = chance.poisson(0.8 * yearly, size), chance.poisson(0.2 * yearly, size)
    k = chance.binomial(single, 0.7) + 2 * chance.binomial(double, 0.7)
    yield Family("completions", "proportion", k.astype(float), (single + 2 * double).astype(float), people)

    offenders = chance.poisson(yearly, size)
    rate = chance.uniform(0.1, 0.5, (len(people), 1))
    reoffenders = chance.binomial(offenders, rate)
    yield Family("reoffending", "proportion", reoffenders.astype(float), offenders.astype(float), people)

    # One reoffence, and a geometric number more of each reoffender: over-dispersed three to five times.
    mean = chance.uniform(2.5, 5, (len(people), 1))
    more = chance.negative_binomial(np.maximum(reoffenders, 1), 1 / mean) * (reoffenders > 0)
    yield Family("reoffences", "ratio", (reoffenders + more).astype(float), reoffenders.astype(float), people, clustered=True)

    # Referrals come in series: each person brings one and a geometric number more.
    referred = chance.poisson(0.3 * yearly, size)
    k = referred + chance.negative_binomial(np.maximum(referred, 1), 0.5) * (referred > 0)
    yield Family("referrals", "count", k.astype(float), np.ones(size), people, clustered=True)

    # Quarters with a season: counts that add up to years, and counts of people that do not.
    seasonal = np.tile(SEASONS, YEARS) * yearly
    k = chance.poisson(seasonal).astype(float)
    yield Family("quarterly counts that add up", "count", k, np.ones_like(k), people, QUARTERS, adds_up=True)
    yield Family("quarterly counts of people", "count", k, np.ones_like(k), people, QUARTERS)

    n = chance.poisson(seasonal)
    share = 0.6 + 0.05 * np.tile([1, 0, -1, 0], YEARS)  # a season of the rate, too
    k = chance.binomial(n, share).astype(float)
    yield Family("quarterly rates", "proportion", k, n.astype(float), people, QUARTERS, adds_up=True)

    k, n = stock(chance, people)
    yield Family("needs on the last day of a quarter", "proportion", k, n, people, QUARTERS)


def stock(chance: np.random.Generator, people: Floats) -> tuple[Floats, Floats]:
    """People who stay: from one quarter to the next three in four, each with a need or without as before."""
    caseload = np.maximum(np.round(people), 1).astype(np.int64)
    need = 0.4
    with_need = chance.binomial(caseload, need)
    found = []
    for _ in range(YEARS * QUARTERS):
        staying, stayed_without = chance.binomial(with_need, 0.75), chance.binomial(caseload - with_need, 0.75)
        with_need = staying + chance.binomial(caseload - staying - stayed_without, need)
        found.append(with_need)
    k = np.stack(found, axis=1).astype(float)
    return k, np.repeat(caseload[:, None], k.shape[1], axis=1).astype(float)
