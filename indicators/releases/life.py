"""What is kept of a release's life beside its figures: plans, readers before publication, warnings, corrections, withdrawal."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from indicators.releases import workflow
from priority_groups.content import Text


def person(**options: Any) -> models.ForeignKey:
    """Who did something. People who did are never removed."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **options)


def words(en: str, cy: str) -> Text:
    """What people wrote in both languages; a language that is missing is told in the other."""
    return Text(en=en or cy, cy=cy or None)


class PlannedRelease(models.Model):
    """A day on which a release is announced for, before or after there is a draft."""

    day = models.DateField(unique=True)
    title_en = models.CharField(max_length=200, blank=True)
    title_cy = models.CharField(max_length=200, blank=True)
    planned_by = person()
    planned_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"

    @property
    def title(self) -> Text:
        return words(self.title_en, self.title_cy)


class PreReleaseAccess(models.Model):
    """One person's leave to read a release before its publication. It ends when it is revoked, and is history afterwards."""

    release = models.ForeignKey("releases.Release", on_delete=models.CASCADE, related_name="pre_release_accesses")
    reader = person()
    reason = models.TextField()
    starts_at = models.DateTimeField()
    granted_by = person()
    granted_at = models.DateTimeField(auto_now_add=True)
    revoked_by = person(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "reader"], condition=models.Q(revoked_at=None), name="one_pre_release_access_a_reader"
            )
        ]

    def __str__(self) -> str:
        return f"{self.reader} R{self.release_id}"


class PreReleaseReading(models.Model):
    """A page of a release that somebody opened before its publication. Rows are only ever added."""

    release = models.ForeignKey("releases.Release", on_delete=models.CASCADE, related_name="pre_release_readings")
    reader = person()
    address = models.CharField(max_length=500)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.reader} {self.address}"


class AcceptedWarning(models.Model):
    """A warning of the checklist that somebody read and takes responsibility for. With other words it is another warning."""

    release = models.ForeignKey("releases.Release", on_delete=models.CASCADE, related_name="accepted_warnings")
    check_name = models.CharField(max_length=60)
    fingerprint = models.CharField(max_length=64)  # of what it said
    accepted_by = person(null=True)  # None: the service itself, at a command
    accepted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["release", "check_name", "fingerprint"], name="warning_accepted_once")]

    def __str__(self) -> str:
        return f"R{self.release_id} {self.check_name}"


class Correction(models.Model):
    """A release corrects an earlier one: what was wrong, since when, and what is different now."""

    release = models.ForeignKey("releases.Release", on_delete=models.CASCADE, related_name="corrections")
    corrected = models.ForeignKey("releases.Release", on_delete=models.CASCADE, related_name="corrected_by")
    wrong_since = models.DateField()
    wrong_en = models.TextField()
    wrong_cy = models.TextField()
    changed_en = models.TextField()
    changed_cy = models.TextField()
    written_by = person()
    written_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["release", "corrected"], name="one_correction_of_a_release"),
            models.CheckConstraint(condition=models.Q(corrected__lt=models.F("release")), name="corrects_an_earlier_release"),
        ]

    def __str__(self) -> str:
        return f"R{self.release_id} corrects R{self.corrected_id}"

    @property
    def wrong(self) -> Text:
        return words(self.wrong_en, self.wrong_cy)

    @property
    def changed(self) -> Text:
        return words(self.changed_en, self.changed_cy)


class Withdrawal(models.Model):
    """A published release that readers should not rely on any more: asked for by one approver, confirmed by another.

    The release itself is not touched: it stays what was published.
    """

    class State(models.TextChoices):
        REQUESTED = workflow.REQUESTED, _("asked for")
        CONFIRMED = workflow.CONFIRMED, _("withdrawn")
        DROPPED = workflow.DROPPED, _("not withdrawn")

    release = models.ForeignKey("releases.Release", on_delete=models.CASCADE, related_name="withdrawals")
    state = models.CharField(max_length=10, choices=State.choices, default=State.REQUESTED)
    reason_en = models.TextField()
    reason_cy = models.TextField()
    requested_by = person()
    requested_at = models.DateTimeField(auto_now_add=True)
    decided_by = person(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["release"],
                condition=models.Q(state__in=[workflow.REQUESTED, workflow.CONFIRMED]),
                name="one_withdrawal_of_a_release",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=workflow.CONFIRMED) | ~models.Q(decided_by=models.F("requested_by")),
                name="withdrawn_by_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"R{self.release_id}"

    @property
    def reason(self) -> Text:
        return words(self.reason_en, self.reason_cy)
