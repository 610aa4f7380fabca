"""A framework's settings: the thresholds that its figures are protected and judged by. The methods page prints them."""

from collections.abc import Iterable

from pydantic import Field

from priority_groups.content.text import Content


class Disclosure(Content):
    """Which figures may not be shown, and how far from each an attacker must be kept (shared reading: DOMAIN, section 6)."""

    largest_small_count: int = Field(default=4, ge=1)  # counts from 1 to this are not shown
    fewest_people: int = Field(default=30, ge=1)  # a rate on fewer is not shown
    least_width: int = Field(
        default=4, ge=1
    )  # of what can be worked out of a hidden small count; it must reach beyond the small ones


class Statistics(Content):
    """How change is told from chance (section 5)."""

    confidence: float = Field(default=0.95, gt=0.5, lt=1)  # of every interval, and of the tests behind a verdict
    points_of_trend: int = Field(default=5, ge=3)  # the last mature points that a trend is tested over
    trial_below: int = Field(default=12, ge=2)  # with fewer points the limits of a chart are called trial limits
    false_discovery_rate: float = Field(default=0.05, gt=0, lt=1)  # of the list of signals
    fewest_people: int = Field(default=30, ge=1)  # on fewer a verdict is "too few cases to tell"
    baseline: str = Field(default="", pattern=r"^(\d{4}Q[1-4])?$")  # the quarter that figures are held against; "" for none
    coarsest_change: float = Field(
        default=1 / 3, gt=0
    )  # so is one where the least change to be seen is a larger part of the level


class Publishing(Content):
    """When releases come out, and what an analyst is warned of beforehand."""

    time: str = Field(default="09:30", pattern=r"^([01]\d|2[0-3]):[0-5]\d$")  # of a scheduled day, in the United Kingdom
    provisional_quarters: int = Field(default=1, ge=0)  # counted figures that end in the last ones before the data's date: "p"
    oldest_extract_days: int = Field(default=400, ge=1)  # before an extract is called old
    largest_change: float = Field(default=0.25, gt=0)  # of a figure already published, as a part of it, that needs no note


class Settings(Content):
    disclosure: Disclosure = Disclosure()
    statistics: Statistics = Statistics()
    publishing: Publishing = Publishing()


def strictest(found: Iterable[Disclosure]) -> Disclosure:
    """The rules that satisfy each of several: a figure can be told under more than one framework."""
    rules = list(found) or [Disclosure()]
    return Disclosure(**{name: max(getattr(one, name) for one in rules) for name in Disclosure.model_fields})
