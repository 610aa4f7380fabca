"""Of a release which series there are, and for which periods: as a look at every figure finds them, and without that look."""

import json
import random
from collections import defaultdict
from itertools import chain

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.releases.models import Observation, Release, ReleaseSeries
from indicators.releases.series import KEY, NOT_YET, Choice, Series, series_of, store_series, told


def slowly(release: Release) -> dict[tuple[str, ...], tuple[tuple[str, ...], tuple[str, ...]]]:
    """Periods, and those not available yet, of each series: from every figure."""
    found: dict[tuple[str, ...], list[tuple[str, str]]] = defaultdict(list)
    for one in release.observations.all():
        found[tuple(getattr(one, name) for name in KEY)].append((one.period, one.symbol))
    return {
        key: (
            tuple(sorted(period for period, _ in every)),
            tuple(sorted(period for period, symbol in every if symbol == NOT_YET)),
        )
        for key, every in found.items()
    }


def passing(one: tuple[str, ...], choices: list[Choice]) -> bool:
    place = dict(zip(KEY, one, strict=True))
    return any(all(place[name] in codes for name, codes in wanted.items()) for wanted in choices)


def some_choices(release: Release, seed: int) -> list[Choice]:
    """One to three, each of one to four columns with codes that there are, and one that there is not."""
    chance = random.Random(seed)
    there = {name: sorted(set(release.observations.values_list(name, flat=True))) for name in KEY}
    return [
        {name: [*chance.sample(there[name], chance.randint(1, min(3, len(there[name])))), "?"] for name in names}
        for names in (chance.sample(KEY, chance.randint(1, 4)) for _ in range(chance.randint(1, 3)))
    ]


def is_as_found(release: Release, choices: list[Choice]) -> None:
    wanted = {key: found for key, found in slowly(release).items() if passing(key, choices)}
    with CaptureQueriesContext(connection) as queries:
        given = series_of(release.pk, choices)
    assert len(queries) == 1
    assert {tuple(one[: len(KEY)]): (one.periods, one.waiting) for one in given} == wanted
    assert len(given) == len(wanted)


@pytest.mark.parametrize("stored", [True, False])
def test_the_series_are_those_that_a_look_at_every_figure_finds(published: Release, stored: bool) -> None:
    if not stored:  # as a version drafted it that wrote none
        again(published)
        ReleaseSeries.objects.filter(release=published).delete()
    is_as_found(published, [{}])
    for seed in range(10):
        is_as_found(published, some_choices(published, seed))
    assert series_of(published.pk, []) == []
    for columns in (("cohort", "measure"), ("breakdown", "category")):
        assert told(published.pk, columns, {}) == set(published.observations.values_list(*columns))
    (wanted,) = some_choices(published, 3)[:1]
    among = [one for one in slowly(published) if passing(one, [wanted])]
    assert told(published.pk, KEY, wanted) == set(among)


def again(release: Release) -> None:
    """As the owner of the tables, take it back to a draft, whose rows can be changed; no way of the service does that."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE releases_release DISABLE TRIGGER USER")
        cursor.execute("UPDATE releases_release SET state = 'draft' WHERE id = %s", [release.pk])
        cursor.execute("ALTER TABLE releases_release ENABLE TRIGGER USER")


def test_what_is_not_available_yet_is_known(published: Release) -> None:
    again(published)
    some = published.observations.order_by(*KEY, "period")[0]
    place = {name: getattr(some, name) for name in KEY}
    Observation.objects.filter(release=published, period=some.period, **place).update(symbol=NOT_YET)
    ReleaseSeries.objects.filter(release=published).delete()
    store_series(published)
    (one,) = series_of(published.pk, [{name: [code] for name, code in place.items()}])
    assert isinstance(one, Series)
    assert some.period in one.periods
    assert one.waiting == (some.period,)


def test_no_figure_is_read_for_it(published: Release) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert series_of(published.pk, [{}])
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT json) {queries[0]['sql']}")
        (plan,) = cursor.fetchone()
    looked_at = [one for one in steps((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]) if "Relation Name" in one]
    assert {one["Relation Name"] for one in looked_at if one["Actual Loops"]} == {"releases_releaseseries"}
    assert "releases_observation" in {one["Relation Name"] for one in looked_at}


def steps(plan: dict) -> list[dict]:
    return [plan, *chain.from_iterable(steps(one) for one in plan.get("Plans", []))]
