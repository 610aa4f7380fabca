from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from indicators.events import workflow
from priority_groups.content import Text

LONGEST_TITLE, LONGEST_CAUSE, LONGEST_REASON = 200, 2000, 2000


def codes(longest: int) -> ArrayField:
    """Codes of indicators or areas; none of them stands for all."""
    return ArrayField(models.CharField(max_length=longest), default=list, blank=True)


def person() -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")


class ChangeEvent(models.Model):
    """Something that changes figures from a day on: a change of counting rules, closed courts, a break in a source."""

    class State(models.TextChoices):
        RECORDED = workflow.RECORDED, _("recorded")
        TAKEN_BACK = workflow.TAKEN_BACK, _("taken back")

    state = models.CharField(max_length=10, choices=State.choices, default=State.RECORDED)
    date = models.DateField()
    title_en = models.CharField(max_length=LONGEST_TITLE)
    title_cy = models.CharField(max_length=LONGEST_TITLE, blank=True)
    cause_en = models.TextField()
    cause_cy = models.TextField(blank=True)
    indicators = codes(10)
    areas = codes(10)
    version = models.IntegerField(default=1)  # counts its changes: who changes an older one than there is, is told
    recorded_by = person()
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-date", "-pk"]

    def __str__(self) -> str:
        return self.title_en

    @property
    def title(self) -> Text:
        return Text(en=self.title_en, cy=self.title_cy or None)

    @property
    def cause(self) -> Text:
        return Text(en=self.cause_en, cy=self.cause_cy or None)


class RebaseQuerySet(models.QuerySet["Rebase"]):
    def live(self) -> "RebaseQuerySet":
        """Those that are asked for or approved: their event stays as it is."""
        return self.filter(state__in=[workflow.REQUESTED, workflow.APPROVED])

    def in_force(self) -> "RebaseQuerySet":
        return self.filter(state=workflow.APPROVED).select_related("event").order_by("event__date", "pk")


class Rebase(models.Model):
    """At an event the charts of these indicators and areas begin a new level: asked for by one person, approved by another."""

    class State(models.TextChoices):
        REQUESTED = workflow.REQUESTED, _("requested")
        APPROVED = workflow.APPROVED, _("approved")
        WITHDRAWN = workflow.WITHDRAWN, _("withdrawn")

    event = models.ForeignKey(ChangeEvent, on_delete=models.PROTECT, related_name="rebases")
    state = models.CharField(max_length=10, choices=State.choices, default=State.REQUESTED)
    indicators = codes(10)
    areas = codes(10)
    why = models.TextField()  # what makes the requester sure that the level changed with the event
    requested_by = person()
    requested_at = models.DateTimeField()
    approved_by = person()
    approved_at = models.DateTimeField(null=True)
    withdrawn_by = person()
    withdrawn_at = models.DateTimeField(null=True)

    objects = RebaseQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state=workflow.APPROVED) | ~models.Q(approved_by=models.F("requested_by")),
                name="rebase_by_two_people",
            )
        ]

    def __str__(self) -> str:
        return _("rebase at %(event)s") % {"event": self.event}

    @property
    def reach(self) -> dict[str, Any]:
        """What it is of, for the audit trail."""
        return {"event": self.event_id, "indicators": self.indicators, "areas": self.areas}
