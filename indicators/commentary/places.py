"""Where commentary can be written: each priority group as a whole, and each of its indicators."""

from collections.abc import Iterator

from indicators import catalogue
from indicators.commentary import Place
from priority_groups import content
from priority_groups.content import Framework, Group


def groups() -> Iterator[tuple[Framework, Group]]:
    """Every group, in order; a code that two frameworks have is the first one's, as in addresses."""
    seen: set[str] = set()
    for framework in content.frameworks():
        for group in framework.groups:
            if group.code not in seen:
                seen.add(group.code)
                yield framework, group


def places() -> list[Place]:
    """Every place, a group before its indicators."""
    return [place for framework, group in groups() for place in places_of(framework, group)]


def places_of(framework: Framework, group: Group) -> list[Place]:
    indicators = catalogue.indicators_of(framework.slug, group.code)
    return [(group.code, ""), *((group.code, indicator.code) for indicator in indicators)]


def title_of(place: Place) -> str:
    """In the language active now: the group's title, or the indicator's own words. KeyError where there is no such place."""
    group, indicator = place
    if place not in places():
        raise KeyError(f"no place '{group}' '{indicator}'")
    if indicator:
        return f"{indicator}. {catalogue.indicator(indicator).words}"
    return f"{group}. {next(found for _framework, found in groups() if found.code == group).short_title}"
