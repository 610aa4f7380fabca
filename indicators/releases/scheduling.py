"""Publication at a set time: 9.30 a.m. in the United Kingdom of a release's day, by the scheduler."""

import logging
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from indicators.releases import auditing, service, workflow
from indicators.releases.checklist import checklist, demand_passed
from indicators.releases.content import content_hash
from indicators.releases.models import Release
from indicators.releases.refusals import ReleaseRefused, demand
from indicators.releases.workflow import RELEASE
from priority_groups import content
from wales_framework.access.predicates import may_approve_release
from wales_framework.audit import chain
from wales_framework.workflow import MoveRefused

log = logging.getLogger(__name__)
SATURDAY = 5


def publication_moment(day: date) -> datetime:
    """When a release of that day is published: the same time by the clock in summer and winter (TIME_ZONE is the UK's)."""
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(content.publishing().time)))


def is_weekend(day: date) -> bool:
    return day.weekday() >= SATURDAY


def schedule(
    release: Release, user: Any, day: date, *, now: datetime | None = None, accepting: Collection[str] | None = None
) -> None:
    """Have an approved release published on that day. Raises PermissionDenied, ReleaseRefused where the moment is past."""
    demand(may_approve_release(user, release))
    if publication_moment(day) <= (now or timezone.now()):
        raise ReleaseRefused(gettext_noop("That moment is past. Choose a later day, or publish the release now."))
    with service.step(release):
        accepted = demand_passed(release, user, accepting)
        changes = {"scheduled_for": day, "scheduled_by": user}
        RELEASE.move(release, "schedule", user, changes=changes, detail={"day": day.isoformat(), **accepted})


def unschedule(release: Release, user: Any, why: str = "") -> None:
    """Back to approved: it is published on another day, or at once."""
    demand(may_approve_release(user, release))
    _unschedule(release, user, why)


def publish_due(now: datetime | None = None) -> list[Release]:
    """Publish what is due, whatever was missed meanwhile included; gives what was published by this very call.

    Two callers at the same moment publish once: the second finds the row published when it gets the lock. A release that must
    not go out any more goes back to approved, with the reason in the audit trail.
    """
    now = now or timezone.now()
    due = Release.objects.filter(state=workflow.SCHEDULED, scheduled_for__lte=timezone.localdate(now)).order_by("pk")
    return [release for release in due if publication_moment(_day(release)) <= now and _publish(release, now)]


def earliest_day(now: datetime) -> date:
    """The first day that a release can still be scheduled for."""
    today = timezone.localdate(now)
    return today if publication_moment(today) > now else today + timedelta(days=1)


def _publish(release: Release, now: datetime) -> bool:
    """Whether this call published it."""
    auditing.bring_up_to_date(release)  # made already, unless another release came out meanwhile
    with transaction.atomic():
        locked = Release.objects.select_for_update().get(pk=release.pk)
        if locked.state != workflow.SCHEDULED or publication_moment(_day(locked)) > now:
            return False
        if (why := _why_not(locked)) is not None:
            log.error("%s was not published: %s", locked, why)
            _unschedule(locked, None, why)
            return False
        try:
            changes = {"published_by": locked.scheduled_by, "published_at": now}
            RELEASE.move(locked, "publish", None, changes=changes, detail={"content_hash": locked.content_hash})
            chain.witness_at_commit()
        except MoveRefused:
            return False
    return True


def _why_not(release: Release) -> str | None:
    if errors := checklist(release).errors:
        return " ".join(item.sentence for item in errors)
    if content_hash(release) != release.content_hash:
        return gettext_noop("The figures are not those that were approved. Draft the release again.")
    return None


def _unschedule(release: Release, user: Any, why: str) -> None:
    RELEASE.move(release, "unschedule", user, why=why, changes={"scheduled_for": None, "scheduled_by": None})


def _day(release: Release) -> date:
    if release.scheduled_for is None:
        raise ValueError(f"{release} is scheduled for no day")
    return release.scheduled_for
