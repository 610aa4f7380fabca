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
from indicators.extracts.checks.limits import limits
from indicators.extracts.layouts import Layout, layouts
from indicators.extracts.models import Extract
from indicators.records import store
from wales_framework.watching.registry import Gauge, Line, Part, gauge

SNAPSHOT = "caseload"


@dataclass(frozen=True, slots=True)
class Due:
    """The next quarter that a source has to send, and until when. `held`: the latest that there is as a whole, None before the
    first: one that was still going on when its extract was drawn has to come again."""

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
    holders = {Period.parse(code): extract for code, extract in store.current_periods(layout.source).items()}
    quarters = [one for one in holders if one.kind == "quarter"]
    if not quarters or layout.due_days is None:
        return Due(layout, None, None, None)
    drawn = dict(Extract.objects.filter(pk__in=holders.values()).values_list("pk", "as_at"))
    held = max((one for one in quarters if _is_whole(layout, one, drawn[holders[one]])), default=None)
    awaited = min(quarters) if held is None else held.next()
    return Due(layout, held, awaited, awaited.end + timedelta(days=layout.due_days))


def _is_whole(layout: Layout, quarter: Period, drawn: date | None) -> bool:
    """Whether what was drawn on this day has all of the quarter; a snapshot may be taken some days before its end."""
    early = limits().snapshot_days if layout.source == SNAPSHOT else 0
    return drawn is not None and drawn >= quarter.end - timedelta(days=early)


def _line(one: Due) -> Line:
    if one.next is None or one.until is None:
        return Line(str(one.layout.title), _("nothing is loaded yet"))
    words = {"next": period_name(one.next), "day": date_format(one.until, "j F Y")}
    if one.held is None:
        told = _("no whole quarter is loaded; %(next)s was due on %(day)s")
        told = told if one.is_late else _("no whole quarter is loaded; %(next)s is due on %(day)s")
        return Line(str(one.layout.title), told % words, "late" if one.is_late else "")
    words["held"] = period_name(one.held)
    told = _("loaded up to %(held)s; %(next)s was due on %(day)s")
    told = told if one.is_late else _("loaded up to %(held)s; %(next)s is due on %(day)s")
    return Line(str(one.layout.title), told % words, "late" if one.is_late else "")
