import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wales_framework.refusal import worded


class JobQuerySet(models.QuerySet["Job"]):
    def unfinished(self) -> "JobQuerySet":
        return self.filter(state__in=[Job.State.WAITING, Job.State.WORKING])

    def of(self, kind: str, target: object) -> "JobQuerySet":
        return self.filter(kind=kind, target=str(target))


class Job(models.Model):
    """One piece of background work: what it does (`kind`), to what (`target`), and how far it has come."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        WORKING = "working", _("working")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    target = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    step = models.CharField(max_length=60, blank=True)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    unit = models.CharField(max_length=20, blank=True)
    message = models.TextField(blank=True)  # untranslated; `words` is for readers
    params = models.JSONField(default=dict)
    attempts = models.PositiveSmallIntegerField(default=0)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    # Of the request that asked for it, as the logs of web and worker have it.
    request_id = models.CharField(max_length=64, blank=True)
    sent_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)  # the last time
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["kind", "target"]), models.Index(fields=["state"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.target}"

    @property
    def is_finished(self) -> bool:
        return self.state in (Job.State.DONE, Job.State.FAILED)

    @property
    def words(self) -> str:
        """Why it failed, in the active language."""
        return worded(self.message, self.params)

    @property
    def percent(self) -> int:
        return min(100, 100 * self.done // self.total) if self.total else 0

    @property
    def lock_key(self) -> int:
        """The 64-bit key of the advisory lock that a worker holds while it works on this job."""
        return int.from_bytes(self.id.bytes[:8], "big", signed=True)
