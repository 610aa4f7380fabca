"""What readers know of a figure from the releases before: it is known as it was told last."""

from decimal import Decimal

from indicators.releases import service
from indicators.releases.drafting.earlier import told_before
from indicators.releases.models import KEY, ExactObservation, Observation, Release
from tests.conftest import People
from tests.publishing import load_examples, publish

Key = dict[str, str]


def published_with(people: People, key: Key, numerator: Decimal, symbol: str) -> None:
    """A release in which this figure has this numerator, and this symbol for readers."""
    draft = service.draft(people["analyst"])
    ExactObservation.objects.filter(release=draft, **key).update(numerator=numerator)
    Observation.objects.filter(release=draft, **key).update(numerator=None if symbol else numerator, symbol=symbol)
    Release.objects.filter(pk=draft.pk).update(content_hash=service.content_hash(draft))
    draft.refresh_from_db()
    service.submit(draft, people["analyst"])
    service.approve(draft, people["approver"])
    service.publish(draft, people["approver"])


def known(key: Key) -> dict[float, tuple[bool, bool]]:
    """By numerator whether the figure was last shown so, and whether some release hides it."""
    told = told_before()
    mine = told[(told[list(KEY)].fillna("") == [key[name] for name in KEY]).all(axis=1)]
    return {row.numerator: (row.shown, row.hidden) for row in mine.itertuples()}


def test_a_figure_is_known_as_it_was_told_last(people: People) -> None:
    load_examples(people["analyst"])
    first = publish(people["analyst"], people["approver"])
    some = first.observations.filter(symbol="", origin="published").exclude(denominator=None).order_by(*KEY)[0]
    key, value = {name: getattr(some, name) for name in KEY}, Decimal(some.numerator)
    assert known(key) == {float(value): (True, False)}
    published_with(people, key, value, "c")  # hidden with the same number: it was shown, and stays known
    assert known(key) == {float(value): (True, True)}
    published_with(people, key, value + 1, "")
    assert known(key) == {float(value): (False, True), float(value + 1): (True, False)}
    published_with(people, key, value, "")  # right again, and told again
    assert known(key) == {float(value): (True, True), float(value + 1): (False, False)}
