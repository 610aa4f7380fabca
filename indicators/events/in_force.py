"""What charts are told of the register: events, and the rebases that are approved."""

from indicators import catalogue
from indicators.events import Happening, InForce, workflow
from indicators.events.models import ChangeEvent, Rebase

ALL = [""]


def rebases() -> list[InForce]:
    """See indicators.events.rebases_in_force."""
    found = {
        (rebase.event_id, indicator, area): rebase.event
        for rebase in Rebase.objects.in_force()
        for indicator in rebase.indicators or ALL
        for area in rebase.areas or ALL
    }
    return [{**_happening(event), "indicator": indicator, "area": area} for (_number, indicator, area), event in found.items()]


def events(indicator: str, area: str) -> list[Happening]:
    """See indicators.events.events_for."""
    related = _related(area)
    found = ChangeEvent.objects.filter(state=workflow.RECORDED).order_by("date", "pk")
    return [
        _happening(event)
        for event in found
        if (not event.indicators or indicator in event.indicators) and (not event.areas or related & set(event.areas))
    ]


def _related(code: str) -> set[str]:
    """The area, those that it lies in, and those that lie in it."""
    found, place = {code}, catalogue.area(code)
    while place.parent is not None:
        found.add(place.parent)
        place = catalogue.area(place.parent)
    below = [code]
    while below:
        below = [child.code for parent in below for child in catalogue.children_of(parent)]
        found.update(below)
    return found


def _happening(event: ChangeEvent) -> Happening:
    return {"event": event.pk, "date": event.date.isoformat(), "title": {"en": event.title_en, "cy": event.title_cy}}
