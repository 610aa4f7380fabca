import uuid

from django.conf import settings
from django.core.files.storage import storages
from django.core.files.storage.base import Storage
from django.db import models
from django.utils.translation import gettext_lazy as _

from reporting.packs.choice import FULL, SUMMARY, Choice
from reporting.packs.workflow import STATES, WAITING
from wales_framework.jobs.models import Job

LANGUAGE_NAMES = {"en": _("English"), "cy": _("Welsh")}  # in the reader's language
KIND_NAMES = [(FULL, _("Whole pack")), (SUMMARY, _("Summary of two pages"))]


def storage() -> Storage:
    """Where packs are kept: a function, so that the place is not written into a migration."""
    return storages["packs"]


class Pack(models.Model):
    """A release, or what was chosen of it, as a PDF in one language, made once with each recipe; without a file not yet."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    release = models.ForeignKey("releases.Release", on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    kind = models.CharField(max_length=10, choices=KIND_NAMES, default=FULL)
    groups = models.CharField(max_length=100, blank=True)  # codes with commas between them; none is all
    regions = models.CharField(max_length=100, blank=True)
    recipe = models.CharField(max_length=64)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    job = models.ForeignKey(Job, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(null=True)
    file = models.FileField(storage=storage, blank=True, max_length=200)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    pages = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "language", "recipe", "kind", "groups", "regions"], name="one_pack_of_a_choice"
            )
        ]

    def __str__(self) -> str:
        return f"R{self.release_id}{self.choice.suffix} ({self.language})"

    @property
    def choice(self) -> Choice:
        return Choice.stored(self.kind, self.groups, self.regions)

    @property
    def file_name(self) -> str:
        """The name a reader's browser saves it under."""
        return f"positive-change-R{self.release_id}{self.choice.suffix}-{self.language}.pdf"

    @property
    def language_name(self) -> str:
        return str(LANGUAGE_NAMES[self.language])

    @property
    def state(self) -> str:
        """Done when there is a file; else the state of its job."""
        if self.file:
            return Job.State.DONE.value
        return self.job.state if self.job else Job.State.WAITING.value


class Subscription(models.Model):
    """What somebody wants to be told of with every release, until they end it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    kind = models.CharField(max_length=10, choices=KIND_NAMES, default=FULL)
    groups = models.CharField(max_length=100, blank=True)
    regions = models.CharField(max_length=100, blank=True)
    begun_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["begun_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["reader", "language", "kind", "groups", "regions"],
                condition=models.Q(ended_at=None),
                name="one_subscription_of_a_choice",
            )
        ]

    def __str__(self) -> str:
        return f"{self.reader}{self.choice.suffix} ({self.language})"

    @property
    def language_name(self) -> str:
        return str(LANGUAGE_NAMES[self.language])

    @property
    def choice(self) -> Choice:
        return Choice.stored(self.kind, self.groups, self.regions)


class Delivery(models.Model):
    """The one message to a subscriber about one release; its states: reporting.packs.workflow."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="deliveries")
    release = models.ForeignKey("releases.Release", on_delete=models.PROTECT, related_name="+")
    pack = models.ForeignKey(Pack, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=list(STATES.items()), default=WAITING)
    reason = models.TextField(blank=True)  # why it failed, as the mail server said it
    planned_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-planned_at"]
        constraints = [models.UniqueConstraint(fields=["subscription", "release"], name="one_message_to_a_subscriber")]
        indexes = [models.Index(fields=["state"])]

    def __str__(self) -> str:
        return f"R{self.release_id}: {self.subscription.reader}"
