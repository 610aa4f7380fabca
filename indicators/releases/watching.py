"""What the status page and the metrics tell of releases: the last one, the one on its way, and the next day."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from indicators.releases import planning
from indicators.releases.models import Release
from wales_framework.watching.collecting import age
from wales_framework.watching.registry import Gauge, Line, Part, gauge


def gauges() -> Iterable[Gauge]:
    states: Any = Release.objects.values_list("state").order_by("state").annotate(Count("pk"))
    yield gauge("releases", "Releases by state", samples=[({"state": state}, number) for state, number in states])
    latest = Release.objects.latest_published()
    yield gauge("release_age_seconds", "Since the latest release was published", age(latest.published_at) if latest else None)


def part() -> Part:
    latest, on_its_way, coming = Release.objects.latest_published(), Release.objects.open().first(), planning.coming()
    if latest is None or latest.published_at is None:
        lines = [Line(_("Last release"), _("none is published yet"))]
    else:
        moment = date_format(timezone.localtime(latest.published_at), "j F Y, H:i")
        lines = [Line(_("Last release"), f"{latest}, {moment}")]
    if on_its_way is not None:
        lines.append(Line(_("On its way"), f"{on_its_way}, {on_its_way.get_state_display()}"))
    calendar, open_it = reverse("releases:calendar"), _("Release calendar")
    if coming:
        told = f"{date_format(coming[0].day, 'j F Y')} ({coming[0].countdown})"
        lines.append(Line(_("Next release"), told, url=calendar, action=open_it))
    else:
        lines.append(Line(_("Next release"), _("no day is announced"), url=calendar, action=open_it))
    return Part(_("Releases"), tuple(lines))
