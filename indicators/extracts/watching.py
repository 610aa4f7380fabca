"""What the status page and the metrics tell of extracts: how many there are in which state, and which are due or late."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from indicators.catalogue.labels import period_name
from indicators.catalogue.periods import Period
from indicators.extracts.layouts import Layout, layouts
from indicators.extracts.models import Extract
from indicators.records import store
from wales_framework.watching.registry import Gauge, Line, Part, gauge


@dataclass(frozen=True, slots=True)
class Due:
    """The next quarter that a source has to send, and until when. `held`: the latest that there is; None before the first."""

    layout: Layout
    held: Period | None
    next: Period | None
    until: date | None

    @property
    def is_late(self) -> bool:
        return self.until is not None and self.until < timezone.localdate()


def due() -> list[Due]:
    """Of every source that sends records or counts of quarters. One that has sent nothing yet is expected by nobody."""
    return [_due(layout) for layout in layouts() if layout.due_days is not None]


def gauges() -> Iterable[Gauge]:
    states: Any = Extract.objects.values_list("state").annotate(Count("pk")).order_by("state")
    yield gauge("extracts", "Extracts by state", samples=[({"state": state}, number) for state, number in states])
    late = [({"source": one.layout.source}, float(one.is_late)) for one in due()]
    yield gauge("extract_overdue", "Whether the next extract of a source is late", samples=late)


def part() -> Part:
    return Part(_("Extracts"), tuple(_line(one) for one in due()))


def _due(layout: Layout) -> Due:
    periods = [Period.parse(code) for code in store.current_periods(layout.source)]
    quarters = [one for one in periods if one.kind == "quarter"]
    if not quarters or layout.due_days is None:
        return Due(layout, None, None, None)
    held = max(quarters, key=lambda one: one.end)
    return Due(layout, held, held.next(), held.next().end + timedelta(days=layout.due_days))


def _line(one: Due) -> Line:
    if one.held is None or one.next is None or one.until is None:
        return Line(str(one.layout.title), _("nothing is loaded yet"))
    words = {"held": period_name(one.held), "next": period_name(one.next), "day": date_format(one.until, "j F Y")}
    if one.is_late:
        return Line(str(one.layout.title), _("loaded up to %(held)s; %(next)s was due on %(day)s") % words, "late")
    return Line(str(one.layout.title), _("loaded up to %(held)s; %(next)s is due on %(day)s") % words)
