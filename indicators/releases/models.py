from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from indicators.releases import workflow


class ReleaseQuerySet(models.QuerySet["Release"]):
    def published(self) -> "ReleaseQuerySet":
        return self.filter(state=Release.State.PUBLISHED)

    def open(self) -> "ReleaseQuerySet":
        """Those on their way to publication; there is at most one."""
        return self.filter(state__in=[Release.State.DRAFT, Release.State.IN_REVIEW, Release.State.APPROVED])

    def latest_published(self) -> "Release | None":
        return self.published().order_by("-published_at", "-pk").first()


class Release(models.Model):
    """One edition of all figures. Once published, no row of it changes; a correction is a new release."""

    class State(models.TextChoices):
        DRAFT = workflow.DRAFT, _("draft")
        IN_REVIEW = workflow.IN_REVIEW, _("in review")
        APPROVED = workflow.APPROVED, _("approved")
        PUBLISHED = workflow.PUBLISHED, _("published")
        DISCARDED = workflow.DISCARDED, _("discarded")

    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    data_as_at = models.DateField(null=True)  # the latest as-at date of the extracts in it
    content_hash = models.CharField(max_length=64)  # SHA-256 of its figures as the CSV that readers download
    method_version = models.CharField(max_length=20)
    observation_count = models.IntegerField(default=0)
    extracts = models.ManyToManyField("extracts.Extract", related_name="releases")
    note = models.TextField(blank=True)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(auto_now_add=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            # Two drafts at the same moment would make "what is being approved" a question: the database allows one.
            models.UniqueConstraint(
                models.Value(1),
                condition=models.Q(state__in=[workflow.DRAFT, workflow.IN_REVIEW, workflow.APPROVED]),
                name="one_open_release",
            )
        ]

    def __str__(self) -> str:
        return f"R{self.pk}"


class ObservationFields(models.Model):
    """The key of an observation and where it comes from, alike for the exact and the published table."""

    cohort = models.CharField(max_length=60)
    measure = models.CharField(max_length=60)
    area_code = models.CharField(max_length=10)
    period = models.CharField(max_length=10)
    breakdown = models.CharField(max_length=40, blank=True)
    category = models.CharField(max_length=60, blank=True)
    numerator = models.BigIntegerField(null=True)
    denominator = models.BigIntegerField(null=True)

    class Meta:
        abstract = True


class ExactObservation(ObservationFields):
    """A figure before disclosure control: restricted, never read by a reader's page."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="exact_observations")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["release", "cohort", "measure", "area_code", "period", "breakdown", "category"],
                name="exact_observation_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.cohort} {self.measure} {self.area_code} {self.period} {self.breakdown} {self.category}"


class Observation(ObservationFields):
    """A figure as readers see it. `value`, `lower` and `upper` are rounded to the measure's published precision."""

    class Origin(models.TextChoices):
        PUBLISHED = "published", _("already published elsewhere")
        COUNTED = "counted", _("counted from records")

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="observations")
    value = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    lower = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    upper = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    unit = models.CharField(max_length=20)
    symbol = models.CharField(max_length=2, blank=True)
    vintage = models.CharField(max_length=10, blank=True)
    source = models.CharField(max_length=300, blank=True)
    origin = models.CharField(max_length=10, choices=Origin.choices)
    derived = models.CharField(max_length=20, blank=True)  # "sum_of_regions" where Wales was added up here
    extract = models.ForeignKey("extracts.Extract", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["release", "cohort", "measure", "area_code", "period", "breakdown", "category"],
                name="observation_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.cohort} {self.measure} {self.area_code} {self.period} {self.breakdown} {self.category}"
