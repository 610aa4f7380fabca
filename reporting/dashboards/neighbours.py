"""The groups and indicators of a framework in order, and what stands before and after each."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from indicators import catalogue
from indicators.catalogue import Indicator
from priority_groups import content
from priority_groups.content import Framework, Group


@dataclass(frozen=True, slots=True)
class Link:
    url: str
    title: str


def find_group(code: str) -> tuple[Framework, Group]:
    """The first framework's group of that code; case does not matter. Raises KeyError."""
    for framework in content.frameworks():
        for group in framework.groups:
            if group.code == code.upper():
                return framework, group
    raise KeyError(f"no group '{code}'")


def group_of(indicator: Indicator) -> Group:
    return content.group(indicator.framework, indicator.group)


def group_links(framework: Framework, group: Group) -> tuple[Link | None, Link | None]:
    """The groups before and after."""
    return _beside(
        [Link(reverse("dashboards:group", args=[one.code]), str(one.title)) for one in framework.groups],
        framework.groups.index(group),
    )


def indicator_links(indicator: Indicator) -> tuple[Link | None, Link | None]:
    """The indicators before and after, across the groups of the framework."""
    all_of_them = [one for one in catalogue.indicators() if one.framework == indicator.framework]
    links = [Link(reverse("dashboards:indicator", args=[one.code]), f"{one.code}: {one.words}") for one in all_of_them]
    return _beside(links, all_of_them.index(indicator))


def _beside(links: Sequence[Link], place: int) -> tuple[Link | None, Link | None]:
    """None at the ends."""
    return (links[place - 1] if place else None), (links[place + 1] if place + 1 < len(links) else None)
