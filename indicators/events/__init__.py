"""The register of events that change figures without anybody's offending changing, and the rebases that rest on them."""

from typing import TypedDict


class Words(TypedDict):
    """A text in both languages; `cy` is "" until there is Welsh."""

    en: str
    cy: str


class Happening(TypedDict):
    """An event as a chart tells of it: its number in the register, the day (2020-03-23), and what it is called."""

    event: int
    date: str
    title: Words


class InForce(Happening):
    """An approved rebase of one indicator in one area; "" stands for all of them."""

    indicator: str
    area: str


def rebases_in_force() -> list[InForce]:
    """Every approved rebase, one entry for each indicator and area that it is of, by date."""
    from indicators.events import in_force

    return in_force.rebases()


def events_for(indicator: str, area: str) -> list[Happening]:
    """The events that touch an indicator's figures of an area, by date. KeyError where there is no such area.

    An event in a region touches Wales as well, and one of all Wales every area in it.
    """
    from indicators.events import in_force

    return in_force.events(indicator, area)
