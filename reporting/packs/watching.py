"""What the status page and the metrics tell of the messages to subscribers."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from reporting.packs.models import Delivery
from reporting.packs.workflow import FAILED, UNSURE, WAITING
from wales_framework.watching.registry import Gauge, Line, Part, gauge


def gauges() -> Iterable[Gauge]:
    states: Any = Delivery.objects.values_list("state").order_by("state").annotate(Count("pk"))
    yield gauge("messages", "Messages to subscribers by state", samples=[({"state": state}, number) for state, number in states])


def part() -> Part:
    failed = Delivery.objects.filter(state__in=(FAILED, UNSURE)).count()
    waiting = Delivery.objects.filter(state=WAITING).count()
    url, action = reverse("packs:deliveries"), _("Messages to subscribers")
    return Part(
        _("Messages"),
        (
            Line(_("Could not be sent"), str(failed), "late" if failed else "", url, action),
            Line(_("Waiting to be sent"), str(waiting)),
        ),
    )
