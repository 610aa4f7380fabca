"""The calendar of releases: what is announced, what is scheduled, and how long it is until then in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from indicators.releases import workflow
from indicators.releases.models import PlannedRelease, Release
from indicators.releases.refusals import ReleaseRefused, demand
from indicators.releases.scheduling import is_weekend, publication_moment
from priority_groups.content import Text
from wales_framework import audit
from wales_framework.access.predicates import may_plan_releases
from wales_framework.audit.models import Event

ANNOUNCED, DROPPED = "plan.announce", "plan.drop"  # in the audit trail, which keeps what was announced when


@dataclass(frozen=True, slots=True)
class Coming:
    """A day on which a release comes out. `is_certain`: it is approved and scheduled, not only announced."""

    day: date
    title: Text | None
    is_certain: bool
    plan: PlannedRelease | None

    @property
    def moment(self) -> datetime:
        return publication_moment(self.day)

    @property
    def countdown(self) -> str:
        """How long it is until then, from now."""
        return countdown(self.moment, timezone.now())

    @property
    def is_weekend(self) -> bool:
        return is_weekend(self.day)


def coming(now: datetime | None = None) -> list[Coming]:
    """Announced and scheduled days from now on, the next one first. Readers are told no number of a release that is not out."""
    now = now or timezone.now()
    plans = {plan.day: plan for plan in PlannedRelease.objects.filter(day__gte=timezone.localdate(now))}
    certain = set(Release.objects.filter(state=workflow.SCHEDULED).values_list("scheduled_for", flat=True))
    days = (day for day in sorted({*plans, *(day for day in certain if day)}))
    return [entry for day in days if (entry := _entry(day, plans.get(day), certain)).moment > now or entry.is_certain]


def announced_at(moment: datetime) -> date | None:
    """The next day after a moment for which a release was announced then, whatever was announced or dropped later."""
    days: set[date] = set()
    told = Event.objects.filter(action__in=(ANNOUNCED, DROPPED), at__lte=moment).order_by("at", "pk")
    for action, day in told.values_list("action", "target_name"):
        (days.add if action == ANNOUNCED else days.discard)(date.fromisoformat(day))
    return min((day for day in days if day > timezone.localdate(moment)), default=None)


def countdown(moment: datetime, now: datetime) -> str:
    """How long it is until then: "in 3 days", by the days of the calendar; hours and minutes on the day itself."""
    days = (timezone.localdate(moment) - timezone.localdate(now)).days
    if days > 1:
        return ngettext("in %(days)s day", "in %(days)s days", days) % {"days": days}
    if days == 1:
        return _("tomorrow")
    minutes = int((moment - now).total_seconds() // 60)
    if minutes >= 60:
        hours = minutes // 60
        return ngettext("today, in %(hours)s hour", "today, in %(hours)s hours", hours) % {"hours": hours}
    if minutes > 0:
        return ngettext("today, in %(minutes)s minute", "today, in %(minutes)s minutes", minutes) % {"minutes": minutes}
    return _("any moment now")


def announce(day: date, user: Any, title_en: str = "", title_cy: str = "", now: datetime | None = None) -> PlannedRelease:
    """Announce a release for that day. Raises PermissionDenied, ReleaseRefused where the day is past or has one already."""
    demand(may_plan_releases(user))
    if publication_moment(day) <= (now or timezone.now()):
        raise ReleaseRefused(gettext_noop("That moment is past. Choose a later day."))
    with transaction.atomic():
        plan, is_new = PlannedRelease.objects.get_or_create(
            day=day, defaults={"title_en": title_en, "title_cy": title_cy, "planned_by": user}
        )
        if not is_new:
            raise ReleaseRefused(gettext_noop("A release is announced for that day already."))
        audit.record(ANNOUNCED, user, plan, title_en=title_en, title_cy=title_cy)
    return plan


def drop(plan: PlannedRelease, user: Any, why: str = "") -> None:
    """Take an announcement back; the audit trail keeps it."""
    demand(may_plan_releases(user))
    with transaction.atomic():
        audit.record(DROPPED, user, plan, why)
        plan.delete()


def _entry(day: date, plan: PlannedRelease | None, certain: Iterable[date | None]) -> Coming:
    has_title = plan is not None and (plan.title_en or plan.title_cy)
    return Coming(day, plan.title if plan and has_title else None, day in set(certain), plan)
