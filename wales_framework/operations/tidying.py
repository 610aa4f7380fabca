"""What the service tidies away at night of its own, beside people's records (see indicators.extracts.retention)."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils import timezone

from wales_framework.jobs.models import Job
from wales_framework.storage import remove_unfinished
from wales_framework.tokens.models import Token


def tidy() -> dict[str, int]:
    """Remove what nobody can use any more; gives how many of each. The audit trail tells of all of it and stays."""
    now = timezone.now()
    old = now - timedelta(days=settings.RETAIN_JOBS_DAYS)
    sessions, _ = Session.objects.filter(expire_date__lt=now).delete()
    # A token that has ended lets nobody in; for a while its owner can still see when it was last used.
    tokens, _ = Token.objects.filter(Q(expires_at__lt=old) | Q(revoked_at__lt=old)).delete()
    # A pack names the job that made it.
    jobs, _ = Job.objects.filter(finished_at__lt=old).exclude(pk__in=_named_jobs()).delete()
    return {"sessions": sessions, "tokens": tokens, "jobs": jobs, "uploads": len(remove_unfinished())}


def _named_jobs() -> set[UUID]:
    """The jobs that some other row points to."""
    return {
        number
        for relation in Job._meta.related_objects
        for number in relation.related_model._base_manager.exclude(**{relation.field.name: None}).values_list(
            relation.field.attname, flat=True
        )
    }
